"""Work that goes on beside the answers, until the server stops."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from operator_api.errors import BooksError

log = logging.getLogger(__name__)


async def keep_working(
    step: Callable[[], Awaitable[bool | None]], waits: str, every: float, woken: asyncio.Event | None = None
) -> None:
    """Take step after step while there is more to do, which it says; then look again every so many seconds, and at
    once when ``woken`` is set. Whatever goes wrong; ``waits`` says what does meanwhile.
    """
    woken = woken or asyncio.Event()
    while True:
        woken.clear()
        try:
            while await step():
                pass
        except BooksError as error:
            log.warning("%s wait: %s", waits, error)
        except Exception:
            log.exception("%s wait", waits)
        with suppress(TimeoutError):  # not wait_for: below Python 3.12 it swallows a cancellation that comes as it ends
            async with asyncio.timeout(every):
                await woken.wait()
