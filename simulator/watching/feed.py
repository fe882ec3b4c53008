"""What happens in the simulator, pushed to whoever watches (the page, phones in terminals)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from simulator.events import Event, Passed
from simulator.watching.sample import Sample

WATCHERS_LIMIT = 100
"""Watchers at a time; more are refused."""
WAITING_LIMIT = 1_000
"""Events that may wait for one watcher; who falls further behind is dismissed."""
PERIOD = 0.5
"""Seconds between two tellings how many PDUs were left out."""

Watcher = asyncio.Queue[bytes | None]
"""Events as JSON, in order; None: no more will come."""


class TooManyWatchers(Exception):
    """WATCHERS_LIMIT watch already."""


class Feed:
    """Events to any number of watchers. Costs nothing while nobody watches: ask `watched` before making an event.

    Of PDUs all watchers are shown the same sample: ask `takes_pdu` too.
    """

    def __init__(
        self, limit: int = WAITING_LIMIT, watchers: int = WATCHERS_LIMIT, sample: Sample | None = None
    ) -> None:
        self._limit = limit
        self._watchers_limit = watchers
        self._watchers: set[Watcher] = set()
        self._sample = sample or Sample()
        self._telling: asyncio.TimerHandle | None = None

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

    def takes_pdu(self, at: float) -> bool:
        """Whether the PDU that passes now shall be published; if not, watchers are soon told how many were left out."""
        if self._telling is None:
            self._telling = asyncio.get_running_loop().call_later(PERIOD, self._tell)
        return self._sample.takes(at)

    def close(self) -> None:
        """Tell all watchers that no more will come."""
        if self._telling is not None:
            self._telling.cancel()
        for watcher in [*self._watchers]:
            self._dismiss(watcher)

    def _tell(self) -> None:
        self._telling = None
        pdus, shown = self._sample.told()
        if shown < pdus:
            self.publish(Passed(pdus, shown))

    def _dismiss(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)
        if watcher.full():
            watcher.get_nowait()
        watcher.put_nowait(None)
