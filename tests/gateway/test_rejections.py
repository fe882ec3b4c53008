"""Turns that Redis rejects: an error that waiting does not cure."""

import asyncio
from collections.abc import Mapping, Sequence

from redis.asyncio import Redis

from dialogs.events import Text
from gateway.inbox import Arrival
from gateway.records import Route
from operator_api.contract import Number
from state.batch import Committed, Entry
from state.errors import Rejected
from state.store import Store
from tests.gateway.fake_smsc import ADDRESS, Taker
from tests.gateway.message_centre import ANNA, BORIS
from tests.gateway.turning import known, turning


class Picky(Store):
    """Redis holds something foreign under Anna's key."""

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        if self.epoch and any(entry.number == ANNA and entry.version for entry in entries):
            raise Rejected("WRONGTYPE", "not what it should be")
        return await super().commit(entries, deletions, acked)


async def test_what_redis_rejects_of_one_number_does_not_stop_the_others(redis: Redis) -> None:
    """Both were in one batch: Boris is served, and Anna's message goes back to the SMSC."""
    store = await known(Picky(redis, "alpha"), ANNA, BORIS)
    refused = asyncio.Event()
    async with turning(store, Taker()) as core:
        text, route = Text(at=0.0, text="помощь"), Route(ADDRESS.name, "111")
        core.inbox.put(Number(ANNA), Arrival(event=text, route=route, refuse=refused.set))
        await core.write(BORIS, "помощь").wait()
        await refused.wait()
        assert not core.task.done()
