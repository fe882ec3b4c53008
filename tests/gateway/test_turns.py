"""Turns, with a store in memory and with a real one: stored first, then acknowledged, then performed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import cast

import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from dialogs.effects import Ask
from dialogs.events import Answered
from dialogs.session import Session
from gateway.inbox import Arrival
from gateway.records import Queued, Record, Route
from gateway.smsc import Smsc
from operator_api.contract import (
    IssuePassword,
    Number,
    PasswordIssued,
    Profile,
    ServiceQuote,
    SwitchService,
)
from smpp.pdus import EnquireLink, SubmitSm, reply
from state.batch import Committed, Entry
from state.errors import Displaced
from state.store import Store
from tests.dialogs.operator import Operator as Books
from tests.gateway.fake_smsc import ADDRESS, Taker
from tests.gateway.message_centre import ANNA, BORIS, deliver, message_centre
from tests.gateway.serving import CODEC, Operator, dead_letters, emptied, queue_of, serving
from tests.gateway.stores import Hanging
from tests.gateway.turning import known, turning

BALANCE = "Баланс: 100,00 руб. Тариф: Супер."


class Beaten(Store):
    """A store whose first commit finds that a rival was faster."""

    def __init__(self, redis: Redis, name: str, rival: Store, record: Record) -> None:
        super().__init__(redis, name)
        self.beaten = 0
        self._rival = rival
        self._record = record

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        if entries and not self.beaten:
            self.beaten += 1
            rivals = [Entry(entry.number, entry.version, CODEC.record_bytes(self._record)) for entry in entries]
            await self._rival.commit(rivals)
        return await super().commit(entries, deletions, acked)


# A gateway between an SMSC and an operator


async def test_a_message_is_acknowledged_after_the_commit_and_not_before(redis: Redis) -> None:
    """While the store hangs, the SMSC keeps the message; the link lives."""
    store = Hanging(redis, "alpha")
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        message = peer.send(deliver("баланс")[0])
        await store.asked.wait()
        await peer.ask(EnquireLink())
        assert not message.done()
        store.go_on.set()
        assert await message is not None
        assert await centre.text() == BALANCE


async def test_somebody_was_faster(redis: Redis) -> None:
    """What they stored is loaded, and the message is stepped again from there: one answer, one acknowledgement."""
    rival = await known(Store(redis, "beta"))
    store = Beaten(redis, "alpha", rival, Record(Session(serial=700), reference=500))
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        await peer.ask(deliver("баланс")[0])
        assert await centre.text() == BALANCE
        await emptied(store)
        assert centre.submits.empty()
    [loaded] = await store.load([ANNA])
    record = CODEC.record(loaded.session)
    assert store.beaten == 1
    assert record.reference == 503  # who is it, what is the balance, the answer
    assert record.session.serial > 700


async def test_messages_of_a_number_are_served_in_their_order(redis: Redis) -> None:
    """And one answer to each."""
    texts = ["баланс", "помощь", "баланс"]
    async with (
        message_centre() as centre,
        serving(Store(redis, "alpha"), centre.address(), operator=Operator()),
    ):
        peer = await centre.bound()
        for text in texts:
            peer.send(deliver(text)[0])
        told = [await centre.text() for _ in texts]
    assert [text[:6] for text in told] == ["Баланс", "Отправ", "Баланс"]


async def test_what_was_killed_between_commit_and_sending_is_sent_after_the_restart(redis: Redis) -> None:
    """What was owed stands in the queue; a new gateway of the name finds it."""
    async with message_centre() as centre:
        async with turning(await known(Store(redis, "alpha"), ANNA), Smsc(centre.address(), deaf)) as core:
            await core.write(ANNA, "помощь").wait()
        restarted = Store(redis, "alpha")
        async with serving(restarted, centre.address(), operator=Operator()):
            assert (await centre.text()).startswith("Отправьте БАЛАНС")
            await emptied(restarted)


async def test_what_was_killed_before_its_answer_is_asked_again_with_the_same_key(redis: Redis) -> None:
    """So the operator does it once."""
    operator = Operator()
    operator.open.clear()
    async with message_centre() as centre:
        async with serving(Store(redis, "alpha"), centre.address(), operator=operator):
            await (await centre.bound()).ask(deliver("баланс")[0])
        operator.open.set()
        async with serving(Store(redis, "alpha"), centre.address(), operator=operator):
            assert await centre.text() == BALANCE
    (first, first_key), (again, again_key), *_ = operator.asked
    assert (first, first_key) == (again, again_key)


async def test_a_reply_without_an_answer_goes_again_after_a_restart_the_same_in_every_octet(redis: Redis) -> None:
    """The phone can tell that it has it."""
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with serving(Store(redis, "alpha"), centre.address(), operator=Operator()):
            await (await centre.bound()).ask(deliver("помощь")[0])
            first = await centre.submit()
        async with serving(Store(redis, "alpha"), centre.address(), operator=Operator()):
            again = await centre.submit()
    assert replace(again, sequence=0) == replace(first, sequence=0)


async def test_who_stops_in_good_order_leaves_nothing_that_is_done(redis: Redis) -> None:
    """Else the next start would send it again."""
    store = Store(redis, "alpha")
    async with message_centre() as centre:
        async with serving(store, centre.address(), operator=Operator()):
            await (await centre.bound()).ask(deliver("помощь")[0])
            await centre.text()
        assert await queue_of(store) == []


async def test_another_gateway_of_the_same_name_displaces_the_first(redis: Redis) -> None:
    """The first one says so, having acknowledged nothing more."""
    async with (
        message_centre() as centre,
        serving(Store(redis, "alpha"), centre.address(), operator=Operator()) as first,
    ):
        await centre.bound()
        async with serving(Store(redis, "alpha"), centre.address(), operator=Operator()):
            peer = await centre.bound()
            with pytest.raises(Displaced):
                await first.task
            await peer.ask(deliver("помощь")[0])
            assert (await centre.text()).startswith("Отправьте БАЛАНС")


# The heart alone


def deaf(smsc: object, connection: object, pdu: object) -> None:
    """Nothing comes in here."""


async def test_a_number_that_cannot_be_served_gets_an_apology_and_the_others_are_served(redis: Redis) -> None:
    """Its record cannot be read: it begins anew, and a dead letter says why. All are acknowledged."""
    store = await known(Store(redis, "alpha"), ANNA, BORIS)
    [loaded] = await store.load([ANNA])
    await store.commit([Entry(ANNA, loaded.version, b"no record")])
    async with turning(store, smsc := Taker()) as core:
        for acknowledged in [core.write(ANNA, "баланс"), core.write(BORIS, "помощь")]:
            await acknowledged.wait()
        to_anna, to_boris = smsc.told
        assert to_anna.startswith("Не получилось.")
        assert to_boris.startswith("Отправьте БАЛАНС")
        [letter] = await dead_letters(redis)
        assert (letter.what, "Unreadable" in letter.why) == (ANNA.encode(), True)
        await core.write(ANNA, "помощь").wait()
    assert smsc.told[2].startswith("Отправьте БАЛАНС")


async def test_a_step_that_raises_is_an_apology_and_a_dead_letter(redis: Redis) -> None:
    """The number's next message is served."""
    store = await known(Store(redis, "alpha"), ANNA)
    async with turning(store, smsc := Taker()) as core:
        await core.write(ANNA, cast(str, None)).wait()
        await core.write(ANNA, "помощь").wait()
        assert [letter.what for letter in await dead_letters(redis)] == [ANNA.encode()]
    assert [text[:6] for text in smsc.told] == ["Не пол", "Отправ"]


async def test_an_apology_is_in_their_language(redis: Redis) -> None:
    """Unless it cannot be read what that is."""
    store = await known(Store(redis, "alpha"))
    profile = CODEC.profile_bytes(Profile(language="en"))
    await store.commit([Entry(ANNA, b"", CODEC.record_bytes(Record()), profile=profile)])
    async with turning(store, smsc := Taker()) as core:
        await core.write(ANNA, cast(str, None)).wait()
    assert smsc.told == ["It did not work. Try later or call 0890."]


async def test_an_answer_is_taken_once(redis: Redis) -> None:
    """A second one is forgotten, and does not keep the number waiting."""
    store = await known(Store(redis, "alpha"), ANNA)
    ask = Ask(IssuePassword(Number(ANNA)), serial=1, deadline=0.0, profile=Profile())
    route = Route(ADDRESS.name, "111")
    [loaded] = await store.load([ANNA])
    record = CODEC.record_bytes(Record(Session(serial=1)))
    effects = (CODEC.queued_bytes(Queued(Number(ANNA), route, 0, "key", ask)),)
    [[id]] = (await store.commit([Entry(ANNA, loaded.version, record, effects)])).effects
    answered = Answered(at=0.0, ask=ask, result=PasswordIssued("Kd7mPq2xTr"))
    arrival = Arrival(event=answered, route=route, settles=id)
    async with turning(store, smsc := Taker()) as core:
        core.inbox.put(Number(ANNA), arrival)
        await core.write(ANNA, "помощь").wait()
        core.inbox.put(Number(ANNA), arrival)
        await asyncio.wait_for(core.write(ANNA, "помощь").wait(), 5)
    assert [text[:6] for text in smsc.told] == ["Ваш па", "Отправ", "Отправ"]


async def test_who_agrees_before_the_question_was_sent_agrees_to_nothing(redis: Redis) -> None:
    """A hasty «1» came with the price that it could not know: the question stands, and the next «1» is for it."""
    store = await known(Store(redis, "alpha"), ANNA)
    async with turning(store, smsc := Taker()) as core:
        await core.write(ANNA, "2122").wait()
        [(id, ask)] = await asks(store)
        quote = Books().answer(ask.question, 0.0)
        answered = Answered(at=0.0, ask=ask, result=quote)
        core.inbox.put(Number(ANNA), Arrival(event=answered, route=Route(ADDRESS.name, "111"), settles=id))
        await core.write(ANNA, "1").wait()
        assert smsc.told == ['Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет']
        assert await asks(store) == []
        await core.write(ANNA, "1").wait()
        [(_, switch)] = await asks(store)
        assert switch.question == SwitchService(Number(ANNA), cast(ServiceQuote, quote))


async def asks(store: Store) -> list[tuple[str, Ask]]:
    """Questions that wait in the queue, with their ids."""
    waiting = [(id, CODEC.queued(data).effect) for id, data in await store.queued()]
    return [(id, effect) for id, effect in waiting if isinstance(effect, Ask)]
