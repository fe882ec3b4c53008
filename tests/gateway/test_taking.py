"""Taking messages in tight places: a store that hangs, too much at once, replies before it, answers beside it."""

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest
from redis.asyncio import Redis

from dialogs.effects import Ask, Say
from dialogs.events import Answered
from dialogs.session import Session
from gateway.inbox import Arrival, Notice
from gateway.lane import Lane
from gateway.outgoing import MOST_AT_ONCE, PATIENCE, Message, NotTaken, Outgoing
from gateway.records import Queued, Record, Route
from gateway.vault import Vault
from gateway.ways import Ways, way_of
from operator_api.contract import IssuePassword, Number, PasswordIssued, Profile
from smpp.parts import piece_of
from smpp.pdus import EnquireLink, SubmitSm, reply
from state.batch import Entry, Once
from state.connection import in_memory
from state.store import Store
from tests.gateway.fake_smsc import ADDRESS, Taker
from tests.gateway.message_centre import ANNA, BORIS, deliver, message_centre
from tests.gateway.posting import BUSY, TAKEN, TEXT, posting
from tests.gateway.serving import CODEC, KEY, SUBSCRIBERS, Operator
from tests.gateway.stores import Hanging
from tests.gateway.turning import known, turning
from tests.gateway.virtual import virtually

UNAVAILABLE = (503, {"error": "unavailable"})


@virtually
async def test_nobody_waits_longer_than_five_seconds() -> None:
    """While nobody knows whether it is stored the sender is told so; it may come again, and is sent once."""
    store = Hanging(in_memory(), "alpha")
    async with message_centre() as centre, posting(store, centre.address()) as door:
        begun = asyncio.get_running_loop().time()
        assert [await door.post(), await door.post()] == [UNAVAILABLE] * 2
        assert asyncio.get_running_loop().time() - begun < 2 * PATIENCE + 2
        store.go_on.set()
        assert await door.post() == TAKEN
        assert await centre.text() == TEXT
        assert await door.post(key="another", text="Второй.") == TAKEN
        assert await centre.text() == "Второй."


@virtually
async def test_more_than_can_be_taken_at_once_comes_again() -> None:
    """Also when their senders no longer wait."""
    store = Hanging(in_memory(), "alpha")
    async with message_centre() as centre, posting(store, centre.address()) as door:
        told = await asyncio.gather(*(door.post(key=str(key), text=str(key)) for key in range(MOST_AT_ONCE + 10)))
        assert sorted(told, key=str) == sorted([UNAVAILABLE] * MOST_AT_ONCE + [BUSY] * 10, key=str)
        assert await door.post() == BUSY
        store.go_on.set()
        sent = {await centre.text() for _ in range(MOST_AT_ONCE)}
        assert len(sent) == MOST_AT_ONCE
        assert await door.post() == TAKEN


async def test_while_too_much_is_under_way_nothing_is_taken() -> None:
    """Nor looked up."""
    full = cast(Lane, SimpleNamespace(full=True))
    outgoing = Outgoing(SUBSCRIBERS, lambda _: full, Vault(KEY), Operator().ask)
    with pytest.raises(NotTaken) as caught:
        await outgoing.take(Message(ANNA, TEXT, "service", "report-1"))
    assert (caught.value.status, caught.value.code, caught.value.retryable) == (503, "busy", True)


async def test_a_notice_waits_for_the_replies_before_it(redis: Redis) -> None:
    """Of one number, one leaves after the other."""
    async with message_centre() as centre, posting(Store(redis, "alpha"), centre.address()) as door:
        peer = await centre.bound()
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        await peer.ask(deliver("помощь")[0])
        helped = await centre.submit()
        assert await door.post() == TAKEN
        await peer.ask(EnquireLink())
        assert centre.submits.empty()
        peer.respond(reply(helped))
        assert piece_of(await centre.submit()).data.decode("utf-16-be") == TEXT


async def test_a_notice_that_was_said_elsewhere_takes_nothing_else_with_it(redis: Redis) -> None:
    """An answer of the operator that had its turn with it is told all the same."""
    store = await known(Store(redis, "alpha"), ANNA)
    ask = Ask(IssuePassword(Number(ANNA)), serial=1, deadline=0.0, profile=Profile())
    route, said = Route(ADDRESS.name, "111"), Once("report-1", b"of another gateway")
    [loaded] = await store.load([ANNA])
    record = CODEC.record_bytes(Record(Session(serial=1)))
    effects = (CODEC.queued_bytes(Queued(Number(ANNA), route, 0, "key", ask)),)
    committed = await store.commit([Entry(ANNA, loaded.version, record, effects, once=(said,))])
    [[id]] = committed.effects
    refused = asyncio.Event()
    async with turning(store, smsc := Taker()) as core:
        answered = Answered(at=0.0, ask=ask, result=PasswordIssued("Kd7mPq2xTr"))
        core.inbox.put(Number(ANNA), Arrival(event=answered, route=route, settles=id))
        notice = Notice(said, (Say(TEXT),))
        core.inbox.put(Number(ANNA), Arrival(event=notice, route=None, refuse=refused.set))
        await core.write(ANNA, "помощь").wait()
    assert refused.is_set()
    assert [text[:6] for text in smsc.told] == ["Ваш па", "Отправ"]


async def test_a_notice_is_not_said_twice_to_who_hears_two_things_at_once(redis: Redis) -> None:
    """Two notices of a number have one turn, and both their keys are taken."""
    store = await known(Store(redis, "alpha"), ANNA)
    async with turning(store, smsc := Taker()) as core:
        for key in ("1", "2"):
            notice = Notice(Once(key, b"digest"), (Say(key),))
            core.inbox.put(Number(ANNA), Arrival(event=notice, route=None))
        await core.write(ANNA, "помощь").wait()
        assert [await store.once(key) for key in ("1", "2")] == [b"digest"] * 2
    assert [text[:6] for text in smsc.told] == ["1", "2", "Отправ"]


def test_the_way_back_is_one_of_ours() -> None:
    """Every pair of SMSC and service number is known by its number; what is not is the first."""
    ways = Ways(["one", "two"], ["111", "222"])
    routes = [Route(smsc, service) for smsc in ("one", "two") for service in ("111", "222")]
    assert [ways.back(way_of(route.smsc, route.service)) for route in routes] == routes
    strangers = [Route("three", "111"), Route("one", "333")]
    assert [ways.back(way_of(stranger.smsc, stranger.service)) for stranger in strangers] == [routes[0]] * 2
    assert ways.back(Record().way) == routes[0]


def test_a_record_of_an_earlier_version_is_read() -> None:
    """It knows of no way and no delivery yet; one that does is a few octets longer."""
    earlier = b'[{"serial":3},300,1349438400.5,true]'
    record = CODEC.record(earlier)
    assert record == Record(Session(serial=3), 300, 1349438400.5, True)
    later = CODEC.record_bytes(Record(Session(serial=3), 300, 1349438400.5, True, way=0xFFFF_FFFF))
    assert len(later) - len(earlier) == len(",4294967295,[],null")


def test_digests_are_keyed() -> None:
    """Who reads Redis cannot try passwords."""
    vault, other = Vault(KEY), Vault(b"o" * 43 + b"=")
    assert vault.digest("Kd7mPq2xTr") == vault.digest("Kd7mPq2xTr")
    assert vault.digest("Kd7mPq2xTr") not in (vault.digest("Kd7mPq2xTR"), other.digest("Kd7mPq2xTr"))
    assert vault.of_number(ANNA) == vault.of_number(ANNA)
    assert vault.of_number(ANNA) not in (vault.of_number(BORIS), other.of_number(ANNA), vault.digest(ANNA)[:18])
