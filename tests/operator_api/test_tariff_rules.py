"""Changing the tariff: who may, at what price, from when, and what drops off."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from operator_api.catalogue import load_catalogue
from operator_api.contract import Kopecks, Reason, Refused, TariffQuote
from operator_api.rules import Line, Pending, change_tariff, quote_tariff, settle
from tests.operator_api.running import ANNA, DAY, NOW

RICH = replace(ANNA, balance=Kopecks(1_000_00))
CATALOGUE = load_catalogue()
MOSCOW = ZoneInfo("Europe/Moscow")
MIDNIGHT = NOW + 8 * 3600
"""The next one in Moscow."""


def quote(to: str, had: str = "", **subscriber: object) -> TariffQuote | Refused:
    """The quote for going over, for somebody rich who has some services."""
    who = replace(RICH, services=tuple(had.split()), **subscriber)
    return quote_tariff(Line(who), to, CATALOGUE, NOW)


def test_the_fee_and_the_first_month_are_told() -> None:
    """By the minute there is no month to pay."""
    assert quote("energy") == TariffQuote("energy", switch_fee=Kopecks(100_00), monthly=Kopecks(0))
    assert quote("smartmini") == TariffQuote("smartmini", switch_fee=Kopecks(100_00), monthly=Kopecks(200_00))


def test_the_first_thirty_days_are_free_of_the_fee() -> None:
    """The monthly fee is paid all the same."""
    free = TariffQuote("smartmini", switch_fee=Kopecks(0), monthly=Kopecks(200_00))
    assert quote("smartmini", activated=NOW - 30 * DAY + 1) == free
    assert quote("smartmini", activated=NOW - 30 * DAY) == quote("smartmini")


@pytest.mark.parametrize(
    ("tariff", "reason"),
    [
        ("super", Reason.ALREADY),
        ("zero", Reason.ARCHIVED),
        ("group", Reason.ARCHIVED),
        ("guest", Reason.ARCHIVED),
        ("biz", Reason.SUPPORT_ONLY),
    ],
)
def test_some_tariffs_cannot_be_entered(tariff: str, reason: Reason) -> None:
    """One's own, the archived, one without a price for entering, the one for companies."""
    assert quote(tariff) == Refused(reason, tariff)


def test_whose_tariff_is_archived_has_it_already() -> None:
    """That comes first."""
    assert quote("zero", tariff="zero") == Refused(Reason.ALREADY, "zero")


def test_a_blocked_number_stays() -> None:
    """Blocked comes before all else."""
    assert quote("super", blocked=True) == Refused(Reason.BLOCKED, "super")


@pytest.mark.parametrize("tariff", ["energy", "smart"])
def test_one_change_waits_at_a_time(tariff: str) -> None:
    """Nor may the one that waits be ordered again."""
    line = Line(RICH, Pending("smart", MIDNIGHT))
    assert quote_tariff(line, tariff, CATALOGUE, NOW) == Refused(Reason.PENDING, tariff)


def test_fee_and_first_month_must_be_there() -> None:
    """A kopeck short is short; a debt forbids even what is free."""
    enough = Kopecks(300_00)
    assert isinstance(quote("smartmini", balance=enough), TariffQuote)
    assert quote("smartmini", balance=Kopecks(299_99)) == Refused(
        Reason.MONEY, "smartmini", need=enough, have=Kopecks(299_99)
    )
    assert quote("mayak", balance=Kopecks(-1)) == Refused(Reason.MONEY, "mayak", have=Kopecks(-1))


@pytest.mark.parametrize(
    ("was", "tariff", "had", "drops"),
    [
        ("super", "smart", "aon ours100", ("ours100",)),
        ("smart", "super", "aon barring", ("barring",)),
        ("super", "class", "aon trust goodok weather", ("trust", "goodok", "weather")),
        ("super", "connect", "aon gprs bit", ("aon",)),
        ("super", "tablet", "sms_filter gprs blacklist", ("blacklist", "sms_filter")),
        ("super", "energy", "aon trust goodok ours100", ()),
    ],
)
def test_what_the_tariff_does_not_allow_drops_off(was: str, tariff: str, had: str, drops: tuple[str, ...]) -> None:
    """And what needs any of that."""
    answer = quote(tariff, had, tariff=was)
    assert isinstance(answer, TariffQuote)
    assert answer.drops == drops


def test_by_the_minute_begins_at_once() -> None:
    """Paid, dropped and changed in one."""
    who = replace(RICH, tariff="smart", services=("aon", "barring"))
    energy = TariffQuote("energy", switch_fee=Kopecks(100_00), monthly=Kopecks(0), drops=("barring",))
    after, since = change_tariff(Line(who), energy, CATALOGUE, NOW, MOSCOW)
    changed = replace(who, tariff="energy", tariff_since=NOW, balance=Kopecks(900_00), services=("aon",))
    assert (after, since) == (Line(changed), date(2012, 10, 5))


def test_with_a_monthly_fee_it_begins_at_midnight() -> None:
    """Paid now; until then all stays as it is."""
    who = replace(RICH, services=("aon", "ours100"))
    smart = TariffQuote("smart", switch_fee=Kopecks(100_00), monthly=Kopecks(450_00), drops=("ours100",))
    after, since = change_tariff(Line(who), smart, CATALOGUE, NOW, MOSCOW)
    assert (after, since) == (
        Line(replace(who, balance=Kopecks(450_00)), Pending("smart", MIDNIGHT)),
        date(2012, 10, 6),
    )


def test_days_are_those_of_the_zone() -> None:
    """In Vladivostok it is the day after when Moscow has its evening."""
    smart = TariffQuote("smart", switch_fee=Kopecks(0), monthly=Kopecks(450_00))
    _, since = change_tariff(Line(RICH), smart, CATALOGUE, NOW, ZoneInfo("Asia/Vladivostok"))
    assert since == date(2012, 10, 6)
    _, since = change_tariff(Line(RICH), smart, CATALOGUE, NOW + 3600, ZoneInfo("Asia/Vladivostok"))
    assert since == date(2012, 10, 7)


def test_a_change_that_waits_happens_in_its_time() -> None:
    """Not a moment before; what was switched on meanwhile and is not allowed drops off too."""
    who = replace(RICH, services=("aon", "ours100"))
    line = Line(who, Pending("smart", MIDNIGHT))
    assert settle(line, CATALOGUE, MIDNIGHT - 1) == line
    happened = Line(replace(who, tariff="smart", tariff_since=MIDNIGHT, services=("aon",)))
    assert settle(line, CATALOGUE, MIDNIGHT) == happened
    assert settle(happened, CATALOGUE, MIDNIGHT) == happened
