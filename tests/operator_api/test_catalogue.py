"""The shipped tables of services and tariffs."""

from collections import Counter

from operator_api.contract import Catalogue, Kopecks, Service, Tariff
from operator_api.rules import NOT_OFFERED, SMS_PACKS


def test_reads_a_service(catalogue: Catalogue) -> None:
    """A row of the table becomes a service, money in kopecks."""
    assert catalogue.service["favorite"] == Service(
        code="2134",
        id="favorite",
        name="Любимый номер",
        description="Скидка 50% на один номер",
        connect_fee=Kopecks(25_00),
        fee=Kopecks(1_50),
        period="day",
    )


def test_reads_a_tariff(catalogue: Catalogue) -> None:
    """A dash is no price."""
    assert catalogue.tariff["tablet"] == Tariff(
        code="125",
        id="tablet",
        name="Планшет",
        status="open",
        monthly=Kopecks(400_00),
        switch_fee=Kopecks(100_00),
        onnet_minute=None,
        offnet_minute=None,
        sms=Kopecks(3_00),
        description="Для планшета, 4 ГБ",
    )


def test_reads_included_minutes_from_the_description(catalogue: Catalogue) -> None:
    """No other tariff has any."""
    assert {tariff.id: tariff.minutes for tariff in catalogue.tariffs if tariff.minutes} == {
        "smartmini": 200,
        "smart": 550,
        "smartplus": 1100,
    }


def test_tells_needs_from_conditions(catalogue: Catalogue) -> None:
    """Prerequisites that are services are needs, the others conditions."""
    assert catalogue.service["conference"].needs == ("waiting",)
    assert catalogue.service["conference"].conditions == ()
    assert catalogue.service["trust"].needs == ()
    assert catalogue.service["trust"].conditions == ("age>=90d", "balance>0")


def test_codes_are_unique(catalogue: Catalogue) -> None:
    """No code, on or off, means two things."""
    codes = Counter(code for service in catalogue.services for code in (service.code, service.off_code))
    codes += Counter(tariff.code for tariff in catalogue.tariffs)
    assert codes.most_common(1)[0][1] == 1


def test_conflicts_are_symmetric(catalogue: Catalogue) -> None:
    """What excludes another is excluded by it; a promised payment is no service."""
    pairs = {(service.id, other) for service in catalogue.services for other in service.conflicts}
    assert pairs - {(b, a) for a, b in pairs} == {("trust", "promised")}


def test_what_a_service_needs_costs_nothing_or_falls_due_with_it(catalogue: Catalogue) -> None:
    """One fee and one period in a quote tell all that will be charged."""
    for service in catalogue.services:
        for need in map(catalogue.service.__getitem__, service.needs):
            assert need.fee == 0 or need.period == service.period


def test_rules_speak_of_what_there_is(catalogue: Catalogue) -> None:
    """Tables of the rules hold ids of the catalogue."""
    assert catalogue.tariff.keys() >= NOT_OFFERED.keys()
    assert catalogue.service.keys() >= SMS_PACKS.union(*NOT_OFFERED.values())
