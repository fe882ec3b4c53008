"""Where houses stand: on one Redis, or on a Redis Cluster.

Redis syncs after each command: with `everysec` a kill -9 of Redis may cost what it has answered already, for it holds
its writes back for up to two seconds while the disk is busy with the sync before.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from state.cluster import Cluster
from state.connection import connect
from tests.redis_cluster import RedisCluster, running_cluster
from tests.redis_server import RedisServer, running_redis
from tests.state.proxy import Proxy
from tests.system.house import House, house


@asynccontextmanager
async def on_redis() -> AsyncIterator[tuple[House, RedisServer, Proxy]]:
    """With the proxy through which its gateways reach it."""
    with running_redis("--appendfsync", "always") as server:
        async with (
            Proxy(server.socket).listening() as proxy,
            connect(server.url) as redis,
            house(proxy.url, [redis]) as home,
        ):
            yield home, server, proxy


@asynccontextmanager
async def on_cluster() -> AsyncIterator[tuple[House, RedisCluster]]:
    """Of three masters, which sync after each command too."""
    with running_cluster() as cluster:
        nodes = Cluster(cluster.url)
        async with house(cluster.url, nodes.shards()) as home:
            yield home, cluster
        await nodes.aclose()
