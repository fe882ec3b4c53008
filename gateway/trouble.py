"""Tells the log of what goes wrong again and again, without filling it."""

import asyncio
import logging

AGAIN = 60.0
"""Seconds between two lines while the same goes on."""


class Trouble:
    """One kind of it, told when it begins or changes, each minute while it lasts, and when it is over."""

    def __init__(self, log: logging.Logger, what: str) -> None:
        self._log = log
        self._what = what
        self._loop = asyncio.get_running_loop()
        self._began = self._told = 0.0
        self._why = ""

    def now(self, error: Exception) -> None:
        """It goes on."""
        why, now = str(error), self._loop.time()
        self._began = self._began if self._why else now
        if why != self._why or now - self._told >= AGAIN:
            self._log.warning("%s: %s", self._what, why)
            self._why, self._told = why, now

    def over(self) -> None:
        """It is well."""
        if self._why:
            self._log.warning("%s: over after %.0f s", self._what, self._loop.time() - self._began)
            self._why = ""
