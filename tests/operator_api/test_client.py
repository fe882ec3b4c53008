"""The clients against the real server: every question of the contract."""

from datetime import date

import pytest
from msgspec.structs import replace

from operator_api.client import OperatorError
from operator_api.contract import (
    Account,
    Answer,
    AnyQuestion,
    Catalogue,
    ChangeTariff,
    Done,
    GetAccount,
    GetProfile,
    IssuePassword,
    Kopecks,
    Number,
    PasswordIssued,
    Profile,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    ServiceQuote,
    ServiceSwitched,
    SetPassword,
    SetStopped,
    SwitchService,
    TariffChanged,
    TariffQuote,
)
from tests.operator_api.running import ANNA, DAY, NEW, Stack

N = ANNA.number
GOODOK = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month")


async def test_the_catalogue_travels_whole(operator: Stack, catalogue: Catalogue) -> None:
    """As it was shipped."""
    assert await operator.operator.catalogue() == catalogue


async def test_a_profile_rides_on_every_answer(operator: Stack) -> None:
    """How the number wants to be spoken to."""
    await operator.put(language="ro", alphabet="latin", stopped=True)
    profile = Profile(language="ro", alphabet="latin", stopped=True, language_chosen=True, alphabet_chosen=True)
    assert await operator.operator.ask(GetProfile(N), "1") == Answer(profile, Done())
    assert (await operator.operator.ask(GetAccount(N), "2")).profile == profile


async def test_an_account_is_told_in_the_order_of_the_catalogue(operator: Stack) -> None:
    """Balance, tariff, services."""
    await operator.put(services=("gprs", "goodok", "aon"))
    answer = await operator.operator.ask(GetAccount(N), "1")
    assert answer.result == Account(Kopecks(100_00), "super", ("aon", "goodok", "gprs"))


async def test_a_service_is_quoted_and_switched(operator: Stack) -> None:
    """100,00 less 75,00 are 25,00; off returns nothing."""
    assert (await operator.operator.ask(QuoteService(N, "goodok", True), "1")).result == GOODOK
    assert (await operator.operator.ask(SwitchService(N, GOODOK), "2")).result == ServiceSwitched(GOODOK)
    assert ((await operator.anna()).balance, (await operator.anna()).services) == (25_00, ("goodok",))
    off = ServiceQuote("goodok", on=False)
    assert (await operator.operator.ask(SwitchService(N, off), "3")).result == ServiceSwitched(off)
    assert ((await operator.anna()).balance, (await operator.anna()).services) == (25_00, ())


async def test_other_terms_than_those_shown_are_not_carried_out(operator: Stack) -> None:
    """The new ones come back, or why it cannot be at all."""
    cheap = ServiceQuote("goodok", on=True, fee=Kopecks(50_00), period="month")
    assert (await operator.operator.ask(SwitchService(N, cheap), "1")).result == GOODOK
    dear = ServiceQuote("superbit", on=True, fee=Kopecks(350_00), period="month")
    refused = Refused(Reason.MONEY, "superbit", need=Kopecks(350_00), have=Kopecks(100_00), by=("gprs",))
    assert (await operator.operator.ask(SwitchService(N, dear), "2")).result == refused
    assert await operator.anna() == ANNA


async def test_a_tariff_is_quoted_and_changed(operator: Stack) -> None:
    """By the minute: today."""
    energy = TariffQuote("energy", switch_fee=Kopecks(100_00), monthly=Kopecks(0))
    assert (await operator.operator.ask(QuoteTariff(N, "energy"), "1")).result == energy
    changed = TariffChanged(energy, date(2012, 10, 5))
    assert (await operator.operator.ask(ChangeTariff(N, energy), "2")).result == changed
    after = await operator.anna()
    assert (after.tariff, after.tariff_since, after.balance) == ("energy", operator.clock.now, 0)


async def test_other_terms_of_a_tariff_are_not_carried_out(operator: Stack) -> None:
    """The same holds for tariffs."""
    cheap = TariffQuote("energy", switch_fee=Kopecks(0), monthly=Kopecks(0))
    current = TariffQuote("energy", switch_fee=Kopecks(100_00), monthly=Kopecks(0))
    assert (await operator.operator.ask(ChangeTariff(N, cheap), "1")).result == current
    assert await operator.anna() == ANNA


async def test_a_tariff_with_a_monthly_fee_comes_at_midnight(operator: Stack) -> None:
    """It is paid at once, and no other change is taken until then."""
    await operator.put(balance=Kopecks(400_00), services=("ours100",))
    quote = TariffQuote("smartmini", switch_fee=Kopecks(100_00), monthly=Kopecks(200_00), drops=("ours100",))
    answer = await operator.operator.ask(ChangeTariff(N, quote), "1")
    assert answer.result == TariffChanged(quote, date(2012, 10, 6))
    today = await operator.operator.ask(GetAccount(N), "2")
    assert today.result == Account(Kopecks(100_00), "super", ("ours100",))
    refused = await operator.operator.ask(QuoteTariff(N, "mayak"), "3")
    assert refused.result == Refused(Reason.PENDING, "mayak")
    operator.clock.now += 9 * 3600
    tomorrow = await operator.operator.ask(GetAccount(N), "4")
    assert tomorrow.result == Account(Kopecks(100_00), "smartmini", ())
    await operator.operator.ask(SetStopped(N, stopped=True), "5")
    assert (await operator.anna()).tariff == "smartmini"


async def test_stop_is_remembered(operator: Stack) -> None:
    """The answer tells it already."""
    assert await operator.operator.ask(SetStopped(N, stopped=True), "1") == Answer(replace(NEW, stopped=True), Done())
    assert (await operator.anna()).stopped


async def test_a_password_opens_the_account(operator: Stack) -> None:
    """Until the next one; a password of one's own counts, a weak one does not."""
    first = await issue(operator, "1")
    assert await operator.admin.login(N, first)
    operator.clock.now += 61
    second = await issue(operator, "2")
    assert [await operator.admin.login(N, each) for each in (first, second)] == [False, True]
    weak = await operator.operator.ask(SetPassword(N, "12345"), "3")
    assert weak.result == Refused(Reason.WEAK_PASSWORD)
    assert (await operator.operator.ask(SetPassword(N, "Zima2026zima"), "4")).result == Done()
    assert [await operator.admin.login(N, each) for each in (second, "Zima2026zima")] == [False, True]


async def test_passwords_are_issued_one_a_minute_and_three_a_day(operator: Stack) -> None:
    """Those that a person sets do not count."""
    for key in ("1", "2", "3"):
        await issue(operator, key)
        too_soon = await operator.operator.ask(IssuePassword(N), f"{key}, again")
        assert too_soon.result == Refused(Reason.TOO_SOON if key != "3" else Reason.TOO_MANY)
        operator.clock.now += 60
    assert (await operator.operator.ask(SetPassword(N, "Zima2026zima"), "4")).result == Done()
    assert (await operator.operator.ask(IssuePassword(N), "5")).result == Refused(Reason.TOO_MANY)
    operator.clock.now += DAY - 180
    await issue(operator, "6")


async def test_an_issued_password_dies_unused(operator: Stack) -> None:
    """After a day; one that was used lives on, and so does one's own."""
    unused = await issue(operator, "1")
    operator.clock.now += DAY
    assert not await operator.admin.login(N, unused)
    used = await issue(operator, "2")
    assert await operator.admin.login(N, used)
    operator.clock.now += 30 * DAY
    assert await operator.admin.login(N, used)
    await operator.operator.ask(SetPassword(N, "Zima2026zima"), "3")
    operator.clock.now += 30 * DAY
    assert await operator.admin.login(N, "Zima2026zima")


async def test_nobody_comes_in_without_a_password(operator: Stack) -> None:
    """Neither a subscriber who never had one nor a stranger."""
    assert not await operator.admin.login(N, "Zima2026zima")
    assert not await operator.admin.login(Number("79169999999"), "Zima2026zima")


@pytest.mark.parametrize("question", [GetProfile, GetAccount, IssuePassword])
async def test_strangers_are_told_so(operator: Stack, question: type[GetProfile | GetAccount | IssuePassword]) -> None:
    """Whatever they ask."""
    answer = await operator.operator.ask(question(Number("79169999999")), "1")
    assert answer == Answer(Profile(ours=False), Refused(Reason.NOT_OURS))


async def test_a_blocked_number_may_look_and_stop_but_not_change(operator: Stack) -> None:
    """Services and tariffs are closed to it, its account is not."""
    await operator.put(blocked=True)
    assert isinstance((await operator.operator.ask(GetAccount(N), "1")).result, Account)
    assert (await operator.operator.ask(SwitchService(N, GOODOK), "2")).result == Refused(Reason.BLOCKED, "goodok")
    quote = TariffQuote("energy", switch_fee=Kopecks(100_00), monthly=Kopecks(0))
    assert (await operator.operator.ask(ChangeTariff(N, quote), "3")).result == Refused(Reason.BLOCKED, "energy")
    assert isinstance((await operator.operator.ask(IssuePassword(N), "4")).result, PasswordIssued)
    assert (await operator.operator.ask(SetStopped(N, stopped=True), "5")).result == Done()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        (QuoteService(N, "guduk", True), "no such service: guduk"),
        (SwitchService(N, ServiceQuote("guduk", on=True)), "no such service: guduk"),
        (QuoteTariff(N, "mega"), "no such tariff: mega"),
        (ChangeTariff(N, TariffQuote("mega", Kopecks(0), Kopecks(0))), "no such tariff: mega"),
    ],
)
async def test_unknown_ids_are_named(operator: Stack, question: AnyQuestion, named: str) -> None:
    """To ask again would not help."""
    with pytest.raises(OperatorError, match=named) as caught:
        await operator.operator.ask(question, "1")
    assert (caught.value.status, caught.value.retryable) == (422, False)


async def test_putting_a_subscriber_anew_forgets_the_old(operator: Stack) -> None:
    """Services, passwords, how many were issued, a tariff that waits."""
    await operator.put(balance=Kopecks(1_000_00), services=("aon", "goodok"))
    password = await issue(operator, "1")
    await operator.operator.ask(ChangeTariff(N, TariffQuote("smart", Kopecks(100_00), Kopecks(450_00))), "2")
    anew = await operator.put(services=("gprs",))
    assert not await operator.admin.login(N, password)
    await issue(operator, "3")
    operator.clock.now += DAY
    assert await operator.anna() == anew


async def test_services_are_put_in_order_and_once(operator: Stack) -> None:
    """However they were listed."""
    await operator.put(services=("gprs", "bit", "aon", "gprs"))
    assert (await operator.anna()).services == ("aon", "bit", "gprs")


async def test_there_may_be_no_such_subscriber(operator: Stack) -> None:
    """Status 404."""
    with pytest.raises(OperatorError) as caught:
        await operator.admin.subscriber(Number("79169999999"))
    assert (caught.value.status, caught.value.retryable) == (404, False)


async def issue(operator: Stack, key: str) -> str:
    """A new password for Anna."""
    result = (await operator.operator.ask(IssuePassword(N), key)).result
    assert isinstance(result, PasswordIssued)
    return result.password
