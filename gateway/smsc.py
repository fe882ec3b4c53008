"""One SMSC with its links: takes in what people write, sends out what we reply."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable

from gateway.address import Address
from gateway.connection import MOST_UNANSWERED, Connection
from gateway.links import BINDS, Link
from gateway.sms import Incoming
from smpp.pdus import Pdu, SubmitSm, reply
from smpp.statuses import Status

log = logging.getLogger(__name__)


class Sending:
    """A reply on its way: its parts go on one connection, in order. ``failed`` are those that must go again, each with
    the status that refused it, or None if its outcome is unknown."""

    def __init__(self, pdus: Iterable[SubmitSm], over: "Callable[[Sending], None]") -> None:
        """``over`` is called when each part has been answered or lost."""
        self.unsent = deque(pdus)
        self.failed: list[tuple[SubmitSm, int | None]] = []
        self._over = over
        self._underway = 0
        self._connection: Connection | None = None

    def may_use(self, connection: Connection) -> bool:
        """Whether the next part may go there."""
        return self._connection in (None, connection) or self._connection.closed.done()

    def write(self, connection: Connection) -> None:
        """Send the next part."""
        self._connection = connection
        self._underway += 1
        part = self.unsent.popleft()
        connection.submit(part, lambda response: self._answered(part, response))

    def _answered(self, part: SubmitSm, response: Pdu | None) -> None:
        self._underway -= 1
        if response is None or response.status != Status.ROK:
            self.failed.append((part, response.status if response else None))
        if not self._underway and not self.unsent:
            self._over(self)


class Smsc:
    """Its links, and the replies that wait for a place in a send window."""

    def __init__(self, address: Address, incoming: "Callable[[Smsc, Connection, Incoming], None]") -> None:
        self.address = address
        self.links: list[Connection] = []
        self._incoming = incoming
        self._ready: deque[Sending] = deque()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to connect."""
        binds = BINDS[self.address.bind]
        self._tasks = [asyncio.create_task(Link(self.address, bind, self).run()) for bind in binds]

    async def stop(self) -> None:
        """Unbind and close."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def send(self, sending: Sending) -> None:
        """Send it when there is room."""
        self._ready.append(sending)
        self._fill()

    # What its connections tell it

    def bound(self, connection: Connection) -> None:
        log.info("%s: link %d bound", self.address.name, connection.number)
        self.links.append(connection)
        connection.closed.add_done_callback(lambda _: self._lost(connection))
        self.room(connection)

    def room(self, connection: Connection) -> None:
        while self._ready and connection.free and self._ready[0].may_use(connection):
            sending = self._ready[0]
            sending.write(connection)
            if not sending.unsent:
                self._ready.popleft()

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        if not isinstance(pdu, Incoming):
            connection.respond(reply(pdu, Status.RINVCMDID))
        elif connection.unanswered > MOST_UNANSWERED:
            connection.respond(reply(pdu, self.address.temp_error))
        else:
            self._incoming(self, connection, pdu)

    def _lost(self, connection: Connection) -> None:
        self.links.remove(connection)
        self._fill()

    def _fill(self) -> None:
        for connection in self.links:
            self.room(connection)
