"""What the queue holds, after a start or an adoption."""

import asyncio

import pytest
from redis.asyncio import Redis

from dialogs.effects import Effect, Say
from gateway.performer import MOST_DELETIONS
from gateway.records import Queued, Record, Route
from operator_api.contract import Number
from state.batch import Entry
from state.errors import Unreachable
from state.store import Store
from tests.gateway.fake_smsc import ADDRESS, Taker
from tests.gateway.message_centre import ANNA
from tests.gateway.serving import CODEC, dead_letters, emptied
from tests.gateway.turning import known, turning

ROUTE = Route(ADDRESS.name, "111")


def entry(effect: Effect) -> Queued:
    """It waits for Anna."""
    return Queued(Number(ANNA), ROUTE, 1, "", effect)


async def queue(store: Store, *effects: bytes) -> tuple[str, ...]:
    """Write these into the queue; their ids."""
    [loaded] = await store.load([ANNA])
    committed = await store.commit([Entry(ANNA, loaded.version, CODEC.record_bytes(Record()), effects)])
    return committed.effects[0]


class Slow(Store):
    """A store whose answer about the queue takes its time."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.read, self.go_on = asyncio.Event(), asyncio.Event()

    async def queued(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """See Store."""
        page = await super().queued(after, count)
        self.read.set()
        await self.go_on.wait()
        return page


async def test_what_is_done_while_the_queue_is_read_is_not_done_again(redis: Redis) -> None:
    """The page that was read still shows it."""
    store = await known(Slow(redis, "alpha"), ANNA)
    queued = entry(Say("Баланс"))
    [id] = await queue(store, CODEC.queued_bytes(queued))
    async with turning(store, smsc := Taker()) as core:
        restoring = asyncio.create_task(core.performer.restore())
        await store.read.wait()
        core.performer.perform(id, queued)
        await core.write(ANNA, "помощь").wait()
        store.go_on.set()
        await restoring
    assert [text[:6] for text in smsc.told] == ["Баланс", "Отправ"]


async def test_a_long_queue_is_performed_in_order_and_emptied(redis: Redis) -> None:
    """It is read page by page; no batch deletes more than it may."""
    texts = [str(number) for number in range(MOST_DELETIONS + 200)]
    store = await known(Store(redis, "alpha"), ANNA)
    await queue(store, *[CODEC.queued_bytes(entry(Say(text))) for text in texts])
    async with turning(store, smsc := Taker()) as core:
        await core.performer.restore()
        await emptied(store)
    assert smsc.told == texts


async def test_an_entry_that_cannot_be_read_is_a_dead_letter_and_the_others_are_performed(redis: Redis) -> None:
    """It was sealed with another key, or written by a newer release."""
    store = await known(Store(redis, "alpha"), ANNA)
    await queue(store, b"no effect", CODEC.queued_bytes(entry(Say("Баланс"))))
    async with turning(store, smsc := Taker()) as core:
        await core.performer.restore()
        await emptied(store)
        [letter] = await dead_letters(redis)
    assert (letter.why, letter.what) == ("unreadable", b"no effect")
    assert smsc.told == ["Баланс"]


class Letterless(Store):
    """A store that takes no dead letters."""

    async def dead(self, entry: bytes) -> None:
        """See Store."""
        raise Unreachable("connection refused")


async def test_a_dead_letter_that_cannot_be_kept_is_told_to_the_log(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    """Its entry goes all the same."""
    store = await known(Letterless(redis, "alpha"), ANNA)
    await queue(store, b"no effect")
    async with turning(store, Taker()) as core:
        await core.performer.restore()
        await emptied(store)
    assert "a dead letter is lost: connection refused" in caplog.text
