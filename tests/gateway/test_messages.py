"""Messages over a link, on a real connection; some of them no messages at all."""

import asyncio

import pytest

from gateway.connection import MOST_UNANSWERED
from gateway.statuses import NEVER, course
from smpp.codec import encode
from smpp.pdus import (
    DataSm,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    SubmitSm,
    reply,
)
from smpp.statuses import Status
from tests.gateway.linked import linked, send
from tests.gateway.message_centre import ANNA, deliver, message_centre, welcome
from tests.gateway.virtual import virtually

# What goes out


@virtually
async def test_no_more_than_the_window_waits_for_answers() -> None:
    """With a window of 1, each part waits for the answer to the one before."""
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with linked(centre, "window=1") as (smsc, _):
            peer = await centre.bound()
            over = send(smsc, "я" * 190)
            for _ in range(3):
                part = await centre.submit()
                await peer.ask(EnquireLink())
                assert centre.submits.empty()
                peer.respond(reply(part))
            assert (await over).failed == []


@virtually
async def test_responses_may_come_in_any_order() -> None:
    """Each belongs to its part."""
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with linked(centre) as (smsc, _):
            peer = await centre.bound()
            over = send(smsc, "я" * 190)
            first, second, third = [await centre.submit() for _ in range(3)]
            peer.respond(reply(third))
            peer.respond(reply(second, Status.RSYSERR))
            peer.respond(reply(first))
            [(part, refusal)] = (await over).failed
            assert part.short_message == second.short_message
            assert refusal
            assert refusal.status == Status.RSYSERR


@pytest.mark.parametrize("status", [Status.RINVMSGLEN, Status.RTHROTTLED, Status.ROK])
@virtually
async def test_a_generic_nack_is_a_refusal(status: Status) -> None:
    """The SMSC did not understand us, even where it says that all is well; others are not slowed down by it."""
    async with message_centre() as centre:
        centre.answer = lambda request: (
            GenericNack(sequence=request.sequence, status=status) if isinstance(request, SubmitSm) else reply(request)
        )
        async with linked(centre) as (smsc, _):
            [(_, refusal)] = (await send(smsc, "Баланс")).failed
            assert refusal == GenericNack(sequence=refusal.sequence if refusal else 0, status=status)
            assert course(refusal) is NEVER
            assert len(smsc.links) == 1


@virtually
async def test_a_part_without_an_answer_is_unknown_after_a_minute() -> None:
    """The link lives."""
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with linked(centre, "response=60") as (smsc, _):
            before = asyncio.get_running_loop().time()
            [(_, response)] = (await send(smsc, "Баланс")).failed
            assert response is None
            assert asyncio.get_running_loop().time() - before == pytest.approx(60, abs=2)
            assert len(smsc.links) == 1


@virtually
async def test_the_parts_of_a_reply_stay_on_one_link_while_it_lives() -> None:
    """When it is lost, those not sent yet go on another, and it is known which were not answered."""
    async with message_centre() as centre:
        centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
        async with linked(centre, "window=1") as (smsc, _), linked(centre, "window=1") as _:
            await centre.bound()
            over = send(smsc, "я" * 190)
            peer, first = await centre.submits.get()
            centre.answer = welcome
            peer.abort()
            (_, second), (_, third) = [await centre.submits.get() for _ in range(2)]
            [(part, status)] = (await over).failed
            assert (part.short_message, status) == (first.short_message, None)
            assert len({first.short_message, second.short_message, third.short_message}) == 3


# What comes in


@virtually
async def test_the_smsc_is_answered_while_its_messages_wait() -> None:
    """Reading never waits for work: an enquire_link is answered at once, before all messages."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        message = peer.send(deliver("баланс")[0])
        assert isinstance(await peer.ask(EnquireLink()), EnquireLinkResp)
        assert not message.done()
        await desk.acknowledge()
        assert await message == DeliverSmResp(sequence=1)


@virtually
async def test_so_many_messages_wait_and_more_are_refused_for_now() -> None:
    """They stay with the SMSC; when others are answered there is room again."""
    async with message_centre() as centre, linked(centre, "temp_error=0x58") as (_, desk):
        peer = await centre.bound()
        waiting = [peer.send(deliver("1")[0]) for _ in range(MOST_UNANSWERED)]
        assert (await peer.ask(deliver("1")[0])).status == Status.RTHROTTLED
        assert not any(message.done() for message in waiting)
        await desk.acknowledge()
        await waiting[0]
        waiting.append(peer.send(deliver("1")[0]))
        for _ in waiting[1:]:
            await desk.acknowledge()
        assert {response.status for response in await asyncio.gather(*waiting) if response} == {0}


@virtually
async def test_an_answer_after_the_link_is_lost_goes_nowhere() -> None:
    """The SMSC sends the message again."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        message = peer.send(deliver("баланс")[0])
        connection, pdu = await desk.incoming.get()
        peer.abort()
        assert await message is None
        await connection.closed
        connection.respond(reply(pdu))
        await centre.bound()


@virtually
async def test_messages_come_as_data_sm_too() -> None:
    """Their response has its own name."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        message = peer.send(DataSm(source_addr=ANNA, destination_addr="111", tlvs=((0x0424, b"1"),)))
        assert isinstance(await desk.acknowledge(), DataSm)
        assert (await message) is not None


def frame(command_id: int, body: bytes = b"", length: int | None = None, sequence: int = 99) -> bytes:
    """A PDU of octets."""
    header = (length if length is not None else 16 + len(body), command_id, 0, sequence)
    return b"".join(field.to_bytes(4, "big") for field in header) + body


DELIVER = encode(deliver("1")[0], 99)


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(frame(0x7777), id="an unknown command"),
        pytest.param(frame(0x80007777), id="an unknown response"),
        pytest.param(frame(0x80000004, b"id\0"), id="a response to nothing"),
        pytest.param(frame(0x80000015), id="an enquire_link_resp to nothing"),
        pytest.param(frame(0x80000000), id="a generic_nack to nothing"),
        pytest.param(frame(0x05), id="a message without a body"),
        pytest.param(frame(0x05, b"\0" * 11), id="a message that is cut off"),
        pytest.param(frame(0x05, b"A" * 100), id="a string without an end"),
        pytest.param(frame(0x04, b"\0" * 17), id="what only we may send"),
        pytest.param(frame(0x09, b"a\0b\0\0\x34\0\0\0"), id="a bind"),
        pytest.param(frame(0x102, b"\0" * 6), id="a notice"),
        pytest.param(frame(0x0B, b"a\0b\0"), id="an outbind"),
    ],
)
@virtually
async def test_the_link_lives_through_what_makes_no_sense(octets: bytes) -> None:
    """And serves what comes next."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        peer.write(octets)
        message = peer.send(deliver("баланс")[0])
        await desk.acknowledge()
        assert await message is not None
        assert centre.peers == [peer]


@pytest.mark.parametrize(
    "tlvs",
    [
        pytest.param(b"\x14\x00\x00\x01A", id="of a vendor"),
        pytest.param(b"\x00\x99\x00\x00", id="unknown and empty"),
        pytest.param(b"\x04\x24\x00\xff", id="longer than what is left"),
        pytest.param(b"\x02\x0c\x00\x01A", id="of a wrong length"),
        pytest.param(b"\x02", id="cut off"),
        pytest.param(b"\x05\x01\x00\x01\x01", id="of USSD"),
    ],
)
@virtually
async def test_a_message_with_bad_tlvs_is_taken(tlvs: bytes) -> None:
    """What can be read of it counts."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        peer.write((len(DELIVER) + len(tlvs)).to_bytes(4, "big") + DELIVER[4:] + tlvs)
        message = await desk.acknowledge()
        assert isinstance(message, DeliverSm)
        assert (message.source_addr, message.destination_addr, message.short_message) == (ANNA, "111", b"1")
        await peer.ask(EnquireLink())


@pytest.mark.parametrize("length", [0, 15, 66_561, 0xFFFF_FFFF])
@virtually
async def test_a_length_that_no_pdu_has_ends_the_link_and_it_is_bound_again(length: int) -> None:
    """Nobody knows where the next PDU begins."""
    async with message_centre() as centre, linked(centre) as (smsc, _):
        (await centre.bound()).write(frame(0x15, length=length))
        await (await centre.bound()).ask(EnquireLink())
        assert len(smsc.links) == 1


@virtually
async def test_octets_may_come_one_by_one() -> None:
    """TCP knows no PDUs."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        for octet in DELIVER:
            peer.write(bytes([octet]))
        assert (await desk.acknowledge()).sequence == 99
