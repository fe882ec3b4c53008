"""Loads on one message centre, one after the other, shown while they run."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec
from rich.console import Console

from simulator.load.conversations import Conversation
from simulator.load.live import line_of_step, watch
from simulator.load.report import Report, report_of
from simulator.load.result import Result
from simulator.load.running import Centre, Load, Running
from simulator.load.search import Limits, Search

FIRST_RATE = 250.0
"""Messages a second, with which a search begins unless it is told another."""
LOOK_EVERY = 0.05
"""Seconds between two looks whether somebody has bound, or nothing waits for the ESME any more."""


class Bench:
    """Who measures."""

    def __init__(
        self,
        centre: Centre,
        pools: Mapping[str, Sequence[str]],
        conversations: Sequence[Conversation],
        to: str,
        console: Console,
    ) -> None:
        self._centre = centre
        self._pools = pools
        self._conversations = conversations
        self._to = to
        self._console = console

    async def bound(self) -> None:
        """Wait for an ESME that takes messages."""
        while not any(link.bind in ("RX", "TRX") for link in self._centre.smsc.links()):
            await asyncio.sleep(LOOK_EVERY)

    async def once(self, load: Load, limits: Limits) -> Report:
        """One load. Who cancels it has the report of what was measured so far."""
        running, early = self._running(load), False
        try:
            result = await self._watched(running, load.title)
        except asyncio.CancelledError:
            result, early = running.ended(), True
        return report_of(load.title, result, limits, limits.exceeded(result), ended_early=early)

    async def find(self, load: Load, limits: Limits, rest: float) -> Report:
        """The highest rate that holds, with `rest` seconds between the steps. Who cancels it has the steps so far."""

        async def measure(rate: float) -> Result:
            return await self._step(msgspec.structs.replace(load, rate=rate), rest)

        search, early = Search(measure, limits, lambda step: self.say(line_of_step(step))), False
        try:
            await search.run(load.rate or FIRST_RATE)
        except asyncio.CancelledError:
            early = True
            if not search.steps:
                raise
        found = search.found
        title = f"{found:.0f} messages a second hold" if found else "no rate was found that holds"
        exceeded = [] if found else [title]
        return report_of(
            title, search.best.result, limits, exceeded, ended_early=early, steps=search.steps, found=found
        )

    def say(self, text: str) -> None:
        """What happens now."""
        self._console.print(text, highlight=False, soft_wrap=True)

    def _running(self, load: Load) -> Running:
        return Running(self._centre, self._pools, self._conversations, load, self._to)

    async def _step(self, load: Load, rest: float) -> Result:
        result = await self._watched(self._running(load), load.title)
        while self._centre.smsc.health().waiting:
            await asyncio.sleep(LOOK_EVERY)
        await asyncio.sleep(rest)
        return result

    async def _watched(self, running: Running, title: str) -> Result:
        watching = asyncio.create_task(watch(running, self._console, title))
        try:
            return await running.run()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
