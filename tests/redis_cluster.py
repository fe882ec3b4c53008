"""A real Redis Cluster for tests: three masters on the loopback interface, that know each other and share the slots."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import randrange
from tempfile import TemporaryDirectory

from redis import Redis
from redis.crc import key_slot

from state.keys import TAGS
from tests.redis_server import RedisServer

MASTERS = 3
SLOTS = 16_384
HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0

BELOW_EPHEMERAL = range(12_000, 32_000)
"""Ports that nobody is given by chance while a node is down."""

OPTIONS = (
    *("--bind", HOST, "--cluster-enabled", "yes", "--cluster-require-full-coverage", "no"),
    *("--repl-diskless-sync-delay", "0", "--appendfsync", "always"),  # else a kill may cost what waits for a sync
)


class Node(RedisServer):
    """One of them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.port, self.bus = free_port(), free_port()
        super().__init__(folder, *OPTIONS, "--port", str(self.port), "--cluster-port", str(self.bus))
        self.url = f"redis://{HOST}:{self.port}"

    def say(self, *command: str | int) -> str:
        """What it answers to a command, as text."""
        with Redis(HOST, self.port, protocol=2, decode_responses=True) as redis:
            return str(redis.execute_command(*command))

    @property
    def id(self) -> str:
        """Its name among the others."""
        return self.say("CLUSTER", "MYID")


class RedisCluster:
    """Its masters, in the order of their slots."""

    def __init__(self, folder: Path, exits: ExitStack) -> None:
        self._folder = folder
        self._exits = exits
        self.masters = [self._started(f"{index}") for index in range(MASTERS)]
        self.url = "redis+cluster://" + ",".join(f"{HOST}:{node.port}" for node in self.masters)
        for index, node in enumerate(self.masters):
            first, last = index * SLOTS // MASTERS, (index + 1) * SLOTS // MASTERS - 1
            node.say("CLUSTER", "ADDSLOTSRANGE", first, last)
            node.say("CLUSTER", "MEET", HOST, self.masters[0].port, self.masters[0].bus)
        _until(lambda: all(_knows(node, MASTERS) for node in self.masters))

    def slot_of(self, shard: int) -> int:
        """Where a shard is kept."""
        return key_slot(TAGS[shard].encode())

    def master_of(self, shard: int) -> Node:
        """Who serves it at first."""
        return self.masters[self.slot_of(shard) * MASTERS // SLOTS]

    def replica_of(self, master: Node) -> Node:
        """A new node that has all that this one has."""
        node = self._started("replica")
        node.say("CLUSTER", "MEET", HOST, master.port, master.bus)
        _until(lambda: all(_knows(each, MASTERS + 1) for each in (node, *self.masters)))
        node.say("CLUSTER", "REPLICATE", master.id)
        _until(lambda: "connected" in node.say("ROLE"))
        return node

    def _started(self, name: str) -> Node:
        node = Node(self._folder / name)
        node.start()
        self._exits.callback(node.kill)
        return node


@contextmanager
def running_cluster() -> Iterator[RedisCluster]:
    """A Cluster with nothing in it, gone at the end."""
    with TemporaryDirectory(prefix="cluster-") as folder, ExitStack() as exits:
        yield RedisCluster(Path(folder), exits)


def _knows(node: Node, nodes: int) -> bool:
    known, others = node.say("CLUSTER", "INFO"), node.say("CLUSTER", "NODES")
    agreed = "cluster_state:ok" in known and f"cluster_slots_assigned:{SLOTS}" in known
    return agreed and f"cluster_known_nodes:{nodes}" in known and "handshake" not in others


def _until(settled: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not settled():
        if time.monotonic() - begun > PATIENCE_SECONDS:
            raise RuntimeError("the nodes do not agree")
        time.sleep(0.05)


def free_port() -> int:
    """One that nobody listens on."""
    while True:
        with socket.socket() as attempt:
            try:
                attempt.bind((HOST, port := randrange(BELOW_EPHEMERAL.start, BELOW_EPHEMERAL.stop)))
            except OSError:
                continue
            return port
