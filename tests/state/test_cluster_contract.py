"""What the store promises on one Redis it promises on a Cluster: the same tests, on one of its shards."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from state.cluster import Cluster, Slot
from state.connection import connect
from state.store import Store
from tests.redis_cluster import RedisCluster
from tests.state.test_commit import *  # noqa: F403
from tests.state.test_leases import *  # noqa: F403
from tests.state.test_once import *  # noqa: F403
from tests.state.test_parts import *  # noqa: F403


@pytest.fixture
async def redis(shared_cluster: RedisCluster) -> AsyncIterator[Redis]:
    """The node that serves the first shard, emptied."""
    for node in shared_cluster.masters:
        node.say("FLUSHALL")
    async with connect(shared_cluster.master_of(0).url) as redis:
        yield redis


@pytest.fixture
async def slot(shared_cluster: RedisCluster) -> AsyncIterator[Slot]:
    """The first shard, to be found."""
    cluster = Cluster(shared_cluster.url)
    yield cluster.shards()[0]
    await cluster.aclose()


@pytest.fixture
async def store(slot: Slot, redis: Redis) -> Store:
    """The gateway alpha."""
    store = Store(slot, "alpha")
    await store.take()
    return store


@pytest.fixture
async def other(slot: Slot, redis: Redis) -> Store:
    """The gateway beta, on the same shard."""
    store = Store(slot, "beta")
    await store.take()
    return store
