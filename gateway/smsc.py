"""One SMSC with its links: takes in what people write, sends out what we reply."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from functools import partial

from gateway.address import Address
from gateway.connection import MOST_UNANSWERED, Connection
from gateway.lane import Lane, Sending
from gateway.links import BINDS, Link
from gateway.pace import Pace
from gateway.sms import Incoming
from smpp.pdus import Pdu, reply
from smpp.statuses import Status

log = logging.getLogger(__name__)


STALE_AFTER = 10.0
"""Seconds that a screen may wait, and still be sent without a look at what the session shows by now."""


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
        self.links: list[Connection] = []
        self._incoming = incoming
        self._may_send = may_send
        self._ready: deque[Sending] = deque()
        self._lanes: dict[Connection, Lane] = {}

    async def run(self) -> None:
        """Stay bound until cancelled, then unbind."""
        async with asyncio.TaskGroup() as group:
            for bind in BINDS[self.address.bind]:
                group.create_task(Link(self.address, bind, self).run())

    def send(self, sending: Sending) -> None:
        """Send it when there is room."""
        self._ready.append(sending)
        for connection in self.links:
            self.room(connection)
        if sending.unsent and not sending.since:
            sending.since = asyncio.get_running_loop().time()

    def send_first(self, sending: Sending) -> None:
        """Send it before those that wait; for another `STALE_AFTER` it is not old."""
        sending.since = asyncio.get_running_loop().time()
        self._ready.appendleft(sending)
        self._fill()

    def fill(self) -> None:
        """Use what room there is. To be called about once a second: that is how it is known how fast each link goes."""
        for lane in self._lanes.values():
            lane.look()
        self._fill()

    # What its connections tell it

    def bound(self, connection: Connection) -> None:
        log.info("%s: link %d bound", self.address.name, connection.number)
        self.links.append(connection)
        pace = Pace(self.address.rate, partial(self.room, connection))
        self._lanes[connection] = Lane(connection, pace, self.address.name)
        connection.closed.add_done_callback(lambda _: self._lost(connection))
        self.room(connection)

    def room(self, connection: Connection) -> None:
        lane = self._lanes[connection]
        if not (lane.begun or self._ready) or not self._may_send():
            return
        while (waiting := lane.begun or self._ready) and connection.free:
            sending = waiting[0]
            if sending.since and self._is_old(sending):
                del waiting[0]
                sending.over(sending)
            elif lane.pace.limited and not lane.pace.take():
                return
            else:
                lane.write(sending)
                if not sending.unsent:
                    del waiting[0]
                elif waiting is self._ready:
                    lane.go_on(self._ready.popleft())

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        if not isinstance(pdu, Incoming):
            connection.respond(reply(pdu, Status.RINVCMDID))
        elif connection.unanswered > MOST_UNANSWERED:
            connection.respond(reply(pdu, self.address.temp_error))
        else:
            self._incoming(self, connection, pdu)

    def _lost(self, connection: Connection) -> None:
        self.links.remove(connection)
        lane = self._lanes.pop(connection)
        self._ready.extendleft(reversed(lane.stop()))
        self._fill()

    def _fill(self) -> None:
        for connection in self.links:
            self.room(connection)

    def _is_old(self, sending: Sending) -> bool:
        """Whether it is a screen of which nothing has been sent, and should be looked at again before."""
        unsent = sending.screen and len(sending.unsent) == len(sending.parts)
        return unsent and asyncio.get_running_loop().time() - sending.since > STALE_AFTER
