"""The phones of the simulator's page, in a real browser: a demo answers what is pressed on them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from playwright.async_api import Browser, Page, expect

from operator_api.contract import Kopecks, Number, Subscriber
from operator_api.seed import sample_subscribers
from tests.browser.house import House

NUMBER = Number("79160000009")
PAUSE = 1_000
"""Milliseconds after which a letter stays."""

BALANCE = "22 2 4444 2 55 66"
"""«баланс» in multi-tap."""


RICH = Kopecks(1_000_00)
WALK = [
    ("2", "2 Услуги"),
    ("2", "2 Все услуги"),
    ("2", "2 АнтиАОН"),
    ("9", "9-Еще"),
    ("1", "1 Подключить"),
    ("1", "1-Да 2-Нет"),
]
"""What is answered to which page."""


async def rich(house: House, number: str) -> Number:
    """A subscriber of one's own."""
    fields = msgspec.structs.asdict(sample_subscribers()[0])
    own = fields | {"number": Number(number), "balance": RICH, "services": ()}
    await house.admin.put_subscriber(Subscriber(**own))
    return Number(number)


class Handset:
    """A phone on the shelf, and what a person does with it."""

    def __init__(self, page: Page, number: str) -> None:
        self.page = page
        self.element = page.locator(f"article[data-number='{number}']")
        self.lcd = self.element.locator(".lcd")

    async def press(self, *keys: str) -> None:
        """Keys of the phone, one after the other."""
        for key in keys:
            await self.element.locator(f"[data-key='{key}']").click()

    async def tap(self, letters: str) -> None:
        """Multi-tap: groups of presses, with a pause after each."""
        for group in letters.split():
            await self.press(*group)
            await self.page.clock.run_for(PAUSE)

    async def shows(self, text: str) -> None:
        """Waits until the display holds this."""
        await expect(self.lcd).to_contain_text(text)


@asynccontextmanager
async def opened(browser: Browser, house: House, *numbers: str, width: int = 1280) -> AsyncIterator[Page]:
    """The page with these phones on the shelf; its clock goes, and can be put forward."""
    context = await browser.new_context(viewport={"width": width, "height": 800}, locale="ru-RU")
    context.set_default_timeout(10_000)
    page = await context.new_page()
    shelf = ",".join(f'"{number}"' for number in numbers)
    await page.add_init_script(f"localStorage['simulator.shelf'] ??= '[{shelf}]'")
    await page.clock.install()
    await page.goto(house.simulator)
    yield page
    await context.close()


async def test_an_sms_is_written_by_multi_tap_and_answered(house: House, browser: Browser) -> None:
    """«баланс» on the keypad, with its size as it grows; the reply is new, then read."""
    async with opened(browser, house, NUMBER) as page:
        phone = Handset(page, NUMBER)
        await phone.press("up")
        await phone.tap(BALANCE)
        await expect(phone.lcd.locator(".field").last).to_have_text("баланс")
        await expect(phone.lcd.locator(".info")).to_have_text("UCS-2 · 6 ед. · 1 ч.ост. 64")
        await phone.press("green")
        await phone.shows("Новых сообщений: 1")
        await phone.press("soft1")
        await expect(phone.lcd.locator(".item[data-unread]")).to_have_count(1)
        await phone.press("ok")
        await phone.shows("Баланс: ")
        await phone.shows("UCS-2 · 1 часть")
        await phone.press("soft2")
        await expect(phone.lcd.locator(".item[data-unread]")).to_have_count(0)


async def test_a_service_is_bought_in_a_session(house: House, browser: Browser) -> None:
    """*111# on the keypad, page by page to a price, 1 for yes: the books have both, the phone an SMS."""
    number = await rich(house, "79161000030")
    async with opened(browser, house, number) as page:
        phone = Handset(page, number)
        await phone.press(*"*111#")
        await phone.shows("*111#")
        await phone.press("green")
        for answer, page_shown in WALK:
            await phone.shows(page_shown)
            await phone.press(answer, "soft1")
        await phone.shows("подключена")
        await phone.shows("Сеанс завершен")
        await phone.press("soft1")
        await phone.shows("Новых сообщений: 1")
        after = await house.admin.subscriber(number)
        assert ("antiaon" in after.services, after.balance) == (True, RICH - 3_95)
