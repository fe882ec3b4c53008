"""What the gateway counts, for `GET /metrics` (Prometheus).

One set for the whole process. A count never names a subscriber: SMSCs, statuses and reasons are its only labels.
"""

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

REGISTRY = CollectorRegistry()

TURNS = Counter("pomoshnik_turns", "Turns stored.", registry=REGISTRY)
AGAIN = Counter("pomoshnik_redelivered", "Messages of people that the SMSC brought again.", registry=REGISTRY)
EMPTIED = Counter("pomoshnik_redis_emptied", "Times that Redis had lost what it kept.", registry=REGISTRY)
FAILED_TRIES = Counter("pomoshnik_failed_tries", "Questions put to the operator in vain.", registry=REGISTRY)
GIVEN_UP = Counter("pomoshnik_questions_given_up", "Questions without an answer.", registry=REGISTRY)
RECOVERED = Counter(
    "pomoshnik_texts_recovered",
    "Messages read though their data_coding was wrong.",
    ["smsc", "what"],
    registry=REGISTRY,
)
INCOMPLETE = Counter(
    "pomoshnik_long_messages_incomplete", "Long messages that missed a part.", ["smsc"], registry=REGISTRY
)
REFUSED = Counter("pomoshnik_binds_refused", "Binds refused by an SMSC.", ["smsc", "status"], registry=REGISTRY)
DEAD = Counter("pomoshnik_dead_letters", "Effects and turns given up, by reason.", ["reason"], registry=REGISTRY)
SUBMITS = Counter(
    "pomoshnik_submits", "Answers to submit_sm; none: there was no answer.", ["smsc", "status"], registry=REGISTRY
)
UNEXPECTED = Counter("pomoshnik_unexpected_responses", "Responses too late, twice or unasked.", registry=REGISTRY)
THROTTLES = Counter("pomoshnik_throttles", "Times that a bind had to slow down.", ["smsc"], registry=REGISTRY)
PAUSES = Counter("pomoshnik_pauses", "Refused replies that wait to go again.", ["reason"], registry=REGISTRY)
DROPPED = Counter("pomoshnik_dropped_screens", "Screens unsent, for a later one is shown.", registry=REGISTRY)
NEWER = Counter("pomoshnik_newer", "Records and effects of a newer release, left to its like.", registry=REGISTRY)


def exposition() -> bytes:
    """All of it, as Prometheus reads it."""
    return generate_latest(REGISTRY)
