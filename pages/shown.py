"""How sums, numbers of telephones, days and times are written on a page, and how they are read from a form."""

import re
from datetime import date, datetime, tzinfo

_NUMBER = re.compile(r"(\d)(\d{3})(\d{3})(\d\d)(\d\d)")
_AROUND_DIGITS = re.compile(r"[\s()\-.\u2010-\u2015]")
_RUBLES = re.compile(r"([0-9]{1,6})(?:[.,]00?)?(?:(?:р|руб|рублей)\.?|₽)?", re.IGNORECASE)
_DAYS = (re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)"), re.compile(r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})"))

LOCAL_DIGITS, DIGITS = 10, 11
OURS, TRUNK = "7", "8"
"""The country's code, and what is dialled inside the country instead of it."""


def money(kopecks: int) -> str:
    """A sum in rubles: ``1 234,50``."""
    rubles, rest = divmod(abs(kopecks), 100)
    thousands = f"{rubles:,}".replace(",", " ")
    return f"{'-' if kopecks < 0 else ''}{thousands},{rest:02}"


def phone(number: str) -> str:
    """A number as people write it: ``+7 916 123-45-67``; another country's, with a plus."""
    found = _NUMBER.fullmatch(number)
    return "+{} {} {}-{}-{}".format(*found.groups()) if found else f"+{number}"


def day(of: date) -> str:
    """A day: ``06.10.2012``."""
    return f"{of:%d.%m.%Y}"


def moment(at: float, zone: tzinfo) -> str:
    """A time: ``06.10.2012 14:05``."""
    return f"{datetime.fromtimestamp(at, zone):%d.%m.%Y %H:%M}"


def first_up(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def read_phone(text: str) -> str | None:
    """A number typed anyhow, as E.164 without the plus: ``8 916...``, ``+7 (916)...``, ten digits; None: it is none."""
    digits = _AROUND_DIGITS.sub("", text)
    national = digits.removeprefix("+")
    if not (national.isascii() and national.isdecimal()):
        return None
    if len(national) == LOCAL_DIGITS and national == digits:
        return OURS + national
    trunk = () if national != digits else (TRUNK,)
    return OURS + national[1:] if len(national) == DIGITS and national[0] in (OURS, *trunk) else None


def read_day(text: str) -> date | None:
    """A day typed as ``06.10.2012`` or ``2012-10-06``; None: it is none."""
    for form in _DAYS:
        if found := form.fullmatch(text.strip()):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def read_rubles(text: str) -> int | None:
    """Whole rubles as people type them (``500``, ``1 000 руб.``, ``100,00 р``), in kopecks; None: that is none."""
    found = _RUBLES.fullmatch("".join(text.split()))
    return int(found[1]) * 100 if found else None
