"""How a consultant finds a subscriber: by a number as people dictate it, by its last digits, or by how a name begins.

All of it goes by an index, however many subscribers there are.
"""

from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, select

from operator_api.contract import Number, Value
from operator_api.tables import subscribers

TAIL = 4
"""Last digits of a number by which it can be found; more narrow it down."""

FEWEST_LETTERS = 2
LONGEST_FOLDED = 100
"""Characters of a name that count."""

COUNTRY, TRUNK = "7", "8"
"""What full numbers begin with, and what is dialled instead inside the country."""

NATIONAL, FULL = 10, 11
"""Digits of a number without and with it."""

LAST = "\U0010ffff"
"""Comes after all that a name may go on with, byte by byte."""

_BETWEEN_DIGITS = str.maketrans("", "", " ()-.\u2010\u2011\u2012\u2013\u2014+")

By = Literal["number", "tail", "name"]


class Wanted(Value, frozen=True):
    """Whom to look for; ``text`` is a whole number, the end of one, or the folded beginning of a name."""

    by: By
    text: str


class Found(Value, frozen=True):
    """A subscriber in a list."""

    number: Number
    name: str
    tariff: str


def findable(number: str, name: str) -> dict[str, str]:
    """The columns that a subscriber is found by."""
    return {"folded": fold(name), "tail": number[-TAIL:]}


def fold(name: str) -> str:
    """A name as it is compared: small letters, no ё, one blank between words."""
    return " ".join(name.casefold().replace("ё", "е").split())[:LONGEST_FOLDED]


def read_wanted(typed: str) -> Wanted | None:
    """Whom somebody means; None: too little to tell."""
    typed = " ".join(typed.split())
    if not typed.isprintable():
        return None
    digits = typed.translate(_BETWEEN_DIGITS)
    if digits.isascii() and digits.isdecimal():
        return _by_digits(digits)
    folded = fold(typed)
    return Wanted("name", folded) if sum(map(str.isalpha, folded)) >= FEWEST_LETTERS else None


def _by_digits(digits: str) -> Wanted | None:
    if len(digits) == NATIONAL:
        return Wanted("number", COUNTRY + digits)
    if len(digits) == FULL and digits[0] == TRUNK:
        return Wanted("number", COUNTRY + digits[1:])
    if len(digits) >= FULL:
        return Wanted("number", digits)
    return Wanted("tail", digits) if len(digits) >= TAIL else None


def find(connection: Connection, wanted: Wanted, most: int) -> list[Found]:
    """Whom that may be, by name; of many, the first."""
    columns = subscribers.c.number, subscribers.c.name, subscribers.c.tariff
    order = subscribers.c.folded, subscribers.c.number
    rows = connection.execute(select(*columns).where(_is(wanted)).order_by(*order).limit(most))
    return [Found(*row) for row in rows]


def _is(wanted: Wanted) -> ColumnElement[bool]:
    match wanted.by:
        case "number":
            return subscribers.c.number == wanted.text
        case "tail":
            ends = subscribers.c.number.endswith(wanted.text)
            return and_(subscribers.c.tail == wanted.text[-TAIL:], ends)
        case "name":
            return subscribers.c.folded.between(wanted.text, wanted.text + LAST)
