"""A real redis-server in trouble: full, read-only, busy, killed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from state.batch import Entry
from state.connection import call, connect
from state.errors import Denied, Unavailable
from state.store import Store
from tests.redis_server import RedisServer, running_redis
from tests.state.conftest import taken
from tests.state.proxy import Proxy

ANNA, BORIS = "79160000001", "79160000002"
TURN = Entry(ANNA, b"", b"menu", effects=(b"say",))


@pytest.fixture
async def redis(server: RedisServer) -> AsyncIterator[Redis]:
    async with connect(server.url) as redis:
        yield redis


async def written(store: Store) -> tuple[bytes | None, list[bytes]]:
    [loaded] = await store.load([ANNA])
    return loaded.session, [effect for _, effect in await store.queued()]


@pytest.mark.parametrize(
    ("trouble", "cure"),
    [
        ({"maxmemory": 1}, {"maxmemory": 0}),
        ({"min-replicas-to-write": 1}, {"min-replicas-to-write": 0}),
        ({"replicaof": "127.0.0.1 1", "replica-read-only": "yes"}, {"replicaof": "no one"}),
    ],
)
async def test_a_redis_that_may_not_write_writes_nothing(
    store: Store, redis: Redis, trouble: dict[str, str | int], cure: dict[str, str | int]
) -> None:
    """Full, without enough replicas, a replica itself: the batch is refused whole, and goes through afterwards."""
    await configure(redis, trouble)
    with pytest.raises(Unavailable):
        await store.commit([TURN])
    assert store.in_doubt_since is None
    await configure(redis, cure)
    assert await written(store) == (None, [])
    assert (await store.commit([TURN])).accepted == (True,)
    assert await written(store) == (b"menu", [b"say"])


async def configure(redis: Redis, settings: dict[str, str | int]) -> None:
    for name, value in settings.items():
        if name == "replicaof":
            await call(redis, "REPLICAOF", *str(value).split())
        else:
            await redis.config_set(name, value)


async def test_a_full_redis_still_takes_deletions_and_heartbeats(store: Store, redis: Redis) -> None:
    """A batch of deletions alone frees memory, and a heartbeat keeps our queue ours meanwhile."""
    [ids] = (await store.commit([TURN])).effects
    await redis.config_set("maxmemory", 1)
    await store.commit([], deletions=ids, acked={"alpha/1": "3"})
    await store.beat({"alpha/1": "4"})
    assert await written(store) == (b"menu", [])
    assert await store.acked("alpha") == {"alpha/1": "4"}


async def test_a_full_redis_adopts_nothing(store: Store, redis: Redis) -> None:
    """Neither the epoch nor the queue of the dead one is touched."""
    await store.commit([TURN])
    other = await taken(redis, "beta")
    leases = await other.leases()
    await redis.config_set("maxmemory", 1)
    with pytest.raises(Unavailable):
        await other.adopt("alpha", *leases["alpha"])
    assert await other.leases() == leases
    assert await written(store) == (b"menu", [b"say"])


async def test_a_busy_redis_has_not_run_the_commit(store: Store, redis: Redis) -> None:
    """Somebody's endless script keeps it busy: nothing of ours was executed."""
    await redis.config_set("busy-reply-threshold", 1)
    endless = asyncio.create_task(call(redis, "EVAL", "while true do end", 0))
    await asyncio.wait([endless], timeout=0.05)
    with pytest.raises(Unavailable):
        await store.commit([TURN])
    await redis.script_kill()
    await asyncio.gather(endless, return_exceptions=True)
    assert await written(store) == (None, [])


async def test_a_restarted_redis_is_taught_the_scripts_again(store: Store, server: RedisServer) -> None:
    """It has forgotten them; the first commit brings them."""
    await store.commit([])
    server.stop()
    server.start()
    assert (await store.commit([TURN])).accepted == (True,)


async def test_what_was_accepted_survives_a_kill_of_redis(store: Store, server: RedisServer) -> None:
    """With an append-only file each answered batch is there after kill -9, and the next one goes on from it."""
    await store.commit([TURN])
    server.kill()
    server.start()
    committed = await store.commit([Entry(BORIS, b"", b"menu", effects=(b"to Boris",))])
    assert committed.effects == (("2-0",),)
    assert await written(store) == (b"menu", [b"say", b"to Boris"])


@pytest.mark.parametrize("password", ["", ":wrong@"])
async def test_a_redis_that_does_not_let_us_in_executes_nothing(password: str) -> None:
    """The password in the address is missing or wrong, until somebody sets that right."""
    with running_redis("--requirepass", "right") as server:
        async with (
            Proxy(server.socket).listening() as proxy,
            connect(proxy.url.replace("//", f"//{password}")) as redis,
        ):
            with pytest.raises(Denied):
                await Store(redis, "alpha").take()


async def test_a_redis_that_forgot_the_scripts_is_taught_them_again(store: Store, redis: Redis) -> None:
    """SCRIPT FLUSH."""
    await store.commit([])
    await redis.script_flush()
    assert (await store.commit([TURN])).accepted == (True,)


async def test_a_redis_that_cannot_save_writes_nothing(store: Store, redis: Redis, server: RedisServer) -> None:
    """MISCONF: its snapshots fail, here because a folder is in their way. When one succeeds, all goes on."""
    in_the_way = server.socket.with_name("dump.rdb")
    in_the_way.mkdir()
    await redis.config_set("save", "3600 1000000")
    await snapshot(redis, "err")
    with pytest.raises(Unavailable, match="MISCONF"):
        await store.commit([TURN])
    with pytest.raises(Unavailable, match="MISCONF"):
        await store.beat()
    assert (store.in_doubt_since, await written(store)) == (None, (None, []))
    in_the_way.rmdir()
    await snapshot(redis, "ok")
    assert (await store.commit([TURN])).accepted == (True,)


async def snapshot(redis: Redis, outcome: str) -> None:
    """A snapshot is made, with this outcome."""
    await redis.bgsave()
    while (await redis.info("persistence"))["rdb_last_bgsave_status"] != outcome:
        await asyncio.sleep(0.01)


async def test_a_redis_with_too_many_clients_executes_nothing(store: Store, redis: Redis, server: RedisServer) -> None:
    """No place for a new connection of ours: surely nothing was sent."""
    async with connect(server.url) as client:
        await client.ping()
        await redis.config_set("maxclients", 1)
        await redis.connection_pool.disconnect()
        with pytest.raises(Unavailable):
            await store.beat()
        with pytest.raises(Unavailable):
            await store.commit([TURN])
        assert store.in_doubt_since is None
        await client.config_set("maxclients", 100)
    assert (await store.commit([TURN])).accepted == (True,)


async def test_a_redis_that_is_loading_executes_nothing_until_it_has(
    store: Store, redis: Redis, server: RedisServer
) -> None:
    """It says so while it reads its file, here slowly."""
    await call(redis, "EVAL", "for i = 1, 10000 do redis.call('SET', i, i) end", 0)
    await redis.connection_pool.disconnect()
    server.stop()
    said: set[str] = set()
    starting = asyncio.create_task(asyncio.to_thread(server.start, "--key-load-delay", "100"))
    while not starting.done():
        try:
            await store.commit([TURN])
        except Unavailable as error:
            said.add(str(error).partition(":")[0])
        await asyncio.sleep(0.01)
    await starting
    assert "LOADING" in said
    [loaded] = await store.load([ANNA])
    assert (await store.commit([Entry(ANNA, loaded.version, b"menu")])).accepted == (True,)


async def test_every_call_says_when_redis_is_away(store: Store, server: RedisServer) -> None:
    """Unavailable, whatever was asked."""
    server.stop()
    calls = [
        store.take(),
        store.load([ANNA]),
        store.beat(),
        store.queued(),
        store.leases(),
        store.acked("alpha"),
        store.adopt("beta", "1", "1"),
        store.add_part(ANNA, "111", 42, 2, 8, 1, b"first"),
        store.dead(b"letter"),
    ]
    for asked in calls:
        with pytest.raises(Unavailable):
            await asked
    server.start()
