"""Times as SMPP writes them (SMPP 3.4, 7.1.1): YYMMDDhhmmsstnnp. Ours are seconds since 1970. Pure."""

import re
import time
from datetime import datetime, timedelta, timezone

YEAR, MONTH = 365, 30
"""Days of them in a relative time."""

_TIME = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9])([0-9]{2})([+R-])")
_QUARTERS = 48
"""The most quarters of an hour between local time and UTC."""


def absolute_time(at: float) -> str:
    """So many seconds since 1970, written in UTC."""
    return time.strftime("%y%m%d%H%M%S000+", time.gmtime(at))


def read_time(text: str, now: float) -> float | None:
    """When that is, relative times counted from now; None for what is no time."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    *numbers, sign = found.groups()
    date, (tenths, quarters) = [int(number) for number in numbers[:6]], map(int, numbers[6:])
    if sign == "R":
        return now + _seconds(*date)
    if quarters > _QUARTERS:
        return None
    return _moment(date, tenths, quarters if sign == "+" else -quarters)


def _seconds(years: int, months: int, days: int, hours: int, minutes: int, seconds: int) -> float:
    days += years * YEAR + months * MONTH
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds()


def _moment(date: list[int], tenths: int, quarters: int) -> float | None:
    year, month, day, hour, minute, second = date
    zone = timezone(timedelta(minutes=15 * quarters))
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tenths * 100_000, zone).timestamp()
    except ValueError:
        return None
