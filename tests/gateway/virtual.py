"""A loop on which time jumps: when there is nothing to do before a timer, the timer comes at once.

For tests of what takes seconds, with everything in this process: loopback sockets are given a moment, others are not
waited for. How much time passes does not depend on the machine: real seconds do not count.
"""

import asyncio
import functools
import selectors
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Outcome = TypeVar("Outcome")

GRACE = 0.005
"""Real seconds in which octets under way may still arrive."""

LONGEST = 3600.0
"""Virtual seconds after which a test has surely hung."""


ROUND = 0.0001
"""Virtual seconds that a round of the loop takes: who only looks again and again gets to see timers, too."""


class _Selector(selectors.DefaultSelector):
    """Waits for the grace only, and counts the whole wait as passed if nothing came."""

    passed = 1e6  # a machine that has been up for days

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """See `selectors`."""
        self.passed += ROUND
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if not (events := super().select(GRACE)):
            self.passed += timeout
        return events


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose clock counts what nobody had to wait for."""

    def __init__(self) -> None:
        self._jumping = _Selector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds, monotonic."""
        return self._jumping.passed


class _Timers(_Selector):
    """Waits for nothing but timers."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """See `selectors`."""
        if timeout is None:
            raise RuntimeError("nothing will ever happen")
        self.passed += max(timeout, 0)
        return super().select(0)


class ExactLoop(asyncio.SelectorEventLoop):
    """A loop on which no time passes but that of its timers: for tests without sockets, the same on any machine."""

    def __init__(self) -> None:
        self._jumping = _Timers()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds, monotonic."""
        return self._jumping.passed


def virtually(
    test: Callable[Arguments, Awaitable[Outcome]], loop: Callable[[], asyncio.AbstractEventLoop] = VirtualLoop
) -> Callable[Arguments, Outcome]:
    """The test, run on such a loop."""

    @functools.wraps(test)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Outcome:
        with asyncio.Runner(loop_factory=loop) as runner:
            return runner.run(_limited(test(*args, **kwargs)))

    return run


def exactly(test: Callable[Arguments, Awaitable[Outcome]]) -> Callable[Arguments, Outcome]:
    """The test, run on an `ExactLoop`."""
    return virtually(test, ExactLoop)


async def _limited(test: Awaitable[Outcome]) -> Outcome:
    async with asyncio.timeout(LONGEST):
        return await test
