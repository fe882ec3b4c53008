"""Lets people into their account on the web, and nobody else: codes, passwords by SMS, sign-ins, sessions.

What it answers to who is not signed in depends on counters alone, and each number is counted alike, in the books or
not.
"""

import asyncio
import re
import secrets
from collections.abc import Callable
from math import ceil

from sqlalchemy import Connection, delete, func, insert, select

from operator_api import books, sessions
from operator_api.back_office import BackOffice
from operator_api.books import Entry, StoredPassword
from operator_api.callers import Caller
from operator_api.contract import (
    Captcha,
    GetOverview,
    Login,
    Number,
    Overview,
    PasswordRequest,
    PasswordRequested,
    Session,
    SignedIn,
    SignIn,
)
from operator_api.database import Database
from operator_api.errors import SessionOverError
from operator_api.limits import Limit, count, counted, forget, pause_of, place_of, take_back, wait_of
from operator_api.sessions import Open, digest
from operator_api.tables import captchas, password_requests

CAPTCHA_ID = re.compile(r"[0-9a-f]{32}")
CAPTCHA_DIGITS = 5
CAPTCHA_LIVES = 600.0
MOST_CAPTCHAS = 20_000
"""Codes that wait to be typed; who has many made shortens the life of all."""

REQUESTS_MINUTE = Limit("request/minute", 1, 60.0)
REQUESTS_DAY = Limit("request/day", 3, 86_400.0)
REQUESTS_ADDRESS = Limit("request/address", 20, 3_600.0)
REQUESTS_ALL = Limit("request/all", 1_000, 60.0)
"""Passwords asked for: of a number, from an address, by all together."""

FAILURES = Limit("sign-in", 100, 365 * 86_400.0)
"""Wrong passwords of a number in a row; after so many its password is void (NIST SP 800-63B, 3.2.2)."""

FAILURES_HERE = Limit("sign-in/here", 1_000, 3_600.0)
"""Wrong passwords of a number from one address; after the free ones each makes the next try wait."""

FAILURES_ADDRESS = Limit("sign-in/address", 30, 3_600.0)
"""Wrong passwords from an address, whatever the number; after so many each try needs a code."""

FREE_TRIES = 3

ALL = "*"


class Doorman:
    """Its methods raise `BooksError`."""

    def __init__(self, database: Database, office: BackOffice, clock: Callable[[], float]) -> None:
        self._database = database
        self._office = office
        self._clock = clock
        self.requested = asyncio.Event()
        """Set when somebody has asked for a password."""

    # Codes

    async def captcha(self) -> Captcha:
        """A new code."""
        captcha = Captcha(secrets.token_hex(16), "".join(secrets.choice("0123456789") for _ in range(CAPTCHA_DIGITS)))
        now = self._clock()

        def work(connection: Connection) -> None:
            connection.execute(delete(captchas).where(captchas.c.at <= now - CAPTCHA_LIVES))
            if (connection.execute(select(func.count()).select_from(captchas)).scalar() or 0) >= MOST_CAPTCHAS:
                oldest = select(captchas.c.id).order_by(captchas.c.at).limit(1).scalar_subquery()
                connection.execute(delete(captchas).where(captchas.c.id == oldest))
            connection.execute(insert(captchas), {"id": captcha.id, "digits": captcha.digits, "at": now})

        await self._database.write(work)
        return captcha

    async def captcha_of(self, id: str) -> Captcha | None:
        """The code with that id, while it counts."""
        now = self._clock()
        digits = await self._database.read(lambda connection: _digits_of(connection, id, now))
        return Captcha(id, digits) if digits else None

    # Passwords by SMS

    async def request_password(self, request: PasswordRequest) -> PasswordRequested:
        """Note the wish; whether the number is in the books is looked up later (`operator_api.issuing`)."""
        now = self._clock()
        answer = await self._database.write(lambda connection: _request(connection, request, now))
        self.requested.set()
        return answer

    # Sign-ins

    async def sign_in(self, wish: SignIn) -> SignedIn:
        """Open a session for who knows the password."""
        now = self._clock()
        if stop := await self._database.write(lambda connection: _stop_or_count(connection, wish, now)):
            return stop
        password = await self._office.verified(Login(wish.number, wish.password))
        return await self._database.write(lambda connection: _tried(connection, wish, password, self._clock()))

    # Sessions

    async def caller(self, token: str, origin: str, number: Number) -> Caller:
        """Who asks in this session about this number. Raises `SessionOverError`."""
        session = await self._open(token)
        if session.subject != number:
            raise SessionOverError("this session is another number's")
        return Caller("cabinet", "cabinet", origin, session.token)

    async def number(self, token: str) -> Number:
        """Whose account is open in this session. Raises `SessionOverError`."""
        return Number((await self._open(token)).subject)

    async def session(self, token: str, origin: str) -> Session:
        """Whose session it is; it counts as a sign of life. Raises `SessionOverError`."""
        session, now = await self._open(token), self._clock()
        if now - session.seen >= sessions.SEEN_EVERY:
            await self._database.write(lambda connection: sessions.see(connection, session.token, now))
        number = Number(session.subject)
        answer = await self._office.answer(GetOverview(number), None, Caller("cabinet", "cabinet", origin))
        if not isinstance(answer.result, Overview):
            raise SessionOverError("no such subscriber any more")
        return Session(number, answer.profile, answer.result, session.since)

    async def sign_out(self, token: str, origin: str) -> None:
        """End the session."""
        session, now = await self._open(token), self._clock()

        def work(connection: Connection) -> None:
            sessions.close_session(connection, session.token)
            books.add_entry(connection, Entry(now, "cabinet", "SignOut", Number(session.subject), origin=origin))

        await self._database.write(work)

    async def _open(self, token: str) -> Open:
        now = self._clock()
        found = await self._database.read(
            lambda connection: sessions.session_of(connection, "cabinet", digest(token), now)
        )
        if found is None:
            raise SessionOverError("the session is over")
        return found


def _digits_of(connection: Connection, id: str, now: float) -> str | None:
    if not CAPTCHA_ID.fullmatch(id):  # which may hold what no database takes
        return None
    alive = captchas.c.id == id, captchas.c.at > now - CAPTCHA_LIVES
    digits: str | None = connection.execute(select(captchas.c.digits).where(*alive)).scalar()
    return digits


def _is_right(connection: Connection, id: str, typed: str, now: float) -> bool:
    """Whether that is the code; it is used up."""
    digits = _digits_of(connection, id, now)
    if digits is None:
        return False
    connection.execute(delete(captchas).where(captchas.c.id == id))
    return digits == "".join(filter(str.isdecimal, typed))


def _request(connection: Connection, request: PasswordRequest, now: float) -> PasswordRequested:
    if not _is_right(connection, request.captcha, request.digits, now):
        return PasswordRequested("wrong_code")
    number, place = request.number, place_of(request.address)
    if wait := wait_of(connection, REQUESTS_MINUTE, number, now):
        return PasswordRequested("too_soon", ceil(wait))
    if wait := wait_of(connection, REQUESTS_DAY, number, now):
        return PasswordRequested("too_many", ceil(wait))
    overall = wait_of(connection, REQUESTS_ALL, ALL, now)
    if wait := max(overall, wait_of(connection, REQUESTS_ADDRESS, place, now)):
        return PasswordRequested("busy", ceil(wait))
    for limit, subject in (
        (REQUESTS_MINUTE, number),
        (REQUESTS_DAY, number),
        (REQUESTS_ADDRESS, place),
        (REQUESTS_ALL, ALL),
    ):
        count(connection, limit, subject, now)
    row = {"key": secrets.token_hex(16), "number": number, "origin": request.address, "at": now}
    connection.execute(insert(password_requests), row)
    return PasswordRequested("accepted")


def _here(wish: SignIn) -> str:
    return f"{wish.number} {place_of(wish.address)}"


def _stop_or_count(connection: Connection, wish: SignIn, now: float) -> SignedIn | None:
    """Why it may not be tried; else the try is counted, before its outcome is known: tries at once are no way round."""
    needs_code = _needs_code(connection, wish, now)
    if wait := pause_of(connection, FAILURES_HERE, _here(wish), FREE_TRIES, now):
        return SignedIn("wait", wait=ceil(wait), code=needs_code)
    if needs_code and not _is_right(connection, wish.captcha, wish.digits, now):
        return SignedIn("wrong_code", code=True)
    for limit, subject in _counted_by(wish):
        count(connection, limit, subject, now)
    return None


def _counted_by(wish: SignIn) -> tuple[tuple[Limit, str], ...]:
    return (FAILURES, wish.number), (FAILURES_HERE, _here(wish)), (FAILURES_ADDRESS, place_of(wish.address))


def _needs_code(connection: Connection, wish: SignIn, now: float) -> bool:
    failures = counted(connection, FAILURES, wish.number, now)
    too_many = failures is not None and failures.count >= FREE_TRIES
    return too_many or wait_of(connection, FAILURES_ADDRESS, place_of(wish.address), now) > 0


def _tried(connection: Connection, wish: SignIn, password: StoredPassword | None, now: float) -> SignedIn:
    """``password`` is the one that was right; it must still be in force."""
    number = wish.number
    current = books.password_of(connection, number)
    if password and current and password.hash == current.hash:
        books.mark_used(connection, number, password.hash, now)
        for limit, subject in ((FAILURES, number), (FAILURES_HERE, _here(wish))):
            forget(connection, limit, subject)
        take_back(connection, FAILURES_ADDRESS, place_of(wish.address))
        books.add_entry(connection, Entry(now, "cabinet", "SignIn", number, origin=wish.address))
        return SignedIn("in", sessions.open_session(connection, "cabinet", number, wish.address, now))
    if wait_of(connection, FAILURES, number, now):
        books.void_password(connection, number)
        forget(connection, FAILURES, number)
    if current:
        books.add_entry(connection, Entry(now, "cabinet", "WrongPassword", number, origin=wish.address))
    wait = pause_of(connection, FAILURES_HERE, _here(wish), FREE_TRIES, now)
    return SignedIn("wrong", wait=ceil(wait), code=_needs_code(connection, wish, now))
