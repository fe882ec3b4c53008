"""The pane of faults on the simulator's page: what is set there befalls ESMEs."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from simulator.faults import Errors, Faults, Throttle
from simulator.profiles import profiles
from simulator.program import Running, serve
from smpp.pdus import SubmitSm
from smpp.statuses import Status
from tests.simulator.esme import Esme

MESSAGE = SubmitSm(source_addr="111", destination_addr="79160000001", short_message=b"152.30")


@pytest.fixture
async def simulator() -> AsyncIterator[Running]:
    """One of its own."""
    running = await serve(smpp_port=0, http_port=0)
    yield running
    await running.aclose()


@pytest.fixture
async def pane(simulator: Running, browser: Browser) -> Page:
    """Its page, where faults are shown."""
    page = await (await browser.new_context(locale="ru-RU")).new_page()
    await page.goto(f"http://127.0.0.1:{simulator.http_port}/#faults")
    return page


async def test_a_fault_set_by_a_slider_befalls_an_esme(simulator: Running, pane: Page) -> None:
    """At the slider's end every message is throttled; «Без помех», and it is taken."""
    esme = await Esme.bound(simulator.smpp_port)
    slider = pane.get_by_role("group", name="Ограничение скорости").locator("input[type=range]").last
    await slider.press("End")
    await expect(pane.locator(".fault.set")).to_have_text(["случайно"])
    assert simulator.smsc.faults == Faults(throttle=Throttle(chance=1.0))
    assert (await esme.request(MESSAGE)).status == Status.RTHROTTLED
    await pane.get_by_role("button", name="Без помех").click()
    await expect(pane.locator(".fault.set")).to_have_count(0)
    assert (await esme.request(MESSAGE)).status == Status.ROK


async def test_what_is_wrong_is_told_where_it_stands(simulator: Running, pane: Page) -> None:
    """A status that is none is refused at its field, stays there to be mended, and nothing is changed."""
    field = pane.get_by_label("статус и вероятность")
    await field.fill("RSYSER 0.1")
    await field.blur()
    await expect(pane.get_by_role("alert").filter(has_text="RSYSER")).to_be_visible()
    assert simulator.smsc.faults == Faults()
    await field.fill("RSYSERR 0,1")
    await field.blur()
    await expect(pane.get_by_role("alert").filter(has_text="RSYSER")).to_be_hidden()
    assert simulator.smsc.faults == Faults(errors=Errors(by_status={"RSYSERR": 0.1}))


async def test_a_profile_is_chosen_by_name(simulator: Running, pane: Page) -> None:
    """All its faults are set at once, and the page shows them."""
    await pane.get_by_label("Готовый набор").select_option("busy-evening")
    await expect(pane.locator(".fault.set").first).to_be_visible()
    assert simulator.smsc.faults == profiles()["busy-evening"]


async def test_what_somebody_else_sets_shows_up(simulator: Running, pane: Page) -> None:
    """By another page, or the API."""
    await expect(pane.get_by_label("Зерно случайности")).to_have_value("1")
    simulator.smsc.faults = Faults(seed=7)
    await expect(pane.get_by_label("Зерно случайности")).to_have_value("7")


async def test_every_fault_has_a_russian_name(pane: Page) -> None:
    """Their names in the schema are English; what has no other is SMPP's own word."""
    await expect(pane.get_by_label("Готовый набор")).to_be_visible()
    names = await pane.locator(".faults legend, .fault > span:first-child").all_inner_texts()
    own = {"enquire_link", "windows-1251", "UTF-8", "UNDELIV", "EXPIRED", "REJECTD"}
    assert [name for name in names if name.isascii() and name not in own and not name.endswith("…")] == []
