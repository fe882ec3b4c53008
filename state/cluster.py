"""A Redis Cluster: which of its nodes serves a shard, now.

All keys of a shard lie in one slot, so a shard needs one node at a time, and what holds of one Redis
(`state.connection`) holds of a shard here: a command goes to one node, once, and its error says whether it may have
been executed.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.crc import key_slot

from state.connection import Argument, Elsewhere, call, connect
from state.errors import Moved, StateError, Unavailable, Unreachable
from state.keys import TAGS

SCHEMES = {"redis+cluster": "redis", "rediss+cluster": "rediss"}

MOST_HOPS = 5
"""Nodes that may send a command on to another one."""

Place = tuple[str, int]
"""Host and port."""


def nodes_of(url: str) -> list[str]:
    """``redis+cluster://[USER:PASSWORD@]HOST:PORT[,HOST:PORT...]`` as a URL for each node; raises ValueError."""
    before, hosts, after = _around(url)
    return [before + host + after for host in hosts.split(",")]


class Cluster:
    """The nodes that we know of: those of the URL, and those that they told us of. Any of them may be asked."""

    def __init__(self, url: str) -> None:
        """See `nodes_of`."""
        self._before, _, self._after = _around(url)
        self._nodes = dict(map(_listening, map(connect, nodes_of(url))))
        self._given = frozenset(self._nodes)

    def shards(self) -> "list[Slot]":
        """Where each shard is."""
        return [Slot(self, key_slot(tag.encode())) for tag in TAGS]

    def node(self, place: Place) -> Redis:
        """Who listens there."""
        if place not in self._nodes:
            host, port = place
            bracketed = f"[{host}]" if ":" in host else host
            self._nodes[place] = connect(f"{self._before}{bracketed}:{port}{self._after}")
        return self._nodes[place]

    async def find(self, slot: int) -> Place:
        """The master of a slot, as the first node says that answers; raises Unreachable if none does."""
        for asked, node in list(self._nodes.items()):
            try:
                ranges = await call(node, "CLUSTER", "SLOTS")
            except StateError:
                self.doubt(asked)
            else:
                await self._forget_all_but({_place(each, asked) for _, _, *nodes in ranges for each in nodes})
                return next(
                    (_place(master, asked) for first, last, master, *_ in ranges if first <= slot <= last), asked
                )
        raise Unreachable("no node of the Cluster answers")

    def doubt(self, place: Place) -> None:
        """Ask there last."""
        node = self.node(place)
        del self._nodes[place]
        self._nodes[place] = node

    async def aclose(self) -> None:
        """Close all connections."""
        await asyncio.gather(*(node.aclose() for node in self._nodes.values()))

    async def _forget_all_but(self, places: set[Place]) -> None:
        gone = [self._nodes.pop(place) for place in self._nodes.keys() - self._given - places]
        await asyncio.gather(*(node.aclose() for node in gone))


def client_of(url: str) -> Redis | Cluster:
    """Of the one or the other, as the URL says; raises TypeError and ValueError."""
    return Cluster(url) if url.partition("://")[0] in SCHEMES else connect(url)


def shards_of(client: Redis | Cluster) -> Sequence[Redis | Elsewhere]:
    """Where each shard is; one Redis has but one."""
    return client.shards() if isinstance(client, Cluster) else [client]


class Slot:
    """One slot, wherever it is."""

    def __init__(self, cluster: Cluster, slot: int) -> None:
        self._cluster = cluster
        self._slot = slot
        self._place: Place | None = None

    async def call(self, *command: Argument) -> Any:  # noqa: ANN401
        """As `state.connection.call`; who serves the slot now is asked when who did so last does not."""
        place = self._place or await self._cluster.find(self._slot)
        for _ in range(MOST_HOPS):
            try:
                answer = await call(self._cluster.node(place), *command)
            except Moved as error:
                place = error.place
            except Unavailable:
                self._cluster.doubt(place)
                self._place = None
                raise
            else:
                self._place = place
                return answer
        raise Unreachable("the nodes of the Cluster send us in circles")


def _around(url: str) -> tuple[str, str, str]:
    """What stands before the hosts in the URL of a node, the hosts, and what stands after them; `urlsplit` refuses
    several hosts one of which has brackets."""
    scheme, _, rest = url.partition("://")
    place, mark, options = rest.partition("?")
    login, at, hosts = place.partition("/")[0].rpartition("@")
    return f"{SCHEMES[scheme]}://{login}{at}", hosts, mark + options


def _listening(node: Redis) -> tuple[Place, Redis]:
    about = node.connection_pool.connection_kwargs
    return (about["host"], about.get("port", 6379)), node


def _place(node: list[Any], asked: Place) -> Place:
    """A node that does not know its own address is where we asked it."""
    return (node[0] or b"").decode() or asked[0], node[1]
