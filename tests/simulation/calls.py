"""USSD sessions as an SMSC has them: what a phone does in one, what it is shown, and who lets go of it."""

import asyncio
from collections.abc import Callable

from smpp.pdus import DeliverSm, SubmitSm
from smpp.tlvs import ITS_SESSION_INFO
from smpp.ussd import Heard, Operation, dialect
from tests.simulation.loop import Loop

DIALECT = dialect("")

DEADLINE = 18.0
"""Seconds for which an SMSC waits for a page: somewhat longer than gateways are told."""

IDLE = 40.0
"""Seconds for which it waits for a phone."""

END = 1
"""The bit of its_session_info that says so."""

Write = Callable[["Call", Operation, str, DeliverSm], None]
"""Hands on what a phone does in a session: what, which text, and the PDU that says it."""


def place(pdu: DeliverSm | SubmitSm) -> int:
    """The session and the message of the phone in it, as one number that both sides write."""
    return int.from_bytes(dict(pdu.tlvs).get(ITS_SESSION_INFO.tag, b""), "big") & ~END


class Call:
    """One session, until the phone, the network or a page ends it.

    ``waits``: for a page; ``vainly_since``: when the phone did that for which no page came until the deadline.
    """

    def __init__(self, id: int, number: str, loop: Loop, write: Write) -> None:
        self.id = id
        self.number = number
        self.open = True
        self.waits = False
        self.changed = asyncio.Event()
        self.vainly_since: float | None = None
        self._said_at = 0.0
        self._units = 0
        self._place = -1
        self._loop = loop
        self._write = write
        self._timer: asyncio.TimerHandle | None = None

    def dial(self, code: str) -> None:
        """The phone begins it; once in a while the network loses it, and tells nobody."""
        self._say(Operation.BEGIN, code)
        if self._happens(0.05):
            self._loop.call_later(self._loop.chance.uniform(0, 15), self.end, False)

    def answer(self, text: str) -> None:
        """The phone answers a page."""
        self._say(Operation.ANSWER, text)

    def end(self, told: bool) -> None:
        """It is over; perhaps the gateway is told."""
        if self.open:
            self.open = self.waits = False
            self.changed.set()
            self._wait(None)
            if told:
                self._put(Operation.END, "")

    def show(self, pdu: SubmitSm, heard: Heard) -> bool:
        """The phone shows a page; False: it waits for none, or for that to a later message."""
        if not self.waits or place(pdu) != self._place:
            return False
        self.waits = False
        self._wait(IDLE)
        if heard.operation is Operation.CLOSE:
            self.end(told=False)
        self.changed.set()
        return True

    def _say(self, operation: Operation, text: str) -> None:
        self.waits, self._said_at = True, self._loop.time()
        self.changed.clear()
        self._wait(DEADLINE)
        self._put(operation, text)

    def _put(self, operation: Operation, text: str) -> None:
        pdu = DIALECT.deliver(operation, self.id, self.number, "111", text, self._units)
        self._units += 1
        self._place = place(pdu)
        self._write(self, operation, text, pdu)

    def _wait(self, seconds: float | None) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, self._let_go) if seconds else None

    def _let_go(self) -> None:
        self.vainly_since = self._said_at if self.waits else None
        self.end(told=self._happens(0.7))

    def _happens(self, how_often: float) -> bool:
        return self._loop.chance.random() < how_often
