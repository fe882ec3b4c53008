"""Which messages are surely answered: the SMSC has answered something that was written later."""

import asyncio
from functools import partial

from gateway.clock import Clock
from gateway.connection import PROOF, Connection
from gateway.proofs import MOST_HOLES, Proofs, Proven
from gateway.sms import Incoming
from smpp.codec import decode, encode
from smpp.frames import Framer
from smpp.pdus import (
    BindReceiver,
    EnquireLink,
    GenericNack,
    Pdu,
    SubmitSm,
    reply,
)
from smpp.statuses import Status
from state.connection import in_memory
from state.store import Store
from tests.gateway.linked import Desk, linked, send
from tests.gateway.message_centre import deliver, message_centre
from tests.gateway.virtual import virtually

JUST_AFTER = PROOF + 0.1


def silent(request: Pdu) -> Pdu | None:
    """Messages stay unanswered."""
    return None if isinstance(request, SubmitSm) else reply(request)


async def came(desk: Desk) -> tuple[Connection, Incoming]:
    """The next message."""
    async with asyncio.timeout(10):
        return await desk.incoming.get()


@virtually
async def test_an_answer_is_proven_by_the_response_to_what_was_sent_after_it() -> None:
    """Whatever the response says."""
    for status in (0, Status.RTHROTTLED):
        async with message_centre() as centre, linked(centre) as (smsc, desk):
            peer = await centre.bound()
            centre.answer = silent
            for expected in (1, 2):
                peer.send(deliver("баланс")[0])
                connection, pdu = await came(desk)
                connection.respond(reply(pdu))
                assert (connection.arrived, connection.acked) == (expected, expected - 1)
                over = send(smsc, "Баланс")
                peer.respond(reply(await centre.submit(), status))
                await over
                assert connection.acked == expected


@virtually
async def test_what_was_sent_before_the_answer_proves_nothing() -> None:
    """Nor does a response that never comes."""
    async with message_centre() as centre, linked(centre) as (smsc, desk):
        peer = await centre.bound()
        centre.answer = silent
        peer.send(deliver("баланс")[0])
        connection, pdu = await came(desk)
        over = send(smsc, "Баланс")
        submit = await centre.submit()
        connection.respond(reply(pdu))
        peer.respond(GenericNack(sequence=submit.sequence, status=Status.RSYSERR))
        await over
        assert connection.acked == 0


@virtually
async def test_an_unanswered_message_does_not_hide_what_is_proven_of_others() -> None:
    """Messages may be answered in any order; others are told of the holes."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        for _ in range(3):
            peer.send(deliver("баланс")[0])
        messages = [await came(desk) for _ in range(3)]
        connection = messages[0][0]
        for index, acked, beyond, word in ((2, 0, {3}, "3,1,2"), (0, 1, {3}, "3,2"), (1, 3, set(), "3")):
            connection.respond(reply(messages[index][1]))
            await asyncio.sleep(2 * JUST_AFTER)
            assert (connection.acked, connection.beyond) == (acked, beyond)
            assert str(Proven.of(connection)) == word


@virtually
async def test_others_are_told_of_so_many_holes_and_of_nothing_after_them() -> None:
    """A message that waits for very long must not make the lease grow."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        for _ in range(MOST_HOLES + 3):
            peer.send(deliver("баланс")[0])
        messages = [await came(desk) for _ in range(MOST_HOLES + 3)]
        connection, last = messages[-1]
        connection.respond(reply(last))
        await asyncio.sleep(2 * JUST_AFTER)
        proven = Proven.of(connection)
        assert (proven.last, len(proven.holes)) == (MOST_HOLES, MOST_HOLES)
        assert Proven.parse(str(proven)) == proven


@virtually
async def test_without_replies_the_smsc_is_asked_whether_it_is_there_and_only_once() -> None:
    """A second after the answer, and no more until it has responded."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        for _ in range(5):
            peer.send(deliver("баланс")[0])
            connection, pdu = await came(desk)
            peer.deaf = True
            connection.respond(reply(pdu))
        await asyncio.sleep(PROOF - 0.1)
        assert not [pdu for pdu in map(decode, Framer().feed(peer.missed)) if isinstance(pdu, EnquireLink)]
        await asyncio.sleep(5)
        [enquiry] = [pdu for pdu in map(decode, Framer().feed(peer.missed)) if isinstance(pdu, EnquireLink)]
        peer.write(encode(reply(enquiry)))
        peer.deaf = False
        await asyncio.sleep(2 * JUST_AFTER)
        assert connection.acked == 5


@virtually
async def test_a_receiver_proves_by_enquiries_alone() -> None:
    """Its replies leave by the transmitter."""
    async with message_centre() as centre, linked(centre, "bind=tx-rx") as (_, desk):
        peers = [await centre.bound(), await centre.bound()]
        [receiver] = [peer for peer in peers if isinstance(peer.bind, BindReceiver)]
        receiver.send(deliver("баланс")[0])
        connection, pdu = await came(desk)
        connection.respond(reply(pdu))
        await asyncio.sleep(JUST_AFTER)
        assert connection.acked == 1


@virtually
async def test_who_says_goodbye_has_read_all_answers() -> None:
    """So nothing that was answered comes back after a stop in good order."""
    async with message_centre() as centre:
        async with linked(centre) as (_, desk):
            peer = await centre.bound()
            peer.send(deliver("баланс")[0])
            connection, pdu = await came(desk)
            connection.respond(reply(pdu))
        assert connection.acked == 1


@virtually
async def test_a_link_that_is_lost_proves_nothing_and_asks_nothing() -> None:
    """Its answers may have been lost with it."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        peer.send(deliver("баланс")[0])
        connection, pdu = await came(desk)
        peer.abort()
        await connection.closed
        connection.respond(reply(pdu))
        await asyncio.sleep(2 * JUST_AFTER)
        assert connection.acked == 0


@virtually
async def test_an_smsc_that_uses_a_number_twice_cannot_tell_the_answers_apart() -> None:
    """Nor can we; both messages are answered."""
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        peer.write(encode(deliver("баланс")[0], 7) * 2)
        for unanswered in (1, 0):
            connection, pdu = await came(desk)
            connection.respond(reply(pdu))
            assert connection.unanswered == unanswered
        await asyncio.sleep(2 * JUST_AFTER)
        assert connection.acked == 2


@virtually
async def test_who_is_curious_hears_when_there_is_proof() -> None:
    """And who asks while the SMSC is being asked hears of its next answer."""
    heard: list[str] = []
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        for name in ("first", "second"):
            peer.send(deliver("баланс")[0])
            connection, pdu = await came(desk)
            peer.deaf = True
            connection.respond(reply(pdu))
            connection.prove(partial(heard.append, name))
            assert (connection.sent, connection.acked, heard) == (2, 0, [])
            await asyncio.sleep(PROOF / 4)
        peer.hear()
        await asyncio.sleep(PROOF / 4)
        assert (connection.sent, connection.acked, heard) == (3, 2, ["first", "second"])


@virtually
async def test_a_connection_has_no_name_before_we_have_a_lease() -> None:
    """A master of a Cluster may be away at the start; of another gateway the connection would have the same name."""
    store = Store(in_memory(), "alpha")
    proofs = Proofs(store, Clock())
    async with message_centre() as centre, linked(centre) as (_, desk):
        peer = await centre.bound()
        peer.send(deliver("баланс")[0])
        connection, _ = await came(desk)
        proofs.name(connection)
        assert proofs.all() == {}
        await store.take()
        assert proofs.name(connection) == f"{store.epoch}.{connection.number}"
        assert [*proofs.all()] == [proofs.name(connection)]
