"""The made-up months of sample subscribers."""

from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from operator_api.catalogue import load_catalogue
from operator_api.contract import Catalogue, Event, Kopecks, Subscriber
from operator_api.sample_usage import months_before, usage_of
from operator_api.seed import sample_subscribers
from operator_api.usage import price
from tests.operator_api.running import ANNA, DAY

CATALOGUE = load_catalogue()
MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 14, 15, 9, tzinfo=MOSCOW).timestamp()
SAMPLES = [*sample_subscribers(), replace(ANNA, tariff="tablet", services=("gprs",))]
EVERY_SAMPLE = pytest.mark.parametrize("subscriber", SAMPLES, ids=lambda subscriber: subscriber.name)


def months(subscriber: Subscriber, now: float = NOW) -> list[Event]:
    """All that they did."""
    return list(usage_of(subscriber, CATALOGUE, now, MOSCOW))


@EVERY_SAMPLE
def test_six_months_in_order(subscriber: Subscriber) -> None:
    """Some hundreds of events, all of the subscriber."""
    events = months(subscriber)
    assert 130 <= len(events) <= 900
    assert all(earlier.at <= later.at for earlier, later in pairwise(events))
    assert months_before(NOW, 6, MOSCOW) <= events[0].at < NOW - 170 * DAY
    assert NOW - 7 * DAY < events[-1].at <= NOW
    assert {event.number for event in events} == {subscriber.number}


@EVERY_SAMPLE
def test_the_same_every_time(subscriber: Subscriber) -> None:
    """The number decides."""
    assert months(subscriber) == months(subscriber)
    assert months(subscriber)[0].at != months(replace(subscriber, number="79160000099"))[0].at


@EVERY_SAMPLE
def test_charged_at_the_price(subscriber: Subscriber) -> None:
    """Or less, where something is included."""
    tariff = CATALOGUE.tariff[subscriber.tariff]
    included = tariff.minutes or "sms100" in subscriber.services
    for event in months(subscriber):
        match event.kind:
            case "payment":
                assert event.charge < 0
                assert event.charge % 100_00 == 0
            case "tariff":
                assert (event.peer, event.charge) == (tariff.id, tariff.monthly)
            case "service":
                assert event.peer in subscriber.services
                assert event.charge == CATALOGUE.service[event.peer].fee > 0
            case "promised" | "consultant":
                pytest.fail("nobody does that here")
            case kind:
                full = price(kind, event.amount, tariff)
                assert event.charge == full or (included and full is not None and 0 <= event.charge < full)


@EVERY_SAMPLE
def test_the_money_is_right(subscriber: Subscriber) -> None:
    """It never runs out unless it is out now, a payment comes when little is left, and the balance remains."""
    events = months(subscriber)
    balance = subscriber.balance + sum(event.charge for event in events)
    for event in events:
        if event.kind == "payment":
            assert balance < 100_00
        balance = Kopecks(balance - event.charge)
        assert balance >= min(0, subscriber.balance)
    assert balance == subscriber.balance


@EVERY_SAMPLE
def test_people_whom_they_know(subscriber: Subscriber) -> None:
    """A handful, in our network, in others and in the city, not themselves, and each always in the same network."""
    kinds = defaultdict(set)
    for event in months(subscriber):
        if event.kind.startswith(("call", "sms")):
            kinds[event.peer].add(event.kind)
    assert 5 <= len(kinds) <= 8
    assert subscriber.number not in kinds
    for peer, met in kinds.items():
        assert met <= {"call_in", "sms", "call_onnet" if peer.startswith("7916") else "call_offnet"}
        assert not (peer.startswith("7495") and "sms" in met)


@EVERY_SAMPLE
def test_they_do_what_tariff_and_services_allow(subscriber: Subscriber) -> None:
    """No calls on a modem, no internet without it."""
    kinds = Counter(event.kind for event in months(subscriber))
    assert ("call_in" in kinds) == (subscriber.tariff not in {"connect", "tablet"})
    assert ("internet" in kinds) == ("gprs" in subscriber.services)


def test_what_a_tariff_does_not_offer_does_not_happen() -> None:
    """Were there one without messages, nobody on it would write any."""
    silent = Catalogue(CATALOGUE.services, (replace(CATALOGUE.tariff["super"], sms=None),))
    assert {event.kind for event in usage_of(ANNA, silent, NOW, MOSCOW)}.isdisjoint({"sms"})


def test_fees_fall_due() -> None:
    """By the month on each first, by the day on each day."""
    fees = Counter(event.peer for event in months(SAMPLES[4]) if event.kind in {"tariff", "service"})
    assert fees == {"smart": 6, "superbit": 6, "sms100": 6}
    daily = Counter(event.peer for event in months(SAMPLES[10]) if event.kind == "service")
    assert daily == {"goodok": 6, "weather": 181}


def test_included_minutes_and_messages_are_used_up_first() -> None:
    """What a person on a tariff with a package pays for calls and messages is little."""
    charges = [event.charge for event in months(SAMPLES[4]) if event.kind in {"call_offnet", "sms"}]
    assert len(charges) > 50
    assert sum(charges) == 0


def test_hours_and_lengths_are_those_of_people() -> None:
    """Quiet at night; most calls take a minute or two, few long."""
    events = [event for subscriber in SAMPLES for event in months(subscriber)]
    calls = [event for event in events if event.kind.startswith("call")]
    hours = Counter(datetime.fromtimestamp(event.at, MOSCOW).hour for event in calls)
    assert sum(hours[hour] for hour in range(1, 6)) == 0
    assert hours[19] > 2 * hours[8]
    assert 50 < median(event.amount for event in calls) < 100
    assert max(event.amount for event in calls) > 900


def test_who_came_lately_has_a_short_history() -> None:
    """Since the activation, and none before it."""
    events = months(replace(ANNA, activated=NOW - 10 * DAY))
    assert 5 < len(events) < 60
    assert events[0].at >= NOW - 10 * DAY
    assert months(replace(ANNA, activated=NOW + DAY)) == []


@pytest.mark.parametrize(
    ("now", "then"),
    [((2026, 3, 14), (2025, 9, 14)), ((2026, 8, 31), (2026, 2, 28)), ((2024, 8, 31), (2024, 2, 29))],
)
def test_six_months_before(now: tuple[int, int, int], then: tuple[int, int, int]) -> None:
    """The same day, or the last of a shorter month."""
    at = datetime(*now, 15, 9, tzinfo=MOSCOW).timestamp()
    assert datetime.fromtimestamp(months_before(at, 6, MOSCOW), MOSCOW) == datetime(*then, 15, 9, tzinfo=MOSCOW)
