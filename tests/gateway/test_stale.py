"""Screens that come to be sent when the person may have been shown a later one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from dialogs.effects import Say
from dialogs.session import Session
from gateway.records import Queued, Record, Route
from gateway.replies import JITTER, Replies
from gateway.smsc import STALE_AFTER, Smsc
from gateway.stale import MOST_AT_ONCE, OLD
from operator_api.contract import Number
from smpp.pdus import Pdu, SubmitSm, reply
from smpp.statuses import Status
from state.batch import Entry, Loaded
from state.connection import in_memory
from state.errors import Unreachable
from state.store import Store
from tests.gateway.counting import counted
from tests.gateway.linked import linked
from tests.gateway.message_centre import ANNA, MessageCentre, message_centre, welcome
from tests.gateway.serving import CODEC, Operator, emptied, serving
from tests.gateway.stores import entry
from tests.gateway.turning import known
from tests.gateway.virtual import virtually


class Desk:
    """Replies on a link. ``shown`` is the last screen of everybody, ``looks`` how many numbers were looked at."""

    def __init__(self, smsc: Smsc) -> None:
        self.shown = 0
        self.looks: list[int] = []
        self.done: list[str] = []
        self._smsc = smsc
        self._replies = Replies(
            {smsc.address.name: smsc}, lambda: True, self.done.append, lambda *_: None, self._screens
        )

    def put(self, text: str, screen: int = 0, since: float = 0.0, number: str = ANNA) -> None:
        """A reply of the queue."""
        queued = Queued(Number(number), Route(self._smsc.address.name, "111"), 1, "", Say(text, screen=screen))
        self._replies.put(text, queued, since)

    async def _screens(self, numbers: Sequence[Number]) -> list[int]:
        self.looks.append(len(numbers))
        return [self.shown] * len(numbers)


@asynccontextmanager
async def desk(centre: MessageCentre) -> AsyncIterator[Desk]:
    """It serves."""
    async with linked(centre) as (smsc, _):
        yield Desk(smsc)


def refuses(status: int, times: int) -> MessageCentre:
    """An SMSC that refuses the first messages so."""
    centre, left = MessageCentre(), [times]

    def answer(request: Pdu) -> Pdu | None:
        left[0] -= isinstance(request, SubmitSm)
        return reply(request, status if isinstance(request, SubmitSm) and left[0] >= 0 else 0)

    centre.answer = answer
    return centre


@pytest.mark.parametrize(("shown", "sent"), [(4, False), (3, True), (0, True)])
@virtually
async def test_a_screen_that_was_in_the_queue_before_us_is_sent_unless_a_later_one_was_shown(
    shown: int, sent: bool
) -> None:
    """A gateway died before it was sent, and the person may have gone on with another."""
    async with message_centre() as centre, desk(centre) as ours:
        ours.shown = shown
        before = counted("pomoshnik_dropped_screens_total")
        ours.put("1 Баланс", 3, OLD)
        ours.put("Баланс: 1 руб.")
        await centre.bound()
        assert [await centre.text() for _ in range(1 + sent)] == ["1 Баланс"] * sent + ["Баланс: 1 руб."]
        assert counted("pomoshnik_dropped_screens_total") == before + (not sent)
    assert ours.done == ["1 Баланс", "Баланс: 1 руб."]
    assert ours.looks == [1]


@virtually
async def test_what_asks_nothing_is_never_dropped_nor_looked_at() -> None:
    """It tells what was done, or holds a password."""
    async with message_centre() as centre, desk(centre) as ours:
        ours.shown = 9
        ours.put("Услуга подключена.", since=OLD)
        await asyncio.sleep(60)
        await centre.bound()
        assert await centre.text() == "Услуга подключена."
    assert ours.looks == []


@pytest.mark.parametrize(("seconds", "looks"), [(0, []), (STALE_AFTER - 5, []), (STALE_AFTER + 1, [1])])
@virtually
async def test_a_screen_that_waited_for_a_link_is_looked_at_if_that_took_long(seconds: float, looks: list[int]) -> None:
    """Ten seconds are nothing to a person."""
    async with message_centre() as centre:
        centre.answer = lambda _: None
        async with desk(centre) as ours:
            await centre.bound()
            ours.shown = 2
            ours.put("1 Баланс", 1)
            await asyncio.sleep(seconds)
            centre.answer = welcome
            for peer in [*centre.peers]:
                peer.abort()
            await asyncio.sleep(3)
    assert ours.looks == looks
    assert centre.submits.empty() == bool(looks)


@pytest.mark.parametrize(
    ("status", "times", "pause"), [(Status.RMSGQFUL, 1, 30.0), (Status.RSYSERR, 4, 15.0), (Status.RTHROTTLED, 4, 15.0)]
)
@virtually
async def test_a_screen_that_waited_behind_a_pause_is_looked_at(status: int, times: int, pause: float) -> None:
    """Whether the number waited or the whole bind; and so is the screen behind it."""
    async with message_centre() as centre, desk(centre) as ours:
        centre.answer = refuses(status, times).answer
        await centre.bound()
        ours.put("1 Баланс", 1)
        ours.put("2 Услуги", 2)
        ours.shown = 2
        await asyncio.sleep(pause * JITTER + 1)
    texts = [(await centre.submit()).short_message.decode("utf-16-be") for _ in range(times + 1)]
    assert texts == ["1 Баланс"] * times + ["2 Услуги"]
    assert ours.done == ["1 Баланс", "2 Услуги"]
    assert ours.looks == [1, 1]


@virtually
async def test_a_long_screen_of_which_the_phone_has_a_part_is_finished() -> None:
    """Else the phone would wait for the rest."""
    async with message_centre() as centre, desk(centre) as ours:
        await centre.bound()
        answers = [Status.ROK, Status.RMSGQFUL, Status.ROK]
        centre.answer = lambda request: reply(request, answers.pop(0))
        ours.put("я" * 100, 1)
        ours.shown = 2
        assert await asyncio.wait_for(centre.text(), 60) == "я" * 100
    assert ours.looks == []


@virtually
async def test_many_are_looked_at_together() -> None:
    """A long queue of a dead gateway costs Redis a few commands."""
    count = MOST_AT_ONCE + 10
    async with message_centre() as centre, desk(centre) as ours:
        for number in range(count):
            ours.put(f"{number}", 1, OLD, f"79160{number:06}")
        await centre.bound()
        assert {await centre.text() for _ in range(count)} == {f"{number}" for number in range(count)}
    assert sum(ours.looks) == count
    assert len(ours.looks) <= 3


# With sessions


class Deaf(Store):
    """A store that cannot be looked into the first time."""

    deaf = True

    async def load(self, numbers: Sequence[str]) -> list[Loaded]:
        """See Store."""
        if numbers and self.deaf:
            self.deaf = False
            raise Unreachable("connection refused")
        return await super().load(numbers)


@pytest.mark.parametrize(
    ("kind", "record", "told"),
    [
        pytest.param(Store, CODEC.record_bytes(Record(Session(screen=2))), ["done"], id="a later screen"),
        pytest.param(Store, CODEC.record_bytes(Record(Session(screen=1))), ["1 Баланс", "done"], id="this screen"),
        pytest.param(Store, b"no record", ["1 Баланс", "done"], id="a record that cannot be read"),
        pytest.param(Deaf, CODEC.record_bytes(Record(Session(screen=2))), ["done"], id="Redis is away"),
    ],
)
@virtually
async def test_what_a_restarted_gateway_finds(kind: type[Store], record: bytes, told: list[str]) -> None:
    """Where nobody can know what was shown, it sends: twice is better than never. While Redis is away it waits."""
    redis = in_memory()
    async with message_centre() as centre:
        before = await known(Store(redis, "alpha"))
        says = (Say("1 Баланс", screen=1), Say("done"))
        effects = tuple(CODEC.queued_bytes(entry(say, centre.address().name)) for say in says)
        await before.commit([Entry(ANNA, b"", record, effects)])
        async with serving(store := kind(redis, "alpha"), centre.address(), operator=Operator()):
            await centre.bound()
            assert [await centre.text() for _ in told] == told
            await emptied(store)
            assert centre.submits.empty()
