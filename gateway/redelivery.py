"""Tells messages that the SMSC brings again from those that somebody wrote again.

A deliver_sm has no id. What comes with the digest of an earlier delivery on another connection is the same one, unless
the answer to that is proven read: then somebody wrote the same twice. On one connection nothing is brought twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum, auto

import msgspec

from gateway.clock import Clock
from gateway.connection import Connection
from gateway.inbox import HELD, Arrival, Arrivals, refuse
from gateway.proofs import REMEMBERED, Proofs
from gateway.records import Delivery

MOST_UNPROVEN = 8
"""Deliveries kept of a number; of more, the oldest would not be recognised."""

PATIENCE = 6
"""Seconds for which a message waits for the proof of an earlier one."""

TOO_LATE = 5
"""Seconds from a message to its turn after which it is refused: so long did we hang, or Redis, or the proof of another
like it. Its link may have died unseen, and the SMSC brought it elsewhere, where it was served and proven."""


class Verdict(Enum):
    """What a message is; `UNKNOWN`: look again in a moment."""

    NEW = auto()
    AGAIN = auto()
    UNKNOWN = auto()


class Sifted(msgspec.Struct, gc=False):
    """What arrived of one number: ``taken`` are those that are judged, ``new`` those of them that shall be stepped.

    ``waiting`` are the first that cannot be judged yet, and all after it; ``late`` shall be refused, for nobody can
    judge them any more; ``unproven`` is what the record shall keep.
    """

    unproven: list[Delivery]
    taken: list[Arrival]
    new: list[Arrival]
    waiting: list[Arrival]
    late: list[Arrival] = []

    @property
    def again(self) -> int:
        """How many were brought again."""
        return len(self.taken) - len(self.new)


class Redelivery:
    """Judges what arrives by what a record keeps."""

    def __init__(self, proofs: Proofs, clock: Clock) -> None:
        self._proofs = proofs
        self._clock = clock
        self._loop = asyncio.get_running_loop()

    def delivery(self, connection: Connection, digest: bytes) -> Delivery:
        """The message that this connection has just brought."""
        return Delivery(self._proofs.name(connection), connection.arrived, digest, int(self._clock.now()))

    async def is_again(self, delivery: Delivery, unproven: Callable[[], Awaitable[Sequence[Delivery]]]) -> bool:
        """Whether it is one of those that ``unproven`` gives, brought again; takes the time that it takes to know."""
        deadline = self._loop.time() + PATIENCE
        while (verdict := self._judge(self._unproven(await unproven()), (delivery,), deadline)[0]) is Verdict.UNKNOWN:
            await asyncio.sleep(HELD)
            await self._proofs.look()
        return verdict is Verdict.AGAIN

    def sift(self, kept: Sequence[Delivery], arrivals: list[Arrival]) -> Sifted:
        """Judge one after the other, for of two alike that arrived together the first may be brought again too."""
        unproven = self._unproven(kept) if kept else []
        if not unproven and len(arrivals) == 1 and not self._late(arrivals[0]):
            return Sifted([*arrivals[0].deliveries[-MOST_UNPROVEN:]], arrivals, arrivals, [])
        sifted = Sifted(unproven, [], [], [])
        for index, arrival in enumerate(arrivals):
            verdict, twin = self._judge(sifted.unproven, arrival.deliveries, arrival.deadline)
            if verdict is Verdict.UNKNOWN:
                sifted.waiting = [self._limited(arrival), *arrivals[index + 1 :]]
                break
            if verdict is Verdict.NEW and self._late(arrival):
                self._leave(sifted, arrivals[index:])
                break
            if twin:  # from here on it is the answer to this one that must be proven
                sifted.unproven.remove(twin)
            else:
                sifted.new.append(arrival)
            sifted.taken.append(arrival)
            sifted.unproven += arrival.deliveries
        del sifted.unproven[:-MOST_UNPROVEN]
        return sifted

    def _late(self, arrival: Arrival) -> bool:
        return bool(arrival.deliveries) and self._clock.now() > arrival.deliveries[-1].at + TOO_LATE

    def _leave(self, sifted: Sifted, arrivals: list[Arrival]) -> None:
        """To the SMSC, in their order; what is ours to keep has its turn."""
        ours = [arrival for arrival in arrivals if not arrival.refuse]
        sifted.late = [arrival for arrival in arrivals if arrival.refuse]
        sifted.taken += ours
        sifted.new += ours

    def _judge(
        self, unproven: Sequence[Delivery], deliveries: Sequence[Delivery], deadline: float
    ) -> tuple[Verdict, Delivery | None]:
        """The verdict on what came as these; and the earlier delivery, if it is one brought again."""
        verdict = Verdict.NEW
        for new in deliveries:
            for old in unproven:
                if old.digest != new.digest or old.connection == new.connection or self._proofs.proven(old):
                    continue
                if self._proofs.final(old) or self._loop.time() >= deadline:
                    return Verdict.AGAIN, old
                verdict = Verdict.UNKNOWN
        return verdict, None

    def _unproven(self, kept: Sequence[Delivery]) -> list[Delivery]:
        proven = self._proofs.proven
        return [delivery for delivery in kept if not proven(delivery) and self._recent(delivery)]

    def _recent(self, delivery: Delivery) -> bool:
        return self._clock.now() < delivery.at + REMEMBERED

    def _limited(self, arrival: Arrival) -> Arrival:
        """It waits from now on, if it has not begun before."""
        return msgspec.structs.replace(arrival, deadline=min(arrival.deadline, self._loop.time() + PATIENCE))


def present(batch: Arrivals, gone: AbstractSet[str]) -> Arrivals:
    """Without what came on links that are ``gone``: the SMSC has no answer to it, so it brings it again, perhaps to
    another gateway, and so quickly that it was served and proven before we look."""
    return {number: _present(arrivals, gone) for number, arrivals in batch.items()} if gone else batch


def _present(arrivals: list[Arrival], gone: AbstractSet[str]) -> list[Arrival]:
    refuse([arrival for arrival in arrivals if _link_of(arrival) in gone])
    return [arrival for arrival in arrivals if _link_of(arrival) not in gone]


def _link_of(arrival: Arrival) -> str | None:
    return arrival.deliveries[-1].connection if arrival.deliveries else None
