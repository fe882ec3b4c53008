"""The network on the simulator's page, in a real browser."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from playwright.async_api import Browser, expect

from simulator.program import Running
from simulator.watching.wanted import MOST
from smpp.pdus import EnquireLink, SubmitSm
from tests.browser.network_page import ANSWER, PHONE, converse, network_page, simulated
from tests.simulator.esme import Esme

LONG = "подключи, пожалуйста, мелодию вместо гудка и пакет из ста сообщений, если на счету хватит денег"
FRAMES, PDUS_A_FRAME = 40, 20
SLOW_FRAME = 150.0
"""Milliseconds, on a machine that has other things to do; `bench/page.py` measures."""


@pytest.fixture
async def running() -> AsyncIterator[tuple[Running, Esme]]:
    """A simulator with an ESME."""
    async with simulated() as both:
        yield both


async def test_a_pdu_arrives_and_is_looked_into(
    browser: Browser, running: tuple[Running, Esme], screenshots: Path | None
) -> None:
    """It shows as it passes; a click shows fields and octets, a field lights its octets; then on to what answers it."""
    simulator, esme = running
    async with network_page(browser, simulator) as network:
        await network.until_rows(2)
        await converse(simulator.smsc, esme, "баланс")
        await network.until_rows(12)
        assert (await network.commands())[:4] == [
            "bind_transceiver",
            "bind_transceiver_resp",
            "deliver_sm",
            "deliver_sm_resp",
        ]
        await network.rows("submit_sm", PHONE, "[2/2]").click()
        pdu = network.half.get_by_role("complementary")
        await expect(pdu).to_contain_text("МЕНЮ или наберите")
        await pdu.locator("tr", has_text="destination_addr").hover()
        await expect(pdu.locator(".hex .lit")).to_have_text([f"{octet:02x}" for octet in f"{PHONE}\0".encode()])
        await pdu.locator(".hex b").first.hover()
        await expect(pdu.locator("tr.lit")).to_contain_text("command_length")
        if screenshots:
            await network.page.screenshot(path=screenshots / "simulator-wire.png")
        await pdu.get_by_text("ответ #").click()
        await expect(pdu.locator("header")).to_contain_text("submit_sm_resp")
        await pdu.get_by_text("отвечает на #").click()
        await expect(pdu.locator("header strong")).to_have_text("submit_sm")


async def test_the_wire_is_filtered_paused_and_cleared(browser: Browser, running: tuple[Running, Esme]) -> None:
    """By command, status, the phone that is chosen; while paused nothing moves, and afterwards nothing is missing."""
    simulator, esme = running
    async with network_page(browser, simulator) as network:
        await converse(simulator.smsc, esme, "баланс")
        await esme.request(SubmitSm(source_addr="111"))
        await network.until_rows(14)
        await network.page.select_option("[name=status]", "errors")
        await network.until_rows(1)
        assert await network.commands() == ["submit_sm_resp"]
        await network.page.select_option("[name=status]", "")
        await network.page.select_option("[name=command]", "submit_sm")
        await network.until_rows(3)
        await network.choose(PHONE)
        await network.page.check("[name=chosen]")
        await network.until_rows(2)
        await converse(simulator.smsc, esme, "еще")
        await network.until_rows(4)

        await network.page.get_by_role("button", name="Пауза").click()
        await converse(simulator.smsc, esme, "и еще")
        await expect(network.page.locator(".share").first).to_have_text("на паузе")
        assert len(await network.commands()) == 4
        await network.page.get_by_role("button", name="Дальше").click()
        await network.until_rows(6)
        await network.page.get_by_role("button", name="Очистить").click()
        await network.until_rows(0)


async def test_a_conversation_stands_in_turns(browser: Browser, running: tuple[Running, Esme]) -> None:
    """What the phone said and got, parts joined, each PDU with its milliseconds; a click leads to the wire."""
    simulator, esme = running
    async with network_page(browser, simulator) as network:
        await network.tab("Беседа")
        await network.choose(PHONE)
        for text in ("баланс", LONG):
            await converse(simulator.smsc, esme, text)
        turns = network.half.get_by_role("article")
        await expect(turns).to_have_count(2)
        await expect(turns.locator(".said")).to_have_text([LONG, "баланс"])
        await expect(turns.locator(".reply")).to_have_text([ANSWER, ANSWER])
        await expect(turns.last.locator(".exchange > .goes:first-child")).to_have_text(
            ["← deliver_sm", "→ submit_sm 1/2", "← квитанция", "→ submit_sm 2/2", "← квитанция"]
        )
        await expect(turns.last.locator(".exchange > .goes:last-child").first).to_contain_text("ROK +")
        await turns.last.get_by_text("submit_sm 2/2").click()
        await expect(network.half.get_by_role("complementary")).to_contain_text("МЕНЮ или наберите")


async def test_links_are_shown_with_their_window(browser: Browser, running: tuple[Running, Esme]) -> None:
    """Who is bound, and how; when it has gone, that nobody is."""
    simulator, esme = running
    async with network_page(browser, simulator) as network:
        await network.tab("Связи")
        row = network.page.locator(".links tbody tr")
        await expect(row).to_contain_text("TRX")
        for text in ("link-1", "esme", "127.0.0.1:", "связан", "0/64"):
            await expect(row).to_contain_text(text)
        esme.abort()
        await expect(row).to_have_count(0)
        await expect(network.page.get_by_text("Никто не связан")).to_be_visible()


async def test_of_many_a_sample_is_shown(browser: Browser, running: tuple[Running, Esme]) -> None:
    """The page says so and moves on; when they are few again, all are shown."""
    simulator, esme = running
    async with network_page(browser, simulator) as network:
        times: list[float] = []
        for _ in range(FRAMES):
            for number in range(PDUS_A_FRAME // 2):
                esme.submit(SubmitSm(source_addr="111", destination_addr=f"7916{number:07}", short_message=b"Hello"))
            await esme.request(EnquireLink())
            times.append(await network.page.evaluate("() => new Promise(requestAnimationFrame)"))
        await expect(network.page.locator(".share").first).to_contain_text("PDU/с")
        assert median(after - before for before, after in pairwise(times)) < SLOW_FRAME
        assert len(simulator.smsc.wire.latest(MOST)) > FRAMES * PDUS_A_FRAME
        await expect(network.rows("submit_sm")).not_to_have_count(0)
        assert await network.page.locator(".wire-all .wire-row").count() < 60
        await expect(network.page.locator(".share").first).to_have_text("показаны все")


async def test_the_page_forgets_the_oldest(browser: Browser, running: tuple[Running, Esme]) -> None:
    """Of any number of PDUs it holds a few thousand."""
    async with network_page(browser, running[0]) as network:
        script = """async () => {
            const log = new (await import('/static/wire_log.js')).WireLog();
            for (let id = 1; id <= 20000; id += 1) log.add([{ id }]);
            return [log.pdus.length + log.dropped, log.pdus.length <= 5500, log.pdus.at(-1).id];
        }"""
        assert await network.page.evaluate(script) == [20000, True, 20000]
