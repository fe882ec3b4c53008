"""The gateways that use the stores."""

import pytest
from redis.asyncio import Redis

from state.store import Store


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
