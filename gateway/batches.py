"""Brings a batch to its end, whatever Redis says and though we are told to stop: stored, or not acknowledged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from gateway.inbox import Arrivals, Inbox, refuse
from gateway.masking import masked
from gateway.metrics import REDIS_ERRORS
from gateway.trouble import Trouble
from state.errors import Rejected, Unavailable

log = logging.getLogger(__name__)

STOP_TIMEOUT = 5.0
"""Seconds that a batch under way has at the end, so that it is acknowledged if it was stored."""

STORE_PAUSE = 0.5
"""Seconds before what is ours to keep is tried again, when Redis took nothing."""

Serve = Callable[[Arrivals], Awaitable[None]]
"""Stores and acknowledges; raises `Unavailable` or `Rejected` when nothing is stored."""


class Batches:
    """Batches of the inbox, one after the other."""

    def __init__(self, inbox: Inbox, serve: Serve) -> None:
        self._inbox = inbox
        self._serve = serve
        self._trouble = Trouble(log, "nothing is acknowledged")

    async def finish(self, batch: Arrivals) -> None:
        """Serve it; who is cancelled meanwhile waits for its end, for `STOP_TIMEOUT` at most."""
        task = asyncio.create_task(self._finish(batch))
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task], timeout=STOP_TIMEOUT)
            task.cancel()
            raise

    async def _finish(self, batch: Arrivals) -> None:
        """What Redis does not take goes back to the inbox, or to its sender."""
        try:
            await self._serve(batch)
            if batch:  # deletions alone are taken also when Redis is full
                self._trouble.over()
        except Unavailable as error:
            REDIS_ERRORS.labels(type(error).__name__).inc()
            self._trouble.now(error)
            self._give_back(batch)
            await self._make_room()
        except Rejected as error:
            REDIS_ERRORS.labels(type(error).__name__).inc()
            await self._finish_each(batch, error)

    async def _finish_each(self, batch: Arrivals, error: Rejected) -> None:
        """One number's trouble must not stop the others."""
        if len(batch) > 1:
            for number, arrivals in batch.items():
                await self._finish({number: arrivals})
        else:
            log.error("%s: not acknowledged: %s", ", ".join(map(masked, batch)), error)
            self._give_back(batch)
            await asyncio.sleep(STORE_PAUSE)

    async def _make_room(self) -> None:
        """Redis may be full: deletions alone it takes even then."""
        await asyncio.sleep(STORE_PAUSE)
        with suppress(Unavailable, Rejected):
            await self._serve({})

    def _give_back(self, batch: Arrivals) -> None:
        """What its sender still holds is refused, so that it comes again; what is ours stays ours."""
        for number, arrivals in batch.items():
            self._inbox.put_back(number, refuse(arrivals))
        self._inbox.wake()
