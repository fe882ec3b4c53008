"""Loads that are shown while they run, and what is reported of them."""

import asyncio
import io

import pytest
from msgspec.structs import replace
from rich.console import Console

from simulator.load.bench import Bench
from simulator.load.conversations import Conversation, line
from simulator.load.running import Centre, Load
from simulator.load.search import Limits
from tests.simulator.load.test_running import NUMBERS, served, silence

ONE = Load(rate=2.0, duration=0.1, patience=30.0)
"""One message. It is over with its reply."""


def bench(centre: Centre, told: io.StringIO, *, terminal: bool = False) -> Bench:
    """Of phones that write «баланс»."""
    console = Console(file=told, width=140, force_terminal=terminal)
    return Bench(centre, {"": NUMBERS}, [Conversation("баланс", (line("баланс"),))], "111", console)


async def test_one_load() -> None:
    """Its title, result, limits and machine."""
    async with served() as centre:
        report = await bench(centre, io.StringIO()).once(ONE, Limits(p99=60.0, errors=0.0))
    assert (report.title, report.result.whole.answered, report.exceeded) == ("2 messages a second", 1, [])
    assert (report.ended_early, report.steps, report.machine.cores > 0) == (False, [], True)


async def test_it_is_shown_in_a_terminal() -> None:
    """While it runs."""
    told = io.StringIO()
    async with served() as centre:
        await bench(centre, told, terminal=True).once(ONE, Limits())
    assert "counted" in told.getvalue() or "to go" in told.getvalue()
    assert "waiting for replies: " in told.getvalue()


async def test_a_search_that_finds_nothing() -> None:
    """Each step is told; that is a limit exceeded."""
    told = io.StringIO()
    async with served(silence) as centre:
        report = await bench(centre, told).find(replace(ONE, patience=0.1), Limits(p99=1.0), rest=0.0)
    assert [step.rate for step in report.steps] == [2.0, 1.0]
    assert (report.found, report.exceeded) == (0.0, ["no rate was found that holds"])
    assert told.getvalue().count("nothing was answered; 0/s were answered") == 2


class Told(io.StringIO):
    """Sets the event when a step is told."""

    def __init__(self) -> None:
        super().__init__()
        self.step = asyncio.Event()

    def write(self, text: str) -> int:
        if "holds" in text:
            self.step.set()
        return super().write(text)


async def test_a_search_that_is_ended_early() -> None:
    """It reports the steps that it had."""
    told = Told()
    async with served() as centre:
        searching = asyncio.create_task(bench(centre, told).find(ONE, Limits(p99=60.0), rest=0.0))
        await told.step.wait()
        searching.cancel()
        report = await searching
    assert (report.ended_early, report.steps[0].holds) == (True, True)


async def test_a_search_that_is_ended_at_once() -> None:
    """There is nothing to report."""
    async with served() as centre:
        searching = asyncio.create_task(bench(centre, io.StringIO()).find(ONE, Limits(p99=60.0), rest=0.0))
        await asyncio.sleep(0)
        searching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await searching


async def test_waiting_for_an_esme() -> None:
    """One that takes messages."""
    async with served() as centre, asyncio.timeout(5.0):
        await bench(centre, io.StringIO()).bound()
