"""What happens to a person in a real browser: keyboards, two tabs, the back button, passwords that come by SMS."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page

from operator_api.contract import Kopecks, Number, Subscriber
from operator_api.seed import sample_subscribers
from tests.browser.barriers import barriers
from tests.browser.house import House
from tests.browser.person import SCREENS, Person, person

PAGES = (
    "/", "/assistant", "/services", "/services/goodok", "/services/content_ban", "/services/goodok/on", "/spending",
    "/services/waiting/on", "/detail", "/documents", "/tariffs", "/tariffs/energy", "/tariffs/smartmini",
    "/tariffs/super", "/promised", "/promised/terms?sum=50", "/promised/terms?other=x", "/reading", "/own-password",
    "/history", "/nowhere",
)  # fmt: skip
PASSWORD = "Zima2026zima"
WIDTH = "document.documentElement.scrollWidth"


@asynccontextmanager
async def member(
    house: House, browser: Browser, number: str, screen: str = "computer", name: str = "Иванова Анна Сергеевна"
) -> AsyncIterator[Person]:
    """Somebody rich who is signed in."""
    sample = sample_subscribers()[0]
    fields = {field: getattr(sample, field) for field in Subscriber.__struct_fields__}
    await house.admin.put_subscriber(
        Subscriber(
            **fields | {"number": Number(number), "name": name, "balance": Kopecks(1_000_00), "services": ("aon",)}
        )
    )
    await house.write(number, f"25 {PASSWORD}")
    await house.until_inbox(number, "Новый пароль принят")
    async with person(browser, house, screen) as somebody:
        await somebody.sign_in(number, PASSWORD)
        yield somebody


async def test_a_name_without_end_stays_on_the_screen(house: House, browser: Browser) -> None:
    """Two hundred letters in one word, on the smallest telephone; in the account, and at the desk."""
    number, name = "79161000012", 'О"Коннор<b>' + "Ы" * 189
    async with member(house, browser, number, "phone", name) as somebody:
        assert await somebody.page.evaluate(WIDTH) == SCREENS["phone"][0]
        assert name in await somebody.text()
        await somebody.page.goto(house.desk)
        await somebody.fill(login="demo", password=house.consultant_password)
        await somebody.press("Войти")
        await somebody.fill(who=number)
        await somebody.press("Найти")
        assert name in await somebody.text()
        assert await somebody.page.evaluate(WIDTH) == SCREENS["phone"][0]


async def test_a_password_by_sms_ends_the_session_at_once(house: House, browser: Browser) -> None:
    """The next click leads to the sign-in, which says why."""
    async with member(house, browser, "79161000001") as somebody:
        await house.write("79161000001", "25")
        await house.password_on("79161000001")
        await somebody.press("Расходы")
        assert "Сеанс закончился" in await somebody.text()


async def test_neither_two_clicks_nor_the_back_button_buy_twice(house: House, browser: Browser) -> None:
    """A form acts once, and the page that one comes back to is no longer the old one."""
    async with member(house, browser, "79161000002") as somebody:
        await somebody.go("/services/goodok/on")
        await somebody.page.get_by_role("button", name="Подключить").dblclick()
        await somebody.page.get_by_text("подключена").first.wait_for()
        await somebody.page.go_back()
        assert "уже подключена" in await somebody.text()
        books = await house.admin.subscriber(Number("79161000002"))
        assert (books.balance, "goodok" in books.services) == (925_00, True)


async def test_two_tabs_ask_before_they_buy_on_other_terms(house: House, browser: Browser) -> None:
    """What was bought in one is told in the other, and not paid again."""
    async with member(house, browser, "79161000003") as somebody:
        other = Person(house, await somebody.page.context.new_page())
        for tab in (somebody, other):
            await tab.go("/services/goodok/on")
        for tab in (somebody, other):
            await tab.press("Подключить")
        assert "уже подключена" in await other.text()
        assert (await house.admin.subscriber(Number("79161000003"))).balance == 925_00


async def test_a_page_from_before_the_last_sign_in_changes_nothing(house: House, browser: Browser) -> None:
    """Its forms belong to another session."""
    async with member(house, browser, "79161000004") as somebody:
        other = Person(house, await somebody.page.context.new_page())
        await other.go("/services/goodok/on")
        await somebody.press("Выход")
        await somebody.sign_in("79161000004", PASSWORD)
        await other.press("Подключить")
        assert "Страница устарела" in await other.text()
        assert (await house.admin.subscriber(Number("79161000004"))).balance == 1_000_00


async def keys(page: Page, *pressed: str) -> None:
    """Press keys."""
    for key in pressed:
        await page.keyboard.press(key)


async def focus(page: Page, selector: str) -> None:
    """Press Tab until it is there; what has the focus can be seen."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            style = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", selector
            return
    raise AssertionError(f"{selector} cannot be reached")


async def test_a_keyboard_is_enough(house: House, browser: Browser) -> None:
    """To come in, to switch a service on, and to go out."""
    async with member(house, browser, "79161000005") as somebody:
        page = somebody.page
        await focus(page, ".out button")
        await keys(page, "Enter")
        await page.wait_for_url("**/login?out")
        await focus(page, "[name=number]")
        await page.keyboard.type("9161000005")
        await focus(page, "[name=password]")
        await page.keyboard.type(PASSWORD)
        await keys(page, "Enter")
        await page.wait_for_url(house.cabinet + "/")
        await focus(page, ".skip")
        await keys(page, "Enter")
        assert await page.evaluate("location.hash") == "#main"
        await page.goto(house.cabinet + "/services/goodok/on")
        await focus(page, "main button")
        await keys(page, "Enter")
        await page.get_by_text("подключена").first.wait_for()
        assert "goodok" in (await house.admin.subscriber(Number("79161000005"))).services


@pytest.mark.parametrize("screen", SCREENS)
async def test_no_page_has_barriers(house: House, browser: Browser, screen: str) -> None:
    """axe finds nothing against WCAG 2.2 AA, and nothing has to be scrolled sideways."""
    number = f"7916100001{len(screen) % 10}"
    async with person(browser, house, screen) as stranger:
        assert await barriers(stranger, ("/login", "/password")) == []
    async with member(house, browser, number, screen) as somebody:
        for path, button in (("/services/goodok/on", "Подключить"), ("/detail", "Заказать")):
            await somebody.go(path)
            await somebody.press(button)
        assert await barriers(somebody, (*PAGES, "/services/goodok?done", "/documents?done")) == []
