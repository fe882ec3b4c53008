"""The phones of the simulator's page, in a real browser: on a demo, and on a simulator of the test's own."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from operator_api.contract import Kopecks, Number, Subscriber
from operator_api.seed import sample_subscribers
from simulator.http import create_app
from simulator.program import serve
from simulator.smsc import Smsc
from smpp.alphabets import UCS2, encode_ucs2, size
from smpp.pdus import SubmitSm
from smpp.ussd import dialect
from tests.browser.barriers import AXE, RULES
from tests.browser.house import House
from tests.simulator.esme import Esme

NUMBER = Number("79160000009")
PAUSE = 1_000
"""Milliseconds after which a letter stays."""
HOLD = 600
"""Milliseconds after which a key is held."""

BALANCE = "22 2 4444 2 55 66"
"""«баланс» in multi-tap."""


FLASH = 0x18
"""data_coding of UCS-2 in class 0."""

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
        self.body = self.lcd.locator(".body")
        self.field = self.body.locator(".field")

    async def press(self, *keys: str) -> None:
        """Keys of the phone, one after the other."""
        for key in keys:
            await self.element.locator(f"[data-key='{key}']").click()

    async def tap(self, letters: str) -> None:
        """Multi-tap: groups of presses, with a pause after each."""
        for group in letters.split():
            await self.press(*group)
            await self.page.clock.run_for(PAUSE)

    async def hold(self, key: str) -> None:
        """Hold a key for so long that it matters."""
        button = self.element.locator(f"[data-key='{key}']")
        await button.hover()
        await self.page.mouse.down()
        await self.page.clock.run_for(HOLD)
        await self.page.mouse.up()

    async def type(self, text: str) -> None:
        """On the computer's keyboard, whatever layout it has."""
        for letter in text:
            await self.body.dispatch_event("keydown", {"key": letter})

    async def shows(self, text: str) -> None:
        """Waits until the display holds this."""
        await expect(self.lcd).to_contain_text(text)


@asynccontextmanager
async def opened(browser: Browser, url: str, *numbers: str) -> AsyncIterator[Page]:
    """The page with these phones on the shelf; its clock goes, and can be put forward."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU")
    context.set_default_timeout(10_000)
    page = await context.new_page()
    await page.add_init_script(f"localStorage['simulator.shelf'] ??= '{json.dumps(numbers)}'")
    await page.clock.install()
    await page.goto(url)
    yield page
    await context.close()


async def test_an_sms_is_written_by_multi_tap_and_answered(house: House, browser: Browser) -> None:
    """«баланс» on the keypad, with its size as it grows; the reply is new, then read."""
    async with opened(browser, house.simulator, NUMBER) as page:
        phone = Handset(page, NUMBER)
        await phone.press("up")
        await phone.tap(BALANCE)
        await expect(phone.field).to_have_text("баланс")
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
    async with opened(browser, house.simulator, number) as page:
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


TEXTS = [
    "", "a", "я", "баланс", "[a]", "€" * 80, "€" * 81, "a" * 160, "a" * 161, "a" * 152 + "€" * 10, "я" * 70, "я" * 71,
    "я" * 134, "я" * 135, "🙂", "🙂" * 35, "🙂" * 36, "я" * 66 + "🙂" * 40, "line\nline", "tab\t", "«a»", "ça", "Ç",
    "\f^{}\\[~]|€", "слово " * 60, "word " * 100, "ё" * 67 + "🙂", "a\u0301", "`",
]  # fmt: skip


async def test_the_counter_agrees_with_smpp(house: House, browser: Browser) -> None:
    """Coding, units and parts of each text; and what is said to be left fits, one more does not."""
    async with opened(browser, house.simulator) as page:
        counted = await page.evaluate(
            """async texts => {
                const { size } = await import('/static/phone_size.js');
                return texts.map(text => ({ text, ...size(text) }));
            }""",
            TEXTS,
        )
    for each in counted:
        text, left, filler = each["text"], each.pop("left"), "a" if each["coding"] == "GSM" else "я"
        taken = size(text)
        coding = "UCS-2" if taken.coding == UCS2 else "GSM"
        assert each == {"text": text, "coding": coding, "units": taken.units, "parts": taken.parts}
        assert size(text + filler * left).parts == taken.parts
        assert size(text + filler * (left + 1)).parts == taken.parts + 1


async def test_a_computers_keyboard_types(house: House, browser: Browser) -> None:
    """A letter begins a message, Backspace takes one back, Enter sends, Escape leaves; digits are dialled."""
    async with opened(browser, house.simulator, NUMBER) as page:
        phone = Handset(page, NUMBER)
        await phone.body.focus()
        await phone.type("помощьь")
        await page.keyboard.press("Backspace")
        await expect(phone.field).to_have_text("помощь")
        await page.keyboard.press("Escape")
        await phone.shows("Помощник")
        await page.keyboard.type("100")
        await page.keyboard.press("Enter")
        await phone.shows("Звонки не моделируются")
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await page.keyboard.press("ArrowUp")
        await expect(phone.field).to_have_text("помощь")
        await page.keyboard.press("Enter")
        await phone.shows("Сообщение отправлено")


async def test_keys_turn_hold_and_switch(house: House, browser: Browser) -> None:
    """Another key keeps the letter, and so does a pause; held, a key gives its digit; # switches the alphabet."""
    async with opened(browser, house.simulator, NUMBER) as page:
        phone = Handset(page, NUMBER)
        await phone.press("up", "2", "3", "3")
        await expect(phone.field).to_have_text("ае")
        await page.clock.run_for(PAUSE)
        await phone.press("3", "#", "2", "2", "#", "9", "9", "9", "9", "#", "2", "#", "7", "7")
        await expect(phone.field).to_have_text("аедБzA77")
        await phone.hold("#")
        await phone.press("1")
        await phone.press("#")
        await phone.hold("5")
        await expect(phone.field).to_have_text("аедБzA7715")
        await phone.press("left", "left", "soft2", "0")
        await expect(phone.field).to_have_text("аедБzA7 15")
        await phone.press("3", "3", "3", "3", "3")
        await expect(phone.field).to_have_text("аедБzA7 ё15")


@asynccontextmanager
async def simulated(browser: Browser, *numbers: str) -> AsyncIterator[tuple[Page, Smsc, Esme]]:
    """The page of a simulator of one's own, and an ESME at it."""
    running = await serve(smpp_port=0, http_port=0)
    try:
        esme = await Esme.bound(running.smpp_port)
        async with opened(browser, f"http://127.0.0.1:{running.http_port}", *numbers) as page:
            yield page, running.smsc, esme
    finally:
        await running.aclose()


async def test_phones_stand_side_by_side(house: House, browser: Browser, screenshots: Path | None) -> None:
    """Each has its own screen: one writes, one is in a session, one shows squares."""
    writes, dials, old = (str(79161000031 + index) for index in range(3))
    for number in (writes, dials, old):
        await rich(house, number)
    async with opened(browser, house.simulator, writes, dials, old) as page:
        await Handset(page, writes).shows("Помощник")
        await Handset(page, old).element.get_by_text("без кириллицы").click()
        await house.write(old, "услуги")
        await Handset(page, old).shows("New messages: 1")
        await Handset(page, old).press("soft1", "ok")
        await Handset(page, dials).press(*"*111#", "green")
        await Handset(page, dials).shows("1 Баланс")
        await Handset(page, writes).press("up")
        await Handset(page, writes).type("Подключи гудок и скажи, сколько денег ост")
        await Handset(page, writes).press("2")
        await Handset(page, writes).shows("гудок и скажи")
        await Handset(page, old).shows("□□□ □□□□□□")
        assert len(await page.evaluate(IN_VIEW)) == 3
        if screenshots:
            await page.locator("#phones").screenshot(path=screenshots / "simulator-phones.png")


IN_VIEW = """[...document.querySelectorAll('article')].filter(phone => {
    const { left, right } = phone.getBoundingClientRect();
    return left >= 0 && right <= document.querySelector('#phones').getBoundingClientRect().right;
})"""
"""The phones that stand on the page as a whole."""

PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', text);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
}"""


def message(text: str, data_coding: int = UCS2) -> SubmitSm:
    """To the phone, in UCS-2."""
    return SubmitSm(
        source_addr="111", destination_addr=NUMBER, data_coding=data_coding, short_message=encode_ucs2(text)
    )


async def test_a_flash_comes_over_all_else_and_goes(browser: Browser) -> None:
    """What was being written is there again; only a flash that is saved is among the messages."""
    async with simulated(browser, NUMBER) as (page, _, esme):
        phone = Handset(page, NUMBER)
        await phone.shows("Помощник")
        await phone.press("up", "2")
        await esme.request(message("Тревога", FLASH))
        await phone.shows("Тревога")
        await phone.press("soft2")
        await expect(phone.field).to_have_text("а")
        await esme.request(message("Отбой", FLASH))
        await phone.shows("Отбой")
        await phone.press("soft1", "red", "down")
        await expect(phone.lcd.locator(".item")).to_have_text(re.compile("111.*Отбой"))


async def test_a_phone_without_cyrillic_shows_squares(browser: Browser) -> None:
    """In messages, flashes and sessions; what GSM 7-bit has stays. Its keypad writes Latin letters."""
    async with simulated(browser, NUMBER) as (page, _, esme):
        phone = Handset(page, NUMBER)
        await phone.shows("Помощник")
        await phone.element.get_by_text("без кириллицы").click()
        await phone.shows("Pomoshnik")
        await esme.request(message("Да €5 «Ω»"))
        await phone.shows("New messages: 1")
        await phone.press("soft1", "soft1")
        await expect(phone.body).to_have_text("□□ €5 □Ω□")
        await esme.request(message("Да!", FLASH))
        await expect(phone.body).to_have_text("□□!")
        await phone.press("soft2", "red", *"*111#", "green")
        unit = dialect("").unit(await esme.message())
        assert unit
        await esme.request(dialect("").reply(unit.peer, "1 Да", ends=False))
        await expect(phone.body).to_have_text("1 □□")
        await phone.press("red", "up", "2", "3")
        await expect(phone.field).to_have_text("ad")


async def test_a_message_that_is_refused_can_be_sent_again(browser: Browser) -> None:
    """The phone says why, and keeps it: the network is full, the text too long, the number none."""
    async with (
        TestServer(create_app(Smsc(waiting_limit=1))) as server,
        opened(browser, str(server.make_url("/")), NUMBER) as page,
    ):
        phone = Handset(page, NUMBER)
        await phone.shows("Помощник")
        await phone.press("up", "2")
        await page.evaluate(PASTE, "б" * 67 * 255)
        await phone.press("green")
        await phone.shows("слишком длинный")
        await phone.press("ok")
        await phone.shows("256 ч.")
        await phone.hold("soft2")
        await phone.press("3", "green")
        await phone.shows("Сообщение отправлено")
        await phone.press("ok", "up", "3", "green")
        await phone.shows("Сеть занята")
        await phone.press("ok")
        await expect(phone.field).to_have_text("д")


async def test_phones_follow_a_simulator_that_starts_anew(browser: Browser) -> None:
    """Without it they have no network; when it is back they show what it has for them."""
    first = await serve(smpp_port=0, http_port=0)
    async with opened(browser, f"http://127.0.0.1:{first.http_port}", NUMBER) as page:
        phone = Handset(page, NUMBER)
        await phone.shows("Помощник")
        await first.aclose()
        await phone.shows("Нет сети")
        await phone.press("*", "1", "#", "green")
        await phone.shows("Симулятор не отвечает")
        second = await serve(smpp_port=0, http_port=first.http_port)
        esme = await Esme.bound(second.smpp_port)
        await esme.request(message("Снова здесь"))
        await phone.press("ok", "red")
        await phone.shows("Новых сообщений: 1")
        await second.aclose()


async def test_two_browsers_share_a_phone(browser: Browser) -> None:
    """What one dials the other sees, and may answer or hang up."""
    async with simulated(browser, NUMBER) as (page, _, esme):
        one = Handset(page, NUMBER)
        await one.shows("Помощник")
        async with opened(browser, page.url, NUMBER) as other_page:
            other = Handset(other_page, NUMBER)
            await other.shows("Помощник")
            await one.press(*"*111#", "green")
            await other.shows("Ждите")
            unit = dialect("").unit(await esme.message())
            assert unit
            await esme.request(dialect("").reply(unit.peer, "1 Да", ends=False))
            await other.shows("1 Да")
            await other.press("1", "ok")
            await one.shows("Ждите")
            await other.press("red")
            await one.shows("Помощник")


async def test_the_shelf_keeps_its_phones(browser: Browser) -> None:
    """Over a reload; what is no number is told; phones that are elsewhere in the network are not drawn."""
    async with simulated(browser, NUMBER) as (page, smsc, _):
        for number in range(7_900_000_0000, 7_900_001_0000):
            smsc.phones[str(number)].next_reference()
        add = page.get_by_label("Номер телефона")
        for typed, problem in (("МТС", "от 1 до 20 цифр"), ("9" * 21, "от 1 до 20 цифр"), (NUMBER, "уже на полке")):
            await add.fill(typed)
            await add.press("Enter")
            await expect(page.get_by_role("alert")).to_contain_text(problem)
        await add.fill("+7 (916) 000-00-08")
        await add.press("Enter")
        await expect(page.locator("article")).to_have_count(2)
        await page.get_by_label("Убрать телефон +7 916 000-00-09").click()
        await page.get_by_text("English").click()
        await expect(page.get_by_role("button", name="Add")).to_be_visible()
        await expect(page.locator("article")).to_have_count(1)
        await expect(page.locator("article")).to_have_attribute("data-number", "79160000008")


async def test_the_shelf_has_no_barriers(browser: Browser) -> None:
    """axe finds nothing against WCAG 2.2 AA, and no width needs to be scrolled sideways."""
    others = ("79160000001", "79160000002", "79160000003")
    async with simulated(browser, NUMBER, *others) as (page, _, esme):
        reads, writes, dials, chooses = (Handset(page, number) for number in (NUMBER, *others))
        for _ in range(4):
            await esme.request(message("Да " * 20))
        await reads.shows("Новых сообщений: 4")
        await reads.press("down")
        await writes.press("up", "2")
        await dials.press(*"*111#", "green")
        await chooses.press("soft1")
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        found = await page.evaluate("rules => axe.run('#phones', {runOnly: rules})", RULES)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        for width in (1280, 1024, 768):
            await page.set_viewport_size({"width": width, "height": 768})
            assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
