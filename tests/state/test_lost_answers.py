"""What a commit does when it cannot know whether Redis has written it."""

import asyncio
import time
from collections.abc import AsyncIterator
from random import Random

import pytest
from redis.asyncio import Redis

from state.batch import Committed, Entry
from state.connection import call, connect
from state.errors import Displaced, Lost, Unavailable
from state.store import Store
from tests.redis_server import RedisServer
from tests.state.conftest import taken
from tests.state.proxy import Proxy

ANNA, BORIS = "79160000001", "79160000002"


@pytest.fixture
async def direct(shared_server: RedisServer) -> AsyncIterator[Redis]:
    """Redis as it is, for looking at."""
    async with connect(shared_server.url) as redis:
        await redis.flushall()
        yield redis


@pytest.fixture
async def proxy(direct: Redis, shared_server: RedisServer) -> AsyncIterator[Proxy]:
    async with Proxy(shared_server.socket).listening() as proxy:
        yield proxy


@pytest.fixture
async def redis(proxy: Proxy) -> AsyncIterator[Redis]:
    """Redis through the proxy."""
    async with connect(proxy.url) as redis:
        yield redis


@pytest.fixture
async def store(redis: Redis) -> Store:
    """The gateway alpha, behind the proxy; its scripts are known to Redis."""
    store = await taken(redis, "alpha")
    await store.commit([])
    return store


async def written(redis: Redis) -> tuple[bytes | None, list[bytes]]:
    """Anna's session and the effects in the queue, as they are in Redis."""
    store = Store(redis, "alpha")
    [loaded] = await store.load([ANNA])
    return loaded.session, [effect for _, effect in await store.queued()]


@pytest.mark.parametrize("times", [1, 3])
async def test_an_answer_that_gets_lost_is_asked_for_again(
    proxy: Proxy, store: Store, direct: Redis, times: int
) -> None:
    """The batch is repeated until its answer comes, and written exactly once."""
    proxy.lose_answers = times
    committed = await store.commit([Entry(ANNA, b"", b"menu", effects=(b"say",))])
    assert committed.accepted == (True,)
    assert committed.effects == (("2-0",),)
    assert await written(direct) == (b"menu", [b"say"])
    assert store.in_doubt_since is None


async def test_a_request_that_gets_lost_is_sent_again(proxy: Proxy, store: Store, direct: Redis) -> None:
    """Nobody could know that Redis had not got it."""
    proxy.lose_requests = 1
    committed = await store.commit([Entry(ANNA, b"", b"menu", effects=(b"say",))])
    assert committed.accepted == (True,)
    assert await written(direct) == (b"menu", [b"say"])


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_gets_lost_each_batch_is_written_once_and_in_order(
    proxy: Proxy, store: Store, direct: Redis, seed: int
) -> None:
    """Twenty turns of one number, a third of them losing a request or an answer on the way."""
    chance = Random(seed)
    for turn in range(20):
        proxy.lose_requests, proxy.lose_answers = chance.choice([(0, 0), (0, 0), (0, 0), (0, 0), (1, 0), (0, 1)])
        [loaded] = await store.load([ANNA])
        session = (loaded.session or b"") + b"%d " % turn
        committed = await store.commit([Entry(ANNA, loaded.version, session, effects=(b"say %d" % turn,))])
        assert committed.accepted == (True,)
    turns = range(20)
    assert await written(direct) == (b"".join(b"%d " % turn for turn in turns), [b"say %d" % turn for turn in turns])


async def test_redis_away_before_sending_is_no_doubt(proxy: Proxy, redis: Redis, store: Store, direct: Redis) -> None:
    """Without a connection nothing was sent, so the commit fails at once and nothing was written."""
    await redis.connection_pool.disconnect()
    proxy.refusing = True
    with pytest.raises(Unavailable):
        await store.commit([Entry(ANNA, b"", b"menu", effects=(b"say",))])
    assert store.in_doubt_since is None
    assert await written(direct) == (None, [])


async def test_doubt_lasts_while_redis_is_away(proxy: Proxy, store: Store, direct: Redis) -> None:
    """The answer got lost and now Redis refuses connections: the commit waits, and says since when."""
    before = time.monotonic()
    commit = await in_doubt(proxy, store)
    since = store.in_doubt_since
    assert since is not None
    assert before <= since <= time.monotonic()
    proxy.refusing = False
    committed = await commit
    assert committed.accepted == (True,)
    assert store.in_doubt_since is None
    assert await written(direct) == (b"menu", [b"say"])


async def test_after_a_cancelled_commit_the_next_one_settles_it_first(
    proxy: Proxy, store: Store, direct: Redis
) -> None:
    """The batch in doubt is repeated before another, so that neither its number nor its turns are confused."""
    commit = await in_doubt(proxy, store)
    commit.cancel()
    await asyncio.gather(commit, return_exceptions=True)
    proxy.refusing = False
    committed = await store.commit([Entry(BORIS, b"", b"menu", effects=(b"to Boris",))])
    assert committed.effects == (("3-0",),)
    assert await written(direct) == (b"menu", [b"say", b"to Boris"])


async def test_who_is_displaced_while_in_doubt_stops(proxy: Proxy, store: Store, direct: Redis) -> None:
    """A newcomer of our name ends the doubt: what was written is its business now."""
    commit = await in_doubt(proxy, store)
    await taken(direct, "alpha")
    proxy.refusing = False
    with pytest.raises(Displaced):
        await commit
    assert store.in_doubt_since is None


async def test_a_heartbeat_without_answer_is_not_repeated(proxy: Proxy, store: Store) -> None:
    """Nobody is harmed by a heartbeat too many or too few: the next second brings another."""
    await store.beat()
    proxy.lose_answers = 1
    with pytest.raises(Lost):
        await store.beat()


async def test_an_answer_that_does_not_come_in_time_is_lost(direct: Redis) -> None:
    """Nobody waits for ever: here for the reply to a command that Redis keeps waiting for data."""
    with pytest.raises(Lost):
        await call(direct, "BLPOP", "nothing", 0)


async def in_doubt(proxy: Proxy, store: Store) -> asyncio.Task[Committed]:
    """A commit whose first answer got lost, and that was refused a connection since."""
    proxy.lose_answers = 1
    commit = asyncio.create_task(store.commit([Entry(ANNA, b"", b"menu", effects=(b"say",))]))
    await proxy.lost.wait()
    proxy.refusing = True
    proxy.lost.clear()
    await proxy.lost.wait()
    return commit
