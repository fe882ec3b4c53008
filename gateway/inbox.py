"""What has happened and waits for its turn, by number and in order."""

import asyncio
import math
import time
from collections.abc import Callable, Mapping

import msgspec

from dialogs.effects import Say
from dialogs.events import Event
from gateway.records import Delivery, Route
from operator_api.contract import Number, Profile
from state.batch import MOST_ENTRIES, Once

HELD = 0.2
"""Seconds for which arrivals are held."""


def _nothing() -> None:
    return


class Notice(msgspec.Struct, frozen=True):
    """The operator has something to say, once, and the conversation goes on as if nothing had happened."""

    once: Once
    says: tuple[Say, ...]


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """An event, and what is owed for it. ``route``: the way of the answer; None: that of the number's last message.

    ``acknowledge`` once its turn is stored, ``refuse`` if it cannot be stored now (then whoever sent it keeps it; None:
    it is ours to keep). ``settles`` is the queue id of the question that it answers, ``profile`` what it tells of the
    number, ``parts`` the key of the long message that it was joined from; ``deliveries`` are what the SMSC sent for it,
    one for each part, the last one last; at the ``deadline``, of the loop's time, it is judged without proof (see
    `gateway.redelivery`). For the trace: ``link``, the number of the connection, and ``since``, when it was, by our
    monotonic clock.
    """

    event: Event | Notice
    route: Route | None
    acknowledge: Callable[[], None] = _nothing
    refuse: Callable[[], None] | None = None
    settles: str | None = None
    profile: Profile | None = None
    parts: str | None = None
    deliveries: tuple[Delivery, ...] = ()
    deadline: float = math.inf
    link: int = 0
    since: float = msgspec.field(default_factory=time.monotonic)


Arrivals = Mapping[Number, list[Arrival]]
"""By number, in order."""


def refuse(arrivals: list[Arrival]) -> list[Arrival]:
    """What its sender still has is refused, so that it comes again; gives the rest, which is ours to keep."""
    for arrival in arrivals:
        if arrival.refuse:
            arrival.refuse()
    return [arrival for arrival in arrivals if not arrival.refuse]


class Inbox:
    """Arrivals by number. A batch is everything that has gathered, up to `MOST_ENTRIES` numbers, oldest first."""

    def __init__(self) -> None:
        self._arrivals: dict[Number, list[Arrival]] = {}
        self._held: dict[Number, list[Arrival]] = {}
        self._something = asyncio.Event()
        self._awaited = False

    @property
    def idle(self) -> bool:
        """Nothing waits, and what was taken before has been served."""
        return self._awaited and not self._something.is_set() and not self._held

    def __len__(self) -> int:
        return len(self._arrivals) + len(self._held)

    def put(self, number: Number, arrival: Arrival) -> None:
        """It waits for the next batch."""
        if number in self._held:
            self._held[number].append(arrival)
        else:
            self._arrivals.setdefault(number, []).append(arrival)
            self._something.set()

    def put_back(self, number: Number, arrivals: list[Arrival]) -> None:
        """They were taken too early: before all else of this number, again."""
        place = self._held if number in self._held else self._arrivals
        if kept := arrivals + place.pop(number, []):
            place[number] = kept
        self._something.set()

    def hold(self, number: Number, arrivals: list[Arrival]) -> None:
        """They cannot be judged yet: put them back, and give nothing of this number for a moment."""
        if not self._held:
            asyncio.get_running_loop().call_later(HELD, self._release)
        self._held[number] = arrivals + self._arrivals.pop(number, [])

    def refuse(self) -> None:
        """Refuse what can be refused, held or not."""
        self._arrivals, self._held = _kept(self._arrivals), _kept(self._held)

    def wake(self) -> None:
        """Let `take` return, if only with an empty batch."""
        self._something.set()

    async def take(self) -> dict[Number, list[Arrival]]:
        """The next batch; waits while there is nothing to do."""
        self._awaited = True
        await self._something.wait()
        self._awaited = False
        self._something.clear()
        if len(self._arrivals) <= MOST_ENTRIES:
            batch, self._arrivals = self._arrivals, {}
            return batch
        numbers = list(self._arrivals)[:MOST_ENTRIES]
        self._something.set()
        return {number: self._arrivals.pop(number) for number in numbers}

    def _release(self) -> None:
        held, self._held = self._held, {}
        self._arrivals |= held
        self._something.set()


def _kept(waiting: Arrivals) -> dict[Number, list[Arrival]]:
    return {number: kept for number, arrivals in waiting.items() if (kept := refuse(arrivals))}
