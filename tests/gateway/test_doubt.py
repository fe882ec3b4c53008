"""While nobody knows whether a batch is stored: who waits, who need not, and what is recognised afterwards."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from gateway.doubt import LONGEST, LOOK
from smpp.pdus import EnquireLink, Pdu
from smpp.statuses import Status
from state.batch import Committed, Entry
from state.connection import connect, in_memory, script
from state.errors import Unavailable
from state.store import Store
from tests.gateway.message_centre import ANNA, BORIS, PATIENCE, MessageCentre, Peer, deliver, message_centre
from tests.gateway.serving import Operator, serving
from tests.gateway.stores import Hanging
from tests.gateway.virtual import virtually
from tests.redis_server import RedisServer
from tests.state.proxy import Proxy

[HELP] = deliver("помощь")
[OTHER] = deliver("помощь", BORIS)


class Doubtful(Hanging):
    """A store that does not know whether its batch was ``stored``, until it goes on."""

    def __init__(self, redis: Redis, name: str, stored: bool) -> None:
        super().__init__(redis, name)
        self._stored = stored

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        if self.go_on.is_set():
            return await super().commit(entries, deletions, acked)
        committed = await Store.commit(self, entries, deletions, acked) if self._stored else None
        self.in_doubt_since = 0.0
        self.asked.set()
        await self.go_on.wait()
        self.in_doubt_since = None
        if committed is None:
            raise Unavailable("OOM")
        return committed


@asynccontextmanager
async def doubtful(stored: bool) -> AsyncIterator[tuple[Doubtful, MessageCentre, Peer, "asyncio.Future[Pdu | None]"]]:
    """A gateway whose first batch is in doubt, and what its SMSC is told of that."""
    store = Doubtful(in_memory(), "alpha", stored)
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        first = peer.send(HELP)
        await store.asked.wait()
        yield store, centre, peer, first


@pytest.mark.parametrize("stored", [True, False])
@virtually
async def test_what_came_later_stays_with_the_smsc_and_the_batch_waits(stored: bool) -> None:
    """When it is known to be stored it is acknowledged, and what came later may come again."""
    async with doubtful(stored) as (store, centre, peer, first):
        assert (await peer.ask(OTHER)).status == Status.RMSGQFUL
        await asyncio.sleep(LONGEST / 2)
        assert (await peer.ask(deliver("помощь" + " " * 100)[0])).status == Status.RMSGQFUL
        assert not first.done()
        store.go_on.set()
        response = await first
        assert response is not None
        assert response.status == (0 if stored else Status.RMSGQFUL)
        for pdu in (OTHER,) if stored else (OTHER, HELP):
            assert (await peer.ask(pdu)).status == 0
        assert {(await centre.submit()).destination_addr for _ in range(2)} == {ANNA, BORIS}


@virtually
async def test_what_waited_for_the_next_batch_when_the_doubt_began_is_refused_too() -> None:
    """Soon, for it was never sent to Redis."""
    store = Doubtful(in_memory(), "alpha", stored=True)
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        first, second = peer.send(HELP), peer.send(OTHER)
        await store.asked.wait()
        store.in_doubt_since = None
        third = peer.send(OTHER)
        await peer.ask(EnquireLink())
        await asyncio.sleep(2 * LOOK)
        assert not third.done()
        store.in_doubt_since = 0.0
        await asyncio.sleep(2 * LOOK)
        assert [message.done() for message in (first, second, third)] == [False, False, True]
        store.go_on.set()
        responses = [await message for message in (first, second, third)]
        assert [response and response.status for response in responses] == [0, 0, Status.RMSGQFUL]


@pytest.mark.parametrize("stored", [True, False])
@virtually
async def test_after_ten_seconds_the_link_is_closed_and_what_comes_again_is_judged_when_the_doubt_is_over(
    stored: bool,
) -> None:
    """Until then it is refused for now; then it is recognised if it was stored, and served if not: once."""
    async with doubtful(stored) as (store, centre, peer, first):
        assert await first is None
        peer = await centre.bound()
        assert (await peer.ask(HELP)).status == Status.RMSGQFUL
        await asyncio.sleep(LONGEST)
        store.go_on.set()
        await asyncio.sleep(1)
        assert (await peer.ask(HELP)).status == 0
        assert (await centre.text()).startswith("Отправьте БАЛАНС")
        await asyncio.sleep(30)
        assert centre.submits.empty()


async def test_a_redis_that_answers_no_more_is_such_a_case(shared_server: RedisServer) -> None:
    """It has stored the batch, and its answer got lost; when it can be asked again, all goes on."""
    async with Proxy(shared_server.socket).listening() as proxy, connect(proxy.url) as redis:
        await redis.flushall()
        store = Store(redis, "alpha")
        async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
            peer = await centre.bound()
            assert (await peer.ask(OTHER)).status == 0
            await centre.text()
            proxy.what, proxy.lose_answers = script("commit.lua").digest.encode(), 1
            first = peer.send(HELP)
            await proxy.lost.wait()
            proxy.refusing = True
            async with asyncio.timeout(PATIENCE):
                while store.in_doubt_since is None:
                    await asyncio.sleep(0.01)
            assert (await peer.ask(OTHER)).status == Status.RMSGQFUL
            assert not first.done()
            proxy.refusing = False
            response = await first
            assert response is not None
            assert response.status == 0
            assert (await centre.text()).startswith("Отправьте БАЛАНС")
