"""The two stores that must behave alike, and the gateways that use them."""

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from state.connection import connect, in_memory
from state.store import Store
from tests.redis_server import RedisServer, running_redis


@pytest.fixture(scope="session")
def shared_server() -> Iterator[RedisServer]:
    """One server for all tests that leave it as it was but for its data."""
    with running_redis() as server:
        yield server


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


@pytest.fixture
async def store(redis: Redis) -> Store:
    """The gateway alpha."""
    return await taken(redis, "alpha")


@pytest.fixture
async def other(redis: Redis) -> Store:
    """The gateway beta, on the same Redis."""
    return await taken(redis, "beta")


async def taken(redis: Redis, name: str) -> Store:
    """A store that holds the lease of `name`."""
    store = Store(redis, name)
    await store.take()
    return store
