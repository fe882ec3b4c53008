"""What the network reports is charged, once: calls, messages, payments."""

import asyncio
from datetime import UTC, datetime

import pytest

from operator_api.client import OperatorError
from operator_api.contract import MOST_KOPECKS, Charged, GetSpending, Kopecks, Number, Spending, Spent, Usage
from operator_api.contract.usage import MOST_USED
from tests.operator_api.running import ANNA, DAY, NOW, Stack, rows

N = ANNA.number
OLGA = Number("79160000002")
TODAY = datetime.fromtimestamp(NOW, UTC).date()


def usage(kind: str, amount: int, key: str = "key", at: float = NOW, number: Number = N) -> Usage:
    """What the network reports of Anna."""
    return Usage(number, at, kind, OLGA, amount, key)  # type: ignore[arg-type]


async def charged(operator: Stack, *reports: Usage) -> list[int]:
    """What each took from the balance."""
    return [(await operator.admin.charge(report)).charge for report in reports]


@pytest.mark.parametrize(
    ("tariff", "kind", "amount", "charge"),
    [
        ("super", "call_onnet", 61, 3_00),
        ("super", "call_offnet", 61, 5_00),
        ("super", "call_in", 61, 0),
        ("super", "sms", 1, 2_00),
        ("super", "internet", 1_000_000, 0),
        ("second", "call_onnet", 61, 3_05),
        ("smartmini", "call_offnet", 61, 0),
    ],
)
async def test_the_tariff_sets_the_price(operator: Stack, tariff: str, kind: str, amount: int, charge: int) -> None:
    """By started minutes or by seconds; what is included costs nothing."""
    await operator.put(tariff=tariff)
    report = usage(kind, amount)
    assert await operator.admin.charge(report) == Charged(Kopecks(charge), Kopecks(100_00 - charge))
    assert (await operator.anna()).balance == 100_00 - charge


async def test_included_minutes_are_used_up(operator: Stack) -> None:
    """Two hundred a month; the next month has its own."""
    await operator.put(tariff="smartmini")
    reports = (
        usage("call_offnet", 199 * 60, "1"),
        usage("call_offnet", 61, "2", NOW + 1),
        usage("call_offnet", 60, "3", NOW + 2),
        usage("call_offnet", 60, "4", NOW + 31 * DAY),
    )
    assert await charged(operator, *reports) == [0, 1_50, 1_50, 0]


async def test_messages_of_a_pack_are_used_up(operator: Stack) -> None:
    """Even when several are of the same second."""
    await operator.put(services=("sms_day",))
    reports = (usage("sms", 9, "1"), usage("sms", 1, "2"), usage("sms", 1, "3"), usage("sms", 1, "4", NOW + DAY))
    assert await charged(operator, *reports) == [0, 0, 2_00, 0]


async def test_a_payment_is_put_on_the_balance(operator: Stack) -> None:
    """It is no spending."""
    assert await operator.admin.charge(usage("payment", 50_00)) == Charged(Kopecks(-50_00), Kopecks(150_00))
    spending = (await operator.operator.ask(GetSpending(N, TODAY, TODAY), "")).result
    assert isinstance(spending, Spending)
    assert (spending.total, spending.paid) == (0, 50_00)


async def test_a_balance_may_go_below_nothing(operator: Stack) -> None:
    """The call has been made."""
    await operator.put(balance=Kopecks(1_00))
    assert await operator.admin.charge(usage("sms", 1)) == Charged(Kopecks(2_00), Kopecks(-1_00))


async def test_the_same_report_is_charged_once(operator: Stack, books_url: str) -> None:
    """Twenty at once; all are told the same."""
    report = usage("call_onnet", 60)
    answers = await asyncio.gather(*(operator.admin.charge(report) for _ in range(20)))
    assert answers == [Charged(Kopecks(1_50), Kopecks(98_50))] * 20
    assert rows(books_url, "select count(*) from events")[0][0] == 1


@pytest.mark.parametrize("other", [usage("call_onnet", 61), usage("sms", 60), usage("call_onnet", 60, at=NOW + 1)])
async def test_a_key_is_for_one_report(operator: Stack, other: Usage) -> None:
    """Another under it is an error."""
    await operator.admin.charge(usage("call_onnet", 60))
    with pytest.raises(OperatorError) as caught:
        await operator.admin.charge(other)
    assert (caught.value.status, caught.value.retryable) == (409, False)
    assert (await operator.anna()).balance == 98_50


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (usage("call_onnet", 60, number=Number("79169999999")), 404),
        (usage("call_onnet", -1), 400),
        (usage("call_onnet", MOST_USED + 1), 400),
        (usage("fax", 1), 400),
        (usage("sms", 1, key=""), 400),
        (usage("sms", 1, at=-1.0), 400),
    ],
)
async def test_bad_reports(operator: Stack, report: Usage, status: int) -> None:
    """Of a stranger, or of what there is not."""
    with pytest.raises(OperatorError, match=f"says {status}"):
        await operator.admin.charge(report)
    assert (await operator.anna()).balance == 100_00


@pytest.mark.parametrize("kind", ["call_onnet", "call_offnet", "call_in"])
async def test_what_the_tariff_does_not_offer_is_refused(operator: Stack, kind: str) -> None:
    """A tablet makes no calls."""
    await operator.put(tariff="tablet")
    with pytest.raises(OperatorError, match=f"403: {kind} is not offered on tablet"):
        await operator.admin.charge(usage(kind, 60))


async def test_no_balance_grows_without_end(operator: Stack) -> None:
    """What would go beyond is refused, and may be reported again."""
    await operator.put(balance=Kopecks(MOST_KOPECKS - 1))
    with pytest.raises(OperatorError, match="says 422"):
        await operator.admin.charge(usage("payment", 2))
    assert (await operator.admin.charge(usage("payment", 1))).balance == MOST_KOPECKS


async def test_what_was_charged_is_told_by_kind_and_day(operator: Stack) -> None:
    """Days are those of Moscow."""
    for report in (usage("call_onnet", 61, "1"), usage("sms", 2, "2"), usage("sms", 1, "3", NOW - DAY)):
        await operator.admin.charge(report)
    result = (await operator.operator.ask(GetSpending(N, TODAY.replace(day=1), TODAY), "")).result
    assert result == Spending(
        total=Kopecks(9_00),
        kinds=(Spent("call_onnet", 1, 61, Kopecks(3_00)), Spent("sms", 2, 3, Kopecks(6_00))),
        days=((TODAY.replace(day=4), Kopecks(2_00)), (TODAY, Kopecks(7_00))),
        paid=Kopecks(0),
    )
