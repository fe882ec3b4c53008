"""An SMSC for tests and demonstrations: ESMEs bind to it over SMPP 3.4, phones write to them and are written to.

Messages from ESMEs arrive at their phones at once or when those can be reached (`messages`); messages from phones wait
until an ESME has taken them (`forwarding`); what they dial is a session (`ussd`). All of it lives in memory.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from ssl import SSLContext

from msgspec.structs import replace

from simulator.accounts import Account
from simulator.alarm import Alarm
from simulator.answers import Answers
from simulator.events import Counters, Health, LinkChanged, LinkState, sum_of
from simulator.forwarding import FIRST_PAUSE, WAITING_LIMIT, Delivery, Forwarding, QueueFull, Route
from simulator.link import WINDOW, Link
from simulator.mo import as_data_sm, from_phone
from simulator.mt.alerts import alerts
from simulator.mt.messages import Messages
from simulator.mt.receipts import ORDINARY, Fates
from simulator.mt.store import Store
from simulator.mt.submission import Submission
from simulator.mt.telling import Telling
from simulator.phones import Phones
from simulator.trouble.faults import NO_FAULTS, Faults
from simulator.trouble.mischief import Mischief
from simulator.ussd import Limits, Message, Sessions
from simulator.watching.feed import Feed
from simulator.watching.wire import Wire
from smpp.errors import LocalError
from smpp.parts import split
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
        accounts: Mapping[str, Account] | None = None,
        *,
        alphabet: str = "gsm",
        clock: Callable[[], float] = time.time,
        timers: Timers = TIMERS,
        first_pause: float = FIRST_PAUSE,
        waiting_limit: int = WAITING_LIMIT,
        links_limit: int = LINKS_LIMIT,
        ussd_dialect: Dialect | None = None,
        ussd_limits: Limits = LIMITS,
        window: int = WINDOW,
        phones: Phones | None = None,
    ) -> None:
        """`accounts` by system_id; without any, everybody may bind. `alphabet` of data_coding 0: "gsm", or a codec of
        Python. `clock` gives seconds since 1970, `first_pause` is in seconds. At most `window` deliveries wait for the
        ESME's responses on each link.
        """
        self.feed = Feed()
        self.phones = Phones() if phones is None else phones
        self.wire = Wire(self.feed)
        self._faults = NO_FAULTS
        self._mischief: Mischief | None = None
        self.store = Store(self.phones, self.feed, clock, alphabet)
        self.messages = Messages(self.phones, clock, self.store.accept, self._tell, waiting_limit)
        self.telling = Telling(waiting_limit)
        self._timers = timers
        self._window = window
        self._links_limit = links_limit
        self._forwarding = Forwarding(waiting_limit, first_pause)
        self._sessions = Sessions(
            ussd_dialect or dialect(""), self.phones, self.feed, self._served, ussd_limits, waiting_limit
        )
        self._loop = asyncio.get_running_loop()
        self._answers = Answers(accounts or {}, self.messages, self._bound, self._show, self._loop.time)
        self._alphabet = alphabet
        self._clock = clock
        self._servers: list[asyncio.Server] = []
        self._alarm = Alarm(self.forward)
        self._links: deque[Link] = deque()
        self._takers: dict[Route, deque[Link]] = {}
        self._names = count(1)
        self._past = Counters()
        self._dropped = 0
        self._gathers = False

    async def start(self, host: str, port: int, tls: SSLContext | None = None) -> int:
        """Listen, here too; gives the port, which matters where 0 was asked for."""
        server = await self._loop.create_server(self._new_link, host, port, ssl=tls)
        self._servers.append(server)
        bound_port: int = server.sockets[0].getsockname()[1]
        return bound_port

    async def aclose(self, patience: float | None = None) -> None:
        """Unbind all, wait for their goodbye, so many seconds at most, close."""
        for server in self._servers:
            server.close()
        for link in [*self._links]:
            link.unbind()
        await self._all_gone(self._timers.unbind if patience is None else patience)
        for link in [*self._links]:
            link.abort()
        await self._all_gone()
        self._alarm.cancel()
        self.feed.close()

    # For the API

    @property
    def faults(self) -> Faults:
        """What goes wrong; set, it does from now on, on links that are up too."""
        return self._faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._faults = faults
        receipts = faults.receipts
        self.messages.receipts = self.telling.receipts = receipts
        self.messages.fates = None if receipts == ORDINARY else Fates(faults.seed, receipts)
        self._mischief = None if faults.quiet else Mischief(faults)
        for link in [*self._links]:
            link.suffer(self._mischief)
        self._takers.clear()
        self.forward()

    def send_sms(self, number: str, to: str, text: str) -> int:
        """The phone sends a text; gives the number of its parts. LocalError: too long. QueueFull: too many wait."""
        parts = split(text, reference=self.phones[number].next_reference())
        route = Route(to)
        message: Sequence[DeliverSm] = [from_phone(number, to, part, self._alphabet) for part in parts]
        if self._mischief:
            message = self._odd(number, message, self._mischief)
        self._forwarding.put([Delivery((number, to), route, pdu) for pdu in message])
        self.forward()
        return len(parts)

    def switch_phone(self, number: str, *, reachable: bool) -> None:
        """The phone is switched off, or on: then it gets what has waited."""
        if reachable:
            for (system_id, _), alert in alerts(self.messages.waiting.ready(number)).items():
                if link := next((link for link in self._links if link.takes(Route("", system_id))), None):
                    link.notify(alert)
        self.messages.switch(number, reachable=reachable)
        self.forward()

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

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """What phones send meanwhile leaves together, at the end."""
        self._gathers = True
        try:
            yield
        finally:
            self._gathers = False
            self.forward()

    def links(self) -> list[LinkState]:
        """All connections."""
        return [link.state() for link in self._links]

    def totals(self) -> Counters:
        """All that went over links, also over those that are gone."""
        return sum_of((self._past, *(link.counters for link in self._links)))

    @property
    def refused(self) -> Counter[tuple[str, int]]:
        """Requests of ESMEs that were refused, by command and status."""
        return self._answers.refused

    def health(self) -> Health:
        """The SMSC at a glance."""
        return Health(len(self._links), self._forwarding.waiting, self._dropped + self.telling.dropped)

    # For its links

    def opened(self, link: Link) -> None:
        """See Centre."""
        self._links.append(link)
        if self._mischief:
            link.suffer(self._mischief)
        self._changed(link)
        if len(self._links) > self._links_limit:
            link.abort()

    def closed(self, link: Link) -> None:
        """See Centre."""
        self._past = sum_of((self._past, link.counters))
        self._links.remove(link)
        for takers in self._takers.values():
            if link in takers:
                takers.remove(link)
        self._changed(link)

    def answer(self, link: Link, request: Pdu, refusal: int = 0) -> Pdu:
        """See Centre."""
        return self._answers.answer(link, request, refusal)

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

    def again(self, deliveries: Sequence[Delivery]) -> None:
        """See Centre."""
        with suppress(QueueFull):
            self._forwarding.put(deliveries)

    def seen(self, link: Link, direction: str, frame: bytes) -> None:
        """See Centre."""
        self.wire.add(time.time(), link.name, direction, frame)

    def forward(self) -> None:
        """See Centre."""
        if self._gathers:
            return
        now = self._loop.time()
        self._sessions.tick(now)
        self._forwarding.wake(now)
        if self.messages.waiting:
            self.messages.tick()
        for receipt in self.telling.due(now):
            self._put_receipt(receipt)
        for link in {*self._send(self._sessions.queue), *self._send(self._forwarding)}:
            link.flush()
        self._alarm.set(self._sessions.deadline())
        self._alarm.set(self._forwarding.deadline())
        self._alarm.set(self.telling.deadline())
        if (due := self.messages.due_in()) is not None:
            self._alarm.set(now + due)

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
        return Link(f"link-{next(self._names)}", time.time(), self, self._timers, self._window)

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
            as_data = link.data_sm and not isinstance(delivery, Message)
            link.deliver(delivery, as_data_sm(delivery.pdu) if as_data else delivery.pdu)
        except LocalError:  # a receipt to an address that the ESME itself wrote too long
            if isinstance(delivery, Message):
                self._sessions.undeliverable(delivery)
                return
            self._dropped += 1
            self._forwarding.settle(delivery)

    def _odd(self, number: str, message: Sequence[DeliverSm], mischief: Mischief) -> Sequence[DeliverSm]:
        if mischief.full(self._forwarding.waiting):
            raise QueueFull(f"{self._forwarding.waiting} messages wait already")
        return mischief.odd(number, message)

    def _bound(self, system_id: str) -> int:
        return sum(link.bound and link.system_id == system_id for link in self._links)

    def _tell(self, submission: Submission) -> None:
        receipt = self.telling.tell(submission, self._clock(), self._loop.time())
        if receipt is not None:
            self._put_receipt(receipt)
            if submission.fate is not None and submission.fate.early:
                self.forward()

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
