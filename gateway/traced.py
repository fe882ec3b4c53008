"""What the trace says of a turn and of what followed from it, a line each: never what was written, or a password.

New fields go to the end, with a default: files of several releases lie side by side.
"""

import time
from collections.abc import Callable, Sequence

import msgspec

from dialogs.effects import Ask
from dialogs.events import Answered, Dialled, Event, Failed, Late, Text
from dialogs.session import Dialogue
from gateway.metrics import RECEIPTS, SUBMIT_SECONDS, TURN_SECONDS, WAIT_SECONDS
from gateway.outlet import Sending
from gateway.records import Queued
from operator_api.contract import Refused
from smpp.pdus import DataSm, DeliverSm, Pdu
from smpp.receipts import receipt_of
from smpp.statuses import Status

Place = tuple[str, str, str]
"""Where somebody is: conversation, state, and the service or tariff that it is about."""

NOWHERE: Place = ("", "", "")


class Line(msgspec.Struct, array_like=True, tag=str.lower):
    """Something that happened: to whom, on which connection (0: none), until when, and how long it took, in us.

    Until `gateway.trace` writes it, ``number`` is the subscriber's and ``at`` by our monotonic clock; from then on they
    are the number's digest and seconds since the epoch.
    """

    number: str
    smsc: str
    link: int
    at: float
    took: int

    @property
    def began(self) -> float:
        """When it did."""
        return self.at - self.took / 1e6


class Turned(Line):
    """A turn, from the arrival until it was stored. ``asks``: questions to the operator, each with its key.

    Until it is stored ``at`` is that of the arrival.
    """

    what: str
    before: Place = NOWHERE
    after: Place = NOWHERE
    asks: Sequence[str] = ()

    def stored(self) -> "Turned":
        """It is, now."""
        now = time.monotonic()
        seconds, self.at = now - self.at, now
        TURN_SECONDS.observe(seconds)
        self.took = int(1e6 * seconds)
        return self


class Submitted(Line):
    """A reply, from when it was due until its parts were answered or lost.

    ``id``: of the queue; ``message_ids`` of the parts that were taken; ``failed``: the statuses of the others, None
    where nobody knows; ``ussd``: it is a page in a session.
    """

    id: str
    message_ids: Sequence[str]
    failed: Sequence[int | None]
    ussd: bool = False


class GivenUp(Line):
    """A reply became a dead letter, is overtaken, or was not shown in its session."""

    id: str
    why: str


class Received(Line):
    """The SMSC told what became of a message; ``state`` as in SMPP 3.4, 5.2.28, ``error`` its own code."""

    message_id: str
    state: int
    error: str


AnyLine = Turned | Submitted | GivenUp | Received

Note = Callable[[AnyLine], None]
"""Takes a line for the trace."""


def untraced(line: AnyLine) -> None:
    """Nobody wants to know."""


def place(dialogue: Dialogue) -> Place:
    """The dialogue, without what it shows."""
    return dialogue.conversation, dialogue.state, dialogue.item


def asks(effects: Sequence[Queued]) -> list[str]:
    """The questions among them, each with its key."""
    return [f"{type(each.effect.question).__name__} {each.key}" for each in effects if isinstance(each.effect, Ask)]


def submitted(queued: Queued, id: str, since: float, sending: Sending) -> Submitted:
    """What became of a try that was due ``since`` then."""
    now, smsc = time.monotonic(), queued.route.smsc
    WAIT_SECONDS.observe(sending.written - since)
    SUBMIT_SECONDS.observe(now - sending.written)
    failed = [_status(response) for _, response in sending.failed] if sending.failed else ()
    took, ussd = int(1e6 * (now - since)), queued.route.window is not None
    return Submitted(queued.number, smsc, sending.link, now, took, id, sending.message_ids, failed, ussd)


def _status(response: Pdu | None) -> int | None:
    return None if response is None else response.status or Status.RUNKNOWNERR


def received(number: str, smsc: str, link: int, pdu: DeliverSm | DataSm) -> Received | None:
    """What a receipt tells; None if it tells of no message. Counts it too."""
    receipt = receipt_of(pdu)
    RECEIPTS.counts[smsc, receipt.state.name if receipt else "unreadable"] += 1
    if receipt is None:
        return None
    return Received(number, smsc, link, time.monotonic(), 0, receipt.message_id, receipt.state, receipt.error)


def meaning(event: Event, heard: Sequence[str]) -> str:
    """What happened: of a text, what it was understood as; of what the operator did, its kind."""
    said = ", ".join(heard)
    if isinstance(event, Text):
        return f"{said or 'waits'}, unseeing" if event.unseeing else said or "waits"
    if isinstance(event, Dialled):
        return f"Dialled {said}".rstrip()
    return f"{_kind(event)} {said}".rstrip()


def _kind(event: Event) -> str:
    name = type(event).__name__
    if not isinstance(event, Answered | Failed | Late):
        return name
    name += f"({type(event.ask.question).__name__})"
    if isinstance(event, Answered):
        result = event.result
        name += f": {result.reason if isinstance(result, Refused) else type(result).__name__}"
    return name
