"""Sends replies: of one number one at a time, in the order of the queue; numbers never wait for each other."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping

from dialogs.effects import Say
from gateway import sms
from gateway.masking import masked
from gateway.records import Queued
from gateway.smsc import Sending, Smsc
from operator_api.contract import Number
from smpp.pdus import SubmitSm
from smpp.statuses import Status, describe

log = logging.getLogger(__name__)

TEMPORARY = {Status.RSYSERR, Status.RMSGQFUL, Status.RTHROTTLED, Status.RX_T_APPN}
"""Refusals after which the same message may be taken later."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a refused reply goes again; each pause is twice the one before."""

MOST_REFUSALS = 10
MOST_UNKNOWN = 3
"""After so many the reply is a dead letter."""


class _Reply:
    """One reply of the queue, until it is done."""

    def __init__(self, id: str, queued: Queued) -> None:
        self.id = id
        self.queued = queued
        self.refusals = 0
        self.unknown = 0


class Replies:
    """Replies by number; each is over when the SMSC has taken it, or when there is no hope."""

    def __init__(
        self,
        smscs: Mapping[str, Smsc],
        may_send: Callable[[], bool],
        done: Callable[[str], None],
        dead: Callable[[str, Queued, str], None],
    ) -> None:
        """While not ``may_send``, they wait. ``done`` hears the id of what was taken, ``dead`` why something is not."""
        self._smscs = smscs
        self._may_send = may_send
        self._done = done
        self._dead = dead
        self._by_number: dict[Number, deque[_Reply]] = {}

    def put(self, id: str, queued: Queued) -> None:
        """Send it after what the number still waits for."""
        waiting = self._by_number.setdefault(queued.number, deque())
        waiting.append(_Reply(id, queued))
        if len(waiting) == 1:
            self._send(waiting[0])

    def _send(self, reply: _Reply, parts: list[SubmitSm] | None = None) -> None:
        queued = reply.queued
        assert isinstance(queued.effect, Say)
        smsc = self._smscs[queued.route.smsc]
        if parts is None:
            parts = sms.reply(smsc.address, queued.number, queued.route.service, queued.effect.text, queued.reference)
        smsc.send(Sending(parts, self._may_send, lambda sending: self._sent(reply, sending)))

    def _sent(self, reply: _Reply, sending: Sending) -> None:
        if not sending.failed:
            self._over(reply, None)
            return
        statuses = {status for _, status in sending.failed}
        reply.unknown += None in statuses
        reply.refusals += statuses != {None}
        if hopeless := statuses - TEMPORARY - {None}:
            self._over(reply, describe(min(status for status in hopeless if status)))
        elif reply.unknown >= MOST_UNKNOWN or reply.refusals >= MOST_REFUSALS:
            self._over(reply, "no outcome" if None in statuses else describe(sending.failed[0][1] or 0))
        else:
            pause = min(FIRST_PAUSE * 2**reply.refusals / 2, LONGEST_PAUSE) if reply.refusals else 0
            parts = [part for part, _ in sending.failed]
            asyncio.get_running_loop().call_later(pause, self._send, reply, parts)

    def _over(self, reply: _Reply, why: str | None) -> None:
        number = reply.queued.number
        if why is None:
            self._done(reply.id)
        else:
            log.error("%s: reply %s given up: %s", masked(number), reply.id, why)
            self._dead(reply.id, reply.queued, why)
        waiting = self._by_number[number]
        waiting.popleft()
        if waiting:
            self._send(waiting[0])
        else:
            del self._by_number[number]
