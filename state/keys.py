"""Every Redis key of Pomoshnik.

All keys of a shard carry the same hash tag, `{NN}`, so that one script may touch them on a Redis Cluster.
"""

from zlib import crc32

TAGS = ("00", "22", "97", "48", "18", "36", "83", "58", "19", "20", "95", "59", "09", "34", "81", "49")
"""Of each shard: one in every sixteenth of a Cluster's slots, so that masters with equal ranges have equal work."""


def shard_of(number: str, shards: int) -> int:
    """The shard, 0..shards-1, that holds everything about `number`."""
    return crc32(number.encode()) % shards if shards > 1 else 0


class Keys:
    """The keys of one shard."""

    def __init__(self, shard: int = 0) -> None:
        self.shard = shard
        self._tag = f"{{{TAGS[shard]}}}"

    def session(self, number: str) -> str:
        """String: version and dialog session of a number; 25 h."""
        return f"{self._tag}:s:{number}"

    def profile(self, number: str) -> str:
        """String: copy of what the operator says of a number; 1 h."""
        return f"{self._tag}:p:{number}"

    def queue(self, gateway: str) -> str:
        """Stream: effects to perform, one owner, ids are ours (`batch-index`)."""
        return f"{self._tag}:q:{gateway}"

    def lease(self, gateway: str) -> str:
        """Hash: epoch, heartbeat counter, last batch and its answer, `acked:<connection>`."""
        return f"{self._tag}:lease:{gateway}"

    @property
    def gateways(self) -> str:
        """Set: names of the gateways whose queues may hold something."""
        return f"{self._tag}:gateways"

    @property
    def epochs(self) -> str:
        """Counter: the last epoch given to anybody, so that a version token is unique among all gateways."""
        return f"{self._tag}:epochs"

    def part(self, number: str, to: str, reference: int, total: int, width: int) -> str:
        """Hash: parts of a long MO still arriving, by index; `width` is that of the reference, in bits."""
        return f"{self._tag}:part:{number}:{to}:{reference}:{total}:{width}"

    def once(self, key: str) -> str:
        """String: what is kept of an outgoing message already taken; 7 days."""
        return f"{self._tag}:once:{key}"

    @property
    def dead(self) -> str:
        """Stream: dead letters."""
        return f"{self._tag}:dead"
