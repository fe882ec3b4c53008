import pytest

from state.keys import Keys, shard_of


def test_every_key_carries_the_shard_as_a_hash_tag() -> None:
    """All keys of a shard live on one node of a Cluster, for the tag in braces alone is hashed."""
    keys = Keys(7)
    assert [
        keys.session("79160000001"),
        keys.profile("79160000001"),
        keys.queue("alpha"),
        keys.lease("alpha"),
        keys.gateways,
        keys.epochs,
        keys.part("79160000001", "111", 42, 3, 8),
        keys.once("k"),
        keys.dead,
    ] == [
        "{58}:s:79160000001",
        "{58}:p:79160000001",
        "{58}:q:alpha",
        "{58}:lease:alpha",
        "{58}:gateways",
        "{58}:epochs",
        "{58}:part:79160000001:111:42:3:8",
        "{58}:once:k",
        "{58}:dead",
    ]


@pytest.mark.parametrize(("shards", "shard"), [(1, 0), (16, 11)])
def test_a_number_stays_on_its_shard(shards: int, shard: int) -> None:
    """The shard is crc32 of the number's digits, modulo the shards."""
    assert shard_of("79160000001", shards) == shard
