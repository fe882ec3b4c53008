"""The store that comes with the program: a private redis-server with an append-only file, or else memory."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing
from pathlib import Path
from shutil import which

from redis.asyncio import Redis

from state.connection import in_memory
from state.private_server import private_server

_UNWANTED = "State: in the memory of this program, for it has no data folder; all is lost when it stops."
_MISSING = "State: in the memory of this program, for there is no redis-server here; all is lost when it stops."
_LASTING = (
    "State: a private redis-server in {folder}, its append-only file synced every second; "
    "it outlives a kill of this program, and a power cut costs the last 2 seconds at most."
)


class Embedded:
    """A store of our own: its client, and one line for people that says which it is and how durable."""

    def __init__(self, redis: Redis, description: str, exits: AsyncExitStack) -> None:
        self.redis = redis
        self.description = description
        self._exits = exits

    async def aclose(self) -> None:
        """Leave the store; the last who leaves a server shuts it down, with everything written."""
        await self._exits.aclose()


async def open_embedded(folder: Path | None, find: Callable[[str], str | None] = which) -> Embedded:
    """Start or join the store kept in `folder`; None: nothing is kept. `find` looks a program up on PATH.

    Raises StateError when a redis-server is installed and does not start.
    """
    store, description = _choose(folder, find("redis-server"))
    exits = AsyncExitStack()
    redis = await exits.enter_async_context(store)
    return Embedded(redis, description, exits)


def _choose(folder: Path | None, program: str | None) -> tuple[AbstractAsyncContextManager[Redis], str]:
    if folder is None:
        return aclosing(in_memory()), _UNWANTED
    if program is None:
        return aclosing(in_memory()), _MISSING
    return private_server(program, folder.absolute()), _LASTING.format(folder=folder)
