"""A message of an ESME to a phone, as the SMSC keeps it, and whom it tells what becomes of it. Pure.

SCHEDULED -> ENROUTE -> DELIVERED
                     -> EXPIRED, UNDELIVERABLE, REJECTED, DELETED
"""

import msgspec

from simulator.mt.times import read_time
from smpp.pdus import DataSm, ReplaceSm, SubmitSm
from smpp.receipts import MessageState
from smpp.statuses import Status

VALIDITY = 86_400.0
"""Seconds that a message without a validity period waits for its phone."""

INTERMEDIATE = 0x10
"""registered_delivery: the ESME wants to know that the message has to wait (SMPP 3.4, 5.2.17)."""
_OUTCOMES, _BOTH, _FAILURE, _SUCCESS = 3, 1, 2, 3  # of registered_delivery; 3 is of SMPP 5.0

_WAIT = {MessageState.SCHEDULED, MessageState.ENROUTE}


class Refused(Exception):
    """A message is not accepted, for the reason of this status."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.name)
        self.status = status


class Fate(msgspec.Struct, frozen=True, gc=False):
    """What chance has in store for a message: how it ends, and when its receipt goes."""

    state: MessageState
    delay: float
    """Seconds from the end until the receipt."""
    early: bool
    """The receipt goes before the submit_sm_resp."""


class Submission(msgspec.Struct, gc=False, eq=False):
    """One message: `id` is what its ESME was told of the number `serial`, `owner` that ESME's system_id.

    Times are seconds since 1970; `ended` is 0 while it waits.
    """

    serial: int
    id: str
    request: SubmitSm | DataSm
    owner: str
    at: float
    due: float
    expires: float
    state: MessageState = MessageState.ENROUTE
    ended: float = 0.0
    fate: Fate | None = None
    copies: tuple["Submission", ...] = ()
    """Those to the other destinations of a submit_multi."""

    @property
    def number(self) -> str:
        """The phone's."""
        return self.request.destination_addr.removeprefix("+")

    @property
    def waits(self) -> bool:
        """For its time, or for its phone."""
        return self.state in _WAIT

    @property
    def priority(self) -> int:
        """Higher ones go first."""
        return self.request.priority_flag if isinstance(self.request, SubmitSm) else 0


def plan(submission: Submission, request: SubmitSm | ReplaceSm, now: float) -> None:
    """When it is due, and when it expires, where the request says so. Raises Refused for times that make no sense."""
    due, expires = submission.due, submission.expires
    if request.schedule_delivery_time:
        due = _time(request.schedule_delivery_time, now, Status.RINVSCHED)
        expires = max(due, now) + VALIDITY
    if request.validity_period:
        expires = _time(request.validity_period, now, Status.RINVEXPIRY)
    if expires <= now:
        raise Refused(Status.RINVEXPIRY)
    submission.due, submission.expires = due, expires
    submission.state = MessageState.SCHEDULED if due > now else MessageState.ENROUTE


def _time(text: str, now: float, wrong: Status) -> float:
    at = read_time(text, now)
    if at is None:
        raise Refused(wrong)
    return at


def wants_receipt(registered_delivery: int, state: MessageState) -> bool:
    """Whether who asked so is told of that end."""
    wish = registered_delivery & _OUTCOMES
    return wish == _BOTH or wish == (_SUCCESS if state is MessageState.DELIVERED else _FAILURE)
