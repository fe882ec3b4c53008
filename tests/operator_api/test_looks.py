"""Looks: the overview, what was spent, other tariffs compared, documents, history."""

from datetime import date

import pytest

from operator_api.contract import (
    ChangeTariff,
    ComingTariff,
    Comparison,
    DetailOrdered,
    Documents,
    GetComparison,
    GetDocuments,
    GetHistory,
    GetOverview,
    GetSpending,
    Happening,
    History,
    Kopecks,
    OrderDetail,
    Overview,
    Reason,
    Refused,
    ServiceQuote,
    SetPassword,
    SetStopped,
    SignIn,
    Spending,
    SwitchService,
    TariffQuote,
    Usage,
)
from operator_api.documents import MOST_A_DAY
from operator_api.looks import MOST_HAPPENINGS
from tests.operator_api.running import ANNA, DAY, NOW, PASSWORD, Stack, update

N = ANNA.number
TODAY = date(2012, 10, 5)
GOODOK = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month")


async def test_an_overview_tells_all_that_stands_on_top(operator: Stack) -> None:
    """With the tariff that is coming, and since when the present one is theirs."""
    await operator.put(balance=Kopecks(1_000_00), services=("gprs", "aon"))
    smart = TariffQuote("smart", Kopecks(100_00), Kopecks(450_00))
    await operator.operator.ask(ChangeTariff(N, smart), "1")
    await operator.operator.ask(SetPassword(N, PASSWORD), "2")
    assert (await operator.office.ask(GetOverview(N), "")).result == Overview(
        name=ANNA.name,
        balance=Kopecks(450_00),
        tariff="super",
        tariff_since=ANNA.tariff_since,
        activated=ANNA.activated,
        services=("aon", "gprs"),
        blocked=False,
        today=TODAY,
        coming=ComingTariff("smart", date(2012, 10, 6)),
        promised_most=Kopecks(800_00),
        password_chosen=True,
    )


# What was spent


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2012, 4, 1), TODAY),
        (date(2012, 4, 1), date(2012, 4, 1)),
        (TODAY, TODAY),
    ],
)
async def test_periods_go_back_six_months(operator: Stack, first: date, last: date) -> None:
    """To the first day of the month; nothing spent is an answer too."""
    result = (await operator.operator.ask(GetSpending(N, first, last), "")).result
    assert result == Spending(Kopecks(0), (), (), Kopecks(0))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, date(2012, 10, 4)),
        (date(2012, 3, 31), TODAY),
        (TODAY, date(2012, 10, 6)),
        (date(1, 1, 1), date(9999, 12, 31)),
        (date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
async def test_bad_periods(operator: Stack, first: date, last: date) -> None:
    """They end before they begin, begin too long ago or end in the future."""
    refused = Refused(Reason.BAD_PERIOD)
    assert (await operator.operator.ask(GetSpending(N, first, last), "")).result == refused
    order = OrderDetail(N, first, last, "html", "account")
    assert (await operator.operator.ask(order, "1")).result == refused


async def test_what_services_cost_is_spent(operator: Stack) -> None:
    """The day has its sum; it ends at midnight in Moscow."""
    await operator.operator.ask(SwitchService(N, GOODOK), "1")
    operator.clock.now += 8 * 3600
    tomorrow = date(2012, 10, 6)
    spent = (await operator.operator.ask(GetSpending(N, TODAY, TODAY), "")).result
    assert isinstance(spent, Spending)
    assert (spent.total, spent.days) == (75_00, ((TODAY, 75_00),))
    assert (await operator.operator.ask(GetSpending(N, tomorrow, tomorrow), "")).result == Spending(
        Kopecks(0), (), (), Kopecks(0)
    )


# The comparison


async def test_tariffs_are_compared_on_the_last_whole_month(operator: Stack) -> None:
    """The cheapest first; theirs among them, archived ones of others not; what cannot carry it comes last."""
    await operator.put(balance=Kopecks(145_00))
    for key, day in (("1", 10), ("2", 20), ("3", 40)):
        await operator.admin.charge(Usage(N, NOW - day * DAY, "call_onnet", "79160000002", 600, key))
    result = (await operator.office.ask(GetComparison(N), "")).result
    assert isinstance(result, Comparison)
    assert (result.first, result.last, result.spent) == (date(2012, 9, 1), date(2012, 9, 30), 30_00)
    totals = {estimate.tariff: estimate.total for estimate in result.estimates}
    assert list(totals)[:2] == ["mayak", "class"]
    assert list(totals)[-1] == "tablet"
    assert (totals["super"], totals["mayak"], totals["energy"], totals["tablet"]) == (30_00, 18_00, 32_00, None)
    assert totals.keys().isdisjoint({"zero", "group", "biz", "guest"})
    terms = {estimate.tariff: estimate.terms for estimate in result.estimates}
    assert terms["super"] == Refused(Reason.ALREADY, "super")
    assert terms["energy"] == TariffQuote("energy", Kopecks(100_00), Kopecks(0))
    assert terms["smart"] == Refused(Reason.MONEY, "smart", need=Kopecks(550_00), have=Kopecks(100_00))


async def test_ones_own_tariff_is_compared_though_it_is_archived(operator: Stack) -> None:
    """To nobody else."""
    await operator.put(tariff="zero")
    result = (await operator.office.ask(GetComparison(N), "")).result
    assert isinstance(result, Comparison)
    assert "zero" in {estimate.tariff for estimate in result.estimates}


# Documents


async def test_orders_are_listed_the_last_first(operator: Stack) -> None:
    """As they were ordered; a fortnight long, and ten a day."""
    orders = []
    for key in range(MOST_A_DAY):
        order = OrderDetail(N, TODAY, TODAY, "csv", "account", "anna@example.com")
        result = (await operator.operator.ask(order, f"{key}")).result
        assert isinstance(result, DetailOrdered)
        orders.append(result.document)
        operator.clock.now += 1
    assert {(order.state, order.email, order.until) for order in orders} == {("building", "", date(2012, 10, 19))}
    listed = (await operator.office.ask(GetDocuments(N), "")).result
    assert isinstance(listed, Documents)
    assert [document.id for document in listed.documents] == [order.id for order in reversed(orders)]
    assert (await operator.operator.ask(order, "more")).result == Refused(Reason.TOO_MANY)
    operator.clock.now += DAY
    assert isinstance((await operator.operator.ask(order, "later")).result, DetailOrdered)


async def test_an_operator_without_mail_sends_none(operator: Stack) -> None:
    """And says so."""
    order = OrderDetail(N, TODAY, TODAY, "pdf", "email", "anna@example.com")
    assert (await operator.operator.ask(order, "1")).result == Refused(Reason.NO_EMAIL)


# History


async def test_history_tells_what_happened_by_which_channel(operator: Stack, books_url: str) -> None:
    """The last first, with what it cost and from where; what was not done is not in it."""
    await operator.operator.ask(SwitchService(N, GOODOK), "1")
    await operator.operator.ask(SwitchService(N, GOODOK), "2")
    await operator.operator.ask(SetPassword(N, PASSWORD), "3")
    session = (await operator.cabinet.sign_in(SignIn(N, PASSWORD, "192.0.2.7"))).session
    off = ServiceQuote("goodok", on=False)
    operator.clock.now += 1
    await operator.cabinet.ask(SwitchService(N, off), "4", session, "192.0.2.8")
    await operator.cabinet.sign_in(SignIn(N, "Wrong2012wrong", "192.0.2.9"))
    await operator.cabinet.sign_out(session, "192.0.2.8")
    history = (await operator.office.ask(GetHistory(N), "")).result
    assert history == History(
        (
            Happening(NOW + 1, "web", "SignOut", origin="192.0.2.8"),
            Happening(NOW + 1, "web", "WrongPassword", origin="192.0.2.9"),
            Happening(NOW + 1, "web", "SwitchService", "goodok", on=False, origin="192.0.2.8"),
            Happening(NOW, "web", "SignIn", origin="192.0.2.7"),
            Happening(NOW, "sms", "SetPassword"),
            Happening(NOW, "sms", "SwitchService", "goodok", on=True, paid=Kopecks(75_00)),
            Happening(NOW, "operator", "Put"),
        )
    )


async def test_history_is_no_longer_than_a_page_can_bear(operator: Stack, books_url: str) -> None:
    """The oldest are left out."""
    copies = "insert into audit (at, who, what, number, after, origin, subject) select at, who, what, number, after, "
    doubling = copies + "origin, subject from audit"
    for _ in range(9):
        update(books_url, doubling)
    await operator.operator.ask(SetStopped(N, stopped=True), "1")
    history = (await operator.office.ask(GetHistory(N), "")).result
    assert isinstance(history, History)
    assert len(history.happenings) == MOST_HAPPENINGS
    assert history.happenings[0].what == "SetStopped"
