"""Lets consultants in, and nobody else. A wrong login and a wrong password get the same answer, in the same time."""

from collections.abc import Callable
from math import ceil

from sqlalchemy import Connection

from operator_api import books, sessions
from operator_api.books import Entry
from operator_api.consultants import LOGIN, NOBODY, Consultant, consultant_of, void_password
from operator_api.contract import Value
from operator_api.database import Database
from operator_api.limits import Limit, count, forget, pause_of, place_of, take_back
from operator_api.passwords import Hasher
from operator_api.sessions import digest

TRIES = Limit("desk", 100, 365 * 86_400.0)
"""Tries at a login in a row; after so many its password is void (NIST SP 800-63B, 3.2.2)."""

TRIES_HERE = Limit("desk/here", 1_000, 3_600.0)
FREE_HERE = 3
"""Tries at a login from one address; after the free ones each makes the next one wait."""

TRIES_ADDRESS = Limit("desk/address", 1_000, 3_600.0)
FREE_ADDRESS = 10
"""Tries from an address that let nobody in, whatever the login; a whole office may share it."""

NOT_A_LOGIN = "?"
"""Under which all that can be no login is counted; what was typed may be a password, and is written down nowhere."""


class Admitted(Value, frozen=True):
    """With the ``token`` of a new session; without one, login or password is wrong, or it takes ``wait`` seconds."""

    token: str = ""
    wait: int = 0


class Signed(Value, frozen=True):
    """Who is signed in: in which session, under which name."""

    token: str
    login: str
    name: str

    @property
    def who(self) -> str:
        """As the audit calls them."""
        return f"support:{self.login}"


class Door:
    """Its methods raise `BooksError`."""

    def __init__(self, database: Database, hasher: Hasher, clock: Callable[[], float]) -> None:
        self._database = database
        self._hasher = hasher
        self._clock = clock

    async def sign_in(self, login: str, password: str, address: str) -> Admitted:
        """Open a session for who knows the password."""
        login, now = login if LOGIN.fullmatch(login) else NOT_A_LOGIN, self._clock()
        if wait := await self._database.write(lambda connection: _wait_or_count(connection, login, address, now)):
            return Admitted(wait=ceil(wait))
        known = await self._database.read(lambda connection: consultant_of(connection, login))
        right = await self._hasher.matches(known.hash or None if known else None, password)
        tried = known if right else None
        return await self._database.write(lambda connection: _tried(connection, login, tried, address, self._clock()))

    async def signed(self, token: str) -> Signed | None:
        """Who is signed in with that session, if it is not over; a sign of life."""
        now, key = self._clock(), digest(token)

        def work(connection: Connection) -> tuple[Signed, float] | None:
            session = sessions.session_of(connection, "desk", key, now)
            known = consultant_of(connection, session.subject) if session else None
            return (Signed(token, known.login, known.name), session.seen) if session and known else None

        found = await self._database.read(work)
        if found is None:
            return None
        signed, seen = found
        if now - seen >= sessions.SEEN_EVERY:
            await self._database.write(lambda connection: sessions.see(connection, key, now))
        return signed

    async def sign_out(self, signed: Signed, address: str) -> None:
        """End the session."""
        now = self._clock()

        def work(connection: Connection) -> None:
            sessions.close_session(connection, digest(signed.token))
            books.add_entry(connection, Entry(now, signed.who, "SignOut", NOBODY, origin=address))

        await self._database.write(work)


def _here(login: str, address: str) -> str:
    return f"{login} {place_of(address)}"


def _wait_or_count(connection: Connection, login: str, address: str, now: float) -> float:
    """Seconds until the next try; 0: now, and it is counted before its outcome is known, so that tries at once are no
    way round."""
    here = pause_of(connection, TRIES_HERE, _here(login, address), FREE_HERE, now)
    anybody = pause_of(connection, TRIES_ADDRESS, place_of(address), FREE_ADDRESS, now)
    if wait := max(here, anybody):
        return wait
    count(connection, TRIES_HERE, _here(login, address), now)
    count(connection, TRIES_ADDRESS, place_of(address), now)
    if count(connection, TRIES, login, now) > TRIES.most:
        void_password(connection, login)
        forget(connection, TRIES, login)
    return 0.0


def _tried(connection: Connection, login: str, right: Consultant | None, address: str, now: float) -> Admitted:
    """``right``: whose password it was when it was looked at; it must still be."""
    known = consultant_of(connection, login)
    who = f"support:{login}" if known else "support"
    if right is None or known is None or known.hash != right.hash:
        books.add_entry(connection, Entry(now, who, "WrongPassword", NOBODY, origin=address))
        return Admitted()
    for limit, subject in ((TRIES, login), (TRIES_HERE, _here(login, address))):
        forget(connection, limit, subject)
    take_back(connection, TRIES_ADDRESS, place_of(address))
    books.add_entry(connection, Entry(now, who, "SignIn", NOBODY, origin=address))
    return Admitted(sessions.open_session(connection, "desk", login, address, now))
