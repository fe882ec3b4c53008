"""What a test finds in a store, or puts there, and a store that takes its time."""

import asyncio
from collections.abc import Mapping, Sequence

from redis.asyncio import Redis

from dialogs.effects import Effect, Say
from gateway.records import Queued, Record, Route
from operator_api.contract import Number
from state.batch import Committed, Entry
from state.store import Store
from tests.gateway.fake_smsc import ADDRESS
from tests.gateway.message_centre import ANNA
from tests.gateway.serving import CODEC


class Hanging(Store):
    """A store that takes its time to commit; ``asked`` is set when it was asked to."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        self.asked.set()
        await self.go_on.wait()
        return await super().commit(entries, deletions, acked)


def entry(effect: Effect, smsc: str = ADDRESS.name) -> Queued:
    """It waits for Anna."""
    return Queued(Number(ANNA), Route(smsc, "111"), 1, "", effect)


def said(texts: Sequence[str], smsc: str = ADDRESS.name) -> list[bytes]:
    """Replies as they stand in the queue."""
    return [CODEC.queued_bytes(entry(Say(text), smsc)) for text in texts]


async def queue(store: Store, *effects: bytes) -> tuple[str, ...]:
    """Write these into the queue; their ids."""
    [loaded] = await store.load([ANNA])
    committed = await store.commit([Entry(ANNA, loaded.version, CODEC.record_bytes(Record()), effects)])
    return committed.effects[0]
