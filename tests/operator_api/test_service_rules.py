"""Switching services: what is allowed, what comes along, what goes, what it costs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from operator_api.catalogue import load_catalogue
from operator_api.contract import Catalogue, Kopecks, Reason, Refused, ServiceQuote, Subscriber
from operator_api.rules import Line, quote_service, switch_service
from tests.operator_api.running import ANNA, DAY, NOW

RICH = replace(ANNA, balance=Kopecks(5_000_00))
CATALOGUE = load_catalogue()


def on(service: str, had: str = "", **subscriber: object) -> ServiceQuote | Refused:
    """The quote for switching a service on, for somebody rich who has some services."""
    return quote(service, True, had, **subscriber)


def off(service: str, had: str, **subscriber: object) -> ServiceQuote | Refused:
    """The quote for switching a service off."""
    return quote(service, False, had, **subscriber)


def quote(service: str, is_on: bool, had: str, **subscriber: object) -> ServiceQuote | Refused:
    who = replace(RICH, services=tuple(had.split()), **subscriber)
    return quote_service(Line(who), service, is_on, CATALOGUE, NOW)


# The order of checks: blocked, already so, support only, needs and conditions, conflicts, money


def test_a_blocked_number_changes_nothing() -> None:
    """Blocked comes before all else."""
    assert on("aon", had="aon", blocked=True) == Refused(Reason.BLOCKED, "aon")
    assert off("aon", had="aon", blocked=True) == Refused(Reason.BLOCKED, "aon")


def test_what_is_so_already_is_refused() -> None:
    """Nothing is switched to what it is."""
    assert on("aon", had="aon") == Refused(Reason.ALREADY, "aon")
    assert off("aon", had="") == Refused(Reason.ALREADY, "aon")


def test_the_content_ban_is_for_support() -> None:
    """Neither on nor off, since it takes a passport."""
    assert on("content_ban") == Refused(Reason.SUPPORT_ONLY, "content_ban")
    assert on("content_ban", had="weather") == Refused(Reason.SUPPORT_ONLY, "content_ban")
    assert off("content_ban", had="content_ban") == Refused(Reason.SUPPORT_ONLY, "content_ban")


def test_being_on_already_comes_before_being_for_support() -> None:
    """Who has it is told so."""
    assert on("content_ban", had="content_ban") == Refused(Reason.ALREADY, "content_ban")


def test_a_condition_comes_before_a_conflict_and_a_conflict_before_money() -> None:
    """The first thing wrong is told."""
    assert on("intl", had="easy_roam", activated=NOW) == Refused(Reason.CONDITION, "intl", condition="age>=180d")
    assert on("weather", had="content_ban", balance=0) == Refused(Reason.CONFLICT, "weather", by=("content_ban",))


# Needs


@pytest.mark.parametrize(
    ("service", "had", "adds"),
    [
        ("bit", "", ("gprs",)),
        ("superbit", "", ("gprs",)),
        ("mms", "", ("gprs",)),
        ("mms", "gprs", ()),
        ("conference", "", ("waiting",)),
        ("conference", "waiting", ()),
        ("voicemail", "", ("forward",)),
        ("sms_filter", "", ("blacklist",)),
        ("aon", "", ()),
    ],
)
def test_what_a_service_needs_comes_with_it(service: str, had: str, adds: tuple[str, ...]) -> None:
    """Missing services are added to the quote."""
    answer = on(service, had)
    assert isinstance(answer, ServiceQuote)
    assert answer.adds == adds


def test_needs_of_needs_come_first() -> None:
    """A chain is added from its end."""
    first, middle, last = (
        replace(CATALOGUE.service["aon"], id=id_, needs=needs, fee=Kopecks(fee))
        for id_, needs, fee in (("first", (), 100), ("middle", ("first",), 20), ("last", ("middle", "first"), 3))
    )
    chain = Catalogue((first, middle, last), CATALOGUE.tariffs)
    expected = ServiceQuote("last", on=True, fee=Kopecks(123), adds=("first", "middle"))
    assert quote_service(Line(RICH), "last", True, chain, NOW) == expected


def test_fees_of_what_comes_along_are_in_the_quote() -> None:
    """The filter and the black list that it needs are paid together."""
    assert on("sms_filter") == ServiceQuote("sms_filter", on=True, fee=Kopecks(2_50), period="day", adds=("blacklist",))


@pytest.mark.parametrize(
    ("service", "had", "by"),
    [
        ("gprs", "gprs bit mms", ("bit", "mms")),
        ("gprs", "gprs superbit", ("superbit",)),
        ("waiting", "waiting conference", ("conference",)),
        ("forward", "forward voicemail", ("voicemail",)),
        ("blacklist", "sms_filter blacklist", ("sms_filter",)),
    ],
)
def test_what_others_need_stays(service: str, had: str, by: tuple[str, ...]) -> None:
    """To switch off what another service needs is refused, and that one named."""
    assert off(service, had) == Refused(Reason.NEEDED, service, by=by)


def test_switching_off_costs_nothing_and_returns_nothing() -> None:
    """A quote for off has no sums."""
    assert off("goodok", had="goodok") == ServiceQuote("goodok", on=False)
    assert off("gprs", had="gprs aon", balance=Kopecks(-5_00)) == ServiceQuote("gprs", on=False)


# Conflicts


PACKS = ("sms100", "sms300", "sms500", "sms_day")
PAIRS = [
    ("bit", "superbit"),
    ("home", "neighbour"),
    ("antiaon", "antiaon_req"),
    ("intl", "easy_roam"),
    ("missed", "forward"),
    *((one, other) for one in PACKS for other in PACKS if one < other),
]


@pytest.mark.parametrize(("one", "other"), [*PAIRS, *((b, a) for a, b in PAIRS)])
def test_what_excludes_each_other_replaces_each_other(one: str, other: str) -> None:
    """Either way round; what is left of a pack of SMS burns."""
    answer = on(one, had=f"gprs {other}")
    assert isinstance(answer, ServiceQuote)
    assert (answer.removes, answer.remainder_lost) == ((other,), other in PACKS)


def test_a_pack_of_its_own_kind_is_left_alone() -> None:
    """A one-off pack stands beside the monthly ones."""
    assert on("sms50", had="sms300") == ServiceQuote("sms50", on=True, connect_fee=Kopecks(40_00), period="once")


def test_several_go_at_once() -> None:
    """Voicemail needs forwarding, but both go when what excludes both comes."""
    assert on("missed", had="voicemail forward") == ServiceQuote("missed", on=True, removes=("forward", "voicemail"))


def test_what_comes_along_excludes_too() -> None:
    """Forwarding, which voicemail brings, excludes barring."""
    expected = ServiceQuote(
        "voicemail", on=True, fee=Kopecks(2_30), period="day", adds=("forward",), removes=("missed", "barring")
    )
    assert on("voicemail", had="barring missed", tariff="smart") == expected


def test_what_another_service_needs_is_not_replaced() -> None:
    """Barring excludes forwarding, which voicemail needs: forwarding has to go first."""
    expected = Refused(Reason.CONFLICT, "barring", by=("forward",))
    assert on("barring", had="forward voicemail", tariff="smart") == expected


# Conditions


@pytest.mark.parametrize(
    ("service", "condition", "met", "unmet"),
    [
        ("trust", "age>=90d", {"activated": NOW - 90 * DAY}, {"activated": NOW - 90 * DAY + 1}),
        ("trust", "balance>0", {"balance": Kopecks(1)}, {"balance": Kopecks(0)}),
        ("intl", "age>=180d", {"activated": NOW - 180 * DAY}, {"activated": NOW - 179 * DAY}),
        ("barring", "monthly-fee tariff", {"tariff": "smart"}, {"tariff": "super"}),
        ("ours100", "per-minute tariff", {"tariff": "super"}, {"tariff": "smart"}),
        ("suspend", "no debt", {"balance": Kopecks(1_00)}, {"balance": Kopecks(-1)}),
    ],
)
def test_conditions_are_kept(service: str, condition: str, met: dict[str, Any], unmet: dict[str, Any]) -> None:
    """At the very edge of each."""
    assert isinstance(on(service, **met), ServiceQuote)
    assert on(service, **unmet) == Refused(Reason.CONDITION, service, condition=condition)


@pytest.mark.parametrize(("service", "condition"), [("locator", "consent"), ("bill", "email")])
def test_what_only_the_person_could_grant_is_refused(service: str, condition: str) -> None:
    """An address or consent cannot be asked for by SMS; to go without is allowed."""
    assert on(service) == Refused(Reason.CONDITION, service, condition=condition)
    assert off(service, had=service) == ServiceQuote(service, on=False)


@pytest.mark.parametrize(
    ("tariff", "service"),
    [
        *((tariff, service) for tariff in ("connect", "tablet") for service in ("aon", "goodok", "voicemail")),
        ("guest", "trust"),
        *(("class", service) for service in ("trust", "goodok", "weather")),
    ],
)
def test_a_tariff_excludes_services(tariff: str, service: str) -> None:
    """Calls on a modem, credit for guests, paid content at school."""
    assert on(service, tariff=tariff) == Refused(Reason.CONDITION, service, condition="tariff")


def test_a_condition_of_what_comes_along_counts() -> None:
    """The black list, which the filter brings, is about calls."""
    assert on("sms_filter", tariff="connect") == Refused(
        Reason.CONDITION, "sms_filter", by=("blacklist",), condition="tariff"
    )


# Money


def test_fees_must_be_there_in_full() -> None:
    """A kopeck short is short."""
    enough, short = Kopecks(75_00), Kopecks(74_99)
    assert on("goodok", balance=enough) == ServiceQuote("goodok", on=True, fee=enough, period="month")
    assert on("goodok", balance=short) == Refused(Reason.MONEY, "goodok", need=enough, have=short)


def test_who_is_short_hears_what_would_come_along() -> None:
    """The sum is for all of it."""
    expected = Refused(Reason.MONEY, "superbit", need=Kopecks(350_00), have=Kopecks(25_00), by=("gprs",))
    assert on("superbit", balance=Kopecks(25_00)) == expected


def test_connecting_is_paid_on_top() -> None:
    """Connection and first fee are needed together."""
    assert on("favorite", balance=Kopecks(26_49)) == Refused(
        Reason.MONEY, "favorite", need=Kopecks(26_50), have=Kopecks(26_49)
    )


def test_what_is_free_needs_no_money() -> None:
    """A debt does not stand in its way."""
    assert on("aon", balance=Kopecks(-10_00)) == ServiceQuote("aon", on=True)


# Carrying out


def test_a_quote_carried_out_charges_and_switches() -> None:
    """Services stand in the order of the catalogue afterwards."""
    who = replace(RICH, services=("gprs", "aon", "bit"))
    superbit = quote_service(Line(who), "superbit", True, CATALOGUE, NOW)
    assert isinstance(superbit, ServiceQuote)
    after = switch_service(Line(who), superbit, CATALOGUE)
    assert after == Line(replace(who, balance=Kopecks(4_650_00), services=("aon", "superbit", "gprs")))


def test_switching_off_leaves_the_rest() -> None:
    """Money too."""
    who = replace(RICH, services=("aon", "goodok"))
    after = switch_service(Line(who), ServiceQuote("goodok", on=False), CATALOGUE)
    assert after == Line(replace(who, services=("aon",)))


orders = st.lists(st.tuples(st.sampled_from(sorted(CATALOGUE.service)), st.booleans()), max_size=30)


@given(orders, st.integers(0, 500_00), st.sampled_from(sorted(CATALOGUE.tariff)))
def test_nobody_gets_into_a_state_that_is_not_allowed(wanted: list[tuple[str, bool]], money: int, tariff: str) -> None:
    """Whatever is asked for in whatever order: needs are there, nothing excludes another, all was paid."""
    line, paid = Line(replace(ANNA, balance=Kopecks(money), tariff=tariff)), 0
    for service, is_on in wanted:
        answer = quote_service(line, service, is_on, CATALOGUE, NOW)
        if isinstance(answer, ServiceQuote):
            line = switch_service(line, answer, CATALOGUE)
            paid += answer.connect_fee + answer.fee
    assert_is_allowed(line.subscriber)
    assert line.subscriber.balance == money - paid >= 0


def assert_is_allowed(subscriber: Subscriber) -> None:
    have = set(subscriber.services)
    for service in map(CATALOGUE.service.__getitem__, have):
        assert have.issuperset(service.needs)
        assert have.isdisjoint(service.conflicts)
