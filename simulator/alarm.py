"""A timer for a deadline that moves."""

import asyncio
from collections.abc import Callable


class Alarm:
    """Calls `ring` at the deadline or earlier, never later; who is called too early sets the alarm again."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._ring = ring
        self._handle: asyncio.TimerHandle | None = None
        self._deadline = 0.0  # uvloop's handles do not all know

    def set(self, deadline: float | None) -> None:
        """The deadline is now this, in the loop's time; None: there is none."""
        if deadline is None or (self._handle is not None and self._deadline <= deadline):
            return
        self.cancel()
        self._deadline = deadline
        self._handle = self._loop.call_at(deadline, self._due)

    def cancel(self) -> None:
        """Never ring again, unless set."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _due(self) -> None:
        self._handle = None
        self._ring()
