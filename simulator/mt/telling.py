"""Receipts on their way to ESMEs: now, or later as chance has it. Pure."""

from collections import Counter

from simulator.forwarding import Delivery, Route
from simulator.mt.agenda import Agenda
from simulator.mt.receipts import ORDINARY, receipt_of
from simulator.mt.submission import INTERMEDIATE, Submission, wants_receipt
from smpp.receipts import MessageState

RECEIPTS_LIMIT = 100_000
"""Receipts that may wait for their time; more are dropped."""


class Telling:
    """Makes the receipts that ESMEs asked for."""

    def __init__(self, limit: int = RECEIPTS_LIMIT) -> None:
        self.receipts = ORDINARY
        self.told: Counter[MessageState] = Counter()
        """Receipts by what they say."""
        self.dropped = 0
        self._limit = limit
        self._later: Agenda[Delivery] = Agenda()

    def tell(self, submission: Submission, ended: float, now: float) -> Delivery | None:
        """The receipt, if one is wanted and goes now; `ended` is in seconds since 1970, `now` of any clock."""
        if not _wanted(submission):
            return None
        self.told[submission.state] += 1
        pdu = receipt_of(submission, self.receipts, ended)
        delivery = Delivery(submission.id, Route(submission.request.source_addr, submission.owner), pdu)
        fate = submission.fate
        if fate is None or submission.waits or fate.early or not fate.delay:
            return delivery
        self._put_off(delivery, now + fate.delay)
        return None

    def due(self, now: float) -> list[Delivery]:
        """Those that go now."""
        return self._later.due(now)

    def deadline(self) -> float | None:
        """When the next goes."""
        return self._later.deadline()

    def _put_off(self, delivery: Delivery, at: float) -> None:
        if len(self._later) < self._limit:
            self._later.put(at, delivery)
        else:
            self.dropped += 1


def _wanted(submission: Submission) -> bool:
    asked = submission.request.registered_delivery
    return bool(asked & INTERMEDIATE) if submission.waits else wants_receipt(asked, submission.state)
