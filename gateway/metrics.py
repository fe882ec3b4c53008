"""What the gateway counts, for `GET /metrics` (Prometheus).

One set for the whole process. A count never names a subscriber: SMSCs, statuses and reasons are its only labels.
"""

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

REGISTRY = CollectorRegistry()

TURNS = Counter("pomoshnik_turns", "Turns stored.", registry=REGISTRY)
DEAD = Counter("pomoshnik_dead_letters", "Effects and turns given up, by reason.", ["reason"], registry=REGISTRY)
SUBMITS = Counter(
    "pomoshnik_submits", "Answers to submit_sm; none: there was no answer.", ["smsc", "status"], registry=REGISTRY
)
UNEXPECTED = Counter("pomoshnik_unexpected_responses", "Responses too late, twice or unasked.", registry=REGISTRY)
THROTTLES = Counter("pomoshnik_throttles", "Times that a bind had to slow down.", ["smsc"], registry=REGISTRY)
PAUSES = Counter("pomoshnik_pauses", "Refused replies that wait to go again.", ["reason"], registry=REGISTRY)
DROPPED = Counter("pomoshnik_dropped_screens", "Screens unsent, for a later one is shown.", registry=REGISTRY)


def exposition() -> bytes:
    """All of it, as Prometheus reads it."""
    return generate_latest(REGISTRY)
