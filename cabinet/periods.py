"""Periods that a person may look at: today, a month, two days of their choice."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from operator_api.contract import MONTHS_BACK
from pages.shown import read_day


class Period(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date


def months(today: date) -> tuple[Period, ...]:
    """This month up to today, and the six before it, the last one first."""
    found = [Period(today.replace(day=1), today)]
    while len(found) <= MONTHS_BACK:
        last = found[-1].first - timedelta(days=1)
        found.append(Period(last.replace(day=1), last))
    return tuple(found)


def presets(today: date) -> Mapping[str, Period]:
    """Periods with a name of their own."""
    this, before, *_ = months(today)
    yesterday = today - timedelta(days=1)
    return {
        "today": Period(today, today),
        "yesterday": Period(yesterday, yesterday),
        "week": Period(today - timedelta(days=6), today),
        "month": this,
        "last_month": before,
    }


def read_period(first: str, last: str, today: date) -> Period | str:
    """The period between two days that were typed; or the key of what is wrong with them."""
    begin, end = read_day(first), read_day(last)
    if begin is None or end is None:
        return "wrong.no_day"
    return _what_is_wrong(Period(begin, end), today) or Period(begin, end)


def _what_is_wrong(period: Period, today: date) -> str:
    if period.last < period.first:
        return "wrong.days_reversed"
    if period.last > today:
        return "wrong.day_ahead"
    return "wrong.day_too_old" if period.first < months(today)[-1].first else ""
