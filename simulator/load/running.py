"""A crowd on a message centre."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

import msgspec

from simulator.alarm import Alarm
from simulator.load.conversations import Conversation, mean_lines
from simulator.load.crowd import Crowd, Plan
from simulator.load.result import Result, result
from simulator.load.schedule import at_once, by_chance, evenly
from simulator.phones import Phone, Phones
from simulator.smsc import Smsc
from simulator.trouble.faults import Faults
from smpp.ussd import Dialect

SERVICE = "111"
TICK = 0.001
"""Seconds between two looks at what is due: no timer of uvloop is finer."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """How much of it, and for how long; times in seconds. With a `rate`, in messages a second, it is open."""

    phones_at_once: int = 0
    rate: float = 0.0
    poisson: bool = False
    ramp: float = 0.0
    warm_up: float = 0.0
    duration: float = 10.0
    patience: float = 15.0
    seed: int = 1

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.rate:g} messages a second" if self.rate else f"{self.phones_at_once} phones at once"

    def plan(self, conversations: Sequence[Conversation]) -> Plan:
        """When conversations begin, and what is counted."""
        begin = self.ramp + self.warm_up
        return Plan(self._begins(conversations), not self.rate, begin, begin + self.duration, self.patience)

    def _begins(self, conversations: Sequence[Conversation]) -> Iterator[float]:
        if not self.rate:
            return at_once(self.phones_at_once, self.ramp)
        rate = self.rate / mean_lines(conversations)
        return by_chance(rate, self.ramp, Random(self.seed)) if self.poisson else evenly(rate, self.ramp)  # noqa: S311


class Switchboard(Phones):
    """The phones of an SMSC are those of the crowd that calls now."""

    def __init__(self) -> None:
        super().__init__()
        self.crowd = Phones()

    def __getitem__(self, number: str) -> Phone:
        """See Phones."""
        return self.crowd[number]


class Centre(NamedTuple):
    """A message centre for one load after another."""

    smsc: Smsc
    switchboard: Switchboard


def new_centre(window: int, dialect: Dialect, faults: Faults) -> Centre:
    """Not started yet."""
    switchboard = Switchboard()
    smsc = Smsc(window=window, ussd_dialect=dialect, phones=switchboard)
    smsc.faults = faults
    return Centre(smsc, switchboard)


class Running:
    """One run. Who cancels `run` has in `ended` what was measured so far."""

    def __init__(
        self,
        centre: Centre,
        pools: Mapping[str, Sequence[str]],
        conversations: Sequence[Conversation],
        load: Load,
        to: str = SERVICE,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._load = load
        self._smsc, self._to = centre.smsc, to
        self._began = time.perf_counter()
        self._used = self._share = 0.0
        self.crowd = Crowd(
            pools,
            conversations,
            load.plan(conversations),
            self._speak,
            Random(load.seed),  # noqa: S311
            self.now,
            lambda: self._loop.call_soon(self._heard),
        )
        centre.switchboard.crowd = self.crowd
        self._alarm = Alarm(self._tick)
        self._over: asyncio.Future[None] = self._loop.create_future()

    def now(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._began

    async def run(self) -> Result:
        """To its end: until the last message is answered, or not waited for any more."""
        self._began = time.perf_counter()
        tallies = self.crowd.tallies
        timers = (
            self._loop.call_later(tallies.begin, self._measure),
            self._loop.call_later(tallies.end, self._measured),
        )
        try:
            self._tick()
            await self._over
        finally:
            for timer in timers:
                timer.cancel()
            self._alarm.cancel()
        return self.ended()

    def ended(self) -> Result:
        """What was measured; nothing is due from now on."""
        if self.now() < self.crowd.tallies.end:
            self._measured()
        self.crowd.stop()
        return result(self.crowd, self._load.rate or None, self._share)

    def _measure(self) -> None:
        self._used = time.process_time()

    def _measured(self) -> None:
        seconds = self.now() - self.crowd.tallies.begin
        self._share = (time.process_time() - self._used) / seconds if seconds > 0 else 0.0

    def _heard(self) -> None:
        with self._smsc.gathering():
            self.crowd.hear()
        self._tick()

    def _tick(self) -> None:
        with self._smsc.gathering():
            self.crowd.tick()
        deadline = self.crowd.deadline()
        if deadline is not None:
            self._alarm.set(self._loop.time() + max(deadline - self.now(), TICK))
        elif not self._over.done():
            self._over.set_result(None)

    def _speak(self, number: str, by: str, text: str) -> None:
        match by:
            case "sms":
                self._smsc.send_sms(number, self._to, text)
            case "dial":
                self._smsc.dial(number, text)
            case "enter":
                self._smsc.enter(number, text)
            case "hang up":
                self._smsc.hang_up(number)
