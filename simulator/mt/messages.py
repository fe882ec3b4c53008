"""The life of messages from ESMEs to phones: each gets an id, arrives at once or waits, and is remembered."""

from collections import Counter, OrderedDict
from collections.abc import Callable
from itertools import count

from simulator.mt.receipts import ORDINARY, Fates, message_id
from simulator.mt.submission import INTERMEDIATE, VALIDITY, Refused, Submission, plan
from simulator.mt.waiting import WAITING_LIMIT, Waiting
from simulator.phones import Phones
from smpp.pdus import DataSm, ReplaceSm, SubmitSm
from smpp.receipts import MessageState
from smpp.statuses import Status
from smpp.tlvs import QOS_TIME_TO_LIVE

MESSAGES_LIMIT = 10_000
"""Messages whose end is remembered; the oldest are forgotten first."""
HIGHEST_PRIORITY = 3  # SMPP 3.4, 5.2.14


class Messages:
    """Takes messages, and hands them to `arrive` when their phones can be reached.

    `tell` hears how messages end, and of those that have to wait, if their ESMEs asked for any such thing.
    """

    def __init__(
        self,
        phones: Phones,
        clock: Callable[[], float],
        arrive: Callable[[SubmitSm | DataSm], None],
        tell: Callable[[Submission], None],
        waiting_limit: int = WAITING_LIMIT,
    ) -> None:
        self.receipts = ORDINARY
        self.fates: Fates | None = None
        """What chance has in store for messages; None: that all arrive."""
        self.waiting = Waiting(waiting_limit)
        self.ended: Counter[MessageState] = Counter()
        """How many ended how."""
        self._phones = phones
        self._clock = clock
        self._arrive = arrive
        self._tell = tell
        self._serials = count(int(clock() * 1_000_000))  # another run does not repeat the ids of this one
        self._known: OrderedDict[str, Submission] = OrderedDict()

    # New messages

    def submit(self, request: SubmitSm | DataSm, owner: str) -> Submission:
        """Take a message: it arrives, or waits, or chance ends it. Raises Refused, and then there is none."""
        submission = self._new(request, owner, next(self._serials))
        self._start(submission)
        self._remember(submission)
        return submission

    def submit_copy(self, request: SubmitSm, first: Submission) -> None:
        """The same message to one more destination, under the same id. Raises Refused."""
        copy = self._new(request, first.owner, first.serial)
        self._start(copy)
        first.copies += (copy,)

    def shown(self, request: SubmitSm | DataSm, owner: str) -> Submission:
        """A page of USSD, which has arrived already."""
        submission = self._new(request, owner, next(self._serials))
        submission.state, submission.ended = MessageState.DELIVERED, submission.at
        self._remember(submission)
        return submission

    # Those there are

    def find(self, message_id: str, owner: str) -> Submission | None:
        """That message of the ESME; None if there was none, or long ago."""
        submission = self._known.get(message_id)
        return submission if submission and submission.owner == owner else None

    def known(self) -> list[Submission]:
        """All that are remembered, as they came."""
        return [*self._known.values()]

    def cancel(self, submission: Submission) -> None:
        """It shall not arrive any more."""
        self._end(submission, MessageState.DELETED, self._clock())

    def replace(self, submission: Submission, request: SubmitSm, change: ReplaceSm) -> None:
        """It has this content now, and the times of the change where that gives any. Raises Refused."""
        now = self._clock()
        plan(submission, change, now)
        submission.request = request
        self._proceed(submission, now)

    # Phones and time

    def switch(self, number: str, *, reachable: bool) -> None:
        """The phone is lost to the network, or found again, and then gets what has waited."""
        self._phones.switch(number, reachable=reachable)
        if reachable:
            for submission in self.waiting.ready(number):
                self._deliver(submission, self._clock())

    def tick(self) -> None:
        """Do what is due."""
        now = self._clock()
        for submission in self.waiting.due(now):
            if submission.expires <= now:
                self._end(submission, MessageState.EXPIRED, now)
            else:
                submission.state = MessageState.ENROUTE
                self._proceed(submission, now)

    def due_in(self) -> float | None:
        """Seconds until something is."""
        deadline = self.waiting.deadline() if self.waiting else None
        return None if deadline is None else deadline - self._clock()

    # Within

    def _new(self, request: SubmitSm | DataSm, owner: str, serial: int) -> Submission:
        now = self._clock()
        return Submission(serial, message_id(serial, self.receipts), request, owner, now, now, now + VALIDITY)

    def _start(self, submission: Submission) -> None:
        request = submission.request
        if isinstance(request, DataSm):
            submission.expires = submission.at + (QOS_TIME_TO_LIVE.of(request) or VALIDITY)
        elif request.schedule_delivery_time or request.validity_period or request.priority_flag > HIGHEST_PRIORITY:
            self._plan(submission, request)
        if self.fates is not None:
            submission.fate = self.fates.draw()
        self._proceed(submission, submission.at)

    def _plan(self, submission: Submission, request: SubmitSm) -> None:
        if request.priority_flag > HIGHEST_PRIORITY:
            raise Refused(Status.RINVPRTFLG)
        plan(submission, request, submission.at)

    def _proceed(self, submission: Submission, now: float) -> None:
        if submission.state is MessageState.SCHEDULED:
            self.waiting.add(submission)
        elif submission.fate is not None and submission.fate.state is not MessageState.DELIVERED:
            self._end(submission, submission.fate.state, now)
        elif submission.number in self._phones.away:
            self.waiting.add(submission)
            if submission.request.registered_delivery & INTERMEDIATE:
                self._tell(submission)
        else:
            self._deliver(submission, now)

    def _deliver(self, submission: Submission, now: float) -> None:
        self._arrive(submission.request)
        self._end(submission, MessageState.DELIVERED, now)

    def _end(self, submission: Submission, state: MessageState, now: float) -> None:
        if self.waiting:
            self.waiting.remove(submission)
        submission.state, submission.ended = state, now
        self.ended[state] += 1
        if submission.request.registered_delivery:
            self._tell(submission)

    def _remember(self, submission: Submission) -> None:
        self._known[submission.id] = submission
        if len(self._known) > MESSAGES_LIMIT:
            self._forget()

    def _forget(self) -> None:
        while len(self._known) > MESSAGES_LIMIT + len(self.waiting):
            old_id, old = self._known.popitem(last=False)
            if old.waits:
                self._known[old_id] = old
