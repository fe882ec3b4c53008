"""The dead letters of one shard, for whoever looks after them while gateways are at work."""

from redis.asyncio import Redis

from state.connection import Elsewhere, call, run, script
from state.keys import Keys

LAZARUS = "dead letters"
"""The gateway, never alive, in whose queue stands what shall be tried again: the living adopt it in some seconds."""

_REVIVE = script("revive.lua")


class Graveyard:
    """Every method raises as `state.connection.call` does, and is safe to call again. An id is `milliseconds-index`."""

    def __init__(self, redis: Redis | Elsewhere, shard: int = 0) -> None:
        self._redis = redis
        self._keys = Keys(shard)

    async def page(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """The next ids and letters beyond the id `after`, oldest first."""
        return await self._range(f"({after}", "+", count)

    async def letter(self, id: str) -> bytes | None:
        """One of them, if it is there."""
        found = await self._range(id, id, 1)
        return found[0][1] if found else None

    async def drop(self, id: str) -> bool:
        """Delete it; whether it was there."""
        return bool(await call(self._redis, "XDEL", self._keys.dead, id))

    async def revive(self, id: str, effect: bytes) -> bool:
        """Have the effect that this letter holds performed by a living gateway; whether the letter was there."""
        keys = [self._keys.dead, self._keys.queue(LAZARUS), self._keys.gateways]
        return bool(await run(self._redis, _REVIVE, keys, [id, effect, LAZARUS]))

    async def _range(self, first: str, last: str, count: int) -> list[tuple[str, bytes]]:
        letters = await call(self._redis, "XRANGE", self._keys.dead, first, last, "COUNT", count)
        return [(id.decode(), fields[1]) for id, fields in letters]
