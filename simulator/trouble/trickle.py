"""Octets that go on slowly, or not at all until somebody lets them."""

import asyncio
from collections.abc import Callable

SLICE_SECONDS = 0.1
"""How often some go on."""
BACKLOG = 64 * 1024
"""Octets that may wait before whoever brings them should stop."""


class Trickle:
    """Hands octets to `on` at a rate a second, in order; at once if that is None, never if it is 0."""

    def __init__(self, rate: int | None, on: Callable[[bytes], None], stop: Callable[[bool], None]) -> None:
        """`stop` is told when too much waits, True, and when there is room again, False."""
        self._slice = None if rate is None else rate * SLICE_SECONDS
        self._on = on
        self._stop = stop
        self._waiting = bytearray()
        self._allowed = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def full(self) -> bool:
        """Whether more than BACKLOG wait."""
        return len(self._waiting) > BACKLOG

    def add(self, octets: bytes) -> None:
        """These, after those that wait."""
        if self._slice is None:
            self._on(octets)
            return
        self._waiting += octets
        self._stop(self.full)
        if self._slice and self._timer is None:
            self._pour()

    def drain(self) -> None:
        """All that wait go on now, and none slowly any more."""
        self.forget()
        self._slice = None
        octets = bytes(self._waiting)
        self._waiting.clear()
        if octets:
            self._on(octets)

    def forget(self) -> None:
        """None of those that wait goes on by itself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._stop(False)

    def _pour(self) -> None:
        assert self._slice is not None
        self._allowed = min(self._allowed + self._slice, max(self._slice, 1))
        self._timer = asyncio.get_running_loop().call_later(SLICE_SECONDS, self._pour) if self._waiting else None
        octets = bytes(self._waiting[: int(self._allowed)])
        self._allowed -= len(octets)
        del self._waiting[: len(octets)]
        self._stop(self.full)
        if octets:
            self._on(octets)
