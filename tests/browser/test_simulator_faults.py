"""The pane of faults on the simulator's page: what is set there befalls ESMEs."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from simulator.mt.receipts import Receipts
from simulator.program import Running
from simulator.trouble.faults import Errors, Faults, Throttle
from simulator.trouble.profiles import profiles
from smpp.pdus import SubmitSm
from smpp.statuses import Status
from tests.browser.network_page import NetworkPage, network_page, simulated
from tests.simulator.esme import Esme

MESSAGE = SubmitSm(source_addr="111", destination_addr="79160000001", short_message=b"152.30")


@pytest.fixture
async def running() -> AsyncIterator[tuple[Running, Esme]]:
    """A simulator with an ESME."""
    async with simulated() as both:
        yield both


@pytest.fixture
async def pane(running: tuple[Running, Esme], browser: Browser) -> AsyncIterator[NetworkPage]:
    """Its page, where faults are shown."""
    async with network_page(browser, running[0]) as network:
        await network.tab("Помехи")
        yield network


async def test_a_fault_is_set_by_its_slider(browser: Browser, running: tuple[Running, Esme]) -> None:
    """It is in force at once; a value that is none is told at its field; what another sets is shown."""
    simulator, _ = running
    async with network_page(browser, simulator) as network:
        await network.tab("Помехи")
        group = network.page.locator("details", has_text="Отчеты о доставке")
        fault = group.locator("label", has_text="UNDELIV")
        await fault.locator("[type=range]").fill("250")
        await expect(network.page.get_by_text("Помех: 1")).to_be_visible()
        assert simulator.smsc.faults == Faults(receipts=Receipts(undeliverable=0.25))
        await fault.locator("[type=number]").fill("7")
        await fault.locator("[type=number]").blur()
        await expect(fault.locator(".error")).to_contain_text("<= 1.0")
        assert simulator.smsc.faults == Faults(receipts=Receipts(undeliverable=0.25))

        async with network_page(browser, simulator) as other:
            await other.tab("Помехи")
            await other.page.get_by_role("button", name="Без помех").click()
        await expect(network.page.get_by_text("Помех нет")).to_be_visible()
        await expect(fault.locator("[type=number]")).to_have_value("0")
        assert simulator.smsc.faults == Faults()


async def test_a_fault_befalls_an_esme(running: tuple[Running, Esme], pane: NetworkPage) -> None:
    """At the slider's end every message is throttled; «Без помех», and it is taken."""
    simulator, esme = running
    group = pane.page.locator("details", has_text="Ограничение скорости")
    await group.locator("[type=range]").press("End")
    await expect(pane.page.get_by_text("Помех: 1")).to_be_visible()
    assert simulator.smsc.faults == Faults(throttle=Throttle(chance=1.0))
    assert (await esme.request(MESSAGE)).status == Status.RTHROTTLED
    await pane.page.get_by_role("button", name="Без помех").click()
    await expect(pane.page.get_by_text("Помех нет")).to_be_visible()
    assert (await esme.request(MESSAGE)).status == Status.ROK


async def test_a_status_that_is_none_is_told(running: tuple[Running, Esme], pane: NetworkPage) -> None:
    """It stays there to be mended, and nothing is changed until it is. A decimal comma is a point."""
    simulator, _ = running
    group = pane.page.locator("details", has_text="Отказы").first
    await group.get_by_role("button", name="Добавить").first.click()
    status, chance = group.get_by_label("имя"), group.get_by_placeholder("0.1")
    await status.fill("RSYSER")
    await chance.fill("0,1")
    await chance.blur()
    await expect(group.get_by_role("alert").filter(has_text="RSYSER")).to_be_visible()
    assert simulator.smsc.faults == Faults()
    await status.fill("RSYSERR")
    await status.blur()
    await expect(pane.page.get_by_text("Помех: 1")).to_be_visible()
    assert simulator.smsc.faults == Faults(errors=Errors(by_status={"RSYSERR": 0.1}))


async def test_a_profile_is_chosen_by_name(running: tuple[Running, Esme], pane: NetworkPage) -> None:
    """All its faults are set at once."""
    await pane.page.get_by_label("Профиль").first.select_option("busy-evening")
    await expect(pane.page.get_by_text("Помех: ")).to_be_visible()
    assert running[0].smsc.faults == profiles()["busy-evening"]


async def test_every_fault_has_a_russian_name(pane: NetworkPage) -> None:
    """Their names in the schema are English; what has no other is SMPP's own word."""
    names = await pane.page.locator(".faults summary b, .faults .fault .name").all_inner_texts()
    own = {"enquire_link", "windows-1251", "UTF-8", "UNDELIV", "EXPIRED", "REJECTD"}
    assert len(names) > 50
    assert [name for name in names if name.isascii() and name not in own] == []
