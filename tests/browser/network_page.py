"""The right half of the simulator's page, as a tester uses it; and the simulator behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Locator, Page

from simulator.program import Running, serve
from simulator.smsc import Smsc
from smpp.parts import split
from smpp.pdus import SubmitSm
from tests.simulator.esme import Esme

PHONE = "79160000001"
ANSWER = "Баланс: 152,30 руб. Тариф «Супер». Чтобы узнать больше, отправьте МЕНЮ или наберите *111# с телефона."


class NetworkPage:
    """What stands there, and what one does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.half = page.get_by_role("region", name="Сеть")

    def rows(self, *texts: str) -> Locator:
        """Lines of the wire that hold all of these."""
        rows = self.page.locator(".wire-all .wire-row:visible")
        for text in texts:
            rows = rows.filter(has_text=text)
        return rows

    async def commands(self) -> list[str]:
        """Of the lines in sight, from the oldest."""
        script = """rows => rows
            .map(row => [row.getBoundingClientRect().top, row.querySelector('.c-command').textContent])
            .sort(([one], [other]) => one - other).map(([, name]) => name)"""
        found: list[str] = await self.rows().evaluate_all(script)
        return found

    async def until_rows(self, count: int) -> None:
        """Wait until so many lines are in sight."""
        script = (
            "count => [...document.querySelectorAll('.wire-all .wire-row')].filter(row => !row.hidden).length === count"
        )
        await self.page.wait_for_function(script, arg=count)

    async def choose(self, number: str) -> None:
        """As the shelf of phones does."""
        await self.page.evaluate("detail => document.dispatchEvent(new CustomEvent('phone-chosen', {detail}))", number)

    async def tab(self, name: str) -> None:
        """Another pane."""
        await self.page.get_by_role("tab", name=name).click()


@asynccontextmanager
async def network_page(browser: Browser, running: Running) -> AsyncIterator[NetworkPage]:
    """Opened, and connected."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU")
    context.set_default_timeout(10_000)
    page = await context.new_page()
    async with page.expect_websocket():
        await page.goto(f"http://127.0.0.1:{running.http_port}/")
    await page.get_by_text("показаны все").wait_for()
    yield NetworkPage(page)
    await context.close()


@asynccontextmanager
async def simulated() -> AsyncIterator[tuple[Running, Esme]]:
    """A simulator, and an ESME bound to it that takes all."""
    running = await serve(smpp_port=0, http_port=0)
    try:
        yield running, await Esme.bound(running.smpp_port)
    finally:
        await running.aclose()


async def converse(smsc: Smsc, esme: Esme, text: str) -> None:
    """The phone says this, and gets ANSWER in two parts, with receipts to the ESME."""
    for _ in range(smsc.send_sms(PHONE, "111", text)):
        await esme.message()
    for part in split(ANSWER, reference=3):
        message = SubmitSm(
            source_addr="111",
            destination_addr=PHONE,
            esm_class=part.esm_class,
            data_coding=part.data_coding,
            registered_delivery=1,
            short_message=part.short_message,
        )
        await esme.request(message)
        await esme.message()
