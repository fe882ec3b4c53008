"""Brings a batch to its end, whatever Redis says and though we are told to stop: stored, or not acknowledged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

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


async def finished(work: Coroutine[Any, Any, None]) -> None:
    """Do it; who is cancelled meanwhile waits for its end, for `STOP_TIMEOUT` at most."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=STOP_TIMEOUT)
        task.cancel()
        raise


async def served(batch: Arrivals, serve: Serve, inbox: Inbox, trouble: Trouble) -> None:
    """Serve it; what Redis does not take goes back to the inbox, or to its sender, and ``trouble`` hears of it."""
    try:
        await serve(batch)
    except Unavailable as error:
        REDIS_ERRORS.labels(type(error).__name__).inc()
        trouble.now(error)
        _give_back(batch, inbox)
        await _make_room(serve)
    except Rejected as error:  # one number's trouble must not stop the others
        REDIS_ERRORS.labels(type(error).__name__).inc()
        if len(batch) > 1:
            for number, arrivals in batch.items():
                await served({number: arrivals}, serve, inbox, trouble)
        else:
            log.error("%s: not acknowledged: %s", ", ".join(map(masked, batch)), error)
            _give_back(batch, inbox)
            await asyncio.sleep(STORE_PAUSE)


async def _make_room(serve: Serve) -> None:
    """Redis may be full: deletions alone it takes even then."""
    await asyncio.sleep(STORE_PAUSE)
    with suppress(Unavailable, Rejected):
        await serve({})


def _give_back(batch: Arrivals, inbox: Inbox) -> None:
    """What its sender still holds is refused, so that it comes again; what is ours stays ours."""
    for number, arrivals in batch.items():
        inbox.put_back(number, refuse(arrivals))
    inbox.wake()
