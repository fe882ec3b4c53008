"""A connection on the loop that the commands run on."""

import asyncio

import uvloop

from gateway.connection import Connection
from smpp.pdus import BindTransceiver, Pdu
from smpp.session import Role, Session


class Nobody:
    """An owner who does not care."""

    def bound(self, connection: Connection) -> None:
        """See Owner."""

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        """See Owner."""

    def room(self, connection: Connection) -> None:
        """See Owner."""


class Sink(asyncio.Transport):
    """A connection to nowhere."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Gone."""

    def is_closing(self) -> bool:
        """Not yet."""
        return False

    def close(self) -> None:
        """Done."""


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
