"""The promised payment: how much, to whom, for what, until when."""

import asyncio
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from operator_api.catalogue import load_catalogue
from operator_api.contract import (
    ChangeTariff,
    GetOverview,
    Kopecks,
    Overview,
    PromisedQuote,
    PromisedTaken,
    QuotePromised,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    TakePromised,
    TariffQuote,
    Usage,
)
from operator_api.promised import largest, quote_promised, take_promised
from operator_api.rules import Line, Promised, settle
from tests.operator_api.running import ANNA, DAY, NOW, Stack

N = ANNA.number
CATALOGUE = load_catalogue()
MOSCOW = ZoneInfo("Europe/Moscow")
TODAY, UNTIL = date(2012, 10, 5), date(2012, 10, 8)
DUE = NOW + 8 * 3600 + 3 * DAY
"""The midnight after the third day."""

POOR = Line(replace(ANNA, balance=Kopecks(5_00)))
FIFTY = PromisedQuote(Kopecks(50_00), Kopecks(7_00), UNTIL)


def quote(rubles: float, spent: int = 1_000, line: Line = POOR) -> PromisedQuote | Refused:
    """On what terms it would be lent to who spent so many rubles this month."""
    return quote_promised(line, Kopecks(round(rubles * 100)), Kopecks(spent * 100), TODAY)


@pytest.mark.parametrize(
    ("rubles", "fee"),
    [(1, 0), (30, 0), (31, 7), (99, 7), (100, 10), (199, 10), (200, 25), (499, 25), (500, 50), (800, 50)],
)
def test_the_fee_goes_by_the_sum(rubles: int, fee: int) -> None:
    """At the very edge of each step; the third day is the last."""
    assert quote(rubles) == PromisedQuote(Kopecks(rubles * 100), Kopecks(fee * 100), UNTIL)


@pytest.mark.parametrize(
    ("kopecks", "most"),
    [(0, 50), (-1, 50), (1, 200), (300_00, 200), (300_01, 400), (500_00, 400), (500_01, 800), (9_999_99, 800)],
)
def test_the_most_goes_by_what_was_spent(kopecks: int, most: int) -> None:
    """That much and no ruble more."""
    spent, sum_ = Kopecks(kopecks), Kopecks(most * 100)
    assert largest(POOR, spent) == sum_
    assert isinstance(quote_promised(POOR, sum_, spent, TODAY), PromisedQuote)
    assert quote_promised(POOR, Kopecks(sum_ + 1_00), spent, TODAY) == Refused(Reason.BAD_SUM, need=sum_)


@pytest.mark.parametrize("rubles", [0, -50, 0.5, 50.5, 801])
def test_only_whole_rubles_are_lent(rubles: float) -> None:
    """From one up to the most, which is told."""
    assert quote(rubles) == Refused(Reason.BAD_SUM, need=Kopecks(800_00))


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        (replace(POOR, subscriber=replace(ANNA, blocked=True)), Refused(Reason.BLOCKED)),
        (replace(POOR, promised=Promised(Kopecks(1_00), Kopecks(0), UNTIL, DUE)), Refused(Reason.PROMISED)),
        (Line(replace(ANNA, tariff="guest")), Refused(Reason.CONDITION, condition="tariff")),
        (Line(replace(ANNA, tariff="class")), Refused(Reason.CONDITION, condition="tariff")),
        (Line(replace(ANNA, services=("aon", "trust"))), Refused(Reason.CONFLICT, by=("trust",))),
        (
            Line(replace(ANNA, balance=Kopecks(-30_01))),
            Refused(Reason.CONDITION, have=Kopecks(-30_01), condition="balance>=-30"),
        ),
    ],
)
def test_some_are_lent_nothing(line: Line, refused: Refused) -> None:
    """Blocked, in debt already, on a tariff without credit, with another credit, too deep below nothing."""
    assert quote(50, line=line) == refused
    assert largest(line, Kopecks(0)) == 0


def test_thirty_below_nothing_is_not_too_deep() -> None:
    """A kopeck more is."""
    assert quote(50, line=Line(replace(ANNA, balance=Kopecks(-30_00)))) == FIFTY


def test_it_is_taken_back_when_the_third_day_has_ended() -> None:
    """With its fee, though nothing may be left; not a moment before."""
    line = take_promised(POOR, FIFTY, MOSCOW)
    assert line.subscriber.balance == 55_00
    assert settle(line, CATALOGUE, DUE - 1) == line
    assert settle(line, CATALOGUE, DUE) == Line(replace(ANNA, balance=Kopecks(-2_00)))


# At the server


async def test_ten_at_once_are_lent_one(operator: Stack) -> None:
    """Each under a key of its own."""
    await operator.put(balance=Kopecks(5_00))
    asked = (operator.operator.ask(TakePromised(N, FIFTY), f"{key}") for key in range(10))
    results = [answer.result for answer in await asyncio.gather(*asked)]
    assert (results.count(PromisedTaken(FIFTY)), results.count(Refused(Reason.PROMISED))) == (1, 9)
    assert (await operator.anna()).balance == 55_00


async def test_it_is_lent_once_on_the_terms_that_were_shown(operator: Stack) -> None:
    """Other terms bring the right ones; the overview tells of it."""
    await operator.put(balance=Kopecks(5_00))
    assert (await operator.operator.ask(QuotePromised(N, Kopecks(50_00)), "")).result == FIFTY
    cheap = replace(FIFTY, fee=Kopecks(0))
    assert (await operator.operator.ask(TakePromised(N, cheap), "1")).result == FIFTY
    assert (await operator.operator.ask(TakePromised(N, FIFTY), "2")).result == PromisedTaken(FIFTY)
    assert (await operator.operator.ask(TakePromised(N, FIFTY), "3")).result == Refused(Reason.PROMISED)
    overview = (await operator.office.ask(GetOverview(N), "")).result
    assert isinstance(overview, Overview)
    assert (overview.balance, overview.promised, overview.promised_most) == (55_00, FIFTY, 0)


async def test_what_was_spent_this_month_counts(operator: Stack) -> None:
    """A call of a ruble fifty lets 200 rubles be promised; last month's do not."""
    await operator.admin.charge(Usage(N, NOW - 30 * DAY, "call_onnet", "79160000002", 60, "1"))
    assert (await operator.operator.ask(QuotePromised(N, Kopecks(200_00)), "")).result == Refused(
        Reason.BAD_SUM, need=Kopecks(50_00)
    )
    await operator.admin.charge(Usage(N, NOW, "call_onnet", "79160000002", 60, "2"))
    assert isinstance((await operator.operator.ask(QuotePromised(N, Kopecks(200_00)), "")).result, PromisedQuote)


async def test_meanwhile_neither_the_tariff_changes_nor_more_is_lent(operator: Stack) -> None:
    """When it has been taken back both are possible again."""
    await operator.put(balance=Kopecks(300_00))
    await operator.operator.ask(TakePromised(N, FIFTY), "1")
    energy = TariffQuote("energy", switch_fee=Kopecks(100_00), monthly=Kopecks(0))
    assert (await operator.operator.ask(QuoteTariff(N, "energy"), "")).result == Refused(Reason.PROMISED, "energy")
    refused = await operator.operator.ask(ChangeTariff(N, energy), "2")
    assert refused.result == Refused(Reason.PROMISED, "energy")
    trust = await operator.operator.ask(QuoteService(N, "trust", on=True), "")
    assert trust.result == Refused(Reason.PROMISED, "trust")
    operator.clock.now = DUE
    assert (await operator.anna()).balance == 293_00
    assert (await operator.operator.ask(QuoteTariff(N, "energy"), "")).result == energy
