"""Itemised bills that were ordered: what may be, and where they stand.

One that is being made is worked at in two steps, `BUILD` and, where it goes by e-mail, `MAIL`. Servers claim a step;
who does not finish it in time loses it to another.
"""

import re
import secrets
from datetime import date, timedelta

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Update, delete, func, insert, select, update

from operator_api.contract import MONTHS_BACK, Document, Format, Number, OrderDetail, Reason, Value
from operator_api.notices import period
from operator_api.outbox import notify
from operator_api.rules import Line
from operator_api.seal import Seal
from operator_api.tables import documents

LONGEST_EMAIL = 254
MOST_A_DAY = 10
"""Documents of one number in 24 hours."""

KEPT = timedelta(days=14)

CLAIMED = 300.0
"""Seconds for a step; after them another may try."""

EMAIL = re.compile(
    r"(?!.*=\?)[^@\s,;<>\"\x00-\x1f\x7f-\x9f]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,187}[A-Za-z0-9])?\.[A-Za-z]{2,}"
)
"""Without ``=?``: the library that writes headers would decode what begins so, and with it line ends and commas."""

Step = ColumnElement[bool]
BUILD: Step = documents.c.content.is_(None)
MAIL: Step = documents.c.content.is_not(None)


class Order(Value, frozen=True):
    """What somebody works at: an order, and how often that step was tried, this time included."""

    id: str
    number: Number
    first: date
    last: date
    format: Format
    email: str
    until: date
    tries: int


class Content(Value, frozen=True):
    """A bill as a file."""

    format: Format
    content: bytes


_COLUMNS = [documents.c[field] for field in Document.__struct_fields__]
_ORDER = [documents.c[field] for field in Order.__struct_fields__]
_BUILDING = documents.c.state == "building"


def earliest(today: date) -> date:
    """The first day that can be itemised: that of the month six months ago."""
    months = today.year * 12 + today.month - 1 - MONTHS_BACK
    return date(months // 12, months % 12 + 1, 1)


def is_period(first: date, last: date, today: date) -> bool:
    """Whether there is anything to tell of it."""
    return earliest(today) <= first <= last <= today


def is_email(text: str) -> bool:
    """Whether it can be an address of e-mail."""
    return len(text) <= LONGEST_EMAIL and EMAIL.fullmatch(text) is not None


def why_not_order(connection: Connection, order: OrderDetail, today: date, now: float, by_email: bool) -> Reason | None:
    """Whether it may be ordered; ``by_email``: this operator sends e-mail."""
    if not is_period(order.first, order.last, today):
        return Reason.BAD_PERIOD
    if order.delivery == "email" and not by_email:
        return Reason.NO_EMAIL
    if order.delivery == "email" and not is_email(order.email):
        return Reason.BAD_EMAIL
    recent = select(func.count()).where(documents.c.number == order.number, documents.c.ordered > now - 86_400)
    return Reason.TOO_MANY if (connection.execute(recent).scalar() or 0) >= MOST_A_DAY else None


def add_document(connection: Connection, order: OrderDetail, today: date, now: float) -> Document:
    """Note the order; it is made in the background (`operator_api.builder`)."""
    email = order.email if order.delivery == "email" else ""
    document = Document(
        id=secrets.token_hex(16),
        first=order.first,
        last=order.last,
        format=order.format,
        delivery=order.delivery,
        email=email,
        state="building",
        ordered=now,
        until=today + KEPT,
    )
    row = {field: getattr(document, field) for field in Document.__struct_fields__}
    connection.execute(insert(documents), row | {"number": order.number})
    return document


def documents_of(connection: Connection, number: Number) -> tuple[Document, ...]:
    """What a number ordered and is still kept, the last first."""
    found = connection.execute(
        select(*_COLUMNS).where(documents.c.number == number).order_by(documents.c.ordered.desc(), documents.c.id)
    )
    return tuple(Document(*row) for row in found)


def content_of(connection: Connection, number: Number, id: str) -> Content | None:
    """A bill of that number that is ready to be read."""
    ready = documents.c.id == id, documents.c.number == number, documents.c.state == "ready"
    row = connection.execute(select(documents.c.format, documents.c.content).where(*ready)).one_or_none()
    return Content(*row) if row else None


# Work at them


def waiting(connection: Connection, step: Step, now: float) -> Order | None:
    """The oldest order for which that step is to be taken."""
    open = select(*_ORDER).where(_BUILDING, step, documents.c.due <= now)
    row = connection.execute(open.order_by(documents.c.ordered, documents.c.id).limit(1)).one_or_none()
    return Order(*row) if row else None


def claim(connection: Connection, step: Step, now: float) -> Order | None:
    """As `waiting`; for a while nobody else finds it so."""
    order = waiting(connection, step, now)
    if order is None:
        return None
    connection.execute(_of(order).values(tries=order.tries + 1, due=now + CLAIMED))
    return replace(order, tries=order.tries + 1)


def content_to_mail(connection: Connection, order: Order) -> bytes | None:
    """What is to be sent; None: it was struck meanwhile."""
    found: bytes | None = connection.execute(select(documents.c.content).where(documents.c.id == order.id)).scalar()
    return found


def settle(connection: Connection, order: Order, **outcome: object) -> bool:
    """Write what came of a claimed step; False: it is no longer ours."""
    return connection.execute(_of(order).values(outcome)).rowcount == 1


def put_off(connection: Connection, order: Order, due: float) -> None:
    """The step is to be tried again, then."""
    settle(connection, order, due=due)


def fail(connection: Connection, seal: Seal, order: Order, line: Line, why: str, now: float) -> None:
    """There will be no such document; ``why`` is the notice that the person gets."""
    if settle(connection, order, state="failed", content=None):
        notify(connection, seal, line, why, now, period=period(order.first, order.last, line.subscriber.language))


def _of(order: Order) -> Update:
    return update(documents).where(documents.c.id == order.id, _BUILDING, documents.c.tries == order.tries)


def forget_old(connection: Connection, today: date) -> None:
    """Strike what is no longer kept."""
    connection.execute(delete(documents).where(documents.c.until < today))
