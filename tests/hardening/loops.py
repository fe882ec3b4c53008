"""Plays that need a loop: all share one, whose time is that of its timers; what goes wrong in callbacks is raised."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import cache
from typing import Any

from tests.gateway.virtual import ExactLoop
from tests.hardening.inputs import Play

Work = Callable[[Play], Coroutine[Any, Any, None]]


class Failure(AssertionError):
    """An exception in a callback, or an error in the log."""


class _Log(logging.Handler):
    """Keeps errors, and what has a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """See logging."""
        if record.exc_info or record.name.startswith("asyncio"):
            self.errors.append(self.format(record))


@cache
def _runner() -> asyncio.Runner:
    return asyncio.Runner(loop_factory=ExactLoop)


@cache
def _log() -> _Log:
    log = _Log()
    logging.getLogger().addHandler(log)
    return log


def on_a_loop(work: Work) -> Callable[[Play], None]:
    """The play, run to its end."""

    def run(play: Play) -> None:
        errors = _log().errors
        _runner().run(work(play))
        if errors:
            found = "\n".join(errors)
            errors.clear()
            raise Failure(found)

    return run
