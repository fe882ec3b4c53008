"""What a commit promises, on both stores."""

import time

import pytest
from redis.asyncio import Redis

from state.batch import MOST_DELETIONS, MOST_ENTRIES, SESSION_SECONDS, Entry, Loaded
from state.errors import Displaced, Rejected
from state.store import Store
from tests.state.conftest import taken

ANNA, BORIS = "79160000001", "79160000002"


async def version(store: Store, number: str) -> bytes:
    [loaded] = await store.load([number])
    return loaded.version


async def sessions(store: Store, *numbers: str) -> list[bytes | None]:
    return [loaded.session for loaded in await store.load(numbers)]


async def test_nothing_is_stored_of_a_new_number(store: Store) -> None:
    """An unknown number loads as an empty version without session or profile."""
    assert await store.load([ANNA]) == [Loaded(b"", None, None)]


async def test_loading_nobody_asks_nothing(store: Store) -> None:
    """No numbers, no answers."""
    assert await store.load([]) == []


async def test_a_batch_stores_sessions_profiles_and_effects(store: Store) -> None:
    """What was committed is loaded again, and effects wait in the queue in order, under the ids that were told."""
    committed = await store.commit([
        Entry(ANNA, b"", b"menu", effects=(b"say 1", b"say 2"), profile=b"ru"),
        Entry(BORIS, b"", b"\x00 \xff", effects=(b"ask",)),
    ])  # fmt: skip
    assert committed.accepted == (True, True)
    assert committed.effects == (("1-0", "1-1"), ("1-2",))
    assert await store.queued() == [("1-0", b"say 1"), ("1-1", b"say 2"), ("1-2", b"ask")]
    assert await store.load([ANNA, BORIS]) == [
        Loaded(f"{store.epoch}.1.0 ".encode(), b"menu", b"ru"),
        Loaded(f"{store.epoch}.1.1 ".encode(), b"\x00 \xff", None),
    ]


async def test_a_commit_tells_the_time_of_redis(store: Store) -> None:
    """Seconds since 1970, with fractions."""
    committed = await store.commit([])
    assert committed.now == pytest.approx(time.time(), abs=5)


async def test_sessions_and_profiles_expire(store: Store, redis: Redis) -> None:
    """Sessions are kept for 25 hours, profiles for as long as the entry says."""
    await store.commit([Entry(ANNA, b"", b"menu", profile=b"not ours", profile_seconds=600)])
    assert await redis.ttl(store.keys.session(ANNA)) == pytest.approx(SESSION_SECONDS, abs=5)
    assert await redis.ttl(store.keys.profile(ANNA)) == pytest.approx(600, abs=5)


async def test_a_turn_without_a_profile_leaves_the_stored_one(store: Store) -> None:
    """None means that nothing new is known of the number."""
    await store.commit([Entry(ANNA, b"", b"menu", profile=b"ru")])
    await store.commit([Entry(ANNA, await version(store, ANNA), b"balance")])
    [loaded] = await store.load([ANNA])
    assert (loaded.session, loaded.profile) == (b"balance", b"ru")


async def test_who_comes_second_is_refused_whole(store: Store, other: Store) -> None:
    """Two gateways stepped the same session: the slower one changes nothing, and its neighbours are not disturbed."""
    [loaded] = await store.load([ANNA])
    await other.commit([Entry(ANNA, loaded.version, b"of beta", effects=(b"beta says",))])
    committed = await store.commit([
        Entry(ANNA, loaded.version, b"of alpha", effects=(b"alpha says", b"twice"), profile=b"stale"),
        Entry(BORIS, b"", b"hello", effects=(b"hello",)),
    ])  # fmt: skip
    assert committed.accepted == (False, True)
    assert committed.effects == ((), ("1-2",))
    assert await sessions(store, ANNA, BORIS) == [b"of beta", b"hello"]
    assert (await store.load([ANNA]))[0].profile is None
    assert await store.queued() == [("1-2", b"hello")]


async def test_a_refused_turn_is_accepted_after_loading_again(store: Store, other: Store) -> None:
    """The way out of a conflict."""
    await other.commit([Entry(ANNA, b"", b"of beta")])
    assert (await store.commit([Entry(ANNA, b"", b"of alpha")])).accepted == (False,)
    assert (await store.commit([Entry(ANNA, await version(store, ANNA), b"after both")])).accepted == (True,)


@pytest.mark.parametrize("wrong", [b"1.1 ", b"1.1.0", b"1.1.0 m", b"9.1.0 "])
async def test_a_version_is_compared_whole(store: Store, wrong: bytes) -> None:
    """Neither a beginning of a version nor what only begins like one will do."""
    await store.commit([Entry(ANNA, b"", b"menu")])
    stored = await version(store, ANNA)
    committed = await store.commit([Entry(ANNA, b"0" + stored, b"x"), Entry(BORIS, wrong, b"x")])
    assert committed.accepted == (False, False)


async def test_versions_are_unique_among_gateways(store: Store, other: Store) -> None:
    """The first batches of two gateways give different versions, so that neither is taken for the other."""
    await store.commit([Entry(ANNA, b"", b"menu")])
    await other.commit([Entry(BORIS, b"", b"menu")])
    assert await version(store, ANNA) != await version(store, BORIS)


async def test_a_value_that_no_version_heads_can_be_replaced(store: Store, redis: Redis) -> None:
    """Whatever stands under a session's key, a turn that apologises can be stored over it."""
    await redis.set(store.keys.session(ANNA), b"garbage")
    [loaded] = await store.load([ANNA])
    assert (await store.commit([Entry(ANNA, loaded.version, b"sorry")])).accepted == (True,)


async def test_an_answer_is_accepted_once(store: Store) -> None:
    """A turn made from an answer deletes its Ask; a second answer to it finds no Ask and is refused."""
    asked = await store.commit([Entry(ANNA, b"", b"waiting", effects=(b"ask",))])
    [[ask]] = asked.effects
    first = await store.commit([Entry(ANNA, await version(store, ANNA), b"told", effects=(b"say",), settles=(ask,))])
    again = await store.commit([Entry(ANNA, await version(store, ANNA), b"told twice", settles=(ask,))])
    assert (first.accepted, again.accepted) == ((True,), (False,))
    assert await sessions(store, ANNA) == [b"told"]
    assert await store.queued() == [("2-0", b"say")]


async def test_an_entry_needs_all_the_asks_that_it_answers(store: Store) -> None:
    """With one of two Asks gone the entry is refused, and the other Ask stays."""
    asked = await store.commit([Entry(ANNA, b"", b"waiting", effects=(b"ask 1", b"ask 2"))])
    [[gone, still]] = asked.effects
    await store.commit([], deletions=[gone])
    committed = await store.commit([Entry(ANNA, await version(store, ANNA), b"told", settles=(gone, still))])
    assert committed.accepted == (False,)
    assert await store.queued() == [(still, b"ask 2")]


async def test_an_ask_is_answered_by_one_entry_of_a_batch(store: Store) -> None:
    """Should two entries of a batch answer the same Ask, the first one does."""
    [[ask]] = (await store.commit([Entry(ANNA, b"", b"waiting", effects=(b"ask",))])).effects
    stored = await version(store, ANNA)
    committed = await store.commit(
        [Entry(ANNA, stored, b"told", settles=(ask,)), Entry(BORIS, b"", b"", settles=(ask,))]
    )
    assert committed.accepted == (True, False)


async def test_a_refused_entry_leaves_its_ask(store: Store) -> None:
    """The answer will be stepped again on the newer session."""
    [[ask]] = (await store.commit([Entry(ANNA, b"", b"waiting", effects=(b"ask",))])).effects
    committed = await store.commit([Entry(ANNA, b"0.0.0 ", b"told", settles=(ask,))])
    assert committed.accepted == (False,)
    assert await store.queued() == [(ask, b"ask")]


async def test_done_effects_are_deleted(store: Store) -> None:
    """Deletions ride with a batch; an id that is gone already does no harm."""
    [ids] = (await store.commit([Entry(ANNA, b"", b"menu", effects=(b"1", b"2", b"3"))])).effects
    await store.commit([], deletions=[ids[0], ids[2], "1-99"])
    assert await store.queued() == [(ids[1], b"2")]


async def test_parts_of_a_message_go_with_the_turn_that_read_them(store: Store) -> None:
    """Parts are deleted when their turn is accepted, and stay when it is refused."""
    await store.add_part(ANNA, "111", 42, 2, 8, 1, b"first")
    parts = (store.keys.part(ANNA, "111", 42, 2, 8),)
    await store.commit([Entry(ANNA, b"0.0.0 ", b"", parts=parts)])
    assert await store.add_part(ANNA, "111", 42, 2, 8, 2, b"second") == {1: b"first", 2: b"second"}
    await store.commit([Entry(ANNA, b"", b"read", profile=b"ru", parts=parts), Entry(BORIS, b"", b"other")])
    assert await store.add_part(ANNA, "111", 42, 2, 8, 2, b"second") is None


async def test_acked_rides_with_the_commit(store: Store, other: Store) -> None:
    """Any gateway can read up to which arrival a connection of another is proven."""
    await store.commit([], acked={"alpha/main/1": "5", "alpha/main/2": "7"})
    await store.commit([], acked={"alpha/main/2": "9"})
    assert await other.acked("alpha") == {"alpha/main/1": "5", "alpha/main/2": "9"}
    assert await other.acked("nobody") == {}


async def test_a_newcomer_of_the_same_name_displaces_us(store: Store, redis: Redis) -> None:
    """The epoch fences the old one in commits and heartbeats, and batches go on from its last."""
    await store.commit([Entry(ANNA, b"", b"old", effects=(b"left over",))])
    newcomer = await taken(redis, "alpha")
    with pytest.raises(Displaced):
        await store.commit([Entry(BORIS, b"", b"too late")])
    with pytest.raises(Displaced):
        await store.beat()
    committed = await newcomer.commit([Entry(BORIS, b"", b"new", effects=(b"fresh",))])
    assert committed.effects == (("2-0",),)
    assert await newcomer.queued() == [("1-0", b"left over"), ("2-0", b"fresh")]


async def test_the_queue_is_read_page_by_page(store: Store) -> None:
    """Each page goes on after the last id of the one before."""
    await store.commit([Entry(ANNA, b"", b"menu", effects=(b"1", b"2", b"3"))])
    first = await store.queued(count=2)
    assert [effect for _, effect in first] == [b"1", b"2"]
    assert await store.queued(after=first[-1][0], count=2) == [("1-2", b"3")]


async def test_the_largest_batch_fits(store: Store) -> None:
    """256 entries with effects, profile, Asks and parts, and 1000 deletions, in one script."""
    numbers = [str(79160000000 + i) for i in range(MOST_ENTRIES)]
    first = await store.commit([Entry(number, b"", b"menu", effects=(b"e",) * 4) for number in numbers])
    ids = [id for ids in first.effects for id in ids]
    asks, done = ids[:MOST_ENTRIES], ids[MOST_ENTRIES:]
    loaded = await store.load(numbers)
    entries = [
        Entry(number, was.version, b"told", (b"e",), (ask,), b"ru", parts=(f"{{00}}:part:{number}", "{00}:part"))
        for number, was, ask in zip(numbers, loaded, asks, strict=True)
    ]
    deletions = (done + done)[:MOST_DELETIONS]
    committed = await store.commit(entries, deletions)
    assert all(committed.accepted)
    assert [id for id, _ in await store.queued(count=1000)] == [f"2-{i}" for i in range(MOST_ENTRIES)]


@pytest.mark.parametrize(
    ("entries", "deletions"),
    [
        ([Entry(str(i), b"", b"") for i in range(MOST_ENTRIES + 1)], []),
        ([], ["1-0"] * (MOST_DELETIONS + 1)),
        ([Entry(ANNA, b"", b""), Entry(ANNA, b"", b"")], []),
        ([Entry(ANNA, b"", b"", profile=b"", profile_seconds=0)], []),
        ([Entry(ANNA, b"", b"", settles=("nonsense",))], []),
        ([], ["1-0", "1"]),
    ],
)
async def test_a_batch_that_could_stop_half_way_is_not_sent(
    store: Store, entries: list[Entry], deletions: list[str]
) -> None:
    """Redis does not roll back, so what it would refuse in the middle is refused before."""
    with pytest.raises(ValueError, match=r"batch|profile|queue id"):
        await store.commit(entries, deletions)
    assert (await store.commit([Entry(BORIS, b"", b"fine")])).accepted == (True,)


async def test_a_number_that_cannot_be_written_spoils_no_later_batch(store: Store) -> None:
    """A batch that cannot be encoded fails alone."""
    with pytest.raises(UnicodeEncodeError):
        await store.commit([Entry("\ud800", b"", b"")])
    assert (await store.commit([Entry(BORIS, b"", b"fine")])).accepted == (True,)


async def test_a_foreign_value_under_the_queue_refuses_the_batch_whole(store: Store, redis: Redis) -> None:
    """Types are looked at before the first write."""
    await redis.set(store.keys.queue("alpha"), b"a string")
    with pytest.raises(Rejected) as caught:
        await store.commit([Entry(ANNA, b"", b"menu", effects=(b"say",))])
    assert caught.value.code == "WRONGTYPE"
    assert await sessions(store, ANNA) == [None]
