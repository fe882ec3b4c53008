"""An SMSC that says "too fast", or that it does not know us, on real connections."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from dialogs.effects import Say
from gateway.connection import Connection, Outcome
from gateway.links import Link
from gateway.outlet import Outlet, Sending
from gateway.pace import PAUSE, Pace
from gateway.records import Queued, Route
from gateway.replies import Replies
from gateway.smsc import Smsc
from gateway.statuses import Course
from operator_api.contract import Number
from smpp.codec import MAX_SEQUENCE
from smpp.parts import Joiner, piece_of
from smpp.pdus import BindTransceiver, GenericNack, Pdu, SubmitSm, SubmitSmResp, reply
from smpp.statuses import Status
from tests.gateway.counting import counted
from tests.gateway.linked import linked, send
from tests.gateway.message_centre import message_centre, welcome
from tests.gateway.virtual import virtually


def throttled(request: Pdu) -> Pdu | None:
    """Everything is too fast."""
    return reply(request, Status.RTHROTTLED if isinstance(request, SubmitSm) else 0)


class Choosy:
    """Takes so many parts a second, and refuses more. ``taken`` and ``refused`` are the times, ``texts`` what phones
    have, by number."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken: list[float] = []
        self.refused: list[float] = []
        self.texts: dict[str, list[str]] = defaultdict(list)
        self._joiner = Joiner(100, 600)

    def answer(self, request: Pdu) -> Pdu | None:
        """The SMSC's part."""
        if not isinstance(request, SubmitSm):
            return reply(request)
        now = asyncio.get_running_loop().time()
        if sum(now - time < 1 for time in self.taken[-self.limit :]) >= self.limit:
            self.refused.append(now)
            return reply(request, Status.RTHROTTLED)
        self.taken.append(now)
        if text := self._joiner.add((request.destination_addr,), piece_of(request), now):
            self.texts[request.destination_addr].append(text)
        return reply(request)


class Numbered(Connection):
    """A connection whose sequence numbers a test makes up."""

    sent = 0

    def __init__(self) -> None:
        self.number = 0
        self.outcome: Outcome

    def submit(self, pdu: SubmitSm, outcome: Outcome) -> None:
        """Keep what wants to hear."""
        self.outcome = outcome


@asynccontextmanager
async def beating(smsc: Smsc) -> AsyncIterator[None]:
    """A heart, as the gateway has."""

    async def beat() -> None:
        while True:
            smsc.fill()
            await asyncio.sleep(1)

    heart = asyncio.create_task(beat())
    yield
    heart.cancel()


def replies(smsc: Smsc, over: Callable[[str], None]) -> Replies:
    """What sends them; ``over`` hears of each that is done."""

    def dead(id: str, queued: Queued, why: Course, status: int | None, tries: int) -> None:
        raise AssertionError(f"{id} is dead: {why.name}")

    async def screens(numbers: object) -> list[int]:
        raise AssertionError("there are none")

    return Replies({smsc.address.name: smsc}, lambda: True, over, dead, screens)


def queued(smsc: Smsc, number: int, reference: int, text: str) -> Queued:
    """A reply of the queue."""
    return Queued(Number(f"79160{number:06}"), Route(smsc.address.name, "111"), reference, "", Say(text))


@virtually
async def test_the_same_message_goes_first_after_a_pause() -> None:
    """All that the window held was one slowdown, and comes again in order."""
    async with message_centre() as centre, linked(centre, "window=10") as (smsc, _):
        centre.answer = throttled
        await centre.bound()
        before = counted("pomoshnik_throttles_total", smsc=smsc.address.name)
        over = [send(smsc, str(number)) for number in range(20)]
        first = [(await centre.submit()).short_message for _ in range(10)]
        now = asyncio.get_running_loop().time()
        centre.answer = welcome
        again = [(await centre.submit()).short_message for _ in range(20)]
        assert asyncio.get_running_loop().time() - now > PAUSE - 0.1
        assert first == [str(number).encode() for number in range(10)]
        assert again == [str(number).encode() for number in range(20)]
        assert [sending.failed for sending in await asyncio.gather(*over)] == [[]] * 20
        assert counted("pomoshnik_throttles_total", smsc=smsc.address.name) == before + 1


@virtually
async def test_it_goes_on_at_half_of_the_pace_that_it_had() -> None:
    """As the heartbeats have seen it: 20 parts a second, or less if this machine is slow."""
    async with message_centre() as centre, linked(centre) as (smsc, _), beating(smsc):
        await centre.bound()
        began = asyncio.get_running_loop().time()
        for _ in range(60):
            await send(smsc, "1")
            await centre.submit()
            await asyncio.sleep(0.05)
        pace = 60 / (asyncio.get_running_loop().time() - began)
        centre.answer = throttled
        over = [send(smsc, "2")]
        await centre.submit()
        centre.answer = welcome
        await asyncio.sleep(0.1)
        over += [send(smsc, "3") for _ in range(30)]
        await over[0]
        await asyncio.sleep(0.9)
        sent = sum(sending.done() for sending in over)
        assert pace / 10 < sent < pace * 0.8


@pytest.mark.parametrize("limit", [30, 60])
@virtually
async def test_an_smsc_that_takes_so_many_a_second_gets_all_once_and_in_order(limit: int) -> None:
    """Its limit counts parts, and is never passed for long; then the bind is free again, and nobody restarted it."""
    choosy, done = Choosy(limit), list[str]()
    async with message_centre() as centre, linked(centre, "window=20") as (smsc, _), beating(smsc):
        centre.answer = choosy.answer
        await centre.bound()
        sending = replies(smsc, done.append)
        texts = {number: [f"{number} {which} " + "я" * 60 * which for which in range(4)] for number in range(30)}
        for which in range(4):
            for number, wanted in texts.items():
                sending.put(f"{which}-{number}", queued(smsc, number, which, wanted[which]))
        async with asyncio.timeout(200):
            while len(done) < 120:
                await asyncio.sleep(1)
        assert len(set(done)) == 120
        assert choosy.texts == {f"79160{number:06}": wanted for number, wanted in texts.items()}
        assert len(choosy.refused) < len(choosy.taken) / 2
        await asyncio.sleep(3)
        choosy.limit = 1000
        for number in range(20):
            sending.put(f"5-{number}", queued(smsc, number, 5, "last"))
        await asyncio.sleep(0.5)
        assert len(done) == 140


@virtually
async def test_a_bind_slows_down_as_often_as_it_is_told_to() -> None:
    """Whatever the sequence numbers are: they begin anew after some days."""
    line = Numbered()
    outlet = Outlet(line, Pace(0, lambda: None), "id@host:2775")
    before = counted("pomoshnik_throttles_total", smsc="id@host:2775")
    for sent, sequence, slowdowns in (
        (MAX_SEQUENCE // 2, 7, 1),
        (MAX_SEQUENCE // 2, MAX_SEQUENCE // 2, 1),
        (MAX_SEQUENCE - 1, MAX_SEQUENCE - 9, 2),
        (MAX_SEQUENCE - 1, MAX_SEQUENCE - 1, 2),
        (2, MAX_SEQUENCE, 3),
        (2, 2, 3),
        (9, 3, 4),
    ):
        line.sent = sent
        outlet.write(Sending([SubmitSm()], lambda: True, lambda _: None))
        line.outcome(SubmitSmResp(sequence=sequence, status=Status.RTHROTTLED))
        assert counted("pomoshnik_throttles_total", smsc="id@host:2775") == before + slowdowns
    outlet.stop()


# The rate that was set


@virtually
async def test_each_link_keeps_the_rate_that_was_set() -> None:
    """20 parts a second, on each of two."""
    times: dict[object, list[float]] = defaultdict(list)
    async with (
        message_centre() as centre,
        linked(centre, "rate=20") as (smsc, _),
        linked(centre, "rate=20") as (other, _),
    ):
        for _ in range(2):
            await centre.bound()
        for _ in range(40):
            send(smsc, "1")
            send(other, "1")
        for _ in range(80):
            times[(await centre.submits.get())[0]].append(asyncio.get_running_loop().time())
    assert len(times) == 2
    for each in times.values():
        assert len(each) == 40
        assert each[-1] - each[0] >= 1.9


@virtually
async def test_a_link_that_is_slow_does_not_slow_the_other() -> None:
    """Two links to one SMSC; one of them is told that it is too fast, with a message half sent."""
    async with message_centre() as centre, linked(centre, "window=1") as (smsc, _):
        slow = await centre.bound()
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        long = send(smsc, "я" * 190)
        slow.respond(reply(await centre.submit()))
        slow.respond(reply(await centre.submit(), Status.RTHROTTLED))
        link = asyncio.create_task(Link(smsc.address, BindTransceiver, smsc).run())
        fast = await centre.bound()
        centre.answer = welcome
        now = asyncio.get_running_loop().time()
        over = [send(smsc, "1") for _ in range(10)]
        assert [(await centre.submits.get())[0] for _ in range(10)] == [fast] * 10
        await asyncio.gather(*over)
        assert asyncio.get_running_loop().time() - now < PAUSE / 2
        assert [(await centre.submits.get())[0] for _ in range(2)] == [slow] * 2
        assert (await long).failed == []
        link.cancel()
        await asyncio.wait([link])


# Not bound, not understood, lost


def refusing(status: int, times: int, kind: type[Pdu] = SubmitSmResp) -> Callable[[Pdu], Pdu | None]:
    """Refuses the first messages so."""
    left = [times]

    def answer(request: Pdu) -> Pdu | None:
        if isinstance(request, SubmitSm) and left[0]:
            left[0] -= 1
            return kind(sequence=request.sequence, status=status)
        return reply(request)

    return answer


@virtually
async def test_who_is_not_bound_binds_anew_and_sends_the_same() -> None:
    """Both messages of the window, in order."""
    async with message_centre() as centre, linked(centre) as (smsc, _):
        centre.answer = refusing(Status.RINVBNDSTS, 2)
        first = await centre.bound()
        over = [send(smsc, text) for text in "12"]
        second = await centre.bound()
        assert [sending.failed for sending in await asyncio.gather(*over)] == [[], []]
        sent = [await centre.submits.get() for _ in range(4)]
        assert [peer for peer, _ in sent] == [first, first, second, second]
        assert [pdu.short_message for _, pdu in sent] == [b"1", b"2", b"1", b"2"]
        assert await first.closed == "unbound by the peer"


@pytest.mark.parametrize("status", [Status.RINVCMDLEN, Status.RINVCMDID])
@virtually
async def test_an_smsc_that_is_out_of_step_is_left(status: Status) -> None:
    """Its generic_nack says so. What it named has failed; of the rest nobody knows, and it goes on a new link."""
    async with message_centre() as centre, linked(centre) as (smsc, _):
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        peer = await centre.bound()
        over = [send(smsc, text) for text in "123"]
        first, second, _ = [await centre.submit() for _ in range(3)]
        centre.answer = welcome
        peer.respond(reply(first))
        peer.respond(GenericNack(sequence=second.sequence, status=status))
        done, nacked, unknown = await asyncio.gather(*over)
        assert done.failed == []
        assert [response and response.status for _, response in nacked.failed] == [status]
        assert [response for _, response in unknown.failed] == [None]
        await peer.closed
        await centre.bound()
        assert (await send(smsc, "4")).failed == []


@virtually
async def test_what_a_link_held_goes_on_the_next() -> None:
    """It is lost during the pause; nothing waits for that any more."""
    async with message_centre() as centre, linked(centre) as (smsc, _):
        centre.answer = throttled
        peer = await centre.bound()
        over = [send(smsc, text) for text in "123"]
        for _ in range(3):
            await centre.submit()
        centre.answer = welcome
        peer.abort()
        await centre.bound()
        assert [sending.failed for sending in await asyncio.gather(*over)] == [[]] * 3
        assert [(await centre.submit()).short_message for _ in range(3)] == [b"1", b"2", b"3"]


@virtually
async def test_responses_too_late_twice_or_unasked_are_counted() -> None:
    """And change nothing."""
    async with message_centre() as centre, linked(centre, "response=5") as (smsc, _):
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        peer = await centre.bound()
        before = counted("pomoshnik_unexpected_responses_total")
        over = send(smsc, "1")
        late = await centre.submit()
        assert [response for _, response in (await over).failed] == [None]
        for response in (reply(late), reply(late), SubmitSmResp("id", sequence=999)):
            peer.respond(response)
        centre.answer = welcome
        assert (await send(smsc, "2")).failed == []
        assert counted("pomoshnik_unexpected_responses_total") == before + 3
        assert centre.peers == [peer]
