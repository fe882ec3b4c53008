"""What is counted: in the whole, by conversation, and second by second. Pure."""

from collections import Counter

from simulator.load.histogram import Histogram

UNANSWERED = "unanswered"
"""No reply came in time."""
LATE = "late"
"""It came after that. A message is counted as one of the two."""
WRONG = "wrong"
"""Replies came in time, and did not hold what was expected."""
NETWORK = "network"
"""The USSD session was let go: the ESME refused it, or its page was late."""
REFUSED = "refused"
"""The SMSC did not take the message: too many wait for the ESME."""
NO_PHONE = "no phone"
"""It was due, but all phones were in conversations to the end."""
ERRORS = (UNANSWERED, LATE, WRONG, NETWORK, REFUSED, NO_PHONE)


class Tally:
    """Messages that phones `sent`, by what became of them; `answered` as expected, and `errors` by kind."""

    def __init__(self) -> None:
        self.sent = 0
        self.answered = 0
        self.errors: Counter[str] = Counter()
        self.latency = Histogram()

    def answer(self, seconds: float) -> None:
        """A reply came, and was right."""
        self.answered += 1
        self.latency.add(seconds)

    @property
    def failed(self) -> int:
        """All errors."""
        return self.errors.total()


class Tallies:
    """Of one run: `whole` and `of` each conversation count what was due from `begin` to `end`; `seconds` count all,
    what was sent in that second, answered in it, or failed in it.
    """

    def __init__(self, names: list[str], begin: float, end: float) -> None:
        self.begin = begin
        self.end = end
        self.whole = Tally()
        self.of = {name: Tally() for name in names}
        self.in_time = 0
        """Replies that came while it was counted, whenever their messages were due: the throughput."""
        self.lag = Histogram()
        """How late we ourselves were with each message."""
        self.others = 0
        """Replies that nobody waited for."""
        self.seconds: list[Tally] = []

    def sent(self, name: str, due: float, now: float) -> None:
        """A message went that was due then."""
        self._second(now).sent += 1
        for tally in self._counted(name, due):
            tally.sent += 1

    def answered(self, name: str, due: float, now: float) -> None:
        """Its reply is right."""
        self._second(now).answer(now - due)
        self.in_time += self.begin <= now < self.end
        for tally in self._counted(name, due):
            tally.answer(now - due)

    def failed(self, name: str, due: float, now: float, kind: str) -> None:
        """It is an error."""
        self._second(now).errors[kind] += 1
        for tally in self._counted(name, due):
            tally.errors[kind] += 1

    def late(self, name: str, due: float, now: float) -> None:
        """What was unanswered is late."""
        self._second(now).latency.add(now - due)
        for tally in self._counted(name, due):
            tally.errors[UNANSWERED] -= 1
            tally.errors[LATE] += 1
            tally.latency.add(now - due)

    def lagged(self, due: float, now: float) -> None:
        """We could have sent it then, and did now."""
        if self.begin <= due < self.end:
            self.lag.add(now - due)

    def _counted(self, name: str, due: float) -> tuple[Tally, ...]:
        return (self.whole, self.of[name]) if self.begin <= due < self.end else ()

    def _second(self, now: float) -> Tally:
        while len(self.seconds) <= now:
            self.seconds.append(Tally())
        return self.seconds[int(now)]
