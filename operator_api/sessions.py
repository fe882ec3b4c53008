"""Open accounts: whose, since when, and when last seen. A session's token is told once and stored as its digest."""

import hashlib
import secrets
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from operator_api.contract import Value
from operator_api.tables import sessions

IDLE, LONGEST = 15 * 60.0, 12 * 3600.0
"""Seconds without a sign of life, and in all, after which a session is over (ASVS 5.0, 7.3.1 and 7.3.2)."""

SEEN_EVERY = 30.0
"""Seconds for which a sign of life is not written down again."""

MOST_OPEN = 10
"""Sessions of one person; the oldest ends."""

Door = Literal["cabinet", "desk"]
"""Which pages it opens: a person's, or those of the support desk."""

_SESSION = select(sessions).where(sessions.c.token == bindparam("of"))
_SEE = update(sessions).where(sessions.c.token == bindparam("of"))
_CLOSE = delete(sessions).where(sessions.c.token == bindparam("of"))


class Open(Value, frozen=True):
    """A session: the number of a person, or the login of a consultant."""

    token: bytes
    door: Door
    subject: str
    since: float
    seen: float
    address: str


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


def open_session(connection: Connection, door: Door, subject: str, address: str, now: float) -> str:
    """A new session's token: 256 bits."""
    token = secrets.token_urlsafe(32)
    mine = sessions.c.door == door, sessions.c.subject == subject
    newest = select(sessions.c.token).where(*mine).order_by(sessions.c.since.desc()).limit(MOST_OPEN - 1)
    kept = list(connection.execute(newest).scalars())
    connection.execute(delete(sessions).where(*mine, sessions.c.token.not_in(kept)))
    row = {"token": digest(token), "door": door, "subject": subject, "since": now, "seen": now, "address": address}
    connection.execute(insert(sessions), row)
    return token


def session_of(connection: Connection, door: Door, token: bytes, now: float) -> Open | None:
    """The session of a token's digest, if it is not over."""
    row = connection.execute(_SESSION, {"of": token}).one_or_none()
    if row is None or row.door != door or now - row.seen >= IDLE or now - row.since >= LONGEST:
        return None
    return Open(**row._mapping)


def sessions_of(connection: Connection, door: Door, subject: str, now: float) -> list[Open]:
    """Theirs that are not over, the last opened first."""
    alive = sessions.c.seen > now - IDLE, sessions.c.since > now - LONGEST
    theirs = sessions.c.door == door, sessions.c.subject == subject, *alive
    rows = connection.execute(select(sessions).where(*theirs).order_by(sessions.c.since.desc()))
    return [Open(**row._mapping) for row in rows]


def see(connection: Connection, token: bytes, now: float) -> None:
    """It shows a sign of life."""
    connection.execute(_SEE, {"of": token, "seen": now})


def close_session(connection: Connection, token: bytes) -> None:
    """It is over."""
    connection.execute(_CLOSE, {"of": token})


def close_all(connection: Connection, door: Door, subject: str, but: bytes = b"") -> None:
    """All of theirs are over, but for this one."""
    theirs = sessions.c.door == door, sessions.c.subject == subject, sessions.c.token != but
    connection.execute(delete(sessions).where(*theirs))


def forget_old(connection: Connection, now: float) -> None:
    """Strike those that are over."""
    over = or_(sessions.c.seen <= now - IDLE, sessions.c.since <= now - LONGEST)
    connection.execute(delete(sessions).where(over))
