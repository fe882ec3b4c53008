"""Messages to phones that wait: for the time they are scheduled for, or for their phone. Pure."""

from simulator.mt.agenda import Agenda
from simulator.mt.submission import Refused, Submission
from smpp.receipts import MessageState
from smpp.statuses import Status

WAITING_LIMIT = 100_000
"""Messages that may wait; more are refused with RMSGQFUL."""
_STALE = 1_000
"""Entries of the agenda beyond twice the messages, before it is tidied up."""


class Waiting:
    """All of them, by phone, and when each is to be looked at."""

    def __init__(self, limit: int = WAITING_LIMIT) -> None:
        self._limit = limit
        self._count = 0
        self._phones: dict[str, dict[Submission, None]] = {}
        self._agenda: Agenda[Submission] = Agenda()

    def __len__(self) -> int:
        return self._count

    def add(self, submission: Submission) -> None:
        """One more, or one that has other times now. Raises Refused."""
        waiting = self._phones.setdefault(submission.number, {})
        if submission not in waiting:
            if self._count >= self._limit:
                raise Refused(Status.RMSGQFUL)
            self._count += 1
            waiting[submission] = None
        self._agenda.put(_next_look(submission), submission, -submission.priority)

    def remove(self, submission: Submission) -> None:
        """It waits no longer; nothing happens if it did not."""
        waiting = self._phones.get(submission.number, {})
        if submission not in waiting:
            return
        del waiting[submission]
        self._count -= 1
        if not waiting:
            del self._phones[submission.number]
        if len(self._agenda) > 2 * self._count + _STALE:
            self._agenda.keep(self._has)

    def to(self, number: str) -> list[Submission]:
        """Those to that phone, as they came."""
        return [*self._phones.get(number, ())]

    def ready(self, number: str) -> list[Submission]:
        """Those that wait for that phone and nothing else: higher priorities first, then as they came."""
        enroute = [one for one in self.to(number) if one.state is MessageState.ENROUTE]
        return sorted(enroute, key=lambda one: -one.priority)

    def due(self, now: float) -> list[Submission]:
        """Those whose scheduled time has come, or whose validity has ended; they wait on."""
        due = dict.fromkeys(self._agenda.due(now))
        return [one for one in due if self._has(one) and _next_look(one) <= now]

    def deadline(self) -> float | None:
        """When something is due."""
        return self._agenda.deadline()

    def _has(self, submission: Submission) -> bool:
        return submission in self._phones.get(submission.number, ())


def _next_look(submission: Submission) -> float:
    if submission.state is MessageState.SCHEDULED:
        return min(submission.due, submission.expires)
    return submission.expires
