"""Dead letters, on both stores."""

import pytest
from redis.asyncio import Redis

from state.connection import connect
from state.errors import Lost, Rejected
from state.graveyard import LAZARUS, Graveyard
from state.store import Store
from tests.redis_server import RedisServer
from tests.state.proxy import Proxy


async def letters(graveyard: Graveyard) -> list[bytes]:
    """All of them."""
    return [letter for _, letter in await graveyard.page()]


async def waiting(redis: Redis) -> list[bytes]:
    """What the gateway that never lives has in its queue."""
    return [effect for _, effect in await Store(redis, LAZARUS).queued()]


async def test_letters_are_read_page_by_page(store: Store, redis: Redis) -> None:
    """Oldest first; one by its id."""
    graveyard = Graveyard(redis)
    for letter in (b"one", b"two", b"three"):
        await store.dead(letter)
    first = await graveyard.page(count=2)
    assert [letter for _, letter in first] == [b"one", b"two"]
    [(id, letter)] = await graveyard.page(after=first[-1][0])
    assert letter == await graveyard.letter(id) == b"three"
    assert await graveyard.letter("1-1") is None


async def test_a_letter_is_dropped_once(store: Store, redis: Redis) -> None:
    """The others stay."""
    graveyard = Graveyard(redis)
    for letter in (b"one", b"two"):
        await store.dead(letter)
    [(id, _), _] = await graveyard.page()
    assert [await graveyard.drop(id), await graveyard.drop(id)] == [True, False]
    assert await letters(graveyard) == [b"two"]


async def test_a_letter_is_revived_once_and_adopted_by_who_lives(store: Store, other: Store, redis: Redis) -> None:
    """It waits in the queue of one who never lived; more may come while that is being adopted."""
    graveyard = Graveyard(redis)
    for letter in (b"one", b"two"):
        await store.dead(letter)
    [(first, _), (second, _)] = await graveyard.page()
    assert [await graveyard.revive(first, b"say 1") for _ in range(2)] == [True, False]
    assert (await store.leases())[LAZARUS] == ("", "")
    assert await store.adopt(LAZARUS, "", "") == 1
    assert await graveyard.revive(second, b"say 2")
    lease = (await other.leases())[LAZARUS]
    assert await other.adopt(LAZARUS, *lease) == 1
    assert await other.adopt(LAZARUS, *lease) == 0
    assert [effect for _, effect in await store.queued()] == [b"say 1"]
    assert [effect for _, effect in await other.queued()] == [b"say 2"]
    assert LAZARUS not in await store.leases()
    assert await letters(graveyard) == []


async def test_shards_have_their_own(redis: Redis) -> None:
    """An id of one says nothing in another."""
    await Store(redis, "alpha", 7).dead(b"one")
    [(id, _)] = await Graveyard(redis, 7).page()
    assert await Graveyard(redis, 0).letter(id) is None
    assert not await Graveyard(redis, 0).revive(id, b"say")
    assert await Graveyard(redis, 7).revive(id, b"say")
    assert [effect for _, effect in await Store(redis, LAZARUS, 7).queued()] == [b"say"]


async def test_a_letter_stays_if_it_cannot_be_moved(store: Store, redis: Redis) -> None:
    """Types are looked at before the first write."""
    await store.dead(b"one")
    [(id, _)] = await Graveyard(redis).page()
    await redis.set(store.keys.queue(LAZARUS), b"a string")
    with pytest.raises(Rejected):
        await Graveyard(redis).revive(id, b"say")
    assert await letters(Graveyard(redis)) == [b"one"]
    assert await redis.smembers(store.keys.gateways) == {b"alpha"}


@pytest.mark.parametrize("lost", ["lose_requests", "lose_answers"])
async def test_who_does_not_hear_what_became_of_it_may_try_again(server: RedisServer, lost: str) -> None:
    """It goes once, and is never lost."""
    async with Proxy(server.socket).listening() as proxy, connect(server.url) as redis, connect(proxy.url) as far:
        await Store(redis, "alpha").dead(b"one")
        [(id, _)] = await Graveyard(redis).page()
        assert not await Graveyard(redis).revive("1-1", b"say")  # Redis knows the script
        setattr(proxy, lost, 1)
        with pytest.raises(Lost):
            await Graveyard(far).revive(id, b"say")
        assert await Graveyard(far).revive(id, b"say") == (lost == "lose_requests")
        assert await letters(Graveyard(redis)) == []
        assert await waiting(redis) == [b"say"]


async def test_a_full_redis_moves_nothing(server: RedisServer) -> None:
    """Nothing is half done."""
    async with connect(server.url) as redis:
        await Store(redis, "alpha").dead(b"one")
        [(id, _)] = await Graveyard(redis).page()
        await redis.config_set("maxmemory", 1)
        with pytest.raises(Exception, match="OOM"):
            await Graveyard(redis).revive(id, b"say")
        await redis.config_set("maxmemory", 0)
        assert await letters(Graveyard(redis)) == [b"one"]
        assert await Graveyard(redis).revive(id, b"say")
