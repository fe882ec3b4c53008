"""The two stores that must behave alike, and a redis-server for tests that do it harm."""

from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import HealthCheck, settings
from redis.asyncio import Redis

from state.connection import connect, in_memory
from tests.redis_cluster import RedisCluster, running_cluster
from tests.redis_server import RedisServer, running_redis

# A busy machine is no failure: examples may take their time.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared_server() -> Iterator[RedisServer]:
    """One server for all tests that leave it as it was but for its data."""
    with running_redis() as server:
        yield server


@pytest.fixture(scope="session")
def shared_cluster() -> Iterator[RedisCluster]:
    """One Cluster for all tests that leave it as it was but for its data."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def fragile_cluster() -> Iterator[RedisCluster]:
    """A Cluster to maltreat."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A server to maltreat."""
    with running_redis() as server:
        yield server


@pytest.fixture(params=["memory", "server"])
async def redis(request: pytest.FixtureRequest) -> AsyncIterator[Redis]:
    """Each implementation in turn, empty."""
    memory = request.param == "memory"
    redis = in_memory() if memory else connect(request.getfixturevalue("shared_server").url)
    await redis.flushall()
    yield redis
    await redis.aclose()
