"""How fast one connection may send, in parts (submit_sm) a second: as was set, or less once the SMSC is overrun.

A token bucket kept as one time, that of the next part. Nothing is polled: a timer comes when the next part may go, and
one each second while the pace grows again.
"""

import asyncio
from collections.abc import Callable
from math import inf

PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds without sending; each pause is twice the one before while the SMSC takes nothing in between."""

FASTER, STEP = 1.25, 1.0
"""Every so many seconds the pace is so many times as fast, until nobody waits for it."""

SLOWEST = 1.0

BURST = 0.02
"""Seconds whose parts may go at once, for timers are no finer than this."""


class Pace:
    """Of one connection. While not ``limited``, `take` need not be asked."""

    def __init__(self, limit: float, go: Callable[[], None]) -> None:
        """``limit``: parts a second, 0 for none; ``go`` is called when a part may go that `take` held back."""
        self._limit = limit or inf
        self._go = go
        self._loop = asyncio.get_running_loop()
        self._next = 0.0
        self._pause = PAUSE
        self._held_back = False
        self._timer: asyncio.TimerHandle | None = None
        self._growth: asyncio.TimerHandle | None = None
        self._set(self._limit)

    def take(self) -> bool:
        """Whether a part goes now; if not, ``go`` will be called."""
        if self._loop.time() < self._next - self._slack:
            self._held_back = True
            self._wait()
            return False
        self._next = max(self._loop.time(), self._next) + 1 / self._rate
        return True

    def slow_down(self, pace: float, *, still: bool) -> None:
        """Pause, then go on at half of the pace. ``pace`` is that of last, ``still``: nothing was taken since the last
        pause."""
        if self._rate < self._limit:
            pace = self._rate
        self._pause = min(2 * self._pause, LONGEST_PAUSE) if still else PAUSE
        self._set(max(min(pace, self._limit) / 2, SLOWEST))
        self._next = self._loop.time() + self._pause + self._slack
        self._wait()
        self._grow_after(self._pause + STEP)

    def stop(self) -> None:
        """Its connection is gone."""
        for timer in (self._timer, self._growth):
            if timer is not None:
                timer.cancel()

    def _set(self, rate: float) -> None:
        self._rate = rate
        self._slack = max(0.0, BURST - 1 / rate)
        self.limited = rate < inf

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_at(self._next - self._slack, self._may_go)

    def _may_go(self) -> None:
        self._timer = None
        self._go()

    def _grow_after(self, seconds: float) -> None:
        if self._growth is not None:
            self._growth.cancel()
        self._held_back = False
        self._growth = self._loop.call_later(seconds, self._grow)

    def _grow(self) -> None:
        self._growth = None
        if self._held_back and self._rate * FASTER < self._limit:
            self._set(self._rate * FASTER)
            self._grow_after(STEP)
        else:
            self._set(self._limit)
