"""The gateway's side of an SMSC alone: its links, and a desk where what comes in is answered by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gateway import sms
from gateway.connection import Connection
from gateway.outlet import Sending
from gateway.sms import Incoming
from gateway.smsc import Smsc
from operator_api.contract import Number
from smpp.pdus import (
    reply,
)
from tests.gateway.message_centre import ANNA, MessageCentre


class Desk:
    """What comes in from the SMSC; answered by whoever looks."""

    def __init__(self) -> None:
        self.incoming: asyncio.Queue[tuple[Connection, Incoming]] = asyncio.Queue()

    def take(self, smsc: Smsc, connection: Connection, pdu: Incoming) -> None:
        """The gateway's part."""
        self.incoming.put_nowait((connection, pdu))

    async def acknowledge(self, status: int = 0) -> Incoming:
        """Answer the oldest."""
        connection, pdu = await self.incoming.get()
        connection.respond(reply(pdu, status))
        return pdu


@asynccontextmanager
async def linked(centre: MessageCentre, options: str = "") -> AsyncIterator[tuple[Smsc, Desk]]:
    """The gateway's side is started, and stopped at the end."""
    desk = Desk()
    smsc = Smsc(centre.address(options), desk.take)
    running = asyncio.create_task(smsc.run())
    yield smsc, desk
    running.cancel()
    await asyncio.wait([running])


def send(smsc: Smsc, text: str, reference: int = 1) -> "asyncio.Future[Sending]":
    """A reply to Anna; done when all its parts are answered or lost."""
    over: asyncio.Future[Sending] = asyncio.get_running_loop().create_future()
    parts = sms.reply(smsc.address, Number(ANNA), "111", text, reference)
    smsc.send(Sending(parts, lambda: True, over.set_result))
    return over
