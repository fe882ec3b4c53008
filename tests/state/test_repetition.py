"""The same batch again, on both stores: the same answer, and nothing written."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from state.batch import Batch, Entry, lay_out
from state.connection import in_memory, run, script
from state.errors import Rejected
from state.store import Store
from tests.state.conftest import taken

ANNA, BORIS = "79160000001", "79160000002"
COMMIT = script("commit.lua")


def first_batch(store: Store, *entries: Entry) -> Batch:
    return lay_out(store.keys, store.name, store.epoch, 1, 0, entries, (), {})


async def test_a_batch_sent_again_gets_the_same_answer_and_writes_nothing(store: Store, redis: Redis) -> None:
    """The script keeps the number of the last batch with its answer."""
    batch = first_batch(store, Entry(ANNA, b"", b"menu", effects=(b"say",)), Entry(BORIS, b"0.0.0 ", b"refused"))
    [verdicts, *_] = await run(redis, COMMIT, batch.keys, batch.arguments)
    await redis.delete(store.keys.session(ANNA))
    [again, *_] = await run(redis, COMMIT, batch.keys, batch.arguments)
    assert (verdicts, again) == (b"10", b"10")
    assert [loaded.session for loaded in await store.load([ANNA])] == [None]
    assert await store.queued() == [("1-0", b"say")]


async def test_a_copy_that_comes_after_the_next_batch_writes_nothing(store: Store, redis: Redis) -> None:
    """It was under way for longer than we wait; if it counted as the last batch, the next would be written twice."""
    batch = first_batch(store, Entry(ANNA, b"", b"menu", effects=(b"say",)))
    await run(redis, COMMIT, batch.keys, batch.arguments)
    after = lay_out(store.keys, store.name, store.epoch, 2, 0, [Entry(BORIS, b"", b"menu", effects=(b"say",))], (), {})
    first = await run(redis, COMMIT, after.keys, after.arguments)
    with pytest.raises(Rejected, match="LATE"):
        await run(redis, COMMIT, batch.keys, batch.arguments)
    [verdicts, *_] = await run(redis, COMMIT, after.keys, after.arguments)
    assert [verdicts] == first[:1] == [b"1"]
    assert await store.queued() == [("1-0", b"say"), ("2-0", b"say")]


async def test_an_accepted_answer_sent_again_is_still_accepted(store: Store, redis: Redis) -> None:
    """Though its Ask has gone with the first time."""
    await store.commit([Entry(ANNA, b"", b"waiting", effects=(b"ask",))])
    [loaded] = await store.load([ANNA])
    entry = Entry(ANNA, loaded.version, b"told", settles=("1-0",))
    batch = lay_out(store.keys, store.name, store.epoch, 2, 0, [entry], (), {})
    answers = [await run(redis, COMMIT, batch.keys, batch.arguments) for _ in range(2)]
    assert [verdicts for verdicts, *_ in answers] == [b"1", b"1"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from("ABCD")), st.booleans()), max_size=12))
def test_two_gateways_never_lose_an_update(turns: list[tuple[bool, set[str], bool]]) -> None:
    """Each accepted entry appends to the session that it loaded; whatever the order, no letter is lost."""
    asyncio.run(_play(turns))


async def _play(turns: list[tuple[bool, set[str], bool]]) -> None:
    redis = in_memory()
    gateways = [await taken(redis, "alpha"), await taken(redis, "beta")]
    seen = [dict(zip("ABCD", await gateway.load("ABCD"), strict=True)) for gateway in gateways]
    expected: dict[str, bytes] = dict.fromkeys("ABCD", b"")
    for which, numbers, reload in turns:
        if reload:
            seen[which] = dict(zip("ABCD", await gateways[which].load("ABCD"), strict=True))
        loaded = [(number, seen[which][number]) for number in sorted(numbers)]
        entries = [Entry(n, was.version, (was.session or b"") + n.encode()) for n, was in loaded]
        committed = await gateways[which].commit(entries)
        for entry, accepted in zip(entries, committed.accepted, strict=True):
            if accepted:
                expected[entry.number] += entry.number.encode()
    assert {n: was.session or b"" for n, was in zip("ABCD", await gateways[0].load("ABCD"), strict=True)} == expected
    await redis.aclose()
