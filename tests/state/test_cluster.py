"""Shards are found on a Cluster, followed when they move, and missed alone when their node is away."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from state.batch import Entry
from state.cluster import Cluster, nodes_of
from state.errors import Lost, Unavailable, Unreachable
from state.store import Store
from tests.redis_cluster import RedisCluster

ANNA = "79160000001"
PATIENCE = 30.0
FIRST, SECOND = 0, 4
"""Two shards on different masters."""


@asynccontextmanager
async def stores(url: str) -> AsyncIterator[list[Store]]:
    """The gateway alpha's, one for each shard."""
    cluster = Cluster(url)
    try:
        yield [Store(slot, "alpha", shard) for shard, slot in enumerate(cluster.shards())]
    finally:
        await cluster.aclose()


@pytest.fixture
async def shards(shared_cluster: RedisCluster) -> AsyncIterator[list[Store]]:
    """On a Cluster of which one node is known at first."""
    for node in shared_cluster.masters:
        node.say("FLUSHALL")
    async with stores(f"redis+cluster://127.0.0.1:{shared_cluster.masters[0].port}") as found:
        yield found


async def written(store: Store, session: bytes) -> None:
    """Anna's session, over what was there."""
    [loaded] = await store.load([ANNA])
    assert (await store.commit([Entry(ANNA, loaded.version, session)])).accepted == (True,)


async def read(store: Store) -> bytes | None:
    """Anna's session."""
    return (await store.load([ANNA]))[0].session


async def patiently(store: Store) -> None:
    """Until it answers again."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(Unavailable):
                await store.beat()
                return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("url", "nodes"),
    [
        ("redis+cluster://one:7000", ["redis://one:7000"]),
        ("rediss+cluster://us:p%2Cw@one,[::1]:2?x=1", ["rediss://us:p%2Cw@one?x=1", "rediss://us:p%2Cw@[::1]:2?x=1"]),
    ],
)
def test_a_cluster_is_given_as_some_of_its_nodes(url: str, nodes: list[str]) -> None:
    """Who may enter, and how, is the same for all."""
    assert nodes_of(url) == nodes


async def test_each_shard_is_found_on_its_node(shards: list[Store], shared_cluster: RedisCluster) -> None:
    """As soon as one node is known; the work is shared fairly."""
    for store in shards:
        await store.take()
        await written(store, b"%d" % store.keys.shard)
    assert [await read(store) for store in shards] == [b"%d" % shard for shard in range(16)]
    shares = [node.say("KEYS", "*:lease:*").count("lease") for node in shared_cluster.masters]
    assert sorted(shares) == [5, 5, 6]


async def test_a_slot_is_followed_when_it_has_moved(shards: list[Store], shared_cluster: RedisCluster) -> None:
    """While it moves, and its keys are in two places, nothing is executed."""
    store, slot = shards[SECOND], shared_cluster.slot_of(SECOND)
    old, new = shared_cluster.masters[:2]
    await read(store)
    old.say("CLUSTER", "SETSLOT", slot, "MIGRATING", new.id)
    new.say("CLUSTER", "SETSLOT", slot, "IMPORTING", old.id)
    with pytest.raises(Unreachable):
        await store.take()
    for node in (new, old):
        node.say("CLUSTER", "SETSLOT", slot, "NODE", new.id)
    try:
        await store.take()
        assert "lease" in new.say("KEYS", "*")
    finally:
        new.say("FLUSHALL")
        for node in (old, new):
            node.say("CLUSTER", "SETSLOT", slot, "NODE", old.id)


async def test_a_master_that_is_away_takes_its_shards_along_and_no_others(fragile_cluster: RedisCluster) -> None:
    """Nothing was executed there; when it is back, all goes on where it was."""
    gone = fragile_cluster.master_of(FIRST)
    async with stores(fragile_cluster.url) as shards:
        for store in shards:
            await store.take()
        await written(shards[FIRST], b"before")
        gone.kill()
        for store in shards:
            if fragile_cluster.master_of(store.keys.shard) is gone:
                with pytest.raises(Unavailable):
                    await store.beat()
            else:
                await store.beat()
        gone.start()
        await patiently(shards[FIRST])
        assert await read(shards[FIRST]) == b"before"


async def test_a_replica_that_takes_over_is_found(fragile_cluster: RedisCluster) -> None:
    """It knows the session, the lease and the last batch."""
    master = fragile_cluster.master_of(FIRST)
    async with stores(fragile_cluster.url) as shards:
        store = shards[FIRST]
        await store.take()
        await written(store, b"before")
        replica = fragile_cluster.replica_of(master)
        master.kill()
        replica.say("CLUSTER", "FAILOVER", "TAKEOVER")
        await patiently(store)
        assert await read(store) == b"before"
        await written(store, b"after")


async def test_a_master_that_hangs_leaves_us_in_doubt(fragile_cluster: RedisCluster) -> None:
    """It may have executed what was sent."""
    hanging = fragile_cluster.master_of(FIRST)
    async with stores(fragile_cluster.url) as shards:
        await shards[FIRST].take()
        hanging.send_signal(signal.SIGSTOP)
        with pytest.raises(Lost):
            await shards[FIRST].beat()
        await shards[SECOND].take()
        hanging.send_signal(signal.SIGCONT)
        await patiently(shards[FIRST])


async def test_without_any_node_nothing_is_reached(fragile_cluster: RedisCluster) -> None:
    """Nor is there anything to find."""
    for node in fragile_cluster.masters:
        node.kill()
    async with stores(fragile_cluster.url) as shards:
        with pytest.raises(Unreachable, match="no node"):
            await shards[FIRST].take()


async def test_nodes_that_send_us_in_circles_are_given_up(shards: list[Store], shared_cluster: RedisCluster) -> None:
    """As one that is away."""
    slot = shared_cluster.slot_of(SECOND)
    old, new = shared_cluster.masters[:2]
    await shards[SECOND].load([ANNA])
    old.say("CLUSTER", "SETSLOT", slot, "NODE", new.id)
    try:
        with pytest.raises(Unreachable, match="in circles"):
            await shards[SECOND].load([ANNA])
    finally:
        old.say("CLUSTER", "SETSLOT", slot, "NODE", old.id)
