"""The support desk in a real browser."""

from playwright.async_api import Browser

from operator_api.contract import Number
from tests.browser.barriers import barriers
from tests.browser.house import House
from tests.browser.person import SCREENS, Person, person

OLGA = Number("79160000007")
"""A sample subscriber, whose passport the demo has put into the books."""


PAGES = (
    "", "/services", "/services/goodok/on", "/services/waiting/on", "/tariffs", "/tariffs/energy", "/tariffs/smartplus",
    "/history", "/password", "/sessions",
)  # fmt: skip
"""Of a subscriber: what one sees, what one is asked, and what is refused for want of money."""


async def sign_in(somebody: Person) -> None:
    """As the consultant of the demo."""
    await somebody.page.goto(somebody.house.desk)
    await somebody.fill(login="demo", password=somebody.house.consultant_password)
    await somebody.press("Войти")


async def test_the_content_ban_takes_the_passport(house: House, browser: Browser) -> None:
    """It is found by a number as it is dictated, refused for a wrong passport, switched for the right one, and told."""
    async with person(browser, house) as consultant:
        await sign_in(consultant)
        await consultant.page.fill("[type=search]", "8 (916) 000-00-07")
        await consultant.page.keyboard.press("Enter")
        await consultant.page.get_by_text("+7 916 000-00-07").first.wait_for()
        at = f"{house.desk}subscribers/{OLGA}/services/content_ban/on"
        for passport, done in (("4510 000008", False), ("4510 000007", True)):
            await consultant.page.goto(at)
            assert "Это бесплатно" in await consultant.text()
            await consultant.fill(passport=passport)
            await consultant.press("Человек согласен")
            assert ("content_ban" in (await house.admin.subscriber(OLGA)).services) is done
        await house.until_inbox(OLGA, "Запрет контента")


async def test_no_page_of_the_desk_has_barriers(house: House, browser: Browser) -> None:
    """At either width."""
    pages = ("", "find?who=916", *(f"subscribers/{OLGA}{page}" for page in PAGES))
    for screen in SCREENS:
        async with person(browser, house, screen) as consultant:
            assert await barriers(consultant, [house.desk + "sign-in"]) == []
            await sign_in(consultant)
            assert await barriers(consultant, [house.desk + page for page in pages]) == []
