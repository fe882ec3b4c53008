"""What time it is: Redis's, carried on by our own monotonic clock, so that all gateways on one Redis agree."""

import time


class Clock:
    """Seconds since the epoch. `advance` is for stories, which cannot wait."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()
        self._advanced = 0.0

    def now(self) -> float:
        """The time, in seconds since the epoch."""
        return time.monotonic() + self._offset + self._advanced

    def set(self, redis_time: float) -> None:
        """Take over what Redis has just said."""
        self._offset = redis_time - time.monotonic()

    def advance(self, seconds: float) -> None:
        """Let that much time pass at once."""
        self._advanced += seconds
