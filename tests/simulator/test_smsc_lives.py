"""The life of a message: scheduled, on its way, delivered, expired, cancelled, replaced."""

from typing import Any

import pytest

from simulator.mt.times import absolute_time
from simulator.smsc import Smsc
from smpp.pdus import (
    BindTransceiver,
    CancelSm,
    DataSm,
    DataSmResp,
    EnquireLink,
    Pdu,
    QuerySm,
    QuerySmResp,
    ReplaceSm,
    SubmitSm,
)
from smpp.receipts import MessageState, receipt_of
from smpp.statuses import Status
from smpp.tlvs import DPF_RESULT, MESSAGE_PAYLOAD, MS_AVAILABILITY_STATUS, QOS_TIME_TO_LIVE, SET_DPF
from tests.simulator.centre import NOON, PHONE, SERVICE, Clock, listening, message, submitted, texts
from tests.simulator.esme import Esme

IN_AN_HOUR, IN_TWO = "000000010000000R", "000000020000000R"
HOUR = 3600.0
OTHER = BindTransceiver(system_id="other")


async def state(esme: Esme, message_id: str) -> tuple[int, str]:
    """What query_sm says of it: state and final date."""
    response = await esme.request(QuerySm(message_id=message_id, source_addr=SERVICE))
    assert isinstance(response, QuerySmResp)
    assert response.status == 0
    return response.message_state, response.final_date


async def after(esme: Esme, clock: Clock, seconds: float) -> None:
    """So much later; the SMSC looks at its clock when something comes."""
    clock.now += seconds
    await esme.request(EnquireLink())


async def status(esme: Esme, request: Pdu) -> int:
    """What it is answered."""
    return (await esme.request(request)).status


# Scheduled


@pytest.mark.parametrize("when", [IN_AN_HOUR, absolute_time(NOON + HOUR)])
async def test_a_scheduled_message_arrives_at_its_time(when: str) -> None:
    """Relative or absolute; until then it is ENROUTE, the only word of SMPP 3.4 for it."""
    clock = Clock()
    async with listening(clock=clock) as (smsc, port):
        esme = await Esme.bound(port)
        known = await submitted(esme, message(schedule_delivery_time=when))
        await after(esme, clock, HOUR - 1)
        assert (await state(esme, known), texts(smsc)) == ((MessageState.ENROUTE, ""), [])
        await after(esme, clock, 1)
        assert (await state(esme, known), texts(smsc)) == (
            (MessageState.DELIVERED, absolute_time(NOON + HOUR)),
            ["Hello"],
        )


async def test_a_time_that_has_passed_is_now() -> None:
    """A scheduled message of yesterday goes at once."""
    async with listening() as (smsc, port):
        await submitted(await Esme.bound(port), message(schedule_delivery_time=absolute_time(NOON - HOUR)))
        assert texts(smsc) == ["Hello"]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"schedule_delivery_time": "991399000000000+"}, Status.RINVSCHED),
        ({"validity_period": "991399000000000+"}, Status.RINVEXPIRY),
        ({"validity_period": absolute_time(NOON)}, Status.RINVEXPIRY),
        ({"validity_period": "000000000000000R"}, Status.RINVEXPIRY),
        ({"priority_flag": 4}, Status.RINVPRTFLG),
    ],
)
async def test_times_that_make_no_sense_are_refused(fields: dict[str, Any], refusal: Status) -> None:
    """With the status of their field, and nothing arrives."""
    async with listening() as (smsc, port):
        assert (await status(await Esme.bound(port), message(**fields)), texts(smsc)) == (refusal, [])


async def test_the_timer_rings_by_itself() -> None:
    """Nothing need come from the ESME for a scheduled message to arrive."""
    clock = Clock()
    async with listening(clock=clock) as (smsc, port):
        esme = await Esme.bound(port)
        await submitted(esme, message(schedule_delivery_time=absolute_time(NOON + 1), registered_delivery=1))
        clock.now += 0.99  # the rest of the second is waited for
        smsc.forward()
        clock.now += 0.01
        assert (await esme.message()).source_addr == PHONE
        assert texts(smsc) == ["Hello"]


# A phone that is switched off


async def test_messages_wait_for_a_phone_that_is_off() -> None:
    """They arrive when it is back, urgent ones first, then as they came; those of other phones do not wait."""
    async with listening() as (smsc, port):
        esme = await Esme.bound(port)
        smsc.switch_phone(PHONE, reachable=False)
        for text, priority in (("1", 0), ("2", 0), ("urgent", 3), ("3", 0)):
            await submitted(esme, message(text, priority_flag=priority))
        await submitted(esme, message("other", destination_addr="79160000002"))
        assert (texts(smsc), texts(smsc, "79160000002"), len(smsc.messages.waiting)) == ([], ["other"], 4)
        smsc.switch_phone(PHONE, reachable=True)
        assert (texts(smsc), len(smsc.messages.waiting)) == (["urgent", "1", "2", "3"], 0)


@pytest.mark.parametrize(
    ("pdu", "seconds"),
    [
        (message(validity_period=IN_AN_HOUR), HOUR),
        (message(validity_period=absolute_time(NOON + HOUR)), HOUR),
        (message(), 24 * HOUR),
        (message(schedule_delivery_time=IN_AN_HOUR), 25 * HOUR),
        (message(schedule_delivery_time=IN_TWO, validity_period=IN_AN_HOUR), HOUR),
        (message(schedule_delivery_time=IN_AN_HOUR, validity_period=IN_TWO), 2 * HOUR),
    ],
)
async def test_a_message_expires_while_its_phone_is_off(pdu: SubmitSm, seconds: float) -> None:
    """When its validity ends, a day after it was due unless it says so; also before its time has come."""
    clock = Clock()
    async with listening(clock=clock) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.switch_phone(PHONE, reachable=False)
        known = await submitted(esme, pdu)
        await after(esme, clock, seconds - 1)
        assert (await state(esme, known))[0] == MessageState.ENROUTE
        await after(esme, clock, 1)
        assert await state(esme, known) == (MessageState.EXPIRED, absolute_time(NOON + seconds))
        smsc.switch_phone(PHONE, reachable=True)
        assert texts(smsc) == []


async def test_a_data_sm_lives_as_long_as_it_says() -> None:
    """qos_time_to_live in seconds."""
    clock = Clock()
    async with listening(clock=clock) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.switch_phone(PHONE, reachable=False)
        tlvs = (MESSAGE_PAYLOAD.with_value(b"Hi"), QOS_TIME_TO_LIVE.with_value(60))
        response = await esme.request(DataSm(source_addr=SERVICE, destination_addr=PHONE, tlvs=tlvs))
        assert isinstance(response, DataSmResp)
        await after(esme, clock, 60)
        assert (await state(esme, response.message_id))[0] == MessageState.EXPIRED


@pytest.mark.parametrize(
    ("registered_delivery", "told"),
    [
        (0x00, []),
        (0x01, [MessageState.EXPIRED]),
        (0x02, [MessageState.EXPIRED]),
        (0x03, []),
        (0x10, [MessageState.ENROUTE]),
        (0x11, [MessageState.ENROUTE, MessageState.EXPIRED]),
    ],
)
async def test_an_expired_message_is_told_as_asked(registered_delivery: int, told: list[MessageState]) -> None:
    """Of failure, and of the wait itself if that was asked for; the last is an intermediate notification."""
    clock = Clock()
    async with listening(clock=clock) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.switch_phone(PHONE, reachable=False)
        await submitted(esme, message(registered_delivery=registered_delivery, validity_period=IN_AN_HOUR))
        await after(esme, clock, HOUR)
        await esme.request(EnquireLink())
        receipts = [esme.messages.get_nowait() for _ in range(esme.messages.qsize())]
        assert [receipt.state for one in receipts if (receipt := receipt_of(one))] == told
        assert [one.esm_class for one in receipts] == [0x20 if one is MessageState.ENROUTE else 0x04 for one in told]


async def test_who_asked_is_told_that_the_phone_is_back() -> None:
    """set_dpf: the response says that the message waits, and an alert_notification comes before it arrives."""
    async with listening() as (smsc, port):
        esme = await Esme.bound(port)
        smsc.switch_phone(PHONE, reachable=False)
        tlvs = (MESSAGE_PAYLOAD.with_value(b"Hi"), SET_DPF.with_value(1))
        response = await esme.request(DataSm(source_addr=SERVICE, destination_addr=PHONE, tlvs=tlvs))
        smsc.switch_phone(PHONE, reachable=True)
        alert = await esme.notice()
        assert (DPF_RESULT.of(response), MS_AVAILABILITY_STATUS.of(alert), texts(smsc)) == (1, 0, ["Hi"])
        assert (alert.source_addr, alert.esme_addr) == (PHONE, SERVICE)  # type: ignore[attr-defined]


async def test_waiting_messages_have_a_limit() -> None:
    """Beyond it the next is refused, until there is room."""
    async with listening(waiting_limit=1) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.switch_phone(PHONE, reachable=False)
        known = await submitted(esme, message())
        assert await status(esme, message()) == Status.RMSGQFUL
        assert await status(esme, CancelSm(message_id=known)) == Status.ROK
        assert await status(esme, message()) == Status.ROK


# Cancelled, replaced


async def waiting(smsc: Smsc, port: int, *texts: str) -> tuple[Esme, list[str]]:
    """An ESME whose messages wait for the phone, and their ids."""
    smsc.switch_phone(PHONE, reachable=False)
    esme = await Esme.bound(port)
    return esme, [await submitted(esme, message(text)) for text in texts]


async def test_a_waiting_message_can_be_cancelled() -> None:
    """By its id; it is DELETED, and the others arrive. Twice is too late."""
    async with listening() as (smsc, port):
        esme, (first, _) = await waiting(smsc, port, "1", "2")
        cancel = CancelSm(message_id=first, source_addr=SERVICE)
        assert [await status(esme, cancel), await status(esme, cancel)] == [Status.ROK, Status.RCANCELFAIL]
        assert (await state(esme, first))[0] == MessageState.DELETED
        smsc.switch_phone(PHONE, reachable=True)
        assert texts(smsc) == ["2"]


@pytest.mark.parametrize(
    ("cancel", "answer", "left"),
    [
        (CancelSm(source_addr=SERVICE, destination_addr=PHONE), Status.ROK, []),
        (CancelSm(source_addr=SERVICE, destination_addr=f"+{PHONE}"), Status.ROK, []),
        (CancelSm(source_addr=SERVICE, destination_addr=PHONE, service_type="WAP"), Status.RCANCELFAIL, ["1", "2"]),
        (CancelSm(source_addr="222", destination_addr=PHONE), Status.RCANCELFAIL, ["1", "2"]),
        (CancelSm(source_addr=SERVICE, destination_addr="79160000002"), Status.RCANCELFAIL, ["1", "2"]),
    ],
)
async def test_without_an_id_all_between_two_addresses_are_cancelled(
    cancel: CancelSm, answer: Status, left: list[str]
) -> None:
    """Of the service type, if one is given; if there are none that is an error."""
    async with listening() as (smsc, port):
        esme, _ = await waiting(smsc, port, "1", "2")
        assert await status(esme, cancel) == answer
        smsc.switch_phone(PHONE, reachable=True)
        assert texts(smsc) == left


async def test_a_cancelled_message_is_told_to_who_asked() -> None:
    """A receipt of DELETED."""
    async with listening() as (smsc, port):
        esme, _ = await waiting(smsc, port)
        known = await submitted(esme, message(registered_delivery=1))
        await esme.request(CancelSm(message_id=known))
        receipt = receipt_of(await esme.message())
        assert receipt is not None
        assert (receipt.message_id, receipt.state) == (known, MessageState.DELETED)


async def test_a_waiting_message_can_be_replaced() -> None:
    """It has another text, the same id and place, and other times if they are given."""
    clock = Clock()
    async with listening(clock=clock) as (smsc, port):
        esme, (first, second) = await waiting(smsc, port, "1", "2")
        await esme.request(ReplaceSm(message_id=first, short_message=b"one"))
        await esme.request(ReplaceSm(message_id=second, short_message=b"two", schedule_delivery_time=IN_AN_HOUR))
        smsc.switch_phone(PHONE, reachable=True)
        assert (texts(smsc), (await state(esme, second))[0]) == (["one"], MessageState.ENROUTE)
        await after(esme, clock, HOUR)
        assert texts(smsc) == ["one", "two"]
        assert await status(esme, ReplaceSm(message_id=first)) == Status.RREPLACEFAIL


async def test_a_replacement_that_makes_no_sense_changes_nothing() -> None:
    """Its status is that of the wrong field."""
    async with listening() as (smsc, port):
        esme, (known,) = await waiting(smsc, port, "1")
        change = ReplaceSm(message_id=known, short_message=b"one", validity_period="0" * 15 + "R")
        assert await status(esme, change) == Status.RINVEXPIRY
        smsc.switch_phone(PHONE, reachable=True)
        assert texts(smsc) == ["1"]


async def test_a_new_message_may_replace_those_that_wait() -> None:
    """replace_if_present_flag: of the same sender to the same phone; others stay."""
    async with listening() as (smsc, port):
        esme, (first, _) = await waiting(smsc, port, "1", "2")
        await submitted(esme, message("other", source_addr="222"))
        await submitted(esme, message("new", replace_if_present_flag=1))
        assert (await state(esme, first))[0] == MessageState.DELETED
        smsc.switch_phone(PHONE, reachable=True)
        assert texts(smsc) == ["other", "new"]


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (QuerySm(message_id="ID"), Status.RQUERYFAIL),
        (CancelSm(message_id="ID"), Status.RINVMSGID),
        (ReplaceSm(message_id="ID"), Status.RINVMSGID),
    ],
)
async def test_messages_of_others_are_nobodys_business(ask: Pdu, refusal: Status) -> None:
    """Of another system_id, or of another sender than is said: as if there were none."""
    async with listening() as (smsc, port):
        esme, (known,) = await waiting(smsc, port, "1")
        other = await Esme.bound(port, bind=OTHER)
        request = type(ask)(message_id=known)  # type: ignore[call-arg]
        wrong = type(ask)(message_id=known, source_addr="222")  # type: ignore[call-arg]
        assert [await status(other, request), await status(esme, wrong)] == [refusal, refusal]
