"""Redis has lost everything, on both stores: nobody has taken our lease, so we take it again."""

import asyncio
import time

import pytest
from redis.asyncio import Redis

from state.batch import Entry
from state.connection import connect
from state.errors import Displaced, Lost, Vanished
from state.store import Store
from tests.redis_server import RedisServer
from tests.state.conftest import taken
from tests.state.proxy import Proxy

ANNA, BORIS = "79160000001", "79160000002"
TURN = Entry(ANNA, b"", b"menu", effects=(b"ask",))


async def test_every_word_of_ours_is_told_and_nothing_is_written(store: Store, other: Store, redis: Redis) -> None:
    """It is not the same as being displaced."""
    lease = (await store.leases())["beta"]
    await redis.flushall()
    for word in (store.commit([TURN]), store.beat(), store.adopt("beta", *lease)):
        with pytest.raises(Vanished):
            await word
    assert [await redis.dbsize(), store.in_doubt_since] == [0, None]


async def test_a_lease_taken_again_has_an_epoch_that_nobody_can_remember(
    store: Store, other: Store, redis: Redis
) -> None:
    """The counter was lost too, so it begins with the clock; else a version of before might come again."""
    before = {store.epoch, other.epoch}
    await redis.flushall()
    await other.take()
    await store.take()
    assert int(other.epoch) == pytest.approx(time.time(), abs=5)
    assert int(store.epoch) == int(other.epoch) + 1
    assert before.isdisjoint({store.epoch, other.epoch})
    assert await store.leases() == {"beta": (other.epoch, "1")}


async def test_batches_go_on_from_our_last_one(store: Store, redis: Redis) -> None:
    """Ids of the queue do not come again while somebody may hold an old one."""
    [[before]] = (await store.commit([TURN])).effects
    await redis.flushall()
    await store.take()
    [[after]] = (await store.commit([TURN])).effects
    assert (before, after) == ("1-0", "2-0")
    assert await store.queued() == [(after, b"ask")]


async def test_what_was_asked_before_may_still_be_told(store: Store, redis: Redis) -> None:
    """Its Ask is in no queue, but what was done to an account is always told. Of later Asks that is no excuse."""
    [[id]] = (await store.commit([TURN])).effects
    await redis.flushall()
    await store.take()
    answers = [Entry(ANNA, b"", b"told", settles=(id,)), Entry(BORIS, b"", b"told", settles=("2-7",))]
    assert (await store.commit(answers)).accepted == (True, False)


async def test_a_lease_that_vanished_alone_leaves_the_queue_as_it_is(store: Store, redis: Redis) -> None:
    """The answers settle what is there."""
    [[id]] = (await store.commit([TURN])).effects
    await redis.delete(store.keys.lease("alpha"))
    await store.take()
    [loaded] = await store.load([ANNA])
    assert (await store.commit([Entry(ANNA, loaded.version, b"told", settles=(id,))])).accepted == (True,)
    assert await store.queued() == []


async def test_a_newcomer_of_our_name_displaces_us_all_the_same(store: Store, redis: Redis) -> None:
    """The lease is there again, and it is not ours."""
    await redis.flushall()
    await taken(redis, "alpha")
    await taken(redis, "alpha")
    with pytest.raises(Displaced):
        await store.beat()


async def test_what_was_in_doubt_is_over_when_all_is_lost(shared_server: RedisServer) -> None:
    """Whether it was written before, nobody will know; it is not there."""
    async with Proxy(shared_server.socket).listening() as proxy, connect(proxy.url) as redis:
        await redis.flushall()
        store = await taken(redis, "alpha")
        await store.commit([])
        proxy.lose_answers = 1
        commit = asyncio.create_task(store.commit([TURN]))
        await proxy.lost.wait()
        proxy.refusing = True
        async with connect(shared_server.url) as direct:
            await direct.flushall()
        proxy.refusing = False
        with pytest.raises(Vanished):
            await commit
        assert store.in_doubt_since is None


async def test_what_was_in_doubt_when_its_sender_left_is_forgotten(shared_server: RedisServer) -> None:
    """Its epoch is of before; the next batch is none the worse for it."""
    async with Proxy(shared_server.socket).listening() as proxy, connect(proxy.url) as redis:
        await redis.flushall()
        store = await taken(redis, "alpha")
        await store.commit([])
        proxy.lose_answers = 1_000
        commit = asyncio.create_task(store.commit([TURN]))
        await proxy.lost.wait()
        commit.cancel()
        await asyncio.wait([commit])
        proxy.lose_answers = 0
        await redis.flushall()
        await store.take()
        assert (await store.commit([TURN])).accepted == (True,)


async def test_taking_again_may_be_repeated(shared_server: RedisServer) -> None:
    """Its answer may get lost."""
    async with Proxy(shared_server.socket).listening() as proxy, connect(proxy.url) as redis:
        await redis.flushall()
        store = await taken(redis, "alpha")
        await redis.flushall()
        proxy.lose_answers = 1
        with pytest.raises(Lost):
            await store.take()
        await store.take()
        await store.beat()
