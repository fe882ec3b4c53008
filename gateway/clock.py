"""What time it is: Redis's, carried on by our own monotonic clock, so that all gateways on one Redis agree."""

import time
from collections.abc import Callable


class Clock:
    """Seconds since the epoch. `advance` is for stories, which cannot wait."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._offset = time.time() - monotonic()
        self._advanced = 0.0

    def now(self) -> float:
        """The time, in seconds since the epoch."""
        return self._monotonic() + self._offset + self._advanced

    def set(self, redis_time: float) -> None:
        """Take over what Redis has just said."""
        self._offset = redis_time - self._monotonic()

    def advance(self, seconds: float) -> None:
        """Let that much time pass at once."""
        self._advanced += seconds
