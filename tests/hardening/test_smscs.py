"""What hostile SMSCs do to the gateway's connection."""

import asyncio

import pytest

from gateway.connection import MOST_UNANSWERED, MOST_UNPROVEN, MOST_UNREAD, Connection
from smpp.codec import encode
from smpp.legal import Role
from smpp.pdus import (
    BindTransceiver,
    BindTransceiverResp,
    DeliverSm,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    reply,
)
from smpp.session import Session
from smpp.statuses import Status
from tests.gateway.linked import linked
from tests.gateway.message_centre import message_centre
from tests.gateway.virtual import exactly, virtually
from tests.hardening.sessions import written
from tests.hardening.test_esmes import Hole
from tests.hardening.transports import Wire

BOUND = encode(BindTransceiverResp(), 1)


class Desk:
    """An owner who answers at once, or never (``slow``)."""

    slow = False

    def __init__(self) -> None:
        self.arrived = 0

    def bound(self, connection: Connection) -> None:
        """See Owner."""

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        """See Owner."""
        self.arrived += 1
        if not self.slow:
            connection.respond(reply(pdu))

    def room(self, connection: Connection) -> None:
        """See Owner."""


def connection_of(desk: Desk) -> Connection:
    """A connection, without a wire."""
    session = Session(Role.ESME, now=asyncio.get_running_loop().time())
    return Connection(desk, session, BindTransceiver(system_id="us"))


def bound() -> tuple[Connection, Wire, Desk]:
    """A connection that may be used."""
    desk = Desk()
    connection = connection_of(desk)
    wire = Wire(connection)
    wire.feed(BOUND)
    wire.take()
    return connection, wire, desk


@exactly
async def test_an_smsc_that_accepts_and_says_nothing_is_left() -> None:
    """After ten seconds."""
    connection = connection_of(Desk())
    Wire(connection)
    assert await connection.closed == "no bind in time"
    assert asyncio.get_running_loop().time() < 11


@exactly
async def test_an_smsc_that_writes_an_octet_a_second_is_left() -> None:
    """Only whole PDUs are a sign of life."""
    connection, wire, _ = bound()
    for octet in encode(DeliverSm(short_message=b"x" * 200), 7):
        wire.feed(bytes((octet,)))
        await asyncio.sleep(1)
    assert await connection.closed == "no response to enquire_link"


@pytest.mark.parametrize("length", [0, 15, 65 * 1024 + 1, 0xFFFFFFFF])
@exactly
async def test_a_length_that_no_pdu_has_ends_the_connection(length: int) -> None:
    """The stream is lost, and nothing is kept of it."""
    connection, wire, _ = bound()
    wire.feed(length.to_bytes(4, "big"))
    assert await connection.closed == f"command_length {length}"


@pytest.mark.parametrize(
    ("flood", "answered"),
    [
        (EnquireLink(), [EnquireLinkResp(sequence=7)]),
        (DeliverSm(), [reply(DeliverSm(sequence=7))]),
        (GenericNack(), []),
        (SubmitSmResp(message_id="1"), []),
        (BindTransceiverResp(status=Status.RINVPASWD), []),
        (SubmitSm(), [SubmitSmResp(status=Status.RINVBNDSTS, sequence=7)]),
    ],
    ids=["enquire_link", "deliver_sm", "generic_nack", "unknown response", "second bind_resp", "submit_sm"],
)
@exactly
async def test_a_flood_is_answered_as_its_pdus_are_and_the_link_lives(flood: Pdu, answered: list[Pdu]) -> None:
    """Ten thousand of them at once."""
    connection, wire, _ = bound()
    wire.feed(encode(flood, 7) * 10_000)
    await asyncio.sleep(0.1)
    assert written(wire.take()) == answered * 10_000
    assert connection.bound
    assert connection.unanswered == 0


@exactly
async def test_a_flood_of_unknown_commands_is_answered_and_the_link_lives() -> None:
    """Each with a generic_nack."""
    connection, wire, _ = bound()
    wire.feed(bytes.fromhex("00000010 01000001 00000000 00000007") * 10_000)
    await asyncio.sleep(0.1)
    assert written(wire.take()) == [GenericNack(sequence=7, status=Status.RINVCMDID)] * 10_000
    assert connection.bound


@exactly
async def test_messages_of_one_sequence_number_are_counted_one_by_one() -> None:
    """An SMSC that numbers all its messages alike has no more than others that wait for their commit."""
    connection, wire, desk = bound()
    desk.slow = True
    wire.feed(encode(DeliverSm(), 7) * 5000)
    assert connection.unanswered == desk.arrived == 5000 > MOST_UNANSWERED
    for _ in range(6000):
        connection.respond(reply(DeliverSm(sequence=7)))
    assert connection.unanswered == 0


@exactly
async def test_an_smsc_that_never_tells_that_it_reads_is_left_in_time() -> None:
    """Of each answer we remember that it is unproven; it answers no enquire_link, and is alive, for it sends."""
    connection, wire, _ = bound()
    for _ in range(11):
        wire.feed(encode(DeliverSm(), 7) * (MOST_UNPROVEN // 10))
        await asyncio.sleep(2)
    assert await connection.closed == "the SMSC gives no sign that it reads our answers"


@exactly
async def test_a_hundred_thousand_messages_whose_answers_nobody_reads_end_the_connection() -> None:
    """Only so much is written for nobody."""
    desk = Desk()
    connection = connection_of(desk)
    hole = Hole(connection)
    hole.feed(BOUND)
    connection.pause_writing()
    hole.written += bytes(MOST_UNREAD - 100_000)  # as if the first 240 000 had come already
    for _ in range(1000):
        hole.feed(encode(DeliverSm(), 7) * 1000)
        await asyncio.sleep(0)
        if hole.aborted:
            break
    assert await connection.closed == "the SMSC does not read"
    assert len(hole.written) < MOST_UNREAD + 1000 * 17 + 100
    connection.connection_lost(None)


@exactly
async def test_what_was_said_last_may_lie_for_a_while_only() -> None:
    """A graceful end would wait for an SMSC that does not read."""
    connection = connection_of(Desk())
    hole = Hole(connection)
    hole.feed(BOUND + encode(Unbind(), 1))
    assert await connection.closed == "unbound by the peer"
    await asyncio.sleep(31)
    assert hole.aborted
    connection.connection_lost(None)


@exactly
async def test_a_pdu_that_breaks_off_is_no_pdu() -> None:
    """The connection ends in the middle of a message."""
    connection, wire, desk = bound()
    wire.feed(encode(DeliverSm(short_message=b"balans"), 7)[:-1])
    wire.close()
    assert await connection.closed == "connection lost"
    assert desk.arrived == 0


@virtually
async def test_an_smsc_that_unbinds_again_and_again_is_tried_less_and_less_often() -> None:
    """Up to once a minute."""
    binds = 0
    async with message_centre() as centre, linked(centre):
        async with asyncio.timeout(900):
            while binds < 15:
                (await centre.bound()).unbind()
                binds += 1
        begun = asyncio.get_running_loop().time()
        for _ in range(5):
            (await centre.bound()).unbind()
        assert asyncio.get_running_loop().time() - begun > 5 * 29
