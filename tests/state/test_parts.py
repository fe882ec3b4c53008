"""Parts of a long message, and dead letters, on both stores."""

from itertools import permutations

import pytest
from redis.asyncio import Redis

from state.store import Store

ANNA = "79160000001"


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
async def test_parts_may_come_in_any_order(store: Store, order: tuple[int, ...]) -> None:
    """The last to come gets all of them."""
    found = [await store.add_part(ANNA, "111", 42, 3, 8, index, b"part %d" % index) for index in order]
    assert found == [None, None, {1: b"part 1", 2: b"part 2", 3: b"part 3"}]


async def test_a_part_may_come_twice(store: Store) -> None:
    """A duplicate completes nothing; of the same part the newest counts; one of the last part gets all again."""
    found = [
        await store.add_part(ANNA, "111", 42, 2, 8, index, data)
        for index, data in [(1, b"first"), (1, b"other"), (2, b"second"), (2, b"second")]
    ]
    whole = {1: b"other", 2: b"second"}
    assert found == [None, None, whole, whole]


async def test_messages_do_not_mix(store: Store) -> None:
    """Number, service, reference, total and width of the reference tell them apart."""
    await store.add_part(ANNA, "111", 42, 2, 8, 1, b"first")
    others = [("7", "111", 42, 2, 8), (ANNA, "112", 42, 2, 8), (ANNA, "111", 43, 2, 8), (ANNA, "111", 42, 3, 8)]
    for message in [*others, (ANNA, "111", 42, 2, 16)]:
        assert await store.add_part(*message, 2, b"second") is None


async def test_parts_of_a_message_that_never_completes_expire(store: Store, redis: Redis) -> None:
    """The last part to come says when."""
    await store.add_part(ANNA, "111", 42, 2, 8, 1, b"first", seconds=300)
    assert await redis.ttl(store.keys.part(ANNA, "111", 42, 2, 8)) == pytest.approx(300, abs=5)


async def test_parts_may_count_from_0(store: Store) -> None:
    """All are there when there are as many as the total."""
    assert await store.add_part(ANNA, "111", 42, 2, 8, 1, b"second") is None
    assert await store.add_part(ANNA, "111", 42, 2, 8, 0, b"first") == {0: b"first", 1: b"second"}


@pytest.mark.parametrize("index", [-1, 3])
async def test_a_part_outside_its_message_is_nobodys(store: Store, index: int) -> None:
    """None has an index above the total."""
    with pytest.raises(ValueError, match="of 2"):
        await store.add_part(ANNA, "111", 42, 2, 8, index, b"stray")


async def test_parts_that_are_about_to_expire_are_dropped_once(store: Store) -> None:
    """Others are not, nor what is not there."""
    await store.add_part(ANNA, "111", 42, 2, 8, 1, b"first", seconds=300)
    key = store.keys.part(ANNA, "111", 42, 2, 8)
    assert [await store.drop_parts(key, 200), await store.drop_parts(key, 310)] == [False, True]
    assert await store.drop_parts(key, 310) is False
    assert await store.add_part(ANNA, "111", 42, 2, 8, 2, b"second") is None


async def test_dead_letters_are_kept(store: Store, redis: Redis) -> None:
    """For an operator to read."""
    await store.dead(b"one")
    await store.dead(b"two")
    letters = await redis.xrange(store.keys.dead) or []
    assert [fields for _, fields in letters] == [{b"entry": b"one"}, {b"entry": b"two"}]
