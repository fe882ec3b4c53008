"""What happens in the simulator, pushed to whoever watches (the page, phones in terminals)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from simulator.events import Event

WATCHERS_LIMIT = 100
"""Watchers at a time; more are refused."""
WAITING_LIMIT = 1_000
"""Events that may wait for one watcher; who falls further behind is dismissed."""

Watcher = asyncio.Queue[bytes | None]
"""Events as JSON, in order; None: no more will come."""


class TooManyWatchers(Exception):
    """WATCHERS_LIMIT watch already."""


class Feed:
    """Events to any number of watchers. Costs nothing while nobody watches: ask `watched` before making an event."""

    def __init__(self, limit: int = WAITING_LIMIT, watchers: int = WATCHERS_LIMIT) -> None:
        self._limit = limit
        self._watchers_limit = watchers
        self._watchers: set[Watcher] = set()

    @property
    def watched(self) -> bool:
        """Is there anybody to publish to?"""
        return bool(self._watchers)

    @contextmanager
    def watch(self) -> Iterator[Watcher]:
        """A queue of all that is published from now on. Raises TooManyWatchers."""
        if len(self._watchers) >= self._watchers_limit:
            raise TooManyWatchers(f"{len(self._watchers)} watch already")
        watcher: Watcher = asyncio.Queue(self._limit)
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def publish(self, event: Event) -> None:
        """Push an event to all watchers."""
        data = msgspec.json.encode(event)
        for watcher in [*self._watchers]:
            try:
                watcher.put_nowait(data)
            except asyncio.QueueFull:
                self._dismiss(watcher)

    def close(self) -> None:
        """Tell all watchers that no more will come."""
        for watcher in [*self._watchers]:
            self._dismiss(watcher)

    def _dismiss(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)
        if watcher.full():
            watcher.get_nowait()
        watcher.put_nowait(None)
