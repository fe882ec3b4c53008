"""What it costs to have a consultant do what one could do alone."""

from msgspec.structs import replace

from operator_api.catalogue import load_catalogue
from operator_api.contract import Kopecks, Reason, Refused, ServiceQuote, TariffQuote
from operator_api.rules import CONSULTANT_FEE, Line, change_tariff, quote_service, quote_tariff, switch_service
from tests.operator_api.running import ANNA, NOW
from tests.operator_api.test_tariff_rules import MOSCOW

CATALOGUE = load_catalogue()
LINE = Line(replace(ANNA, balance=Kopecks(200_00), services=("aon",)))


def assisted(service: str, on: bool, line: Line = LINE) -> ServiceQuote | Refused:
    """The quote that a consultant is given."""
    return quote_service(line, service, on, CATALOGUE, NOW, assisted=True)


def test_a_service_costs_thirty_rubles_more() -> None:
    """On and off; with the fee it must be affordable."""
    on = assisted("goodok", on=True)
    assert on == ServiceQuote("goodok", True, fee=Kopecks(75_00), period="month", consultant_fee=Kopecks(30_00))
    assert isinstance(on, ServiceQuote)
    assert switch_service(LINE, on, CATALOGUE).subscriber.balance == 95_00
    off = assisted("aon", on=False)
    assert off == ServiceQuote("aon", False, consultant_fee=CONSULTANT_FEE)
    assert isinstance(off, ServiceQuote)
    assert switch_service(LINE, off, CATALOGUE).subscriber.balance == 170_00
    short = Line(replace(ANNA, balance=Kopecks(104_99)))
    assert assisted("goodok", on=True, line=short) == Refused(
        Reason.MONEY, "goodok", need=Kopecks(105_00), have=Kopecks(104_99)
    )


def test_who_cannot_pay_is_not_helped_out_of_a_service() -> None:
    """Alone they may leave it for nothing."""
    poor = Line(replace(ANNA, balance=Kopecks(29_99), services=("aon",)))
    refused = Refused(Reason.MONEY, "aon", need=CONSULTANT_FEE, have=Kopecks(29_99))
    assert assisted("aon", on=False, line=poor) == refused
    assert quote_service(poor, "aon", False, CATALOGUE, NOW) == ServiceQuote("aon", on=False)


def test_a_tariff_costs_it_too() -> None:
    """On top of fee and first month."""
    quote = quote_tariff(LINE, "energy", CATALOGUE, NOW, assisted=True)
    assert quote == TariffQuote("energy", Kopecks(100_00), Kopecks(0), consultant_fee=CONSULTANT_FEE)
    assert isinstance(quote, TariffQuote)
    after, _ = change_tariff(LINE, quote, CATALOGUE, NOW, MOSCOW)
    assert after.subscriber.balance == 70_00
    poor = Line(replace(ANNA, balance=Kopecks(129_99)))
    assert quote_tariff(poor, "energy", CATALOGUE, NOW, assisted=True) == Refused(
        Reason.MONEY, "energy", need=Kopecks(130_00), have=Kopecks(129_99)
    )
