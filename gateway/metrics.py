"""What the gateway counts, for `GET /metrics` (Prometheus); docs/operations.md says what to make of each.

One set for the whole process. A count never names a subscriber: SMSCs, statuses and reasons are its only labels.
"""

from bisect import bisect_left
from collections import Counter as Counts
from collections.abc import Iterator, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)


class QuickCounter(Collector):
    """A counter that costs one look into a dict, for what happens with each message; in the loop's thread alone."""

    def __init__(self, name: str, help: str, *labels: str, registry: CollectorRegistry = REGISTRY) -> None:
        self.counts: Counts[tuple[str, ...]] = Counts()
        """By the values of the labels."""
        self._about = name, help, labels
        registry.register(self)

    def describe(self) -> Iterator[CounterMetricFamily]:
        """See Collector."""
        name, help, labels = self._about
        yield CounterMetricFamily(name, help, labels=labels)

    def collect(self) -> Iterator[CounterMetricFamily]:
        """See Collector."""
        [family] = self.describe()
        for values, count in self.counts.items():
            family.add_metric(values, count)
        yield family


class QuickHistogram(Collector):
    """A histogram that costs a tenth of the library's, for what happens with each message; without labels."""

    def __init__(self, name: str, help: str, bounds: Sequence[float], registry: CollectorRegistry = REGISTRY) -> None:
        self._about = name, help
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0
        registry.register(self)

    def observe(self, value: float) -> None:
        """It was so much."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """See Collector."""
        bounds = [*map(str, self._bounds), "+Inf"]
        yield HistogramMetricFamily(
            *self._about, buckets=list(zip(bounds, accumulate(self._counts), strict=True)), sum_value=self._sum
        )


SECONDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.0, 3.0, 10.0, 60.0)
COMMIT = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0, 10.0)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 256)

# What comes in
MESSAGES = QuickCounter("pomoshnik_messages", "Messages and receipts from the SMSC.", "smsc")
LEFT = QuickCounter("pomoshnik_refused", "Messages left to the SMSC with a temporary error.", "smsc")
RECEIPTS = QuickCounter("pomoshnik_receipts", "Receipts, by what they say became of the message.", "smsc", "state")
LIMITED = Counter("pomoshnik_limited", "Texts over the limit of their number.", ["verdict"], registry=REGISTRY)

# What is stored
TURNS = Counter("pomoshnik_turns", "Turns stored.", registry=REGISTRY)
TURNS_AGAIN = Counter("pomoshnik_turns_again", "Turns made again: another gateway was faster.", registry=REGISTRY)
TURN_SECONDS = QuickHistogram("pomoshnik_turn_seconds", "From the arrival until the turn is stored.", SECONDS)
BATCH_TURNS = Histogram("pomoshnik_batch_turns", "Numbers in a batch.", buckets=SIZES, registry=REGISTRY)
COMMIT_SECONDS = Histogram("pomoshnik_commit_seconds", "Storing a batch.", buckets=COMMIT, registry=REGISTRY)
REDIS_ERRORS = Counter("pomoshnik_redis_errors", "What Redis did not do for us.", ["kind"], registry=REGISTRY)
ADOPTED = Counter("pomoshnik_adopted", "Effects taken over from dead gateways.", registry=REGISTRY)

# What is done
WAIT_SECONDS = QuickHistogram("pomoshnik_reply_wait_seconds", "From the turn until a submit_sm is written.", SECONDS)
SUBMIT_SECONDS = QuickHistogram("pomoshnik_submit_seconds", "From the submit_sm until all is answered.", SECONDS)
QUESTIONS = Counter("pomoshnik_questions", "Questions to the operator.", ["outcome"], registry=REGISTRY)
QUESTION_SECONDS = Histogram("pomoshnik_question_seconds", "Until answered.", buckets=SECONDS, registry=REGISTRY)
TRACE_LOST = Counter("pomoshnik_trace_lost", "Lines of the trace that could not be written.", registry=REGISTRY)

# What goes wrong, and what comes of it
REDELIVERED = Counter("pomoshnik_redelivered", "Messages of people that the SMSC brought again.", registry=REGISTRY)
EMPTIED = Counter("pomoshnik_redis_emptied", "Times that Redis had lost what it kept.", registry=REGISTRY)
FAILED_TRIES = Counter("pomoshnik_failed_tries", "Questions put to the operator in vain.", registry=REGISTRY)
RECOVERED = Counter(
    "pomoshnik_texts_recovered",
    "Messages read though their data_coding was wrong.",
    ["smsc", "what"],
    registry=REGISTRY,
)
INCOMPLETE = Counter(
    "pomoshnik_long_messages_incomplete", "Long messages that missed a part.", ["smsc"], registry=REGISTRY
)
BINDS_REFUSED = Counter("pomoshnik_binds_refused", "Binds refused by an SMSC.", ["smsc", "status"], registry=REGISTRY)
DEAD = Counter("pomoshnik_dead_letters", "Effects and turns given up, by reason.", ["reason"], registry=REGISTRY)
SUBMITS = Counter(
    "pomoshnik_submits", "Answers to submit_sm; none: there was no answer.", ["smsc", "status"], registry=REGISTRY
)
UNEXPECTED = Counter("pomoshnik_unexpected_responses", "Responses too late, twice or unasked.", registry=REGISTRY)
THROTTLES = Counter("pomoshnik_throttles", "Times that a bind had to slow down.", ["smsc"], registry=REGISTRY)
PAUSES = Counter("pomoshnik_pauses", "Refused replies that wait to go again.", ["reason"], registry=REGISTRY)
DROPPED = Counter("pomoshnik_dropped_screens", "Screens unsent, for a later one is shown.", registry=REGISTRY)
USSD_SESSIONS = QuickCounter("pomoshnik_ussd_sessions", "USSD sessions, by what happened.", "event")
USSD_MISSED = Counter(
    "pomoshnik_ussd_missed", "USSD replies that were not shown in their session.", ["what", "why"], registry=REGISTRY
)
NEWER = Counter("pomoshnik_newer", "Records and effects of a newer release, left to its like.", registry=REGISTRY)

# How it stands
LINKS = Gauge("pomoshnik_links", "Links bound.", ["smsc"], registry=REGISTRY)
BEATING = Gauge("pomoshnik_beating", "1: the last heartbeat is fresh, so replies are sent.", registry=REGISTRY)
WAITING = Gauge("pomoshnik_inbox_numbers", "Numbers that wait for a batch.", registry=REGISTRY)
EFFECTS = Gauge("pomoshnik_effects", "Replies and questions under way.", registry=REGISTRY)
ASKED = Gauge("pomoshnik_questions_open", "Questions to the operator under way.", registry=REGISTRY)


def exposition() -> bytes:
    """All of it, as Prometheus reads it."""
    return generate_latest(REGISTRY)
