"""One SMSC with its links: takes in what people write, sends out what we reply."""

import logging
from collections import deque
from collections.abc import Callable, Iterable

from gateway.address import Address
from gateway.connection import Connection
from gateway.kept import Kept
from gateway.sms import Incoming
from smpp.pdus import Pdu, SubmitSm, SubmitSmResp, reply
from smpp.statuses import Status

log = logging.getLogger(__name__)


class Sending:
    """A reply on its way: its parts go on one connection, in order. ``failed`` are those that must go again, each with
    the status that refused it, or None if its outcome is unknown."""

    def __init__(
        self, pdus: Iterable[SubmitSm], may_send: Callable[[], bool], over: "Callable[[Sending], None]"
    ) -> None:
        """While not ``may_send``, it waits; ``over`` is called when each part has been answered or lost."""
        self.unsent = deque(pdus)
        self.may_send = may_send
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
        if response is None:
            self.failed.append((part, None))
        elif response.status != Status.ROK or not isinstance(response, SubmitSmResp):
            self.failed.append((part, response.status or Status.RUNKNOWNERR))
        if not self._underway and not self.unsent:
            self._over(self)


class Smsc:
    """Its links, and the replies that wait for a place in a send window."""

    def __init__(self, address: Address, incoming: "Callable[[Smsc, Connection, Incoming], None]") -> None:
        """``incoming`` takes what people write."""
        self.address = address
        self.kept = Kept(self)
        self.links: list[Connection] = []
        self._incoming = incoming
        self._ready: deque[Sending] = deque()
        self._held: list[Sending] = []

    async def run(self) -> None:
        """Stay bound until cancelled, then unbind."""
        await self.kept.run(self.address)

    def send(self, sending: Sending) -> None:
        """Send it when there is room."""
        self._ready.append(sending)
        self.fill()

    def fill(self) -> None:
        """Use what room there is; what might not be sent may be now."""
        self._ready.extend(self._held)
        self._held.clear()
        for connection in self.links:
            self.room(connection)

    # What its connections tell it

    def bound(self, connection: Connection) -> None:
        log.info("%s: link %d bound", self.address.name, connection.number)
        self.links.append(connection)
        connection.closed.add_done_callback(lambda _: self._lost(connection))
        self.room(connection)

    def room(self, connection: Connection) -> None:
        while self._ready and connection.free and self._ready[0].may_use(connection):
            sending = self._ready[0]
            if not sending.may_send():  # those behind it may
                self._held.append(self._ready.popleft())
                continue
            sending.write(connection)
            if not sending.unsent:
                self._ready.popleft()

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        if not isinstance(pdu, Incoming):
            connection.respond(reply(pdu, Status.RINVCMDID))
        elif connection.unanswered > connection.most_unanswered:
            connection.respond(reply(pdu, self.address.temp_error))
        else:
            self._incoming(self, connection, pdu)

    def _lost(self, connection: Connection) -> None:
        self.links.remove(connection)
        self.fill()
