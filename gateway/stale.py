"""Screens that have waited, or were somebody else's to send: worth nothing once the person was shown a later one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from gateway.metrics import DROPPED
from operator_api.contract import Number

OLD = float("-inf")
"""Since when a reply waits that was in the queue before us."""

MOST_AT_ONCE = 256
"""Numbers of one look into Redis."""

Screens = Callable[[Sequence[Number]], Awaitable[list[int]]]
"""The last screens that numbers were shown; 0 where that is not known."""


class Doubt(NamedTuple):
    """A screen, and what to do with it: send it, or leave it."""

    number: Number
    screen: int
    send: Callable[[], None]
    leave: Callable[[], None]


class Doubts:
    """Those that wait for a look."""

    def __init__(self, screens: Screens) -> None:
        self._screens = screens
        self._doubts: list[Doubt] = []
        self._looking: asyncio.Task[None] | None = None

    def put(self, doubt: Doubt) -> None:
        """Look, and decide."""
        self._doubts.append(doubt)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while doubts := self._doubts[:MOST_AT_ONCE]:
            del self._doubts[:MOST_AT_ONCE]
            shown = await self._screens([doubt.number for doubt in doubts])
            for doubt, screen in zip(doubts, shown, strict=True):
                self._decide(doubt, screen)
        self._looking = None

    def _decide(self, doubt: Doubt, shown: int) -> None:
        if shown > doubt.screen:
            DROPPED.inc()
            doubt.leave()
        else:
            doubt.send()
