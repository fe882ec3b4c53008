"""The operator over HTTP, as the rest of the house sees it.

Clients are made inside a running event loop and closed with `aclose`.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
import msgspec
from aiohttp import hdrs

from operator_api.breaker import Breaker
from operator_api.contract import (
    Answer,
    AnyQuestion,
    Captcha,
    Catalogue,
    Charged,
    Login,
    Number,
    Passport,
    PasswordRequest,
    PasswordRequested,
    Session,
    SignedIn,
    SignIn,
    Subscriber,
    Usage,
)
from operator_api.errors import UNREADABLE, Failed

MOST_CONNECTIONS = 100

LONGEST_WISH = 60.0
"""Seconds for which a server is left alone at most, whatever it asks for."""

Wanted = TypeVar("Wanted")

log = logging.getLogger(__name__)


class OperatorError(Exception):
    """A question without an answer. ``retryable``: the same question under the same key may be asked again.

    ``status`` is that of HTTP; None: there was no answer at all. ``certain``: surely nothing was done, for it never got
    there or was turned down. ``after``: seconds before which it is not worth another try.
    """

    def __init__(
        self, message: str, status: int | None, retryable: bool, certain: bool | None = None, after: float = 0.0
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retryable = retryable
        self.certain = not retryable if certain is None else certain
        self.after = after


class _Caller:
    """Calls one server with one token; one attempt a call."""

    def __init__(self, url: str, token: str, *, timeout: float = 5.0) -> None:
        self._url = url.rstrip("/")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=MOST_CONNECTIONS),
            headers={"Authorization": f"Bearer {token}"},
            timeout=aiohttp.ClientTimeout(total=timeout),
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def _call(self, wanted: type[Wanted], method: str, path: str, body: object = None, **headers: str) -> Wanted:
        return _decode(wanted, await self._read(method, path, body, **headers))

    async def _read(self, method: str, path: str, body: object = None, **headers: str) -> bytes:
        data = None if body is None else _encode(body)
        try:
            async with self._session.request(method, self._url + path, data=data, headers=headers) as response:
                return _checked(response, await response.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            unheard = isinstance(error, aiohttp.ClientConnectorError)
            raise OperatorError(f"the operator does not answer: {error!r}", None, True, certain=unheard) from error


class OperatorClient(_Caller):
    """Asks the questions of the contract. All methods raise `OperatorError`.

    While the server fails again and again they do so at once, and say after which time one may be asked once more.
    """

    def __init__(self, url: str, token: str, *, timeout: float = 5.0) -> None:
        super().__init__(url, token, timeout=timeout)
        self._breaker = Breaker()
        self._now = asyncio.get_running_loop().time

    async def ask(self, question: AnyQuestion, key: str) -> Answer:
        """Ask once; ask again with the same key and a change is still made once."""
        return await self._call(Answer, "POST", "/v1/questions", question, **{"Idempotency-Key": key})

    async def catalogue(self) -> Catalogue:
        """Everything on offer."""
        return await self._call(Catalogue, "GET", "/v1/catalogue")

    async def _call(self, wanted: type[Wanted], method: str, path: str, body: object = None, **headers: str) -> Wanted:
        if pause := self._breaker.pause(self._now()):
            raise OperatorError("the operator is left alone for now", None, True, certain=True, after=pause)
        try:
            answer = await super()._call(wanted, method, path, body, **headers)
        except OperatorError as error:
            self._failed(error)
            raise
        self._succeeded()
        return answer

    def _succeeded(self) -> None:
        if self._breaker.open:
            log.warning("the operator answers again")
        self._breaker.succeeded()

    def _failed(self, error: OperatorError) -> None:
        if not error.retryable:  # that is an answer
            self._succeeded()
            return
        was_open = self._breaker.open
        self._breaker.failed(self._now(), error.after)
        if self._breaker.open and not was_open:
            log.error("the operator is left alone, and tried from time to time: %s", error)


class CabinetClient(_Caller):
    """Serves the account on the web: ``session`` is the secret of who is signed in, ``origin`` the address they sit at.

    All methods raise `OperatorError`; status 401: the session is over.
    """

    async def captcha(self) -> Captcha:
        """A new code for a picture."""
        return await self._call(Captcha, "POST", "/v1/captchas")

    async def captcha_of(self, id: str) -> Captcha:
        """The code with that id; status 404: it counts no longer."""
        return await self._call(Captcha, "GET", f"/v1/captchas/{id}")

    async def request_password(self, request: PasswordRequest) -> PasswordRequested:
        """Have a password sent by SMS."""
        return await self._call(PasswordRequested, "POST", "/v1/password-requests", request)

    async def sign_in(self, wish: SignIn) -> SignedIn:
        """Open a session."""
        return await self._call(SignedIn, "POST", "/v1/sessions", wish)

    async def session(self, session: str, origin: str) -> Session:
        """Whose session it is, and what stands at the top of its pages."""
        return await self._call(Session, "GET", "/v1/session", **_in(session, origin))

    async def sign_out(self, session: str, origin: str) -> None:
        """End the session."""
        await self._call(dict[str, Any], "DELETE", "/v1/session", **_in(session, origin))

    async def ask(self, question: AnyQuestion, key: str, session: str, origin: str) -> Answer:
        """Ask about the session's own number; the same key again, and a change is still made once."""
        headers = {"Idempotency-Key": key, **_in(session, origin)}
        return await self._call(Answer, "POST", "/v1/questions", question, **headers)

    async def document(self, id: str, session: str, origin: str) -> bytes:
        """The content of a document that is ready; status 404: there is none such of theirs."""
        return await self._read("GET", f"/v1/documents/{id}", **_in(session, origin))

    async def catalogue(self) -> Catalogue:
        """Everything on offer."""
        return await self._call(Catalogue, "GET", "/v1/catalogue")


def _in(session: str, origin: str) -> dict[str, str]:
    return {"X-Session": session, "X-Origin": origin}


class AdminClient(_Caller):
    """Sets up and reads the books. All methods raise `OperatorError`."""

    async def put_subscriber(self, subscriber: Subscriber) -> None:
        """Write a subscriber anew; passwords of that number are forgotten."""
        await self._call(dict[str, Any], "PUT", f"/v1/subscribers/{subscriber.number}", subscriber)

    async def subscriber(self, number: Number) -> Subscriber:
        """A subscriber as the books have it now; status 404: there is none."""
        return await self._call(Subscriber, "GET", f"/v1/subscribers/{number}")

    async def put_passport(self, number: Number, passport: str) -> None:
        """Write what tells the right passport from others."""
        await self._call(dict[str, Any], "PUT", f"/v1/subscribers/{number}/passport", Passport(passport))

    async def note_sim_change(self, number: Number) -> None:
        """The SIM was changed now."""
        await self._call(dict[str, Any], "POST", f"/v1/subscribers/{number}/sim-changes")

    async def charge(self, usage: Usage) -> Charged:
        """Charge what the network reports."""
        return await self._call(Charged, "POST", "/v1/usage", usage)

    async def login(self, number: Number, password: str) -> bool:
        """Whether this is the number's password; an issued one counts as used from now on."""
        return (await self._call(dict[str, bool], "POST", "/v1/logins", Login(number, password)))["ok"]

    async def advance_clock(self, seconds: float) -> None:
        """Move the server's clock forward, if it was started for that."""
        await self._call(dict[str, float], "POST", "/dev/clock", {"seconds": seconds})


def _encode(body: object) -> bytes:
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError as error:  # half of a surrogate pair, as some phones send
        raise OperatorError("the question cannot be written as JSON", None, retryable=False) from error


def _checked(response: aiohttp.ClientResponse, body: bytes) -> bytes:
    status = response.status
    if status != HTTPStatus.OK:
        too_many = status == HTTPStatus.TOO_MANY_REQUESTS
        retryable = too_many or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        raise OperatorError(
            f"the operator says {status}: {_message(body)}",
            status,
            retryable,
            certain=too_many or not retryable,
            after=_wish(response.headers) if retryable else 0.0,
        )
    return body


def _wish(headers: Mapping[str, str]) -> float:
    """Seconds for which the server wants to be left alone (RFC 9110, 10.2.3: so many, or until a date)."""
    said = headers.get(hdrs.RETRY_AFTER, "")
    try:
        seconds = float(said) if said.isdecimal() else parsedate_to_datetime(said).timestamp() - time.time()
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), LONGEST_WISH)


def _decode(wanted: type[Wanted], body: bytes) -> Wanted:
    try:
        return msgspec.json.decode(body, type=wanted)
    except UNREADABLE as error:
        raise OperatorError(f"the operator's answer cannot be read: {error}", HTTPStatus.OK, retryable=True) from error


def _message(body: bytes) -> str:
    """What the server said was wrong; an answer from elsewhere (a proxy) has no such message."""
    try:
        return msgspec.json.decode(body, type=Failed).error.message
    except UNREADABLE:
        return "no reason given"
