"""Sends replies: of one number one at a time, in the order of the queue; numbers never wait for each other."""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter

from dialogs.effects import Say
from gateway import sms
from gateway.metrics import PAUSES
from gateway.outlet import Sending
from gateway.records import Queued
from gateway.smsc import Smsc
from gateway.stale import OLD, OldScreen, OldScreens, Screens
from gateway.statuses import Course, course
from gateway.traced import GivenUp, Note, submitted, untraced
from operator_api.contract import Number
from smpp.pdus import Pdu
from smpp.statuses import Status

JITTER = 1.25
"""A pause is by chance up to so many times as long, so that replies do not come back in step."""

Dead = Callable[[str, Queued, Course, int | None, int], None]
"""Hears of what nobody will get: its queue id and itself, why, the SMSC's last status, how often it was sent."""


class _Reply:
    """One reply of the queue, until it is done."""

    since = 0.0
    sending: Sending | None = None
    tries = 0
    refusals: Counter[Course] | None = None

    def __init__(self, id: str, queued: Queued) -> None:
        self.id = id
        self.queued = queued
        self.due = time.monotonic()

    def refused(self, courses: Iterable[Course]) -> Counter[Course]:
        """Count these; all of them."""
        self.refusals = self.refusals or Counter()
        self.refusals.update(courses)
        return self.refusals


class Replies:
    """Replies by number; each is over when the SMSC has taken it, or when there is no hope."""

    def __init__(
        self,
        smscs: Mapping[str, Smsc],
        may_send: Callable[[], bool],
        done: Callable[[str], None],
        dead: Dead,
        screens: Screens,
        note: Note = untraced,
    ) -> None:
        """While not ``may_send``, they wait. ``done`` hears the queue id of what was taken, or needs not be sent any
        more."""
        self._smscs = smscs
        self._may_send = may_send
        self._done = done
        self._dead = dead
        self._note = note
        self._old = OldScreens(screens)
        self._loop = asyncio.get_running_loop()
        self._by_number: dict[Number, deque[_Reply]] = {}

    def put(self, id: str, queued: Queued, since: float = 0.0) -> None:
        """Send it after what the number still waits for. ``since``: when it began to wait, if it did."""
        reply = _Reply(id, queued)
        if since:
            reply.since = since
        if waiting := self._by_number.get(queued.number):
            waiting.append(reply)
            reply.since = since or self._loop.time()
        else:
            self._by_number[queued.number] = deque((reply,))
            self._send(reply)

    def overtaken(self, number: Number) -> None:
        """A session shows a later screen: of those that wait, each is looked at before it goes."""
        for reply in self._by_number.get(number, ()):
            reply.since = OLD
            if reply.sending:
                reply.sending.since = OLD

    def _send(self, reply: _Reply) -> None:
        queued = reply.queued
        assert isinstance(queued.effect, Say)
        smsc = self._smscs[queued.route.smsc]
        parts = sms.reply(smsc.address, queued.number, queued.route.service, queued.effect.text, queued.reference)
        reply.sending = sending = Sending(parts, self._may_send, partial(self._sent, reply))
        if queued.effect.screen:
            sending.screen = True
            if reply.since:
                sending.since = reply.since
        smsc.send(sending)

    def _sent(self, reply: _Reply, sending: Sending) -> None:
        if sending.failed or not sending.unsent:
            self._note(submitted(reply.queued, reply.id, reply.due, sending))
        if sending.failed:
            self._refused(reply, sending)
        elif sending.unsent:
            self._look_again(reply, sending)
        else:
            self._done(reply.id)
            self._over(reply)

    def _look_again(self, reply: _Reply, sending: Sending) -> None:
        """It is old: the person may have gone on meanwhile."""
        queued = reply.queued
        assert isinstance(queued.effect, Say)
        send = partial(self._smscs[queued.route.smsc].send_first, sending)
        self._old.put(OldScreen(queued.number, queued.effect.screen, send, partial(self._leave, reply)))

    def _leave(self, reply: _Reply) -> None:
        queued = reply.queued
        self._note(
            GivenUp(queued.number, queued.route.smsc, 0, time.monotonic(), 0, reply.id, "a later screen is shown")
        )
        self._done(reply.id)
        self._over(reply)

    def _refused(self, reply: _Reply, sending: Sending) -> None:
        refusals = {course(response): response for _, response in sending.failed}
        times = reply.refused([*refusals])
        reply.tries += 1 + sending.held
        spent = [each for each in refusals if times[each] > each.times]
        if spent:
            last = min(spent, key=attrgetter("times"))
            self._give_up(reply, last, refusals[last])
        else:
            slowest = max(refusals, key=lambda each: each.pause(times[each]))
            self._send_again(reply, sending, slowest, times[slowest])

    def _send_again(self, reply: _Reply, sending: Sending, why: Course, times: int) -> None:
        """Those of its parts that were not taken, after a pause."""
        PAUSES.labels(why.name).inc()
        again = Sending([part for part, _ in sending.failed], sending.may_send, sending.over)
        again.screen = sending.screen and len(again.parts) == len(sending.parts)
        again.since = sending.since or self._loop.time()
        reply.sending = again
        pause = why.pause(times) * random.uniform(1, JITTER)  # noqa: S311
        reply.due = time.monotonic() + pause
        self._loop.call_later(pause, self._smscs[reply.queued.route.smsc].send, again)

    def _give_up(self, reply: _Reply, why: Course, response: Pdu | None) -> None:
        status = None if response is None else response.status or Status.RUNKNOWNERR
        self._dead(reply.id, reply.queued, why, status, reply.tries)
        self._over(reply)

    def _over(self, reply: _Reply) -> None:
        number = reply.queued.number
        waiting = self._by_number[number]
        waiting.popleft()
        if waiting:
            self._send(waiting[0])
        else:
            del self._by_number[number]
