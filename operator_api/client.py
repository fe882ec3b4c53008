"""The operator over HTTP, as the rest of the house sees it.

Clients are made inside a running event loop and closed with `aclose`.
"""

from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
import msgspec

from operator_api.contract import Answer, AnyQuestion, Catalogue, Login, Number, Subscriber
from operator_api.errors import UNREADABLE

MOST_CONNECTIONS = 100

Wanted = TypeVar("Wanted")


class OperatorError(Exception):
    """A question without an answer. ``retryable``: the same question under the same key may be asked again.

    ``status`` is that of HTTP; None: there was no answer at all.
    """

    def __init__(self, message: str, status: int | None, retryable: bool) -> None:
        super().__init__(message)
        self.status = status
        self.retryable = retryable


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
        data = None if body is None else _encode(body)
        try:
            async with self._session.request(method, self._url + path, data=data, headers=headers) as response:
                return _decode(wanted, response.status, await response.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise OperatorError(f"the operator does not answer: {error!r}", None, retryable=True) from error


class OperatorClient(_Caller):
    """Asks the questions of the contract. All methods raise `OperatorError`."""

    async def ask(self, question: AnyQuestion, key: str) -> Answer:
        """Ask once; ask again with the same key and a change is still made once."""
        return await self._call(Answer, "POST", "/v1/questions", question, **{"Idempotency-Key": key})

    async def catalogue(self) -> Catalogue:
        """Everything on offer."""
        return await self._call(Catalogue, "GET", "/v1/catalogue")


class AdminClient(_Caller):
    """Sets up and reads the books. All methods raise `OperatorError`."""

    async def put_subscriber(self, subscriber: Subscriber) -> None:
        """Write a subscriber anew; passwords of that number are forgotten."""
        await self._call(dict[str, Any], "PUT", f"/v1/subscribers/{subscriber.number}", subscriber)

    async def subscriber(self, number: Number) -> Subscriber:
        """A subscriber as the books have it now; status 404: there is none."""
        return await self._call(Subscriber, "GET", f"/v1/subscribers/{number}")

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


def _decode(wanted: type[Wanted], status: int, body: bytes) -> Wanted:
    if status != HTTPStatus.OK:
        retryable = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
        raise OperatorError(f"the operator says {status}: {_message(body)}", status, retryable)
    try:
        return msgspec.json.decode(body, type=wanted)
    except UNREADABLE as error:
        raise OperatorError(f"the operator's answer cannot be read: {error}", status, retryable=True) from error


def _message(body: bytes) -> str:
    """What the server said was wrong; an answer from elsewhere (a proxy) has no such message."""
    try:
        return msgspec.json.decode(body, type=_ErrorBody).error.message
    except UNREADABLE:
        return "no reason given"


class _Error(msgspec.Struct):
    message: str


class _ErrorBody(msgspec.Struct):
    error: _Error
