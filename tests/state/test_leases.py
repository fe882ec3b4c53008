"""Who owns a queue: leases, heartbeats and adoption, on both stores."""

import time

import pytest
from redis.asyncio import Redis

from state.batch import Entry
from state.errors import Displaced
from state.store import ACKED_SECONDS, LEASE_SECONDS, MOST_ADOPTED, Store
from tests.state.conftest import taken

ANNA, BORIS = "79160000001", "79160000002"


async def effects(store: Store) -> list[bytes]:
    return [effect for _, effect in await store.queued(count=10_000)]


async def test_a_gateway_sees_the_leases_of_the_others(store: Store, other: Store) -> None:
    """Epoch and counter of each gateway but ourselves."""
    assert await store.leases() == {"beta": (other.epoch, "1")}
    assert await other.leases() == {"alpha": (store.epoch, "1")}


async def test_a_heartbeat_raises_the_counter_and_tells_the_time(store: Store, other: Store) -> None:
    """Watchers see that it moves; the gateway learns Redis's clock."""
    now = await store.beat()
    assert await other.leases() == {"alpha": (store.epoch, "2")}
    assert now == pytest.approx(time.time(), abs=5)


async def test_acked_rides_with_the_heartbeat(store: Store, other: Store) -> None:
    """Proof reaches the others even when nothing is committed."""
    await store.beat({"alpha/main/1": "5"})
    await store.beat()
    assert await other.acked("alpha") == {"alpha/main/1": "5"}


async def test_what_was_acked_long_ago_is_forgotten(store: Store, redis: Redis) -> None:
    """Else a flapping link would fill the lease; nobody asks after 15 minutes."""
    seconds = int(time.time()) - ACKED_SECONDS
    await redis.hset(
        store.keys.lease("alpha"), mapping={"acked:old": f"3 {seconds - 5}", "acked:late": f"4 {seconds + 60}"}
    )
    await store.beat({"new": "1"})
    assert await store.acked("alpha") == {"late": "4", "new": "1"}


async def test_a_queue_is_adopted_in_order(store: Store, other: Store) -> None:
    """The dead gateway's effects come after ours so far and before ours to come."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"alpha 1", b"alpha 2"))])
    await other.commit([Entry(BORIS, b"", b"", effects=(b"beta 1",))])
    [(epoch, counter)] = (await other.leases()).values()
    assert await other.adopt("alpha", epoch, counter) == 2
    await other.commit([Entry("79160000003", b"", b"", effects=(b"beta 2",))])
    assert await effects(other) == [b"beta 1", b"alpha 1", b"alpha 2", b"beta 2"]
    assert await effects(store) == []


async def test_adopted_effects_are_settled_and_deleted_like_our_own(store: Store, other: Store) -> None:
    """An adopted Ask is answered by its new owner, and only once."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"say", b"ask"))])
    await other.adopt("alpha", *(await other.leases())["alpha"])
    [(say, _), (ask, _)] = await other.queued()
    [loaded] = await other.load([ANNA])
    committed = await other.commit([Entry(ANNA, loaded.version, b"told", settles=(ask,))], deletions=[say])
    assert committed.accepted == (True,)
    assert await effects(other) == []


async def test_an_adopted_gateway_is_fenced(store: Store, other: Store) -> None:
    """Should it only have slept, its next word tells it that it is displaced, and writes nothing."""
    await other.adopt("alpha", *(await other.leases())["alpha"])
    with pytest.raises(Displaced):
        await store.commit([Entry(ANNA, b"", b"too late", effects=(b"say",))])
    with pytest.raises(Displaced):
        await store.beat()
    with pytest.raises(Displaced):
        await store.adopt("beta", *(await store.leases())["beta"])
    assert [loaded.session for loaded in await store.load([ANNA])] == [None]


async def test_at_most_500_effects_move_at_a_time(store: Store, other: Store) -> None:
    """A long queue moves in several scripts, in order; then its owner's name is gone."""
    sent = [b"%d" % i for i in range(2 * MOST_ADOPTED + 7)]
    await store.commit([Entry(ANNA, b"", b"", effects=tuple(sent))])
    lease = (await other.leases())["alpha"]
    assert [await other.adopt("alpha", *lease) for _ in range(4)] == [MOST_ADOPTED, MOST_ADOPTED, 7, 0]
    assert await effects(other) == sent
    assert await other.leases() == {}


async def test_a_living_gateway_is_not_adopted(store: Store, other: Store) -> None:
    """Its counter has moved since the watcher looked."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"alpha",))])
    lease = (await other.leases())["alpha"]
    await store.beat()
    assert await other.adopt("alpha", *lease) == 0
    assert await effects(store) == [b"alpha"]


async def test_one_of_two_watchers_adopts(store: Store, other: Store, redis: Redis) -> None:
    """The slower one finds the epoch raised, even while the faster one has not finished."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"x",) * (MOST_ADOPTED + 1))])
    third = await taken(redis, "gamma")
    lease = (await other.leases())["alpha"]
    assert await other.adopt("alpha", *lease) == MOST_ADOPTED
    assert await third.adopt("alpha", *lease) == 0
    assert await other.adopt("alpha", *lease) == 1


async def test_an_adoption_left_half_way_is_finished_by_another(store: Store, other: Store, redis: Redis) -> None:
    """The adopter died too: the lease it left stands still and can be adopted like any other."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"x",) * (MOST_ADOPTED + 1))])
    await other.adopt("alpha", *(await other.leases())["alpha"])
    third = await taken(redis, "gamma")
    assert await third.adopt("alpha", *(await third.leases())["alpha"]) == 1


async def test_a_restarted_gateway_stops_the_adoption_of_its_queue(store: Store, other: Store, redis: Redis) -> None:
    """What is left is its own again, and its batches go on where they were."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"x",) * (MOST_ADOPTED + 1))])
    lease = (await other.leases())["alpha"]
    await other.adopt("alpha", *lease)
    restarted = await taken(redis, "alpha")
    assert await other.adopt("alpha", *lease) == 0
    committed = await restarted.commit([Entry(BORIS, b"", b"", effects=(b"y",))])
    assert committed.effects == (("2-0",),)
    assert await effects(restarted) == [b"x", b"y"]


async def test_what_a_dead_gateway_proved_is_known_after_its_name_is_gone(store: Store, other: Store) -> None:
    """It is looked for with those who may have a queue, so the adopter keeps it."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"x",))], acked={"1.1": "5"})
    await other.beat({"2.1": "7"})
    lease = (await other.leases())["alpha"]
    assert [await other.adopt("alpha", *lease) for _ in range(2)] == [1, 0]
    assert await other.leases() == {}
    assert await other.acked("beta") == {"1.1": "5", "2.1": "7"}


async def test_a_name_whose_lease_is_gone_can_be_adopted(other: Store, redis: Redis) -> None:
    """A name without a lease stands still as an empty epoch and counter, and is cleared away."""
    await redis.sadd(other.keys.gateways, "lost")
    assert await other.leases() == {"lost": ("", "")}
    assert await other.adopt("lost", "", "") == 0
    assert await other.leases() == {}


async def test_a_lease_that_is_given_up_says_so(store: Store, other: Store) -> None:
    """It has no counter any more; what is left in the queue can be adopted."""
    await store.commit([Entry(ANNA, b"", b"", effects=(b"left",))])
    assert await store.leave() == 1
    assert await other.leases() == {"alpha": (store.epoch, "")}
    assert await other.adopt("alpha", store.epoch, "") == 1
    assert await effects(other) == [b"left"]
    assert await other.leases() == {}


async def test_who_leaves_nothing_behind_is_adopted_all_the_same(store: Store, other: Store) -> None:
    """What its lease tells is taken over; it may come back."""
    assert await store.leave() == 0
    assert await other.adopt("alpha", store.epoch, "") == 0
    assert await other.leases() == {}
    await store.take()
    assert await other.leases() == {"alpha": (store.epoch, "1")}


async def test_who_is_displaced_has_nothing_to_give_up(store: Store, redis: Redis) -> None:
    """The lease is somebody else's."""
    newcomer = await taken(redis, "alpha")
    with pytest.raises(Displaced):
        await store.leave()
    await newcomer.beat()


async def test_the_lease_of_who_was_adopted_is_kept_for_a_day(store: Store, other: Store, redis: Redis) -> None:
    """Its name may never come again."""
    await other.adopt("alpha", *(await other.leases())["alpha"])
    assert await redis.ttl(store.keys.lease("alpha")) == pytest.approx(LEASE_SECONDS, abs=5)
    await store.take()
    assert await redis.ttl(store.keys.lease("alpha")) == -1
