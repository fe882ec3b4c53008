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


class OldScreen(NamedTuple):
    """The number of a screen, and what to do with it: send it, or leave it."""

    number: Number
    screen: int
    send: Callable[[], None]
    leave: Callable[[], None]


class OldScreens:
    """Those that wait for a look."""

    def __init__(self, screens: Screens) -> None:
        self._screens = screens
        self._waiting: list[OldScreen] = []
        self._looking: asyncio.Task[None] | None = None

    def put(self, old: OldScreen) -> None:
        """Look, and decide."""
        self._waiting.append(old)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while waiting := self._waiting[:MOST_AT_ONCE]:
            del self._waiting[:MOST_AT_ONCE]
            shown = await self._screens([old.number for old in waiting])
            for old, last in zip(waiting, shown, strict=True):
                self._decide(old, last)
        self._looking = None

    def _decide(self, old: OldScreen, last: int) -> None:
        if last > old.screen:
            DROPPED.inc()
            old.leave()
        else:
            old.send()


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
