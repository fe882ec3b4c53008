"""What Prometheus is told: of a whole conversation, and by counters of our own as by the library's."""

import re
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from gateway.limits import Limit
from gateway.metrics import REGISTRY, QuickCounter, QuickHistogram, exposition
from smpp.pdus import SubmitSm, reply
from smpp.statuses import Status
from state.connection import in_memory
from state.store import Store
from tests.gateway.message_centre import ANNA, deliver, message_centre
from tests.gateway.serving import Operator, emptied, serving

OUR_OWN = "pomoshnik_ours"


def told(registry: CollectorRegistry) -> list[str]:
    """What it tells, but for when each began."""
    return [line for line in generate_latest(registry).decode().splitlines() if "_created" not in line]


def test_a_quick_counter_tells_what_the_librarys_tells() -> None:
    """Labels too that need to be escaped."""
    registry, theirs = CollectorRegistry(), CollectorRegistry()
    ours = QuickCounter(OUR_OWN, "Help.", "smsc", "status", registry=registry)
    library = Counter(OUR_OWN, "Help.", ["smsc", "status"], registry=theirs)
    for labels in [("a", "ok"), ("b", '0x58 "'), ("a", "ok")]:
        ours.counts[labels] += 1
        library.labels(*labels).inc()
    assert told(registry) == told(theirs)


def test_a_quick_histogram_tells_what_the_librarys_tells() -> None:
    """On a bound, between two, and beyond the last."""
    registry, theirs = CollectorRegistry(), CollectorRegistry()
    ours = QuickHistogram(OUR_OWN, "Help.", (0.5, 1.0, 2.0), registry)
    library = Histogram(OUR_OWN, "Help.", buckets=(0.5, 1.0, 2.0), registry=theirs)
    for value in (0.1, 0.5, 0.75, 1.0, 7.0):
        ours.observe(value)
        library.observe(value)
    assert told(registry) == told(theirs)


def test_the_page_for_operators_tells_of_each() -> None:
    """And of none that is not there."""
    families = [family for family in REGISTRY.collect() if family.name.startswith("pomoshnik_")]
    names = {family.name + "_total" * (family.type == "counter") for family in families}
    page = Path(__file__).parents[2].joinpath("docs", "operations.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(pomoshnik_\w+)", page, re.MULTILINE)) == names


def figures() -> dict[str, float]:
    """What stands there now."""
    samples = re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", exposition().decode(), re.MULTILINE)
    return {name: float(value) for name, value in samples}


async def test_what_a_conversation_counts() -> None:
    """Two texts, one over the limit, a reply that is refused once; what waits is looked up when somebody asks."""
    before = figures()
    store = Store(in_memory(), "alpha")
    async with message_centre() as centre:
        address = centre.address()
        async with serving(store, address, operator=Operator(), limit=Limit(2, 3600)):
            peer, smsc = await centre.bound(), f'smsc="{address.name}"'
            await peer.ask(deliver("помощь")[0])
            await centre.text()
            await emptied(store)
            centre.answer = lambda request: None if isinstance(request, SubmitSm) else reply(request)
            await peer.ask(deliver("меню")[0])
            waits = await centre.submit()
            during = figures()
            centre.answer = reply
            peer.respond(reply(waits, Status.RINVDSTADR))
            await peer.ask(deliver("меню")[0])
            await centre.text()
            await emptied(store)
    after = figures()
    assert during[f"pomoshnik_links{{{smsc}}}"] == during["pomoshnik_beating"] == during["pomoshnik_effects"] == 1
    assert during["pomoshnik_inbox_numbers"] == during["pomoshnik_questions_open"] == 0
    assert after[f"pomoshnik_messages_total{{{smsc}}}"] == 3
    assert after[f'pomoshnik_submits_total{{{smsc},status="0x0000000B"}}'] == 1
    assert after[f'pomoshnik_submits_total{{{smsc},status="0x00000000"}}'] >= 2
    grown = {
        "pomoshnik_turns_total": 4,
        "pomoshnik_turn_seconds_count": 4,
        "pomoshnik_batch_turns_sum": 4,
        "pomoshnik_reply_wait_seconds_count": 3,
        "pomoshnik_submit_seconds_count": 3,
        'pomoshnik_limited_total{verdict="warned"}': 1,
        'pomoshnik_questions_total{outcome="answered"}': 1,
        "pomoshnik_question_seconds_count": 1,
        'pomoshnik_dead_letters_total{reason="permanent"}': 1,
    }
    assert {name: after[name] - before.get(name, 0.0) for name in grown} == grown
    assert after["pomoshnik_commit_seconds_count"] - before["pomoshnik_commit_seconds_count"] >= 4
    assert after["process_resident_memory_bytes"] > 0


async def test_no_label_names_a_subscriber() -> None:
    """Nor what they wrote."""
    async with (
        message_centre() as centre,
        serving(store := Store(in_memory(), "a"), centre.address(), operator=Operator()),
    ):
        peer = await centre.bound()
        await peer.ask(deliver("баланс")[0])
        await centre.text()
        await emptied(store)
    said = exposition().decode()
    assert ANNA[1:] not in said
    assert {label for labels in re.findall(r"\{(.*?)\}", said) for label in re.findall(r"(\w+)=", labels)} <= {
        *("smsc", "status", "state", "verdict", "kind", "outcome", "reason", "what", "why", "event", "le")
    }
