"""What the queue holds, after a start or an adoption."""

import asyncio

import pytest
from redis.asyncio import Redis

from dialogs.effects import Say
from gateway.performer import MOST_UNDER_WAY, READ_PAUSE
from smpp.parts import join, piece_of
from smpp.pdus import SubmitSm, reply
from smpp.statuses import Status
from state.batch import MOST_DELETIONS
from state.connection import in_memory
from state.errors import Rejected, StateError, Unreachable
from state.store import Store
from tests.gateway.fake_smsc import FakeSmsc, Taker
from tests.gateway.message_centre import ANNA, deliver, message_centre, taken
from tests.gateway.serving import CODEC, Operator, dead_letters, emptied, serving
from tests.gateway.stores import entry, queue, said
from tests.gateway.turning import known, turning
from tests.gateway.virtual import virtually


class Slow(Store):
    """A store whose answer about the queue takes its time, and gets lost while there is an ``error``."""

    error: StateError | None = None

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.read, self.go_on = asyncio.Event(), asyncio.Event()

    async def queued(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """See Store."""
        page = await super().queued(after, count)
        self.read.set()
        await self.go_on.wait()
        if self.error:
            raise self.error
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


@virtually
async def test_what_waited_for_a_queue_that_could_not_be_read_goes_first() -> None:
    """What comes later waits in the queue too, until that is read."""
    store = await known(Slow(in_memory(), "alpha"), ANNA)
    async with turning(store, smsc := Taker()) as core:
        restoring = asyncio.create_task(core.performer.restore())
        await store.read.wait()
        await core.write(ANNA, "помощь").wait()
        store.error = Unreachable("connection refused")
        store.go_on.set()
        with pytest.raises(Unreachable):
            await restoring
        await core.write(ANNA, "меню").wait()
        assert smsc.told == []
        store.error = None
        await asyncio.sleep(2 * READ_PAUSE)
    assert [text[:6] for text in smsc.told] == ["Отправ", "1 Бала"]


async def test_a_long_queue_is_performed_in_order_and_emptied(redis: Redis) -> None:
    """It is read page by page; no batch deletes more than it may."""
    texts = [str(number) for number in range(MOST_DELETIONS + 200)]
    store = await known(Store(redis, "alpha"), ANNA)
    await queue(store, *said(texts))
    async with turning(store, smsc := Taker()) as core:
        await core.performer.restore()
        await emptied(store)
    assert smsc.told == texts


async def test_an_entry_that_cannot_be_read_is_a_dead_letter_and_the_others_are_performed(redis: Redis) -> None:
    """It was sealed with another key."""
    store = await known(Store(redis, "alpha"), ANNA)
    await queue(store, b"no effect", *said(["Баланс"]))
    async with turning(store, smsc := Taker()) as core:
        await core.performer.restore()
        await emptied(store)
        [letter] = await dead_letters(redis)
    assert (letter.why, letter.what) == ("unreadable", b"no effect")
    assert smsc.told == ["Баланс"]


class Read(Store):
    """A store that notes from where its queue is read."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.places: list[str] = []

    async def queued(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """See Store."""
        self.places.append(after)
        return await super().queued(after, count)


async def test_what_was_read_of_a_queue_is_not_read_again(redis: Redis) -> None:
    """An adoption is looked for behind it, however much waits."""
    store = await known(Read(redis, "alpha"), ANNA)
    async with turning(store, smsc := FakeSmsc()) as core:
        *_, last = await queue(store, *said(["1", "2"]))
        await core.performer.restore()
        *_, later = await queue(store, *said(["3"]))
        await core.performer.restore()
        assert store.places == ["0", last, last, later]
        for _ in range(3):
            smsc.answer(0)
        await emptied(store)


async def test_while_too_much_is_under_way_nothing_new_is_taken_in() -> None:
    """The SMSC keeps it: refused for now, a whole message or a part. What is done makes room."""
    store = await known(Store(in_memory(), "alpha"), ANNA)
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        await queue(store, *said(["1"] * MOST_UNDER_WAY, centre.address().name))
        async with serving(store, centre.address(), operator=Operator()):
            peer = await centre.bound()
            for pdu in (deliver("помощь")[0], deliver("помощь " * 20)[0]):
                assert (await peer.ask(pdu)).status == Status.RMSGQFUL
            peer.respond(reply(await centre.submit()))
            await taken(peer, "помощь")


class Counting(Store):
    """A store that counts what was read of its queue; ``trouble`` times it cannot be read."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name)
        self.read = self.trouble = 0

    async def queued(self, after: str = "0", count: int = 500) -> list[tuple[str, bytes]]:
        """See Store."""
        if self.trouble:
            self.trouble -= 1
            raise Unreachable("connection refused")
        page = await super().queued(after, count)
        self.read += len(page)
        return page


@virtually
async def test_of_a_long_queue_so_much_is_read_as_there_is_room_for_and_the_order_is_kept() -> None:
    """The rest stays in Redis, also what turns add to it meanwhile; what is done makes room. Redis may be away then."""
    texts = [str(number) for number in range(MOST_UNDER_WAY + 700)]
    store = await known(Counting(in_memory(), "alpha"), ANNA)
    await queue(store, *said(texts))
    async with turning(store, smsc := FakeSmsc()) as core:
        await core.performer.restore()
        assert (store.read, core.performer.full) == (MOST_UNDER_WAY, True)
        await core.write(ANNA, "помощь").wait()
        told: list[str] = []
        store.trouble = 2
        while len(told) <= len(texts):
            told += [text_of(part) for part in smsc.answer(0)] if smsc.sendings else []
            await asyncio.sleep(0)
        assert store.read == len(texts) + 1
    assert told[:-1] == texts
    assert told[-1].startswith("Отправ")
    assert not core.performer.full


def text_of(part: SubmitSm) -> str:
    """What a phone would show."""
    return join({1: piece_of(part)}) or ""


async def test_replies_for_an_smsc_that_is_not_ours_are_left_alone() -> None:
    """They stay in the queue for who has a link, and do not keep us from our own work."""
    store = await known(Store(in_memory(), "alpha"), ANNA)
    await queue(store, *said(["1"] * MOST_UNDER_WAY, "other@host:2775"), *said(["2"]))
    async with turning(store, smsc := Taker()) as core:
        await core.performer.restore()
        assert not core.performer.full
        await core.write(ANNA, "помощь").wait()
        assert [text[:6] for text in smsc.told] == ["2", "Отправ"]
    assert len(await store.queued(count=2 * MOST_UNDER_WAY)) >= MOST_UNDER_WAY


class Letterless(Store):
    """A store that takes no dead letters while there is an ``error``, and says when it is asked to."""

    def __init__(self, redis: Redis, name: str, error: StateError) -> None:
        super().__init__(redis, name)
        self.error: StateError | None = error
        self.asked = asyncio.Event()

    async def dead(self, entry: bytes) -> None:
        """See Store."""
        self.asked.set()
        if self.error:
            raise self.error
        await super().dead(entry)


@virtually
async def test_what_is_given_up_stays_in_the_queue_until_its_letter_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """Redis may be away just then."""
    redis = in_memory()
    store = await known(Letterless(redis, "alpha", Unreachable("connection refused")), ANNA)
    await queue(store, b"no effect")
    async with turning(store, Taker()) as core:
        await core.performer.restore()
        await store.asked.wait()
        await asyncio.sleep(60)
        assert len(await store.queued()) == 1
        store.error = None
        await asyncio.sleep(1)
        assert await store.queued() == []
    assert len(await dead_letters(redis)) == 1
    assert "a dead letter waits: connection refused" in caplog.text


async def test_a_dead_letter_that_redis_will_never_keep_is_told_to_the_log(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    """Its entry goes all the same."""
    store = await known(Letterless(redis, "alpha", Rejected("WRONGTYPE", "no stream")), ANNA)
    await queue(store, b"no effect")
    async with turning(store, Taker()) as core:
        await core.performer.restore()
        await emptied(store)
    assert "a dead letter is lost: WRONGTYPE" in caplog.text
