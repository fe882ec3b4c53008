"""Screens that have waited, or were somebody else's to send: worth nothing once the person was shown a later one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from gateway.metrics import DROPPED
from gateway.records import Codec, Newer, Unreadable
from operator_api.contract import Number
from state.batch import Loaded
from state.errors import StateError
from state.store import Store

log = logging.getLogger(__name__)

OLD = float("-inf")
"""Since when a reply waits that was in the queue before us."""

MOST_AT_ONCE = 256
"""Numbers of one look into Redis."""

LOOK_PAUSE = 0.5
"""Seconds before Redis is asked again for what it did not give."""

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


class Shown:
    """What the records in Redis say."""

    def __init__(self, store: Store, codec: Codec) -> None:
        self._store = store
        self._codec = codec

    async def screens(self, numbers: Sequence[Number]) -> list[int]:
        """See `Screens`; while Redis cannot tell, they wait on."""
        while True:
            try:
                return [self._screen(loaded) for loaded in await self._store.load(numbers)]
            except StateError as error:
                log.warning("screens wait: %s", error)
                await asyncio.sleep(LOOK_PAUSE)

    def _screen(self, loaded: Loaded) -> int:
        try:
            return self._codec.screen(loaded.session)
        except (Unreadable, Newer):  # its next turn will say so
            return 0
