"""A period of days in a person's own words: ``вчера``, ``за сентябрь``, ``01.09-15.09``, ``с 1 по 15 мая``."""

import re
from calendar import monthrange
from datetime import date, timedelta

from dialogs.latin import latin
from dialogs.session import Period
from dialogs.wording import Reader, day_short

MOST_DAYS = 366

Words = list[str]
_Beginnings = tuple[str, ...]

_TODAY: _Beginnings = ("segodn", "sogodn", "azi", "astazi", "today")
_YESTERDAY: _Beginnings = ("vchera", "vchora", "ieri", "yesterday")
_BEFORE: _Beginnings = ("pozavchera", "pozavchora", "alaltaieri")
_LAST: _Beginnings = ("proshl", "minul", "predyd", "trecut", "last", "previous")
_WEEK: _Beginnings = ("nedel", "tizhd", "tyzhd", "saptaman", "week")
_MONTH: _Beginnings = ("mesya", "mesja", "mesac", "misya", "luna", "lunii", "month")
_HALF_YEAR: _Beginnings = ("polgod", "pivrok")

_MONTHS: tuple[_Beginnings, ...] = (
    ("yanv", "januar", "ianuar", "sich"),
    ("fevr", "februar", "lyut"),
    ("mart", "march", "berez"),
    ("apr", "kvit"),
    ("traven", "travn"),
    ("iyun", "june", "iunie", "cherven", "chervn"),
    ("iyul", "july", "iulie", "lipen", "lipn"),
    ("avg", "august", "serp"),
    ("sent", "sept", "veres"),
    ("okt", "octo", "zhovt"),
    ("noya", "novem", "noiem", "listopad"),
    ("dekab", "decem", "gruden", "grudn"),
)
"""How their names begin, in Latin letters."""

_MAY = frozenset({"may", "maya", "mae", "mai"})

_NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:-?go)?\s+([a-z]+)(?:\s+(\d{4}))?")
_DAY = r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?!\d)"
_FIRST = r"(\d{1,2})(?:[./](\d{1,2})(?:[./](\d{4}|\d{2}))?)?"
_DATES = re.compile(rf"(?<!\d)(?:{_FIRST}\s*(?:-|po|do|to|la)\s*)?{_DAY}")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_DAYS = re.compile(r"(?<!\d)(\d{1,3})\s*(?:dn\w*|den|days?|zile?|sut\w*)\b")


def period_in(text: str, today: date) -> Period | None:
    """The period that the text speaks of; None if of none. What has no year is the last one up to today."""
    text = _NAMED.sub(_dotted, latin(text).casefold())
    if dates := _DATES.search(text):
        return _between(dates, today)
    words = re.findall(r"[a-z]+", text)
    return _month(text, words, today) or _last_days(text, today) or _spoken(words, today)


def month_of(day: date) -> Period:
    """The whole month that the day is in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def period_named(period: Period, reader: Reader) -> str:
    """``сентябрь``, ``05.10``, ``01.10-15.10``."""
    first, last = period
    if period == month_of(first):
        return reader.say(f"month.{first.month}")
    return day_short(first) if first == last else f"{day_short(first)}-{day_short(last)}"


def _dotted(named: re.Match[str]) -> str:
    """``15 sentyabrya`` as ``15.9``."""
    day, word, year = named.groups()
    month = _number(word)
    return f"{day}.{month}.{year}" if month and year else f"{day}.{month}" if month else named[0]


def _number(word: str) -> int:
    """Of the month that the word names; 0: none."""
    if word in _MAY:
        return 5
    return next((number for number, names in enumerate(_MONTHS, 1) if word.startswith(names)), 0)


def _between(dates: re.Match[str], today: date) -> Period | None:
    day, month, year, last_day, last_month, last_year = dates.groups()
    last = _latest(last_day, last_month, last_year, today)
    first = _latest(day, month or last_month, year, last) if day and last else last
    return (first, last) if first and last else None


def _latest(day: str, month: str, year: str | None, until: date) -> date | None:
    """That day of that year, or the last one up to then."""
    if year:
        return _day(day, month, 2000 + int(year) % 100)
    this = _day(day, month, until.year)
    return _day(day, month, until.year - 1) if this is None or this > until else this


def _day(day: str, month: str, year: int) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _month(text: str, words: Words, today: date) -> Period | None:
    """A month by its name, as much of it as is past."""
    month = next(filter(None, map(_number, words)), 0)
    if not month:
        return None
    year = _YEAR.search(text)
    first, last = month_of(date(int(year[0]) if year else today.year - (month > today.month), month, 1))
    return first, min(last, max(first, today))


def _last_days(text: str, today: date) -> Period | None:
    """The last so many days, today among them."""
    days = _DAYS.search(text)
    return (today - timedelta(days=min(int(days[1]), MOST_DAYS) - 1), today) if days and int(days[1]) else None


def _spoken(words: Words, today: date) -> Period | None:
    first, past = today.replace(day=1), today.weekday() + 1
    last = _has(words, _LAST)
    spoken: tuple[tuple[_Beginnings, Period], ...] = (
        (_TODAY, (today, today)),
        (_YESTERDAY, _days_ago(1, 1, today)),
        (_BEFORE, _days_ago(2, 2, today)),
        (_WEEK, _days_ago(past + 6, past, today) if last else _days_ago(6, 0, today)),
        (_MONTH, month_of(first - timedelta(days=1)) if last else (first, today)),
        (_HALF_YEAR, ((first - timedelta(days=150)).replace(day=1), today)),
    )
    return next((period for beginnings, period in spoken if _has(words, beginnings)), None)


def _has(words: Words, beginnings: _Beginnings) -> bool:
    return any(word.startswith(beginnings) for word in words)


def _days_ago(first: int, last: int, today: date) -> Period:
    return today - timedelta(days=first), today - timedelta(days=last)
