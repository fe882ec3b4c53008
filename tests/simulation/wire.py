"""TCP between gateways and SMSCs, in memory: in order, delayed, cut at any time, and sometimes half open."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Protocol

from tests.simulation.loop import Loop

SOONEST = 1e-6
"""Seconds between two deliveries of one direction, so that they keep their order."""


class Tap(Protocol):
    """Sees what an end writes, and what its program reads."""

    def wrote(self, data: bytes) -> None:
        """It handed this to the network."""

    def read(self, data: bytes) -> None:
        """This is handed to its protocol now."""


class End(asyncio.Transport):
    """One end of a connection. ``other`` is the other; ``taps`` look on."""

    other: "End"

    def __init__(self, loop: Loop, context: Context, delay: Callable[[], float]) -> None:
        super().__init__()
        self.taps: list[Tap] = []
        self.protocol: asyncio.Protocol
        self._loop = loop
        self._context = context
        self._delay = delay
        self._arrival = 0.0
        self._closing = self._over = self._deaf = False

    def connected(self, protocol: asyncio.Protocol) -> None:
        """Whose end this is."""
        self.protocol = protocol
        protocol.connection_made(self)

    def is_closing(self) -> bool:
        """See asyncio."""
        return self._closing

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """See asyncio."""
        if self._closing or not data:
            return
        for tap in self.taps:
            tap.wrote(bytes(data))
        for piece in self._pieces(bytes(data)):
            self._travel(self.other._arrive, piece)

    def close(self) -> None:
        """See asyncio."""
        self.die()
        self._loop.call_soon(self._lost, None, context=self._context)

    abort = close

    def die(self) -> None:
        """Its program is no more, or wants it no more: what was written still arrives."""
        if not self._closing:
            self._closing = True
            self._travel(self.other._ended, None)

    def get_write_buffer_size(self) -> int:
        """All is on its way at once."""
        return 0

    def cut(self, noticed: float) -> None:
        """The network forgets the connection; this end learns of it after so many seconds."""
        self._deaf = True
        self._loop.call_later(noticed, self._ended, None, context=self._context)

    def _pieces(self, data: bytes) -> list[bytes]:
        """Octets arrive cut in two anywhere, once in a while."""
        at = self._loop.chance.randrange(len(data)) if self._loop.chance.random() < 0.1 else 0
        return [data[:at], data[at:]] if at else [data]

    def _travel(self, arrive: Callable[[bytes | None], None], data: bytes | None) -> None:
        self._arrival = max(self._arrival + SOONEST, self._loop.time() + self._delay())
        if not self._deaf:
            self._loop.call_at(self._arrival, arrive, data, context=self.other._context)

    def _arrive(self, data: bytes | None) -> None:
        if self._closing or self._deaf or data is None:
            return
        for tap in self.taps:
            tap.read(data)
        self.protocol.data_received(data)

    def _ended(self, _: bytes | None) -> None:
        self._closing = True
        self._lost(ConnectionResetError("reset by peer") if self._deaf else None)

    def _lost(self, error: Exception | None) -> None:
        if not self._over:
            self._over = True
            self.protocol.connection_lost(error)


def connection(loop: Loop, near: Context, far: Context, delay: Callable[[], float]) -> tuple[End, End]:
    """Two ends joined, without protocols yet."""
    ends = End(loop, near, delay), End(loop, far, delay)
    ends[0].other, ends[1].other = ends[1], ends[0]
    return ends
