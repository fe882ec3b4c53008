"""The promised payment: how much may be lent to whom, what it costs, and when it is taken back. Pure, like `rules`."""

from datetime import date, datetime, time, timedelta, tzinfo

from msgspec.structs import replace

from operator_api.contract import Kopecks, PromisedQuote, Reason, Refused
from operator_api.rules import ON_THIS_TARIFF, Line, Promised

TERM = timedelta(days=3)
LEAST = Kopecks(1_00)
LOWEST_BALANCE = Kopecks(-30_00)
BALANCE = "balance>=-30"
"""The condition that a balance below `LOWEST_BALANCE` breaks."""

NO_CREDIT = frozenset({"guest", "class"})
"""Tariffs on which nothing is lent."""

MOST_ALWAYS = Kopecks(50_00)
MOST_BY_SPENDING = ((300_00, Kopecks(200_00)), (500_00, Kopecks(400_00)))
MOST = Kopecks(800_00)
"""The largest sum by what was spent this month, up to these limits and beyond them."""

FEES = ((30_00, Kopecks(0)), (99_00, Kopecks(7_00)), (199_00, Kopecks(10_00)), (499_00, Kopecks(25_00)))
HIGHEST_FEE = Kopecks(50_00)
"""The fee by the sum, up to these sums and beyond them."""


def largest(line: Line, spent: Kopecks) -> Kopecks:
    """The most that may be lent now; 0: nothing. ``spent``: this month."""
    return Kopecks(0) if _why_not(line) else _most(spent)


def quote_promised(line: Line, amount: Kopecks, spent: Kopecks, today: date) -> PromisedQuote | Refused:
    """On what terms it would be lent."""
    if refused := _why_not(line):
        return refused
    most = _most(spent)
    if not LEAST <= amount <= most or amount % 100:
        return Refused(Reason.BAD_SUM, need=most)
    fee = next((fee for limit, fee in FEES if amount <= limit), HIGHEST_FEE)
    return PromisedQuote(amount, fee, today + TERM)


def take_promised(line: Line, quote: PromisedQuote, zone: tzinfo) -> Line:
    """The line after the sum was lent."""
    subscriber = replace(line.subscriber, balance=Kopecks(line.subscriber.balance + quote.amount))
    due = datetime.combine(quote.until + timedelta(days=1), time(), zone).timestamp()
    return replace(line, subscriber=subscriber, promised=Promised(quote.amount, quote.fee, quote.until, due))


def _most(spent: Kopecks) -> Kopecks:
    if spent <= 0:
        return MOST_ALWAYS
    return next((most for limit, most in MOST_BY_SPENDING if spent <= limit), MOST)


def _why_not(line: Line) -> Refused | None:
    subscriber = line.subscriber
    if subscriber.blocked:
        return Refused(Reason.BLOCKED)
    if line.promised:
        return Refused(Reason.PROMISED)
    if subscriber.tariff in NO_CREDIT:
        return Refused(Reason.CONDITION, condition=ON_THIS_TARIFF)
    if "trust" in subscriber.services:
        return Refused(Reason.CONFLICT, by=("trust",))
    if subscriber.balance < LOWEST_BALANCE:
        return Refused(Reason.CONDITION, have=subscriber.balance, condition=BALANCE)
    return None
