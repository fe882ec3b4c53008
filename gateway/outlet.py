"""What leaves on one connection, and what its SMSC says to each part."""

import asyncio
import logging
import time
from bisect import insort
from collections import deque
from collections.abc import Callable, Sequence
from math import inf
from operator import attrgetter

from gateway.connection import Connection
from gateway.metrics import SUBMITS, THROTTLES
from gateway.pace import Pace
from gateway.statuses import OUT_OF_STEP, REBIND, SLOWER, counted_as, course
from smpp.codec import MAX_SEQUENCE
from smpp.pdus import Pdu, SubmitSm, SubmitSmResp

log = logging.getLogger(__name__)

MOST_HELD = 20
"""Times that the SMSC may throttle a reply, or say that we are not bound, before it is given up."""

MOST_UNANSWERED = 2000
"""More requests than any window holds."""

GLANCE = 0.9
"""Seconds at least between two looks at how much was sent."""


class Sending:
    """A reply on its way: its parts go on one connection, in order. ``failed`` are those not taken, each with the
    response that refused it, or None if its outcome is unknown.

    ``screen``: it is one that asks, and worth nothing once a later one is shown; ``since`` when it waits, as the loop's
    time (0.0: it does not); ``until`` when it may be written; ``held``: how often it was refused and stayed here. For
    the trace: ``message_ids`` of the parts that were taken; ``written``, when the first was, by our monotonic clock, on
    the connection of the number ``link``.
    """

    screen = False
    since = 0.0
    until = inf
    held = 0
    place = 0

    def __init__(
        self, parts: Sequence[SubmitSm], may_send: Callable[[], bool], over: "Callable[[Sending], None]"
    ) -> None:
        """While not ``may_send``, it waits. ``over`` is called when each part has been answered or lost; earlier, with
        all ``unsent``, if it is old."""
        self.parts = parts
        self.may_send = may_send
        self.unsent = deque(parts)
        self.failed: list[tuple[SubmitSm, Pdu | None]] = []
        self.message_ids: list[str] = []
        self.underway = 0
        self.written = 0.0
        self.link = 0
        self.over = over

    @property
    def begun(self) -> bool:
        """Whether some of its parts have been sent."""
        return len(self.unsent) < len(self.parts)

    def hold(self, part: SubmitSm) -> None:
        """Let this part go once more, in its order."""
        self.unsent = deque(sorted([part, *self.unsent], key=self.parts.index))


class Outlet:
    """The way out by one connection. ``begun`` are the sendings that go on here, before all others: with parts left
    when the window was full, or refused for being too fast; ``pages`` of USSD go before these."""

    def __init__(self, connection: Connection, pace: Pace, smsc: str) -> None:
        """``smsc`` is what metrics call it."""
        self.begun: list[Sending] = []
        self.pages: list[Sending] = []
        self.pace = pace
        self._connection = connection
        self._smsc = smsc
        self._loop = asyncio.get_running_loop()
        self._taken = self._counted = 0
        self._taken_before = self._slowed_at = -1
        self._seen = self._seen_before = (self._loop.time(), connection.sent)

    def write(self, sending: Sending) -> None:
        """Send the next part."""
        part = sending.unsent.popleft()
        sending.underway += 1
        sending.written, sending.link = sending.written or time.monotonic(), self._connection.number
        self._connection.submit(part, lambda response: self._answered(sending, part, response))

    def go_on(self, sending: Sending) -> None:
        """The rest of it goes here."""
        self._begin(sending, self._connection.sent)

    def stop(self) -> list[Sending]:
        """The connection is gone; what had begun here goes on elsewhere."""
        self.pace.stop()
        self.look()
        return self.begun

    def look(self) -> None:
        """To be called about once a second: counts what was taken, and sees how fast it goes."""
        SUBMITS.labels(self._smsc, "0x00000000").inc(self._taken - self._counted)
        self._counted = self._taken
        if self._loop.time() - self._seen[0] >= GLANCE:
            self._seen_before, self._seen = self._seen, (self._loop.time(), self._connection.sent)

    def _answered(self, sending: Sending, part: SubmitSm, response: Pdu | None) -> None:
        sending.underway -= 1
        if response is not None and not response.status and isinstance(response, SubmitSmResp):
            self._taken += 1
            sending.message_ids.append(response.message_id)
        else:
            self._refused(sending, part, response)
        if not sending.underway and not sending.unsent:
            sending.over(sending)

    def _refused(self, sending: Sending, part: SubmitSm, response: Pdu | None) -> None:
        SUBMITS.labels(self._smsc, counted_as(response)).inc()
        refused = course(response)
        if response is not None and refused in (SLOWER, REBIND) and sending.held < MOST_HELD:
            sending.hold(part)
            if sending not in self.begun:
                sending.held += 1
                sending.since = sending.since or self._loop.time()
                self._begin(sending, response.sequence)
        else:
            sending.failed.append((part, response))
        if response is not None:
            self._follow(response)

    def _follow(self, response: Pdu) -> None:
        """What the connection makes of it."""
        if course(response) is SLOWER:
            self._slow_down(response.sequence)
        elif course(response) is REBIND:
            self._connection.unbind()
        elif not isinstance(response, SubmitSmResp) and response.status in OUT_OF_STEP:
            log.error("%s: link %d is out of step, and is closed", self._smsc, self._connection.number)
            self._connection.drop()

    def _begin(self, sending: Sending, place: int) -> None:
        sending.place = place
        insort(self.begun, sending, key=attrgetter("place"))

    def _slow_down(self, sequence: int) -> None:
        """Once for all that was sent before the SMSC's word was heard."""
        if (self._slowed_at - sequence) % MAX_SEQUENCE < MOST_UNANSWERED:
            return
        log.warning("%s: link %d is too fast for it, and slows down", self._smsc, self._connection.number)
        THROTTLES.labels(self._smsc).inc()
        self.pace.slow_down(self._pace(), still=self._taken == self._taken_before)
        self._slowed_at, self._taken_before = self._connection.sent, self._taken

    def _pace(self) -> float:
        """Parts a second, lately."""
        since, sent = self._seen_before
        return (self._connection.sent - sent) / max(self._loop.time() - since, 1.0)
