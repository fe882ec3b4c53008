"""What may be asked over HTTP, as data: the server serves it, `operator_api.openapi` tells others of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, NamedTuple

from aiohttp import web
from msgspec import Meta

from operator_api.contract import Address, Role
from operator_api.errors import (
    BadHeaderError,
    BadNumberError,
    BooksAwayError,
    BooksError,
    KeyReusedError,
    NoKeyError,
    NotAllowedError,
    SessionOverError,
    TooMuchError,
    UnknownIdError,
    UnknownNumberError,
)


class Header(NamedTuple):
    """A header: its name, the type of its text, what it says."""

    name: str
    form: Any
    meaning: str
    required: bool = False


KEY = Header(
    "Idempotency-Key",
    Annotated[str, Meta(pattern=r"^(?:[!-~](?:[ -~]{0,253}[!-~])?)?\Z")],
    "Needed by a question that changes something: the same key gets the same answer.",
)
ORIGIN = Header("X-Origin", Address, "The address that it comes from, for the history and the audit.")
SESSION = Header("X-Session", str, "Role cabinet: the secret of whose session it is.")
IN_SESSION = SESSION._replace(required=True)
CONSULTANT = Header(
    "X-Consultant", Annotated[str, Meta(pattern=r"^[a-z0-9._-]{1,24}\Z")], "Role support: which consultant asks."
)


class Route(NamedTuple):
    """What may be asked over HTTP: by whom (``roles`` empty: anybody), with what body, and what comes back.

    ``headers`` are read; ``errors`` may come of it besides those that any route of its kind may give.
    """

    method: str
    path: str
    roles: tuple[Role, ...]
    summary: str
    handle: Callable[[web.Request, Any], Awaitable[Any]]
    body: Any = None
    answer: Any = dict[str, str]
    headers: tuple[Header, ...] = ()
    errors: tuple[type[BooksError], ...] = ()


STATUSES: Mapping[type[BooksError], tuple[int, str]] = {
    BadHeaderError: (400, "bad_header"),
    SessionOverError: (401, "session_over"),
    NotAllowedError: (403, "not_allowed"),
    UnknownNumberError: (404, "unknown_number"),
    KeyReusedError: (409, "key_reused"),
    UnknownIdError: (422, "unknown_id"),
    BadNumberError: (422, "bad_number"),
    NoKeyError: (422, "no_key"),
    TooMuchError: (422, "too_much"),
    BooksAwayError: (503, "books_away"),
}
"""400: not as the document has it. 422: as it has it, and there is no sense in it."""
