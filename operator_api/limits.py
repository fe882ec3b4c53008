"""How often something may happen. Counted in the books: all servers count together, and restarts forget nothing."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from operator_api.contract import Value
from operator_api.tables import limits

LONGEST_PAUSE = 60.0
"""Seconds."""

_ROW = limits.c.scope == bindparam("in_scope"), limits.c.subject == bindparam("of")
_FIND = select(limits.c.count, limits.c.since, limits.c.last).where(*_ROW)
_COUNT = update(limits).where(*_ROW)
_TAKE_BACK = update(limits).where(*_ROW, limits.c.count > 0).values(count=limits.c.count - 1)
_FORGET = delete(limits).where(*_ROW)

NETWORK = 64
"""Bits of an address of IPv6 that are its owner's network's: whoever has one address in it has all."""


class Limit(NamedTuple):
    """At most so many of a subject in so many seconds, counted from the first of them."""

    scope: str
    most: int
    seconds: float


class Counted(Value, frozen=True):
    """How many there were, since when, and when the last one was."""

    count: int
    since: float
    last: float


def counted(connection: Connection, limit: Limit, subject: str, now: float) -> Counted | None:
    """What was counted of a subject and has not had its time."""
    row = connection.execute(_FIND, {"in_scope": limit.scope, "of": subject}).one_or_none()
    return Counted(**row._mapping) if row and now - row.since < limit.seconds else None


def wait_of(connection: Connection, limit: Limit, subject: str, now: float) -> float:
    """Seconds until the next may happen; 0: it may now."""
    found = counted(connection, limit, subject, now)
    return found.since + limit.seconds - now if found and found.count >= limit.most else 0.0


def pause_of(connection: Connection, limit: Limit, subject: str, free: int, now: float) -> float:
    """Seconds until the next try, where each after the ``free`` ones waits longer: 1, 2, 4 and so on up to the longest;
    0: it may come now."""
    tries = counted(connection, limit, subject, now)
    if tries is None or tries.count < free:
        return 0.0
    return max(0.0, tries.last + min(1 << (tries.count - free), LONGEST_PAUSE) - now)


def count(connection: Connection, limit: Limit, subject: str, now: float) -> int:
    """Note that it happened; gives how many there are now."""
    found = counted(connection, limit, subject, now)
    if found:
        row = {"count": found.count + 1, "last": now}
        connection.execute(_COUNT, {"in_scope": limit.scope, "of": subject, **row})
        return found.count + 1
    forget(connection, limit, subject)
    fresh = {"scope": limit.scope, "subject": subject, "count": 1, "since": now, "last": now}
    connection.execute(insert(limits), fresh | {"until": now + limit.seconds})
    return 1


def take_back(connection: Connection, limit: Limit, subject: str) -> None:
    """One of them was counted before it was known, and is none."""
    connection.execute(_TAKE_BACK, {"in_scope": limit.scope, "of": subject})


def forget(connection: Connection, limit: Limit, subject: str) -> None:
    """Begin anew."""
    connection.execute(_FORGET, {"in_scope": limit.scope, "of": subject})


def forget_old(connection: Connection, now: float) -> None:
    """Strike what has had its time."""
    connection.execute(delete(limits).where(limits.c.until <= now))


def place_of(address: str) -> str:
    """What stands for an address where things are counted by it: of IPv6 its network."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or IPv6Network((parsed, NETWORK), strict=False))
