"""Sessions, profiles and the queue of effects of one shard, in Redis."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from redis.asyncio import Redis

from state.batch import Batch, Committed, Entry, Loaded, acked_fields, committed, lay_out, read
from state.connection import Argument, Elsewhere, call, run, script
from state.errors import Lost, Unreachable
from state.keys import Keys

MOST_ADOPTED = 500
MOST_DEAD_LETTERS = 10_000
ACKED_SECONDS = 20 * 60
"""Longer than anybody asks: a redelivery is looked for in records of the last 15 minutes."""

LEASE_SECONDS = 24 * 3600
"""For which the lease of a gateway is kept that has gone, and perhaps its name for ever."""

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0

_TAKE = script("take.lua")
_COMMIT = script("commit.lua")
_BEAT = script("beat.lua")
_ADOPT = script("adopt.lua")
_LEAVE = script("leave.lua")
_PART = script("part.lua")


class Store:
    """One gateway's view of one shard.

    Every method raises Unavailable when Redis cannot serve it now, and is safe to call again then (`dead` may write
    its letter twice); Rejected when Redis answers with an error that no retry cures.
    """

    def __init__(self, redis: Redis | Elsewhere, name: str, shard: int = 0) -> None:
        self.name = name
        self.keys = Keys(shard)
        self.epoch = ""
        self.in_doubt_since: float | None = None
        """Monotonic time when the batch was sent whose outcome we do not know; None while there is none."""
        self._redis = redis
        self._last = self._lost = 0
        self._pending: Batch | None = None
        self._turn = asyncio.Lock()

    async def take(self) -> None:
        """Take the lease of our name at once, from whoever holds it; batches go on from the last one.

        Again after `Vanished`: then the answers to what we have asked are accepted though their Asks are in no queue.
        """
        keys = [self.keys.lease(self.name), self.keys.gateways, self.keys.epochs]
        async with self._turn:
            epoch, batch = await run(self._redis, _TAKE, keys, [self.name, self.epoch or "0"])
            self._lost = self._last
            self._pending = self.in_doubt_since = None
            self.epoch, self._last = epoch.decode(), max(self._last, int(batch))

    async def load(self, numbers: Sequence[str]) -> list[Loaded]:
        """Sessions and profiles of `numbers`, in their order."""
        if not numbers:
            return []
        session, profile = self.keys.session, self.keys.profile
        keys = [key for number in numbers for key in (session(number), profile(number))]
        values = await call(self._redis, "MGET", *keys)
        return list(map(read, values[::2], values[1::2]))

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """Write a batch, once; delete done effects from our queue; note up to which arrival each connection is proven.

        While the outcome is unknown the same batch is repeated until Redis answers. If the caller is cancelled
        meanwhile, the next call settles that batch before its own, for its answer concerns nobody any more.
        Raises Displaced; Unavailable when surely nothing was written; ValueError for a batch over its limits.
        """
        async with self._turn:
            if self._pending:
                await self._settle(self._pending)
            self._last += 1
            batch = lay_out(self.keys, self.name, self.epoch, self._last, self._lost, entries, deletions, acked or {})
            self._pending = batch
            verdicts, *now = await self._settle(batch)
            return committed(batch, verdicts, _seconds(now))

    async def once(self, key: str) -> bytes | None:
        """What an accepted entry keeps under this key; None: nobody has used it yet."""
        kept: bytes | None = await call(self._redis, "GET", self.keys.once(key))
        return kept

    async def beat(self, acked: Mapping[str, str] | None = None) -> float:
        """Raise our heartbeat; returns Redis's clock in seconds since 1970. Raises Displaced."""
        arguments: list[Argument] = [self.epoch, ACKED_SECONDS, *acked_fields(acked or {})]
        return _seconds(await run(self._redis, _BEAT, [self.keys.lease(self.name)], arguments))

    async def leave(self) -> int:
        """Give the lease up: what is left in our queue, so many effects, others may adopt at once. Raises Displaced."""
        left: int = await run(
            self._redis, _LEAVE, [self.keys.lease(self.name), self.keys.queue(self.name)], [self.epoch]
        )
        return left

    async def acked(self, name: str) -> dict[str, str]:
        """Up to which arrival each recent connection of the gateway `name` is proven answered."""
        fields = await call(self._redis, "HGETALL", self.keys.lease(name))
        pairs = zip(fields[::2], fields[1::2], strict=True)
        return {
            field.decode().removeprefix("acked:"): value.partition(b" ")[0].decode()
            for field, value in pairs
            if field.startswith(b"acked:")
        }

    async def queued(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """Our queue in order: the next `count` ids and effects beyond the id `after`."""
        queue = self.keys.queue(self.name)
        entries = await call(self._redis, "XRANGE", queue, f"({after}", "+", "COUNT", count)
        return [(id.decode(), effect) for id, (_, effect) in entries]

    async def leases(self) -> dict[str, tuple[str, str]]:
        """Epoch and heartbeat counter of every other gateway; the counter is empty when it has given its lease up."""
        names = [name.decode() for name in await call(self._redis, "SMEMBERS", self.keys.gateways)]
        return {name: await self._lease(name) for name in names if name != self.name}

    async def _lease(self, name: str) -> tuple[str, str]:
        epoch, counter = await call(self._redis, "HMGET", self.keys.lease(name), "epoch", "counter")
        return (epoch or b"").decode(), (counter or b"").decode()

    async def adopt(self, name: str, epoch: str, counter: str) -> int:
        """Move the oldest effects, 500 at most, of the stale gateway `name` to the end of our queue; returns how many.

        `epoch` and `counter` are those that stood still. To be called with the same ones until it returns 0: then
        nothing is left, or it was not stale after all. Raises Displaced.
        """
        ours = [self.keys.lease(self.name), self.keys.queue(self.name)]
        theirs = [self.keys.lease(name), self.keys.queue(name)]
        arguments: list[Argument] = [self.name, self.epoch, name, epoch, counter, MOST_ADOPTED, LEASE_SECONDS]
        moved: int = await run(self._redis, _ADOPT, [*ours, *theirs, self.keys.gateways, self.keys.epochs], arguments)
        return moved

    async def add_part(
        self, number: str, to: str, reference: int, total: int, width: int, index: int, data: bytes, seconds: int = 600
    ) -> dict[int, bytes] | None:
        """Keep one part of a long message for `seconds`; all parts by index once there are `total` of them, else None.

        They count from 1, those of some SMSCs from 0. Of the same part the newest counts. The parts stay until a commit
        deletes their key or they expire.
        """
        if not 0 <= index <= total:
            raise ValueError(f"part {index} of {total}")
        key = self.keys.part(number, to, reference, total, width)
        parts = await run(self._redis, _PART, [key], [index, data, total, seconds])
        return parts and {int(i): part for i, part in zip(parts[::2], parts[1::2], strict=True)}

    async def drop_parts(self, key: str, seconds: float) -> bool:
        """Delete the parts under a key of `Keys.part` if they would expire within so many seconds; whether we did."""
        left = int(await call(self._redis, "PTTL", key))
        return 0 <= left <= 1000 * seconds and bool(await call(self._redis, "DEL", key))

    async def dead(self, entry: bytes) -> None:
        """Keep a dead letter; of about `MOST_DEAD_LETTERS` the oldest go."""
        await call(self._redis, "XADD", self.keys.dead, "MAXLEN", "~", MOST_DEAD_LETTERS, "*", "entry", entry)

    async def _settle(self, batch: Batch) -> list[Any]:
        """Send `batch` until its outcome is known."""
        pause = FIRST_PAUSE
        while (answer := await self._attempt(batch)) is None:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return answer

    async def _attempt(self, batch: Batch) -> list[Any] | None:
        """Redis's answer, or None while the outcome is unknown. Whatever else is known ends the pending batch."""
        sent = asyncio.get_running_loop().time()
        try:
            answer: list[Any] = await run(self._redis, _COMMIT, batch.keys, batch.arguments)
        except Lost:
            self.in_doubt_since = self.in_doubt_since or sent
            return None
        except Exception as error:
            if self.in_doubt_since and isinstance(error, Unreachable):
                return None
            self._pending = self.in_doubt_since = None
            raise
        self._pending = self.in_doubt_since = None
        return answer


def _seconds(clock: Sequence[bytes]) -> float:
    seconds, microseconds = map(int, clock)
    return seconds + microseconds / 1e6
