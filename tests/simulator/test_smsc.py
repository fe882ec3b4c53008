"""The SMSC over real connections: who may bind, what is answered, what arrives where and when."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from simulator.accounts import Account
from simulator.forwarding import QueueFull
from simulator.smsc import Smsc
from smpp.multi import DistributionList
from smpp.parts import join, piece_of
from smpp.pdus import (
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    CancelSm,
    DataSm,
    EnquireLink,
    Pdu,
    QuerySm,
    QuerySmResp,
    ReplaceSm,
    SubmitMulti,
    SubmitSm,
    SubmitSmResp,
    Unbind,
)
from smpp.receipts import MessageState, Receipt, is_receipt, receipt_of
from smpp.session import State, Timers
from smpp.statuses import Status
from smpp.tlvs import MESSAGE_PAYLOAD, SC_INTERFACE_VERSION
from tests.simulator.esme import Esme, ignore

PHONE, SERVICE = "79160000001", "111"
HELLO = SubmitSm(source_addr=SERVICE, destination_addr=PHONE, short_message=b"Hello")


@asynccontextmanager
async def running(centre: Smsc | None = None) -> AsyncIterator[tuple[Smsc, int]]:
    """An SMSC that listens on that port; unless one is given, its pauses are short."""
    centre = centre or Smsc(first_pause=0.01)
    port = await centre.start("127.0.0.1", 0)
    try:
        yield centre, port
    finally:
        await centre.aclose()


# Binding


@pytest.mark.parametrize(
    ("system_id", "password", "status"),
    [
        ("esme", "secret", Status.ROK),
        ("esme", "guess", Status.RINVPASWD),
        ("esme", "пар".encode().decode("latin-1"), Status.RINVPASWD),
        ("nobody", "secret", Status.RINVSYSID),
    ],
)
async def test_accounts_say_who_may_bind(system_id: str, password: str, status: Status) -> None:
    """An unknown system_id and a wrong password are told apart; a refused link may try again."""
    async with running(Smsc({"esme": Account("secret")})) as (_, port):
        esme = await Esme.connect(port)
        response = await esme.request(BindTransceiver(system_id=system_id, password=password))
        assert response.status == status
        if status:
            assert (await esme.request(BindTransceiver(system_id="esme", password="secret"))).status == Status.ROK


@pytest.mark.parametrize(
    ("bind", "state"),
    [
        (BindTransmitter(), State.BOUND_TX),
        (BindReceiver(), State.BOUND_RX),
        (BindTransceiver(), State.BOUND_TRX),
    ],
)
async def test_without_accounts_anybody_may_bind(bind: Pdu, state: State) -> None:
    """All three ways; the answer says that we speak 3.4."""
    async with running() as (_, port):
        esme = await Esme.connect(port)
        response = await esme.request(bind)
        assert (esme.session.state, SC_INTERFACE_VERSION.of(response)) == (state, 0x34)


async def test_a_link_that_does_not_bind_is_closed() -> None:
    """The bind has its time."""
    async with running(Smsc(timers=Timers(bind=0.01))) as (_, port):
        esme = await Esme.connect(port)
        await asyncio.wait_for(esme.lost, 5)


async def test_links_have_a_limit() -> None:
    """One connection too many is closed at once; the others stay."""
    async with running(Smsc(links_limit=1)) as (_, port):
        first = await Esme.bound(port)
        await asyncio.wait_for((await Esme.connect(port)).lost, 5)
        assert (await first.request(EnquireLink())).status == Status.ROK


# From ESMEs to phones


async def test_a_submitted_message_is_on_the_phone_when_it_is_answered() -> None:
    """submit_sm gets an id of its own, and the phone the text."""
    async with running() as (centre, port):
        esme = await Esme.bound(port)
        ids = {(await esme.request(HELLO)).message_id for _ in range(2)}  # type: ignore[attr-defined]
        assert len(ids) == 2
        assert [sms.text for sms in centre.phones.screen(PHONE).inbox] == ["Hello", "Hello"]


async def test_data_sm_is_a_message_too() -> None:
    """Its text is in message_payload."""
    async with running() as (centre, port):
        esme = await Esme.bound(port)
        tlvs = (MESSAGE_PAYLOAD.with_value(b"Hello"),)
        response = await esme.request(DataSm(source_addr=SERVICE, destination_addr=PHONE, tlvs=tlvs))
        assert response.status == Status.ROK
        assert [sms.text for sms in centre.phones.screen(PHONE).inbox] == ["Hello"]


async def test_a_message_to_nobody_is_refused() -> None:
    """An empty destination is an error; the link lives."""
    async with running() as (_, port):
        esme = await Esme.bound(port)
        assert (await esme.request(SubmitSm())).status == Status.RINVDSTADR
        assert (await esme.request(HELLO)).status == Status.ROK


async def test_the_fate_of_a_message_can_be_asked() -> None:
    """A message that arrived can be queried, but neither cancelled nor replaced."""
    async with running() as (_, port):
        esme = await Esme.bound(port)
        submitted = await esme.request(HELLO)
        assert isinstance(submitted, SubmitSmResp)
        known = submitted.message_id
        queried = await esme.request(QuerySm(message_id=known))
        assert isinstance(queried, QuerySmResp)
        assert (queried.message_id, queried.message_state) == (known, MessageState.DELIVERED)
        assert (await esme.request(CancelSm(message_id=known))).status == Status.RCANCELFAIL
        assert (await esme.request(ReplaceSm(message_id=known))).status == Status.RREPLACEFAIL


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (QuerySm(message_id="0"), Status.RQUERYFAIL),
        (CancelSm(message_id="0"), Status.RINVMSGID),
        (ReplaceSm(message_id="0"), Status.RINVMSGID),
        (SubmitMulti(dest_addresses=(DistributionList("all"),)), Status.RCNTSUBDL),
    ],
)
async def test_what_cannot_be_done_is_refused(request_: Pdu, status: Status) -> None:
    """Unknown messages, and what this SMSC does not do."""
    async with running() as (_, port):
        esme = await Esme.bound(port)
        assert (await esme.request(request_)).status == status


# Receipts


async def test_a_receipt_comes_to_the_esme_that_asked() -> None:
    """In text and TLVs, from the phone to the sender, only to links of that system_id."""
    async with running() as (_, port):
        other = await Esme.bound(port, bind=BindReceiver(system_id="other"))
        receiver = await Esme.bound(port, bind=BindReceiver(system_id="esme"))
        sender = await Esme.bound(port, bind=BindTransmitter(system_id="esme"))
        submitted = await sender.request(
            SubmitSm(source_addr=SERVICE, destination_addr=PHONE, short_message=b"Hello", registered_delivery=1)
        )
        assert isinstance(submitted, SubmitSmResp)
        message = await receiver.message()
        assert is_receipt(message)
        assert receipt_of(message) == Receipt(submitted.message_id, MessageState.DELIVERED, "000")
        assert (message.source_addr, message.destination_addr) == (PHONE, SERVICE)
        assert other.messages.empty()


@pytest.mark.parametrize("registered_delivery", [0, 2])
async def test_no_receipt_comes_unasked(registered_delivery: int) -> None:
    """None asked for, or only one of failure."""
    async with running() as (_, port):
        esme = await Esme.bound(port)
        await esme.request(SubmitSm(destination_addr=PHONE, registered_delivery=registered_delivery))
        await esme.request(EnquireLink())
        assert esme.messages.empty()


async def test_a_receipt_that_cannot_be_written_is_dropped() -> None:
    """An over-long sender is read, but the receipt to it cannot be sent; the link lives."""
    async with running() as (centre, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        bind = "00000017 00000009 00000000 00000001 00 00 00 34 00 00 00"
        sender = b"1" * 30
        body = b"\0\0\0" + sender + b"\0\0\0" + PHONE.encode() + b"\0\0\0\0\0\0\1\0\0\0\0"
        writer.write(bytes.fromhex(bind))
        await reader.readexactly(26)
        writer.write((16 + len(body)).to_bytes(4, "big") + bytes.fromhex("00000004 00000000 00000002") + body)
        response = await reader.readexactly(33)
        assert response[8:12] == bytes(4)
        assert (centre.health().waiting, centre.health().dropped) == (0, 1)
        writer.close()
        await writer.wait_closed()


# From phones to ESMEs


async def test_a_phone_writes_to_a_short_number() -> None:
    """The message comes from an international number, in its alphabet."""
    async with running() as (centre, port):
        esme = await Esme.bound(port)
        assert centre.send_sms(PHONE, SERVICE, "баланс") == 1
        message = await esme.message()
        assert (message.source_addr_ton, message.source_addr_npi, message.source_addr) == (1, 1, PHONE)
        assert (message.destination_addr, message.data_coding) == (SERVICE, 8)
        assert message.short_message.decode("utf-16-be") == "баланс"


async def test_a_long_text_goes_as_parts() -> None:
    """Parts follow each other and make the text again."""
    text = "Подключите мне, пожалуйста, какую-нибудь услугу. " * 4
    async with running() as (centre, port):
        esme = await Esme.bound(port)
        count = centre.send_sms(PHONE, SERVICE, text)
        pieces = [piece_of(await esme.message()) for _ in range(count)]
        assert [piece.index for piece in pieces] == [1, 2, 3]
        assert join({piece.index: piece for piece in pieces}) == text


async def test_a_message_waits_for_an_esme() -> None:
    """Nobody is bound to receive: it waits, and a transmitter is no help."""
    async with running() as (centre, port):
        await Esme.bound(port, bind=BindTransmitter())
        centre.send_sms(PHONE, SERVICE, "hi")
        assert centre.health().waiting == 1
        receiver = await Esme.bound(port, bind=BindReceiver())
        assert (await receiver.message()).short_message == b"hi"


async def test_the_next_message_of_a_number_waits_for_the_answer() -> None:
    """Other numbers do not wait; order is kept."""
    async with running() as (centre, port):
        esme = await Esme.bound(port, answer=ignore)
        for number, text in ((PHONE, "1"), (PHONE, "2"), ("79160000002", "3")):
            centre.send_sms(number, SERVICE, text)
        first, other = await esme.message(), await esme.message()
        await esme.request(EnquireLink())
        assert ([first.short_message, other.short_message], esme.messages.empty()) == ([b"1", b"3"], True)
        esme.respond(first)
        assert (await esme.message()).short_message == b"2"


async def test_messages_are_spread_over_links() -> None:
    """Two links of one ESME take turns."""
    async with running() as (centre, port):
        links = [await Esme.bound(port), await Esme.bound(port)]
        for number in range(4):
            centre.send_sms(str(number), SERVICE, "hi")
        for link in links:
            await link.request(EnquireLink())
        assert [link.messages.qsize() for link in links] == [2, 2]


async def test_an_address_range_keeps_other_messages_away() -> None:
    """An ESME that serves 222 gets what is sent there; one of whatever other range gets anything."""
    async with running() as (centre, port):
        narrow = await Esme.bound(port, bind=BindTransceiver(address_range="^222$"))
        centre.send_sms(PHONE, SERVICE, "to 111")
        centre.send_sms(PHONE, "222", "to 222")
        assert (await narrow.message()).short_message == b"to 222"
        wide = await Esme.bound(port, bind=BindTransceiver(address_range=".*"))
        assert (await wide.message()).short_message == b"to 111"


async def test_a_message_without_an_answer_goes_again_after_the_link_was_lost() -> None:
    """The next ESME gets the same message, once answered it is done."""
    async with running() as (centre, port):
        first = await Esme.bound(port, answer=ignore)
        centre.send_sms(PHONE, SERVICE, "hi")
        lost = await first.message()
        first.abort()
        second = await Esme.bound(port)
        again = await second.message()
        assert again.short_message == lost.short_message
        await second.request(EnquireLink())
        assert centre.health().waiting == 0


async def test_a_message_goes_to_another_link_when_its_own_is_lost() -> None:
    """It need not wait for a new bind."""
    async with running() as (centre, port):
        links = [await Esme.bound(port, answer=ignore), await Esme.bound(port, answer=ignore)]
        centre.send_sms(PHONE, SERVICE, "hi")
        for link in links:
            await link.request(EnquireLink())
        links.sort(key=lambda link: link.messages.qsize())
        links[1].abort()
        assert (await links[0].message()).short_message == b"hi"


async def test_a_message_without_an_answer_in_time_goes_again() -> None:
    """The link lives; the response timer has run out."""
    async with running(Smsc(timers=Timers(response=0.01))) as (centre, port):
        esme = await Esme.bound(port, answer=ignore)
        centre.send_sms(PHONE, SERVICE, "hi")
        assert (await esme.message()).short_message == (await esme.message()).short_message
        assert centre.links()[0].counters.unanswered >= 1


@pytest.mark.parametrize("status", [Status.RMSGQFUL, Status.RTHROTTLED, Status.RSYSERR, Status.RX_T_APPN])
async def test_a_message_refused_for_now_goes_again(status: Status) -> None:
    """After a temporary error the same message comes, and the next of its number after it."""
    statuses = iter([status, status, Status.ROK, Status.ROK])
    async with running() as (centre, port):
        esme = await Esme.bound(port, answer=lambda message: next(statuses))
        centre.send_sms(PHONE, SERVICE, "1")
        centre.send_sms(PHONE, SERVICE, "2")
        assert [(await esme.message()).short_message for _ in range(4)] == [b"1", b"1", b"1", b"2"]


async def test_a_message_refused_for_good_is_dropped() -> None:
    """After a permanent error the next message comes, and the drop is counted."""
    statuses = iter([Status.RX_R_APPN, Status.ROK])
    async with running() as (centre, port):
        esme = await Esme.bound(port, answer=lambda message: next(statuses))
        centre.send_sms(PHONE, SERVICE, "1")
        centre.send_sms(PHONE, SERVICE, "2")
        assert [(await esme.message()).short_message for _ in range(2)] == [b"1", b"2"]
        await esme.request(EnquireLink())
        assert (centre.health().dropped, centre.health().waiting) == (1, 0)


async def test_no_more_goes_than_the_window_holds() -> None:
    """What does not fit in a link's window waits for answers."""
    async with running() as (centre, port):
        esme = await Esme.bound(port, answer=ignore)
        for number in range(100):
            centre.send_sms(str(number), SERVICE, "hi")
        await esme.request(EnquireLink())
        sent = esme.messages.qsize()
        assert sent < 100
        esme.respond(await esme.message())
        await esme.request(EnquireLink())
        assert esme.messages.qsize() == sent


# Links


async def test_links_are_listed_with_their_counters() -> None:
    """Who is bound, how, and what went over it."""
    statuses = iter([Status.RX_R_APPN, Status.ROK])
    async with running() as (centre, port):
        esme = await Esme.bound(port, answer=lambda message: next(statuses))
        centre.send_sms(PHONE, SERVICE, "1")
        centre.send_sms(PHONE, SERVICE, "2")
        await esme.message()
        await esme.message()
        await esme.request(HELLO)
        link = centre.links()[0]
        assert (link.id, link.system_id, link.bind) == ("link-1", "esme", "TRX")
        counters = link.counters
        assert (counters.submitted, counters.delivered, counters.refused) == (1, 1, 1)


async def test_an_esme_unbinds() -> None:
    """It is answered, and the link is gone."""
    async with running() as (centre, port):
        esme = await Esme.bound(port)
        assert (await esme.request(Unbind())).status == Status.ROK
        await asyncio.wait_for(esme.lost, 5)
        other = await Esme.bound(port)
        assert [link.id for link in centre.links()] == ["link-2"]
        other.abort()


async def test_an_end_says_goodbye() -> None:
    """When the SMSC stops, ESMEs are unbound, and those that have not bound or do not answer are closed."""
    centre = Smsc(timers=Timers(unbind=0.05))
    port = await centre.start("127.0.0.1", 0)
    polite, unbound = await Esme.bound(port), await Esme.connect(port)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(bytes.fromhex("00000017 00000009 00000000 00000001 00 00 00 34 00 00 00"))
    await reader.readexactly(26)
    await centre.aclose()
    await asyncio.gather(polite.lost, unbound.lost)
    assert polite.session.state is State.CLOSED
    assert (await reader.read())[4:8] == bytes.fromhex("00000006")
    writer.close()
    await writer.wait_closed()


async def test_waiting_messages_have_a_limit() -> None:
    """Beyond it a phone's message is refused, and a receipt is dropped."""
    async with running(Smsc(waiting_limit=1)) as (centre, port):
        centre.send_sms(PHONE, SERVICE, "hi")
        with pytest.raises(QueueFull):
            centre.send_sms(PHONE, SERVICE, "hi")
        esme = await Esme.bound(port, bind=BindTransmitter())
        await esme.request(SubmitSm(destination_addr=PHONE, registered_delivery=1))
        assert (centre.health().waiting, centre.health().dropped) == (1, 1)
