"""An SMSC for tests and demonstrations: ESMEs bind to it over SMPP 3.4, phones write to them and are written to.

Messages from ESMEs arrive at their phones at once (`store`); messages from phones wait until an ESME has taken them
(`forwarding`); what they dial is a session (`ussd`). All of it lives in memory.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import count

from msgspec.structs import replace

from simulator.alarm import Alarm
from simulator.answers import Answers
from simulator.events import Health, LinkChanged, LinkState
from simulator.faults import NO_FAULTS
from simulator.feed import Feed
from simulator.forwarding import FIRST_PAUSE, WAITING_LIMIT, Delivery, Forwarding, QueueFull, Route
from simulator.link import Link
from simulator.phones import Phones
from simulator.store import Store
from simulator.ussd import Limits, Message, Sessions
from simulator.wire import Wire
from smpp.errors import LocalError
from smpp.parts import Part, split
from smpp.pdus import DataSm, DeliverSm, Pdu, SubmitSm
from smpp.session import Timers
from smpp.statuses import Status
from smpp.ussd import Dialect, dialect

LINKS_LIMIT = 1_000
"""Connections at a time; more are closed at once."""

ROUTES_REMEMBERED = 1_000
"""Routes of which it is remembered which links take them."""

TIMERS = Timers(unbind=2.0)
LIMITS = Limits()

_TON, _NPI = 1, 1  # of a phone's number: international, ISDN (SMPP 3.4, 5.2.5-6)
_FOR_NOW = {
    Status.RINVBNDSTS,
    Status.RSYSERR,
    Status.RMSGQFUL,
    Status.RSUBMITFAIL,
    Status.RTHROTTLED,
    Status.RX_T_APPN,
    Status.RQUERYFAIL,
    Status.RDELIVERYFAILURE,
    Status.RUNKNOWNERR,
}
"""Statuses of a deliver_sm_resp after which it goes again; other errors are final."""


class Smsc:
    """The message centre: its links, its phones, and what goes between them."""

    def __init__(
        self,
        accounts: Mapping[str, str] | None = None,
        *,
        timers: Timers = TIMERS,
        first_pause: float = FIRST_PAUSE,
        waiting_limit: int = WAITING_LIMIT,
        links_limit: int = LINKS_LIMIT,
        ussd_dialect: Dialect | None = None,
        ussd_limits: Limits = LIMITS,
    ) -> None:
        """`accounts` are passwords by system_id; without any, everybody may bind. `first_pause` is in seconds."""
        self.feed = Feed()
        self.phones = Phones()
        self.wire = Wire(self.feed)
        self.faults = NO_FAULTS
        self._timers = timers
        self._links_limit = links_limit
        self._forwarding = Forwarding(waiting_limit, first_pause)
        self._sessions = Sessions(
            ussd_dialect or dialect(""), self.phones, self.feed, self._served, ussd_limits, waiting_limit
        )
        store = Store(self.phones, self.feed, time.time)
        self._answers = Answers(accounts or {}, store, self._show, self._put_receipt)
        self._loop = asyncio.get_running_loop()
        self._server: asyncio.Server | None = None
        self._alarm = Alarm(self.forward)
        self._links: deque[Link] = deque()
        self._takers: dict[Route, deque[Link]] = {}
        self._names = count(1)
        self._dropped = 0

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port, which matters where 0 was asked for."""
        self._server = await self._loop.create_server(self._new_link, host, port)
        bound_port: int = self._server.sockets[0].getsockname()[1]
        return bound_port

    async def aclose(self) -> None:
        """Unbind all, wait for their goodbye, close."""
        if self._server is not None:
            self._server.close()
        for link in [*self._links]:
            link.unbind()
        await self._all_gone(self._timers.unbind)
        for link in [*self._links]:
            link.abort()
        await self._all_gone()
        self._alarm.cancel()
        self.feed.close()

    # For the API

    def send_sms(self, number: str, to: str, text: str) -> int:
        """The phone sends a text; gives the number of its parts. LocalError: too long. QueueFull: too many wait."""
        parts = split(text, reference=self.phones[number].next_reference())
        route = Route(to)
        self._forwarding.put([Delivery((number, to), route, _from_phone(number, to, part)) for part in parts])
        self.forward()
        return len(parts)

    def enter(self, number: str, text: str) -> None:
        """The phone dials, or answers in its USSD session; what it raises: `Sessions.enter`."""
        self._sessions.enter(number, text, self._loop.time())
        self.forward()

    def dial(self, number: str, code: str) -> None:
        """The phone dials, whatever session it has; what it raises: `Sessions.dial`."""
        self._sessions.dial(number, code, self._loop.time())
        self.forward()

    def hang_up(self, number: str) -> None:
        """The phone ends its USSD session; NoSession: it has none."""
        self._sessions.hang_up(number, self._loop.time())
        self.forward()

    def links(self) -> list[LinkState]:
        """All connections."""
        return [link.state() for link in self._links]

    def health(self) -> Health:
        """The SMSC at a glance."""
        return Health(len(self._links), self._forwarding.waiting, self._dropped)

    # For its links

    def opened(self, link: Link) -> None:
        """See Centre."""
        self._links.append(link)
        self._changed(link)
        if len(self._links) > self._links_limit:
            link.abort()

    def closed(self, link: Link) -> None:
        """See Centre."""
        self._links.remove(link)
        for takers in self._takers.values():
            if link in takers:
                takers.remove(link)
        self._changed(link)

    def answer(self, link: Link, request: Pdu) -> Pdu:
        """See Centre."""
        return self._answers.answer(link, request)

    def bound(self, link: Link) -> None:
        """See Centre."""
        self._takers.clear()
        self._changed(link)

    def answered(self, delivery: Delivery, status: int) -> None:
        """See Centre."""
        if isinstance(delivery, Message):
            self._sessions.answered(delivery, status, self._loop.time())
        elif status in _FOR_NOW:
            self._forwarding.pause(delivery, self._loop.time())
        else:
            self._dropped += bool(status)
            self._forwarding.settle(delivery)

    def unanswered(self, delivery: Delivery) -> None:
        """See Centre."""
        if isinstance(delivery, Message):
            self._sessions.unanswered(delivery)
        else:
            self._forwarding.put_back(delivery)

    def seen(self, link: Link, direction: str, frame: bytes) -> None:
        """See Centre."""
        self.wire.add(time.time(), link.name, direction, frame)

    def forward(self) -> None:
        """See Centre."""
        now = self._loop.time()
        self._sessions.tick(now)
        self._forwarding.wake(now)
        for link in {*self._send(self._sessions.queue), *self._send(self._forwarding)}:
            link.flush()
        self._alarm.set(self._sessions.deadline())
        self._alarm.set(self._forwarding.deadline())

    # Within

    async def _all_gone(self, within: float | None = None) -> None:
        if self._links:
            await asyncio.wait([link.gone for link in self._links], timeout=within)

    def _send(self, queue: Forwarding) -> Iterator[Link]:
        """Hand what is ready to links that can take it; gives them, to be flushed."""
        for route in queue.routes():
            while queue.ready(route) and (link := self._next_link(route)):
                self._deliver(link, queue.take(route))
                yield link

    def _new_link(self) -> Link:
        return Link(f"link-{next(self._names)}", time.time(), self, self._timers)

    def _next_link(self, route: Route) -> Link | None:
        """A link that can take a delivery of this route now; all such links in turn."""
        takers = self._takers_of(route)
        for _ in range(len(takers)):
            takers.rotate(-1)
            if takers[-1].serves(route):
                return takers[-1]
        return None

    def _takers_of(self, route: Route) -> deque[Link]:
        """The links that take it, now or when there is room: of a thousand links perhaps one."""
        if (takers := self._takers.get(route)) is None:
            if len(self._takers) >= ROUTES_REMEMBERED:
                self._takers.clear()
            takers = self._takers[route] = deque(link for link in self._links if link.takes(route))
        return takers

    def _deliver(self, link: Link, delivery: Delivery) -> None:
        try:
            link.deliver(delivery)
        except LocalError:  # a receipt to an address that the ESME itself wrote too long
            if isinstance(delivery, Message):
                self._sessions.undeliverable(delivery)
                return
            self._dropped += 1
            self._forwarding.settle(delivery)

    def _served(self, route: Route) -> bool:
        return any(link.takes(route) for link in self._takers_of(route))

    def _show(self, pdu: SubmitSm | DataSm) -> Status | None:
        return self._sessions.show(pdu, self._loop.time())

    def _put_receipt(self, receipt: Delivery) -> None:
        """All of one ESME take one way, whatever addresses it has made up: of ways each is looked at, each time."""
        try:
            self._forwarding.put([replace(receipt, route=Route("", receipt.route.system_id))])
        except QueueFull:
            self._dropped += 1

    def _changed(self, link: Link) -> None:
        if self.feed.watched:
            self.feed.publish(LinkChanged(link.state()))


def _from_phone(number: str, to: str, part: Part) -> DeliverSm:
    return DeliverSm(
        source_addr_ton=_TON,
        source_addr_npi=_NPI,
        source_addr=number,
        destination_addr=to,
        esm_class=part.esm_class,
        data_coding=part.data_coding,
        short_message=part.short_message,
    )
