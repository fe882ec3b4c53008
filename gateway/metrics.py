"""What the gateway counts, for `GET /metrics` (Prometheus).

One set for the whole process. A count never names a subscriber: SMSCs, statuses and reasons are its only labels.
"""

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

REGISTRY = CollectorRegistry()

TURNS = Counter("pomoshnik_turns", "Turns stored.", registry=REGISTRY)
DEAD = Counter("pomoshnik_dead_letters", "Effects and turns given up.", registry=REGISTRY)
NEWER = Counter("pomoshnik_newer", "Records and effects of a newer release, left to its like.", registry=REGISTRY)


def exposition() -> bytes:
    """All of it, as Prometheus reads it."""
    return generate_latest(REGISTRY)
