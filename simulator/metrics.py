"""What the SMSC counts, for `GET /metrics` (Prometheus); docs/simulator.md says what each is. No number of a phone."""

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec.structs import asdict
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from simulator.smsc import Smsc
from smpp.receipts import MessageState

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

Family = CounterMetricFamily | GaugeMetricFamily
Counts = Mapping[tuple[str, ...], int]


class Figures(Collector):
    """Those of one SMSC, read when they are asked for."""

    def __init__(self, smsc: Smsc) -> None:
        self._smsc = smsc

    def collect(self) -> Iterator[Family]:
        """See Collector."""
        smsc = self._smsc
        yield _gauge("links", "Links bound.", _links(smsc), "system_id", "bind")
        yield _gauge("waiting", "Messages that wait for a phone, or for an ESME.", _waiting(smsc), "for")
        yield _gauge("phones", "Phones that were ever used.", {(): len(smsc.phones)})
        yield _counter("messages", "Messages of ESMEs, by how they ended.", _states(smsc.messages.ended), "state")
        yield _counter("receipts", "Receipts, by what they say.", _states(smsc.telling.told), "state")
        yield _counter("refused", "Requests of ESMEs refused.", _refused(smsc), "command", "status")
        yield _counter("pdus", "What went over links, as /api/links counts it.", _pdus(smsc), "what")
        yield _counter("dropped", "Messages and receipts that no ESME would take.", {(): smsc.health().dropped})


def exposition(smsc: Smsc) -> bytes:
    """All of it, as Prometheus reads it."""
    registry = CollectorRegistry()
    registry.register(Figures(smsc))
    return generate_latest(registry)


def _links(smsc: Smsc) -> Counts:
    return Counter((link.system_id, link.bind) for link in smsc.links() if link.bind)


def _waiting(smsc: Smsc) -> Counts:
    return {("phone",): len(smsc.messages.waiting), ("esme",): smsc.health().waiting}


def _states(counts: Mapping[MessageState, int]) -> Counts:
    return {(state.name.lower(),): count for state, count in counts.items()}


def _refused(smsc: Smsc) -> Counts:
    return {(command, f"0x{status:02X}"): count for (command, status), count in smsc.refused.items()}


def _pdus(smsc: Smsc) -> Counts:
    return {(what,): count for what, count in asdict(smsc.totals()).items()}


def _gauge(name: str, help: str, counts: Counts, *labels: str) -> Family:
    return _filled(GaugeMetricFamily(f"pomoshnik_smsc_{name}", help, labels=labels), counts)


def _counter(name: str, help: str, counts: Counts, *labels: str) -> Family:
    return _filled(CounterMetricFamily(f"pomoshnik_smsc_{name}", help, labels=labels), counts)


def _filled(family: Family, counts: Counts) -> Family:
    for values, count in counts.items():
        family.add_metric(values, count)
    return family
