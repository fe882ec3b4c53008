"""One SMSC with its links: takes in what people write, sends out what we reply."""

import asyncio
import logging
from bisect import bisect, insort
from collections import deque
from collections.abc import Callable
from functools import partial
from math import inf
from operator import attrgetter

from gateway.address import Address
from gateway.connection import Connection
from gateway.kept import Kept
from gateway.metrics import LEFT, LINKS, MESSAGES
from gateway.outlet import Outlet, Sending
from gateway.pace import Pace
from gateway.sms import Incoming
from smpp.pdus import Pdu, reply
from smpp.statuses import Status

log = logging.getLogger(__name__)

STALE_AFTER = 10.0
"""Seconds that a screen may wait, and still be sent without a look at what the session shows by now."""

_until = attrgetter("until")


class Smsc:
    """Its links, and the replies that wait for a place in a send window. ``dialect``: how it speaks USSD."""

    def __init__(self, address: Address, incoming: "Callable[[Smsc, Connection, Incoming], None]") -> None:
        """``incoming`` takes what people write."""
        self.address = address
        self.name = address.name
        self.dialect = address.ussd
        self._counted = (self.name,)
        self.kept = Kept(self)
        self.links: list[Connection] = []
        LINKS.labels(self.name).set_function(self.links.__len__)
        self._incoming = incoming
        self._ready: deque[Sending] = deque()
        self._pages: list[Sending] = []
        self._held: list[tuple[Outlet, Sending]] = []
        self._outlets: dict[Connection, Outlet] = {}

    async def run(self) -> None:
        """Stay bound until cancelled, then unbind."""
        await self.kept.run(self.address)

    def send(self, sending: Sending) -> None:
        """Send it when there is room."""
        self._ready.append(sending)
        if len(self._ready) == 1:  # else no link has room for those before it
            self._fill()
        if sending.unsent and not sending.since:
            sending.since = asyncio.get_running_loop().time()

    def send_first(self, sending: Sending) -> None:
        """Send it before those that wait; for another `STALE_AFTER` it is not old."""
        sending.since = asyncio.get_running_loop().time()
        self._ready.appendleft(sending)
        self._fill()

    def show(self, page: Sending, link: str = "") -> None:
        """Send a page of USSD before all else, on the connection of that name, or on any; the most urgent one first."""
        of_link = (self._outlets[each].pages for each in self.links if each.name == link)
        pages = next(of_link, None) if link else self._pages
        if pages is None:
            page.over(page)
        else:
            insort(pages, page, key=_until)
            self._fill()

    def fill(self) -> None:
        """Use what room there is. To be called about once a second: that is how it is known how fast each link goes."""
        for outlet in self._outlets.values():
            outlet.look()
        self._forget_late()
        held, self._held = self._held, []
        for outlet, sending in held:
            self._take_back(outlet, sending)
        self._fill()

    # What its connections tell it

    def bound(self, connection: Connection) -> None:
        log.info("%s: link %d bound", self.name, connection.number)
        self.links.append(connection)
        pace = Pace(self.address.rate, partial(self.room, connection))
        outlet = self._outlets[connection] = Outlet(connection, pace, self.name)
        if not self.dialect.same_link:
            outlet.pages = self._pages
        connection.closed.add_done_callback(lambda _: self._lost(connection))
        self.room(connection)

    def room(self, connection: Connection) -> None:
        outlet = self._outlets.get(connection)
        if outlet is None:  # it is lost, and tells so of one message after the other
            return
        while (waiting := outlet.pages or outlet.begun or self._ready) and connection.free:
            sending = waiting[0]
            if not sending.may_send():  # those behind it may
                del waiting[0]
                self._held.append((outlet, sending))
            elif sending.since and self._is_old(sending):
                del waiting[0]
                sending.over(sending)
            elif outlet.pace.limited and not outlet.pace.take():
                return
            else:
                outlet.write(sending)
                if not sending.unsent:
                    del waiting[0]
                elif waiting is self._ready:
                    outlet.go_on(self._ready.popleft())

    def incoming(self, connection: Connection, pdu: Pdu) -> None:
        MESSAGES.counts[self._counted] += 1
        if not isinstance(pdu, Incoming):
            connection.respond(reply(pdu, Status.RINVCMDID))
        elif connection.unanswered > connection.most_unanswered:
            LEFT.counts[self._counted] += 1
            connection.respond(reply(pdu, self.address.temp_error))
        else:
            self._incoming(self, connection, pdu)

    def _lost(self, connection: Connection) -> None:
        self.links.remove(connection)
        outlet = self._outlets.pop(connection)
        self._ready.extendleft(reversed(outlet.stop()))
        if outlet.pages is not self._pages:
            for page in outlet.pages:
                page.over(page)
        self._fill()

    def _take_back(self, outlet: Outlet, sending: Sending) -> None:
        """It might not be sent for a while; what had begun goes on where it had."""
        if sending.until < inf:
            insort(outlet.pages, sending, key=_until)
        elif sending.begun and outlet in self._outlets.values():
            outlet.go_on(sending)
        else:
            self._ready.append(sending)

    def _fill(self) -> None:
        for connection in self.links:
            self.room(connection)

    def _is_old(self, sending: Sending) -> bool:
        """Whether it is too late for it, or it is a screen of which nothing has been sent, and should be looked at
        again before."""
        now = asyncio.get_running_loop().time()
        return now >= sending.until or (sending.screen and not sending.begun and now - sending.since > STALE_AFTER)

    def _forget_late(self) -> None:
        """Pages that nobody waits for any more."""
        now = asyncio.get_running_loop().time()
        for pages in (self._pages, *(outlet.pages for outlet in self._outlets.values())):
            del pages[: bisect(pages, now, key=_until)]
