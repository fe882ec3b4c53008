"""Tells the log of what goes wrong again and again, without filling it."""

import asyncio
import logging

AGAIN = 60.0
"""Seconds between two lines while the same goes on, or comes and goes."""

LASTING = 5.0
"""Seconds after which it is told in any case."""


class Trouble:
    """One kind of it, told when it begins or changes, and when it is over; the same once a minute, though it may come
    and go meanwhile, and when it lasts."""

    def __init__(self, log: logging.Logger, what: str) -> None:
        self._log = log
        self._what = what
        self._loop = asyncio.get_running_loop()
        self._kind = ""
        self._told = 0.0
        self._began: float | None = None
        self._to_end = False

    def now(self, error: Exception) -> None:
        """It goes on."""
        why, now = str(error), self._loop.time()
        if self._began is None:
            self._began = now
        kind = why.partition(": ")[0]  # what Redis says beyond its code may change from time to time
        lasts = not self._to_end and now - self._began >= LASTING
        if kind != self._kind or lasts or now - self._told >= AGAIN:
            self._log.warning("%s: %s", self._what, why)
            self._kind, self._told, self._to_end = kind, now, True

    def over(self) -> None:
        """It is well."""
        if self._began is None:
            return
        if self._to_end:
            self._log.warning("%s: over after %.0f s", self._what, self._loop.time() - self._began)
        self._began, self._to_end = None, False
