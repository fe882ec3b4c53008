"""What has happened and waits for its turn, by number and in order."""

import asyncio
import time
from collections.abc import Callable

import msgspec

from dialogs.effects import Say
from dialogs.events import Event
from gateway.records import Route
from operator_api.contract import Number, Profile
from state.batch import Once

MOST_NUMBERS = 256
"""Numbers in one batch."""


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
    number, ``parts`` the key of the long message that it was joined from. For the trace: ``link``, the number of the
    connection, and ``since``, when it was, by our monotonic clock.
    """

    event: Event | Notice
    route: Route | None
    acknowledge: Callable[[], None] = _nothing
    refuse: Callable[[], None] | None = None
    settles: str | None = None
    profile: Profile | None = None
    parts: str | None = None
    link: int = 0
    since: float = msgspec.field(default_factory=time.monotonic)


class Inbox:
    """Arrivals by number. A batch is everything that has gathered, up to `MOST_NUMBERS` numbers, oldest first."""

    def __init__(self) -> None:
        self._arrivals: dict[Number, list[Arrival]] = {}
        self._something = asyncio.Event()

    def __len__(self) -> int:
        return len(self._arrivals)

    def put(self, number: Number, arrival: Arrival) -> None:
        """It waits for the next batch."""
        self._arrivals.setdefault(number, []).append(arrival)
        self._something.set()

    def put_back(self, number: Number, arrivals: list[Arrival]) -> None:
        """They were taken too early: before all else of this number, again."""
        if kept := arrivals + self._arrivals.pop(number, []):
            self._arrivals[number] = kept
        self._something.set()

    def wake(self) -> None:
        """Let `take` return, if only with an empty batch."""
        self._something.set()

    async def take(self) -> dict[Number, list[Arrival]]:
        """The next batch; waits while there is nothing to do."""
        await self._something.wait()
        self._something.clear()
        if len(self._arrivals) <= MOST_NUMBERS:
            batch, self._arrivals = self._arrivals, {}
            return batch
        numbers = list(self._arrivals)[:MOST_NUMBERS]
        self._something.set()
        return {number: self._arrivals.pop(number) for number in numbers}
