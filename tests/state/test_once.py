"""What may be taken once, on both stores."""

import pytest
from redis.asyncio import Redis

from state.batch import ONCE_SECONDS, Entry, Once, lay_out
from state.connection import run, script
from state.store import Store

ANNA, BORIS = "79160000001", "79160000002"
NOTICE, ANOTHER = Once("order-7", b"digest"), Once("order-8", b"other")


async def queued(store: Store) -> list[bytes]:
    return [effect for _, effect in await store.queued()]


async def test_what_was_taken_is_kept_for_a_week(store: Store, redis: Redis) -> None:
    """Each key of an accepted entry with its own value, beside session, profile and parts."""
    first = Entry(ANNA, b"", b"menu", (b"1", b"2"), profile=b"ru", parts=("{00}:part",), once=(NOTICE, ANOTHER))
    second = Entry(BORIS, b"", b"menu", (b"3",), parts=("{00}:part",), once=(Once("order-9", b"third"),))
    assert (await store.commit([first, second])).accepted == (True, True)
    assert [await store.once(f"order-{number}") for number in (6, 7, 8, 9)] == [None, b"digest", b"other", b"third"]
    assert await redis.ttl(store.keys.once("order-7")) == pytest.approx(ONCE_SECONDS, abs=5)
    assert await queued(store) == [b"1", b"2", b"3"]


async def test_the_same_key_again_is_refused_whole(store: Store, other: Store) -> None:
    """By whichever gateway it comes: nothing of the entry is written, and its neighbours are not disturbed."""
    await store.commit([Entry(ANNA, b"", b"menu", (b"say",), once=(NOTICE,))])
    [anna] = await other.load([ANNA])
    again = Entry(ANNA, anna.version, b"again", (b"again",), once=(ANOTHER, Once("order-7", b"else")))
    committed = await other.commit([again, Entry(BORIS, b"", b"hello", (b"hello",))])
    assert (committed.accepted, committed.effects) == ((False, True), ((), ("1-1",)))
    assert [loaded.session for loaded in await store.load([ANNA, BORIS])] == [b"menu", b"hello"]
    assert [await store.once(key) for key in ("order-7", "order-8")] == [b"digest", None]
    assert await queued(other) == [b"hello"]


async def test_of_two_entries_of_a_batch_the_first_takes_the_key(store: Store) -> None:
    """The second finds it taken."""
    entries = [Entry(number, b"", b"menu", (b"say",), once=(NOTICE,)) for number in (ANNA, BORIS)]
    assert (await store.commit(entries)).accepted == (True, False)
    assert await queued(store) == [b"say"]


async def test_an_entry_that_is_refused_takes_no_key(store: Store) -> None:
    """Somebody was faster; after loading again the key is still free."""
    assert (await store.commit([Entry(ANNA, b"0.0.0 ", b"menu", once=(NOTICE,))])).accepted == (False,)
    assert await store.once("order-7") is None
    assert (await store.commit([Entry(ANNA, b"", b"menu", once=(NOTICE,))])).accepted == (True,)


async def test_a_batch_sent_again_is_accepted_again(store: Store, redis: Redis) -> None:
    """Though the key has been taken, by that very batch."""
    batch = lay_out(store.keys, store.name, store.epoch, 1, 0, [Entry(ANNA, b"", b"menu", once=(NOTICE,))], (), {})
    answers = [await run(redis, script("commit.lua"), batch.keys, batch.arguments) for _ in range(2)]
    assert [verdicts for verdicts, *_ in answers] == [b"1", b"1"]
