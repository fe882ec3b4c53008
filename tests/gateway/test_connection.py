"""A connection without a socket: how it does on uvloop, and with an SMSC that does not read."""

import asyncio

import pytest
import uvloop

from gateway.connection import LONGEST_UNREAD, MOST_UNREAD, Connection
from smpp.codec import encode
from smpp.pdus import BindTransceiver, BindTransceiverResp, DeliverSm, Pdu, SubmitSm, reply
from smpp.session import Role, Session
from tests.gateway.virtual import virtually

WINDOW = 64


class Nobody:
    """An owner who does not care, but knows how often there was room."""

    def __init__(self) -> None:
        self.rooms = 0

    def bound(self, connection: Connection) -> None:
        """See Owner."""

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        """See Owner."""

    def room(self, connection: Connection) -> None:
        """See Owner."""
        self.rooms += 1


class Sink(asyncio.Transport):
    """A connection to nowhere, where so much is ``unread``."""

    def __init__(self) -> None:
        super().__init__()
        self.unread = 0
        self.closing = self.aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Gone."""

    def get_write_buffer_size(self) -> int:
        """Octets."""
        return self.unread

    def is_closing(self) -> bool:
        """Whether it was told to."""
        return self.closing

    def close(self) -> None:
        """Done."""
        self.closing = True

    def abort(self) -> None:
        """Done at once."""
        self.closing = self.aborted = True


def test_a_deadline_that_is_due_already_is_no_trouble_on_uvloop() -> None:
    """Its handles know their time only if that is still to come."""

    async def flush_late() -> None:
        loop = asyncio.get_running_loop()
        session = Session(Role.ESME, now=loop.time() - 60)
        connection = Connection(Nobody(), session, BindTransceiver(system_id="us"))
        connection.connection_made(Sink())
        connection.unbind()
        assert connection.closed.result() == "stopped"

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(flush_late())


def bound() -> tuple[Connection, Nobody, Sink]:
    """A connection that may be used, of whom, and on what."""
    owner, sink = Nobody(), Sink()
    session = Session(Role.ESME, now=asyncio.get_running_loop().time(), window=WINDOW)
    connection = Connection(owner, session, BindTransceiver(system_id="us"))
    connection.connection_made(sink)
    connection.data_received(encode(BindTransceiverResp(sequence=1)))
    return connection, owner, sink


@virtually
async def test_while_the_smsc_does_not_read_nothing_is_submitted() -> None:
    """Until it does: then there is room again, and the owner hears of it."""
    connection, owner, sink = bound()
    assert connection.free == WINDOW
    connection.pause_writing()
    assert connection.free == 0
    await asyncio.sleep(LONGEST_UNREAD - 1)
    connection.resume_writing()
    assert (connection.free, owner.rooms) == (WINDOW, 1)
    await asyncio.sleep(2)
    assert not sink.closing


@virtually
async def test_an_smsc_that_does_not_read_for_long_is_dropped() -> None:
    """With what was on its way; a graceful end would wait for it to read."""
    connection, _, sink = bound()
    outcomes: list[Pdu | None] = []
    connection.submit(SubmitSm(), outcomes.append)
    connection.pause_writing()
    assert await connection.closed == "the SMSC does not read"
    assert sink.aborted
    connection.connection_lost(None)
    assert outcomes == [None]


@pytest.mark.parametrize(("unread", "dropped"), [(MOST_UNREAD, False), (MOST_UNREAD + 1, True)])
@virtually
async def test_of_responses_that_nobody_reads_only_so_many_lie(unread: int, dropped: bool) -> None:
    """What comes in has to be answered; who sends and never reads would fill our memory."""
    connection, _, sink = bound()
    connection.pause_writing()
    sink.unread = unread
    connection.respond(reply(DeliverSm(sequence=7)))
    await asyncio.sleep(0.1)
    assert sink.aborted == dropped
    connection.connection_lost(None)
