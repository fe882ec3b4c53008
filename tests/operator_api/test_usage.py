"""What calls and messages cost, what was spent, and what a month would have cost on another tariff."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from operator_api.catalogue import load_catalogue
from operator_api.contract import Event, Kind, Kopecks, Metered, Number, Spent
from operator_api.rules import SMS_PACKS
from operator_api.usage import MESSAGES, Meter, estimate, price, spending
from tests.operator_api.running import DAY, NOW

CATALOGUE = load_catalogue()
TARIFFS = CATALOGUE.tariff
MOSCOW = ZoneInfo("Europe/Moscow")


def event(kind: Kind, amount: int = 1, charge: int = 0, at: float = NOW, peer: str = "") -> Event:
    """Something that happened to Anna."""
    return Event(Number("79160000001"), at, kind, peer, amount, Kopecks(charge))


@pytest.mark.parametrize(
    ("tariff", "kind", "amount", "kopecks"),
    [
        ("super", "call_onnet", 0, 0),
        ("super", "call_onnet", 1, 1_50),
        ("super", "call_onnet", 60, 1_50),
        ("super", "call_onnet", 61, 3_00),
        ("super", "call_offnet", 185, 10_00),
        ("super", "call_in", 600, 0),
        ("super", "sms", 1, 2_00),
        ("super", "sms", 3, 6_00),
        ("super", "internet", 1_000_000, 0),
        ("second", "call_onnet", 1, 5),
        ("second", "call_offnet", 61, 3_05),
        ("smartmini", "call_onnet", 600, 0),
        ("smartmini", "call_offnet", 61, 3_00),
        ("tablet", "call_onnet", 1, None),
        ("tablet", "call_offnet", 1, None),
        ("tablet", "call_in", 1, None),
        ("tablet", "sms", 1, 3_00),
    ],
)
def test_prices_are_those_of_the_catalogue(tariff: str, kind: Metered, amount: int, kopecks: int | None) -> None:
    """Started minutes, on one tariff seconds; what it does not offer has no price."""
    assert price(kind, amount, TARIFFS[tariff]) == kopecks


def test_a_part_of_a_kopeck_is_a_kopeck() -> None:
    """A second at 0,50 a minute."""
    cheap = replace(TARIFFS["second"], onnet_minute=Kopecks(50))
    assert price("call_onnet", 1, cheap) == 1
    assert price("call_onnet", 6, cheap) == 5


@pytest.mark.parametrize(("sms_left", "kopecks"), [(0, 6_00), (1, 4_00), (3, 0), (100, 0)])
def test_included_messages_cost_nothing(sms_left: int, kopecks: int) -> None:
    """The rest at the price of the tariff."""
    assert price("sms", 3, TARIFFS["super"], sms_left) == kopecks


@pytest.mark.parametrize(("minutes_left", "kopecks"), [(0, 6_00), (1, 4_50), (4, 0), (200, 0)])
def test_included_minutes_cost_nothing(minutes_left: int, kopecks: int) -> None:
    """A call of 3:05 is four minutes."""
    assert price("call_offnet", 185, TARIFFS["smartmini"], minutes_left=minutes_left) == kopecks


def test_the_packs_are_those_of_the_rules() -> None:
    """The ones whose rest burns when they are replaced."""
    assert MESSAGES.keys() == SMS_PACKS


def test_included_minutes_are_used_up_in_a_month() -> None:
    """Calls that cost nothing anyway use none; in the next month, in Moscow, they are there again."""
    meter = Meter(TARIFFS["smartmini"], (), MOSCOW)
    assert meter.charge("call_onnet", 500 * 60, NOW) == 0
    assert meter.charge("call_offnet", 198 * 60 + 1, NOW) == 0
    assert meter.charge("call_offnet", 120, NOW) == 1_50
    assert meter.charge("call_offnet", 1, NOW) == 1_50
    midnight = NOW + 26 * DAY + 8 * 3600
    assert meter.charge("call_offnet", 1, midnight - 1) == 1_50
    assert meter.charge("call_offnet", 1, midnight) == 0


def test_messages_of_a_pack_are_used_up_in_a_month() -> None:
    """A hundred, whatever else there is."""
    meter = Meter(TARIFFS["super"], ("aon", "sms100"), MOSCOW)
    assert [meter.charge("sms", 99, NOW), meter.charge("sms", 2, NOW + DAY), meter.charge("sms", 1, NOW + DAY)] == [
        0,
        2_00,
        2_00,
    ]
    assert meter.charge("sms", 100, NOW + 31 * DAY) == 0


def test_messages_of_the_daily_pack_are_used_up_in_a_day() -> None:
    """Ten, and ten more after midnight in Moscow."""
    meter = Meter(TARIFFS["super"], ("sms_day",), MOSCOW)
    assert meter.charge("sms", 11, NOW) == 2_00
    assert meter.charge("sms", 1, NOW + 8 * 3600 - 1) == 2_00
    assert meter.charge("sms", 10, NOW + 8 * 3600) == 0


def test_spending_by_kind_and_by_day() -> None:
    """What cost nothing is not among it; what was paid in stands apart."""
    events = (
        event("service", 1, 2_50, NOW + DAY, "sms_day"),
        event("call_in", 300),
        event("call_offnet", 61, 5_00),
        event("payment", 1, -300_00),
        event("call_offnet", 5, 2_50, NOW + DAY),
        event("payment", 1, -50_00, NOW + DAY),
    )
    spent = spending(events, MOSCOW)
    assert spent.total == 10_00
    assert spent.kinds == (
        Spent("call_offnet", 2, 66, Kopecks(7_50)),
        Spent("service", 1, 1, Kopecks(2_50)),
    )
    assert spent.days == ((date(2012, 10, 5), 5_00), (date(2012, 10, 6), 5_00))
    assert spent.paid == 350_00


def test_days_are_those_of_the_zone() -> None:
    """Late in Moscow it is the day after in Vladivostok."""
    late = (event("sms", 1, 2_00, NOW + 3 * 3600),)
    assert spending(late, MOSCOW).days == ((date(2012, 10, 5), 2_00),)
    assert spending(late, ZoneInfo("Asia/Vladivostok")).days == ((date(2012, 10, 6), 2_00),)


def test_nothing_happened_nothing_spent() -> None:
    """On a tariff with a monthly fee, that."""
    assert spending((), MOSCOW).total == 0
    assert estimate((), TARIFFS["super"], (), MOSCOW) == 0
    assert estimate((), TARIFFS["smart"], (), MOSCOW) == 450_00


MONTH = (
    event("tariff", 1, 450_00, NOW - 4 * DAY, "smart"),
    event("service", 1, 75_00, NOW - 4 * DAY, "goodok"),
    event("payment", 1, -500_00, NOW - 3 * DAY),
    event("promised", 1, 7_00, NOW - 3 * DAY),
    event("consultant", 1, 30_00, NOW - 3 * DAY),
    event("call_onnet", 119, 0, NOW - 2 * DAY),
    event("call_in", 600, 0, NOW - 2 * DAY),
    event("call_offnet", 181, 0, NOW - DAY),
    event("sms", 3, 4_50, NOW),
    event("internet", 5_000, 0, NOW),
)


@pytest.mark.parametrize(
    ("tariff", "services", "kopecks"),
    [
        ("super", "", 75_00 + 2 * 1_50 + 4 * 2_50 + 3 * 2_00),
        ("super", "sms100", 75_00 + 2 * 1_50 + 4 * 2_50),
        ("super", "sms_day aon", 75_00 + 2 * 1_50 + 4 * 2_50),
        ("second", "", 75_00 + 5_95 + 9_05 + 3 * 1_90),
        ("smart", "", 75_00 + 450_00 + 3 * 1_50),
        ("smartmini", "", 75_00 + 200_00 + 3 * 1_50),
        ("tablet", "", None),
    ],
)
def test_a_month_on_another_tariff(tariff: str, services: str, kopecks: int | None) -> None:
    """Its fee, its prices, services as they were; not what no tariff changes; none that cannot carry calls."""
    assert estimate(MONTH, TARIFFS[tariff], services.split(), MOSCOW) == kopecks


def test_included_minutes_go_to_the_first_calls() -> None:
    """However the events are handed in."""
    calls = [event("call_offnet", 150 * 60, 0, NOW - DAY), event("call_offnet", 51 * 60, 0, NOW)]
    for order in (calls, calls[::-1]):
        assert estimate(order, TARIFFS["smartmini"], (), MOSCOW) == 200_00 + 1_50


def test_who_does_not_call_can_go_over_to_a_tablet() -> None:
    """Messages and internet are all it has."""
    assert estimate(MONTH[-2:], TARIFFS["tablet"], (), MOSCOW) == 400_00 + 9_00
