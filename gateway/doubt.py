"""What happens while nobody knows whether a batch is stored: what came later need not wait for it, its own must."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.inbox import Arrivals, Inbox
from gateway.proofs import Proofs
from state.store import Store

LOOK = 0.5
"""Seconds between two looks at a commit that takes its time."""

LONGEST = 10.0
"""Seconds of doubt after which the links close that brought the batch: what comes again on others can be recognised."""


class Doubt:
    """Watches commits."""

    def __init__(self, inbox: Inbox, store: Store, proofs: Proofs) -> None:
        self._inbox = inbox
        self._store = store
        self._proofs = proofs
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle

    @contextmanager
    def about(self, batch: Arrivals) -> Iterator[None]:
        """While this batch is being stored."""
        self._look_later(batch, None)
        try:
            yield
        finally:
            self._timer.cancel()

    def _look_later(self, batch: Arrivals, since: float | None) -> None:
        self._timer = self._loop.call_later(LOOK, self._look, batch, since)

    def _look(self, batch: Arrivals, since: float | None) -> None:
        if self._store.in_doubt_since is not None:
            since = since or self._loop.time()
            self._inbox.refuse()
            if self._loop.time() - since >= LONGEST:
                self._close(batch)
        self._look_later(batch, since)

    def _close(self, batch: Arrivals) -> None:
        for arrivals in batch.values():
            for arrival in arrivals:
                for delivery in arrival.deliveries:
                    self._proofs.close(delivery, "nobody knows whether its messages are stored")
