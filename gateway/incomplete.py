"""Long messages that miss a part. One that never gets it is counted, and met with silence.

Silence, for half a text must not be acted on, and whoever is told so ten minutes later has written again by then.
"""

import asyncio
import logging

from gateway.masking import masked
from gateway.metrics import INCOMPLETE
from operator_api.contract import Number
from state.errors import StateError
from state.store import Store

log = logging.getLogger(__name__)

PARTS_KEPT = 600
"""Seconds for which the parts of a long message wait for the others."""

BEFORE = 5.0
"""Seconds before its parts expire when a message is given up."""

MOST_NOTED = 10_000
"""Messages; of more the oldest expire uncounted."""


class Incomplete:
    """Notes of those that came to us; their parts are in Redis, where another gateway may complete them."""

    def __init__(self) -> None:
        self._notes: dict[str, asyncio.TimerHandle] = {}
        self._looks: set[asyncio.Task[None]] = set()

    def missing(self, store: Store, key: str, smsc: str, number: Number) -> None:
        """A part came, others are missing."""
        self.whole(key)
        if len(self._notes) >= MOST_NOTED:
            self.whole(next(iter(self._notes)))
        self._notes[key] = asyncio.get_running_loop().call_later(
            PARTS_KEPT - BEFORE, self._due, store, key, smsc, number
        )

    def whole(self, key: str) -> None:
        """It is complete, or not ours to count."""
        if note := self._notes.pop(key, None):
            note.cancel()

    def _due(self, store: Store, key: str, smsc: str, number: Number) -> None:
        del self._notes[key]
        look = asyncio.create_task(self._give_up(store, key, smsc, number))
        self._looks.add(look)
        look.add_done_callback(self._looks.discard)

    async def _give_up(self, store: Store, key: str, smsc: str, number: Number) -> None:
        """Whoever deletes the parts counts; if one came to another gateway later, that is there for it."""
        try:
            gone = await store.drop_parts(key, 2 * BEFORE)
        except StateError as error:
            log.warning("%s: an incomplete message expires uncounted: %s", masked(number), error)
            return
        if gone:
            log.warning("%s: a long message was never completed", masked(number))
            INCOMPLETE.labels(smsc).inc()
