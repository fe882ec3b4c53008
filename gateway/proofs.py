"""Which deliveries are proven answered: on our connections as we see it, on those of others as Redis tells."""

from collections.abc import Callable, Sequence

import msgspec

from gateway.clock import Clock
from gateway.connection import Connection
from gateway.records import Delivery
from state.store import Store

REMEMBERED = 15 * 60.0
"""Seconds for which it matters what was proven of a connection; a delivery is recognised for as long."""

MOST_CLOSED = 200
"""Closed connections that are remembered; of older ones what Redis knows counts."""

MOST_HOLES = 200
"""Of one connection, in what others are told; all after so many counts as not proven for them."""


class Proven(msgspec.Struct, frozen=True):
    """What is proven answered of a connection: all up to the ``last``, but for ``holes``."""

    last: int
    holes: Sequence[int] = ()

    @classmethod
    def of(cls, connection: Connection) -> "Proven":
        """That of ours, as far as others are told."""
        holes = connection.holes()
        if len(holes) > MOST_HOLES:
            return cls(holes[MOST_HOLES] - 1, holes[:MOST_HOLES])
        return cls(connection.last, holes)

    @classmethod
    def parse(cls, word: str) -> "Proven":
        """What `str` wrote."""
        last, *holes = map(int, word.split(","))
        return cls(last, holes)

    def __str__(self) -> str:
        return ",".join(map(str, (self.last, *self.holes)))


class Proofs:
    """A connection is named by the epoch of its gateway's lease and its number there: no other ever is named so."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._names: dict[int, str] = {}
        self._ours: dict[str, Connection] = {}
        self._closed: dict[str, float] = {}
        self._told: dict[str, str] = {}
        self._theirs: dict[str, Proven] = {}
        self._over: set[str] = set()
        self.wanted: set[str] = set()
        """Epochs of which only Redis can tell whether they are over; see `look`."""

    def name(self, connection: Connection) -> str:
        """How a connection of ours is named in deliveries."""
        return self._names.get(connection.number) or self._named(connection)

    def _named(self, connection: Connection) -> str:
        name = f"{self._store.epoch}.{connection.number}"
        if self._store.epoch:  # before, all is refused
            self._names[connection.number] = name
            self._ours[name] = connection
        return name

    def proven(self, delivery: Delivery) -> bool:
        """The SMSC has surely read our answer to it."""
        if ours := self._ours.get(delivery.connection):
            return delivery.n <= ours.acked or delivery.n in ours.beyond
        theirs = self._theirs.get(delivery.connection)
        return theirs is not None and delivery.n <= theirs.last and delivery.n not in theirs.holes

    def final(self, delivery: Delivery) -> bool:
        """Its connection is over: what is not proven by now never will be."""
        ours = self._ours.get(delivery.connection)
        if ours:
            return ours.closed.done()
        epoch = delivery.connection.partition(".")[0]
        if epoch not in self._over:
            self.wanted.add(epoch)
        return epoch in self._over

    async def look(self) -> None:
        """Learn what Redis knows of other gateways, and of our former life, if it matters. Raises StateError."""
        if not self.wanted:
            return
        wanted = {*self.wanted}
        leases = await self._store.leases()  # before what they proved: when an epoch is over, nothing comes after it
        theirs: dict[str, str] = {}
        for name in (*leases, self._store.name):
            theirs |= await self._store.acked(name)
        self._theirs = {name: Proven.parse(word) for name, word in theirs.items()}
        self._over |= wanted - {epoch for epoch, _ in leases.values()} - {self._store.epoch}
        self.wanted -= wanted

    def gone(self) -> set[str]:
        """Our connections that are over."""
        return {name for name, ours in self._ours.items() if ours.closed.done()}

    def close(self, delivery: Delivery, reason: str) -> None:
        """Close the connection that brought it, if it is ours."""
        if connection := self._ours.get(delivery.connection):
            connection.close(reason)

    def prove(self, delivery: Delivery, proven: Callable[[], None]) -> None:
        """Ask for proof of what is answered to the connection that brought it; calls ``proven`` when it came."""
        if connection := self._ours.get(delivery.connection):
            connection.prove(proven)

    # What others shall know

    def news(self) -> dict[str, str]:
        """What is proven of our connections, where that has changed since it was `told`."""
        words = {name: str(Proven.of(ours)) for name, ours in self._ours.items()}
        return {name: word for name, word in words.items() if self._told.get(name) != word}

    def told(self, news: dict[str, str]) -> None:
        """Redis has it."""
        self._told |= news

    def all(self) -> dict[str, str]:
        """The same of all connections; those that closed long ago are forgotten."""
        now = self._clock.now()
        for name, connection in self._ours.items():
            if connection.closed.done():
                self._closed.setdefault(name, now)
        for name, since in [*self._closed.items()]:
            if now - since > REMEMBERED or len(self._closed) > MOST_CLOSED:
                self._forget(name)
        return {name: str(Proven.of(ours)) for name, ours in self._ours.items()}

    def _forget(self, name: str) -> None:
        connection = self._ours.pop(name)
        self._names.pop(connection.number)
        self._closed.pop(name)
        self._told.pop(name, None)
