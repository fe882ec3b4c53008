"""Faults on links, as an ESME sees them."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest

from simulator.forwarding import QueueFull
from simulator.trouble.faults import (
    Binds,
    Deliveries,
    Enquiries,
    Errors,
    Faults,
    Latency,
    Links,
    Pace,
    Queue,
    Responses,
    Throttle,
)
from smpp.pdus import EnquireLink, Pdu, SubmitSm, Unbind
from smpp.session import State
from smpp.statuses import Status
from tests.gateway.virtual import virtually
from tests.simulator.esme import ANYBODY, TIMEOUT, Esme
from tests.simulator.faulty import PHONE, SERVICE, suffering

HELLO = SubmitSm(source_addr=SERVICE, destination_addr=PHONE, short_message=b"Hello")
ALWAYS = 1.0
HOUR = 3600.0


def now() -> float:
    """Of the loop."""
    return asyncio.get_running_loop().time()


async def times(esme: Esme, count: int) -> list[float]:
    """How long so many responses take, one after the other."""
    taken = []
    for _ in range(count):
        before = now()
        await esme.request(HELLO)
        taken.append(now() - before)
    return taken


async def unanswered(esme: Esme, request: Pdu = HELLO, seconds: float = 3.0) -> bool:
    """Whether that is so after some seconds."""
    response = esme.ask(request)
    await asyncio.sleep(seconds)
    return not response.done()


# Refusals


@pytest.mark.parametrize(
    ("faults", "status"),
    [
        (Faults(throttle=Throttle(chance=ALWAYS)), Status.RTHROTTLED),
        (Faults(errors=Errors(by_status={"RX_T_APPN": ALWAYS})), Status.RX_T_APPN),
        (Faults(errors=Errors(by_status={"0x412": ALWAYS})), 0x412),
        (Faults(errors=Errors(by_number={"7916": "RINVDSTADR"})), Status.RINVDSTADR),
        (Faults(errors=Errors(by_number={"7916": "RINVDSTADR", PHONE: "RSYSERR"})), Status.RSYSERR),
        (Faults(errors=Errors(by_number={"7999": "RINVDSTADR"})), Status.ROK),
        (Faults(queue=Queue(full=True)), Status.RMSGQFUL),
    ],
    ids=["throttle", "by status", "by number of a status", "by prefix", "longest prefix", "other number", "queue full"],
)
async def test_messages_are_refused(faults: Faults, status: int) -> None:
    """With the status that the faults say; what is refused reaches no phone."""
    async with suffering(faults) as (smsc, port):
        esme = await Esme.bound(port)
        assert (await esme.request(HELLO)).status == status
        assert smsc.phones.screen(PHONE).received == (not status)


async def test_a_mix_of_errors_comes_in_its_proportions() -> None:
    """Half of all, and a quarter of the rest."""
    mix = {"RMSGQFUL": 0.5, "RSYSERR": 0.25}
    async with suffering(Faults(errors=Errors(by_status=mix))) as (_, port):
        esme = await Esme.bound(port)
        statuses = Counter([(await esme.request(HELLO)).status for _ in range(400)])
    assert 160 < statuses[Status.RMSGQFUL] < 240
    assert 30 < statuses[Status.RSYSERR] < 70
    assert statuses.total() == sum(statuses[status] for status in (0, Status.RMSGQFUL, Status.RSYSERR))


@virtually
async def test_what_is_above_the_rate_is_throttled() -> None:
    """So many in a second are taken; in the next second so many again."""
    async with suffering(Faults(throttle=Throttle(rate=3))) as (_, port):
        esme = await Esme.bound(port)
        statuses = []
        for _ in range(2):
            statuses.append([(await esme.request(HELLO)).status for _ in range(5)])
            await asyncio.sleep(1)
    assert statuses == [[0, 0, 0, Status.RTHROTTLED, Status.RTHROTTLED]] * 2


async def test_phones_are_refused_where_too_much_waits() -> None:
    """The limit of the queue is that of the faults."""
    async with suffering(Faults(queue=Queue(limit=1))) as (smsc, _):
        smsc.send_sms(PHONE, SERVICE, "1")
        with pytest.raises(QueueFull, match="1 messages wait"):
            smsc.send_sms(PHONE, SERVICE, "2")


async def test_binds_are_refused() -> None:
    """With the status that the faults say; the link may try again."""
    async with suffering(Faults(binds=Binds(ALWAYS, "RALYBND"))) as (smsc, port):
        esme = await Esme.connect(port)
        assert (await esme.request(ANYBODY)).status == Status.RALYBND
        smsc.faults = Faults()
        assert (await esme.request(ANYBODY)).status == Status.ROK


# Responses


@virtually
async def test_responses_take_their_time() -> None:
    """The same for all."""
    async with suffering(Faults(latency=Latency(mean=0.5))) as (_, port):
        assert all(0.5 <= seconds < 0.6 for seconds in await times(await Esme.bound(port), 3))


@pytest.mark.parametrize("shape", ["uniform", "exponential", "lognormal"])
def test_latencies_have_their_shape(shape: str) -> None:
    """They differ, and their mean, or median, is what was asked for."""

    @virtually
    async def measured() -> list[float]:
        latency = Latency(shape, 1.0, 0.5)  # type: ignore[arg-type]
        async with suffering(Faults(latency=latency)) as (_, port):
            return sorted(await times(await Esme.bound(port), 40))

    taken = measured()
    centre = taken[20] if shape == "lognormal" else sum(taken) / len(taken)
    assert 0.7 < centre < 1.5
    assert (taken[0] > 0.45, taken[-1] < 1.6) == (True, True) if shape == "uniform" else taken[-1] > 1.6


@virtually
async def test_lost_responses_never_come_yet_what_was_asked_is_done() -> None:
    """The phone has the message."""
    async with suffering(Faults(responses=Responses(lost=ALWAYS))) as (smsc, port):
        esme = await Esme.connect(port)
        assert await unanswered(esme, ANYBODY)
        smsc.faults = Faults(latency=Latency(mean=0.1))
        bound = await Esme.bound(port)
        smsc.faults = Faults(responses=Responses(lost=ALWAYS))
        assert await unanswered(bound)
        assert smsc.phones.screen(PHONE).received == 1


@virtually
async def test_late_responses_come_late() -> None:
    """Even when the fault is over by then."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(responses=Responses(late=ALWAYS, late_seconds=4))
        begun = now()
        waiting = esme.ask(HELLO)
        while not smsc.phones.screen(PHONE).received:
            await asyncio.sleep(0)
        smsc.faults = Faults()
        await esme.request(HELLO)
        assert not waiting.done()
        await waiting
        assert 4 <= now() - begun < 4.2


async def test_a_response_may_be_overtaken() -> None:
    """By the next one."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(responses=Responses(out_of_order=ALWAYS))
        order = list[int]()

        async def ask(number: int) -> None:
            await esme.request(HELLO)
            order.append(number)

        await asyncio.gather(*map(ask, range(4)))
    assert order == [1, 0, 3, 2]


@virtually
async def test_a_response_that_nothing_overtakes_comes_all_the_same() -> None:
    """After a second."""
    async with suffering(Faults(responses=Responses(out_of_order=ALWAYS))) as (_, port):
        assert all(1 <= seconds < 1.1 for seconds in await times(await Esme.bound(port), 2))


@virtually
async def test_responses_are_lost_and_then_the_link_is_reset() -> None:
    """What was asked is done; a second later there is no link."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(responses=Responses(lost_then_reset=ALWAYS))
        begun = now()
        waiting = [esme.ask(HELLO) for _ in range(3)]
        await esme.lost
        assert 1 <= now() - begun < 1.2
        assert smsc.phones.screen(PHONE).received == 3
        assert not any(response.done() for response in waiting)


# Messages to the ESME


async def test_what_was_taken_last_on_a_link_that_died_goes_again_once() -> None:
    """On the next link, and not a third time."""
    async with suffering(Faults(deliveries=Deliveries(again=2))) as (smsc, port):
        first = await Esme.bound(port)
        for text in ("1", "2", "3"):
            smsc.send_sms(PHONE, SERVICE, text)
        assert [(await first.message()).short_message for _ in range(3)] == [b"1", b"2", b"3"]
        await first.request(HELLO)  # its answers have come
        first.abort()
        second = await Esme.bound(port)
        assert [(await second.message()).short_message for _ in range(2)] == [b"2", b"3"]
        await second.request(HELLO)
        second.abort()
        third = await Esme.bound(port)
        smsc.send_sms(PHONE, SERVICE, "4")
        assert (await third.message()).short_message == b"4"


async def test_nothing_goes_again_after_a_goodbye() -> None:
    """An unbind ends a link in good order."""
    async with suffering(Faults(deliveries=Deliveries(again=2))) as (smsc, port):
        first = await Esme.bound(port)
        smsc.send_sms(PHONE, SERVICE, "1")
        await first.message()
        await first.request(Unbind())
        await first.lost
        second = await Esme.bound(port)
        smsc.send_sms(PHONE, SERVICE, "2")
        assert (await second.message()).short_message == b"2"


# Links


@virtually
async def test_links_are_dropped_now_and_then() -> None:
    """After as many seconds as the faults say, on average, and each time after others."""
    lives = []
    async with suffering(Faults(links=Links(drop_every=10))) as (_, port):
        for _ in range(20):
            begun = now()
            await (await Esme.bound(port)).lost
            lives.append(now() - begun)
    assert 6 < sum(lives) / 20 < 16
    assert len({round(life, 3) for life in lives}) == 20


async def test_links_are_dropped_after_so_many_pdus() -> None:
    """Those of the SMSC: two responses, and the third is the last."""
    async with suffering(Faults(links=Links(drop_after=3))) as (_, port):
        esme = await Esme.bound(port)
        await esme.request(HELLO)
        esme.ask(HELLO)
        async with asyncio.timeout(TIMEOUT):
            await esme.lost


@virtually
async def test_a_half_open_link_says_nothing_for_as_long_as_it_is() -> None:
    """The SMSC does not even close it. What was asked is answered when the fault is over."""
    async with suffering(Faults(links=Links(half_open=ALWAYS))) as (smsc, port):
        esme = await Esme.connect(port)
        assert await unanswered(esme, ANYBODY, 4)
        await asyncio.sleep(HOUR / 10)
        assert not esme.lost.done()
        assert esme.session.state is State.OPEN
        smsc.faults = Faults()
        while not esme.session.bound:
            await asyncio.sleep(0)


@virtually
async def test_a_link_that_was_half_open_is_asked_whether_it_is_there() -> None:
    """Though the time for that had passed, and nothing came meanwhile."""
    async with suffering(Faults()) as (smsc, port):
        await Esme.bound(port)
        smsc.faults = Faults(links=Links(half_open=ALWAYS))
        await asyncio.sleep(60)
        smsc.faults = Faults()
        await asyncio.sleep(1)
        assert [pdu.command for pdu in smsc.wire.latest(2)] == ["enquire_link_resp", "enquire_link"]


@virtually
async def test_a_bound_link_becomes_half_open_at_once() -> None:
    """And nothing is sent there; phones are served over another link."""
    async with suffering(Faults()) as (smsc, port):
        dead = await Esme.bound(port)
        smsc.faults = Faults(links=Links(half_open=ALWAYS))
        assert await unanswered(dead, EnquireLink())
        smsc.send_sms(PHONE, SERVICE, "1")
        smsc.faults = Faults()
        assert (await dead.message()).short_message == b"1"


# enquire_link


@virtually
async def test_enquire_links_come_in_floods() -> None:
    """So many a second; the ESME is not thought dead for what it does not answer."""
    async with suffering(Faults(enquiries=Enquiries(flood=200))) as (smsc, port):
        esme = await Esme.bound(port)
        await asyncio.sleep(2)
        await esme.request(HELLO)
        asked = [pdu for pdu in smsc.wire.latest(1000) if pdu.command == "enquire_link"]
        answered = [pdu for pdu in smsc.wire.latest(1000) if pdu.command == "enquire_link_resp"]
    assert 350 <= len(asked) <= 410
    assert len(answered) >= len(asked) - 5


@virtually
async def test_enquire_links_of_the_esme_may_get_no_response() -> None:
    """Everything else does."""
    async with suffering(Faults(enquiries=Enquiries(unanswered=ALWAYS))) as (_, port):
        esme = await Esme.bound(port)
        assert await unanswered(esme, EnquireLink())
        assert not await unanswered(esme)


# Pace


@virtually
async def test_the_smsc_may_read_slowly() -> None:
    """So many octets a second; a submit_sm has about 60."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(pace=Pace(reading=30))
        taken = await times(esme, 2)
    assert all(1.5 < seconds < 2.5 for seconds in taken)


@virtually
async def test_the_smsc_may_write_slowly() -> None:
    """So many octets a second, of a response that has about 34."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(pace=Pace(writing=20))
        taken = await times(esme, 2)
    assert all(1.4 < seconds < 2.2 for seconds in taken)


@virtually
async def test_what_waited_in_a_slow_link_goes_on_at_once_when_that_is_over() -> None:
    """In order, nothing lost."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(pace=Pace(reading=1, writing=1))
        waiting = [esme.ask(HELLO) for _ in range(3)]
        await asyncio.sleep(1)
        begun = now()
        smsc.faults = Faults()
        ids = [int(getattr(await request, "message_id")) for request in waiting]  # noqa: B009
        assert now() - begun < 0.2
        assert all(late == early + 1 for early, late in pairwise(ids))


@virtually
async def test_a_response_that_waits_to_be_overtaken_does_not_tear_another_apart() -> None:
    """When the faults are over it comes after what was written in part."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(pace=Pace(writing=20), responses=Responses(out_of_order=ALWAYS))
        waiting = [esme.ask(HELLO) for _ in range(3)]
        await asyncio.sleep(0.5)
        smsc.faults = Faults()
        async with asyncio.timeout(TIMEOUT):
            assert [(await response).status for response in waiting] == [Status.ROK] * 3


@virtually
async def test_a_flood_waits_for_a_slow_link() -> None:
    """What the SMSC holds back for it does not grow without end."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(enquiries=Enquiries(flood=10_000), pace=Pace(writing=100))
        await asyncio.sleep(1)
        seen = smsc.wire.latest(1)[0].id
        await asyncio.sleep(1)
        assert smsc.wire.latest(1)[0].id - seen < 100
        esme.abort()


# All by seed


async def history(faults: Faults) -> list[tuple[int, int, bool]]:
    """What a conversation meets: statuses, and which responses were overtaken."""
    async with suffering(faults) as (_, port):
        esme = await Esme.bound(port)
        met = []
        for _ in range(20):
            one, other = esme.ask(HELLO), esme.ask(HELLO)
            await asyncio.wait([one, other], return_when=asyncio.FIRST_COMPLETED)
            in_order = one.done()
            met.append(((await one).status, (await other).status, in_order))
    return met


MIXED = Faults(
    errors=Errors(by_status={"RSYSERR": 0.3, "RMSGQFUL": 0.2}),
    responses=Responses(out_of_order=0.3),
    throttle=Throttle(chance=0.1),
)


@virtually
async def test_the_same_seed_and_traffic_give_the_same_accidents() -> None:
    """And another seed gives others."""
    one = await history(MIXED)
    assert await history(MIXED) == one
    assert len(set(one)) > 3
    assert await history(Faults(2, errors=MIXED.errors, responses=MIXED.responses, throttle=MIXED.throttle)) != one


@virtually
async def test_one_fault_does_not_change_the_accidents_of_another() -> None:
    """Statuses are the same with responses out of order and without."""
    both = await history(MIXED)
    alone = await history(Faults(errors=MIXED.errors, throttle=MIXED.throttle))
    assert [statuses for *statuses, _ in both] == [statuses for *statuses, _ in alone]


async def test_faults_that_are_set_again_begin_anew() -> None:
    """So a tester need not start the simulator again."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        met = []
        for _ in range(2):
            smsc.faults = Faults(errors=Errors(by_status={"RSYSERR": 0.5}))
            met.append([(await esme.request(HELLO)).status for _ in range(20)])
    assert met[0] == met[1]
    assert len(set(met[0])) == 2
