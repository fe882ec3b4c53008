"""One SMSC with its links: takes in what people write, sends out what we reply."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable

from gateway.address import Address
from gateway.connection import MOST_UNANSWERED, Connection
from gateway.links import BINDS, Link
from gateway.metrics import LEFT, MESSAGES
from gateway.sms import Incoming
from smpp.pdus import Pdu, SubmitSm, SubmitSmResp, reply
from smpp.statuses import Status

log = logging.getLogger(__name__)


class Sending:
    """A reply on its way: its parts go on one connection, in order. ``failed`` are those that must go again, each with
    the status that refused it, or None if its outcome is unknown; ``message_ids`` those of the others.

    ``written``: when the first was, by our monotonic clock, on the connection of the number ``link``.
    """

    def __init__(self, pdus: Iterable[SubmitSm], over: "Callable[[Sending], None]") -> None:
        """``over`` is called when each part has been answered or lost."""
        self.unsent = deque(pdus)
        self.failed: list[tuple[SubmitSm, int | None]] = []
        self.message_ids: list[str] = []
        self.written = 0.0
        self.link = 0
        self._over = over
        self._underway = 0
        self._connection: Connection | None = None

    def may_use(self, connection: Connection) -> bool:
        """Whether the next part may go there."""
        return self._connection in (None, connection) or self._connection.closed.done()

    def write(self, connection: Connection) -> None:
        """Send the next part."""
        self._connection = connection
        self.written, self.link = self.written or time.monotonic(), connection.number
        self._underway += 1
        part = self.unsent.popleft()
        connection.submit(part, lambda response: self._answered(part, response))

    def _answered(self, part: SubmitSm, response: Pdu | None) -> None:
        self._underway -= 1
        if response is None:
            self.failed.append((part, None))
        elif response.status != Status.ROK or not isinstance(response, SubmitSmResp):
            self.failed.append((part, response.status or Status.RUNKNOWNERR))
        else:
            self.message_ids.append(response.message_id)
        if not self._underway and not self.unsent:
            self._over(self)


class Smsc:
    """Its links, and the replies that wait for a place in a send window."""

    def __init__(
        self,
        address: Address,
        incoming: "Callable[[Smsc, Connection, Incoming], None]",
        may_send: Callable[[], bool],
    ) -> None:
        """``incoming`` takes what people write; while not ``may_send``, replies wait."""
        self.address = address
        self._counted = (address.name,)
        self.links: list[Connection] = []
        self._incoming = incoming
        self._may_send = may_send
        self._ready: deque[Sending] = deque()

    async def run(self) -> None:
        """Stay bound until cancelled, then unbind."""
        async with asyncio.TaskGroup() as group:
            for bind in BINDS[self.address.bind]:
                group.create_task(Link(self.address, bind, self).run())

    def send(self, sending: Sending) -> None:
        """Send it when there is room."""
        self._ready.append(sending)
        self.fill()

    def fill(self) -> None:
        """Use what room there is."""
        for connection in self.links:
            self.room(connection)

    # What its connections tell it

    def bound(self, connection: Connection) -> None:
        log.info("%s: link %d bound", self.address.name, connection.number)
        self.links.append(connection)
        connection.closed.add_done_callback(lambda _: self._lost(connection))
        self.room(connection)

    def room(self, connection: Connection) -> None:
        if not self._ready or not self._may_send():
            return
        while self._ready and connection.free and self._ready[0].may_use(connection):
            sending = self._ready[0]
            sending.write(connection)
            if not sending.unsent:
                self._ready.popleft()

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        MESSAGES.counts[self._counted] += 1
        if not isinstance(pdu, Incoming):
            connection.respond(reply(pdu, Status.RINVCMDID))
        elif connection.unanswered > MOST_UNANSWERED:
            LEFT.counts[self._counted] += 1
            connection.respond(reply(pdu, self.address.temp_error))
        else:
            self._incoming(self, connection, pdu)

    def _lost(self, connection: Connection) -> None:
        self.links.remove(connection)
        self.fill()
