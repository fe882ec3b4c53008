"""Itemised bills that were ordered: what may be, and where they stand."""

import re
import secrets
from datetime import date, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from operator_api.contract import Document, Number, OrderDetail, Reason
from operator_api.tables import documents

MONTHS_BACK = 6
LONGEST_EMAIL = 254
MOST_A_DAY = 10
"""Documents of one number in 24 hours."""

KEPT = timedelta(days=14)
EMAIL = re.compile(r"[^@\s,;<>\"\x00-\x1f]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,187}[A-Za-z0-9])?\.[A-Za-z]{2,}")

_COLUMNS = [documents.c[field] for field in Document.__struct_fields__]


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


def forget_old(connection: Connection, today: date) -> None:
    """Strike what is no longer kept."""
    connection.execute(delete(documents).where(documents.c.until < today))
