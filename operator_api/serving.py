"""From a request to a handler and back: who may, who asks, and what went wrong.

Whatever goes wrong is answered as ``{"error": {"code": ..., "message": ...}}``.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import cast

import msgspec
from aiohttp import hdrs, web

from operator_api.callers import Caller
from operator_api.contract import Number, Role, SubscriberNumber
from operator_api.doorman import Doorman
from operator_api.errors import UNREADABLE, BadHeaderError, BooksError, Failed, Fault, UnknownNumberError
from operator_api.routes import CONSULTANT, ORIGIN, SESSION, STATUSES, Header, Route
from pages.errors import route_of

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

DOORMAN = web.AppKey("doorman", Doorman)
TOKENS = web.AppKey("tokens", Mapping[str, Role])
ROLE = web.RequestKey("role", str)

KEPT_HEADERS = (hdrs.WWW_AUTHENTICATE, hdrs.ALLOW)

log = logging.getLogger(__name__)


def served(route: Route) -> Handler:
    """The route's handler, for bearers of its roles, between JSON and JSON; a file is answered as it is."""
    decode = msgspec.json.Decoder(route.body).decode if route.body else None

    async def serve(request: web.Request) -> web.StreamResponse:
        if route.roles:
            request[ROLE] = _permitted(request, route.roles)
        body = decode(await request.read()) if decode else None
        answer = await route.handle(request, body)
        return answer if isinstance(answer, web.StreamResponse) else _json(answer)

    return serve


def _permitted(request: web.Request, roles: tuple[Role, ...]) -> Role:
    role = _role_of(request)
    if role is None:
        raise web.HTTPUnauthorized(headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
    if role not in roles:
        raise web.HTTPForbidden
    return role


def _role_of(request: web.Request) -> Role | None:
    scheme, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme != "Bearer":
        return None
    for token, role in request.app[TOKENS].items():
        if hmac.compare_digest(token.encode(), given.encode(errors="surrogateescape")):
            return role
    return None


async def caller_of(request: web.Request, number: str = "") -> Caller:
    """Who asks: on the web, whose session it is; at the support desk, which consultant."""
    role, origin, consultant = cast(Role, request[ROLE]), origin_of(request), header_of(request, CONSULTANT)
    if role == "cabinet":
        return await request.app[DOORMAN].caller(token_of(request), origin, Number(number))
    if role == "support":
        if consultant is None:
            raise BadHeaderError(f"{CONSULTANT.name} should say who asks")
        return Caller(role, f"support:{consultant}", origin)
    return Caller(role, role, origin)


def number_of(request: web.Request) -> Number:
    """That in the address."""
    try:
        return msgspec.convert(request.match_info["number"], SubscriberNumber)
    except msgspec.ValidationError:
        raise UnknownNumberError("no such subscriber") from None


def origin_of(request: web.Request) -> str:
    return header_of(request, ORIGIN) or ""


def token_of(request: web.Request) -> str:
    return header_of(request, SESSION) or ""


def header_of(request: web.Request, header: Header) -> str | None:
    """What it says, if it is there."""
    text = request.headers.get(header.name)
    try:
        return None if text is None else msgspec.convert(text, header.form)
    except msgspec.ValidationError as error:
        raise BadHeaderError(f"{header.name}: {error}") from None


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong becomes a status and one shape of JSON."""
    try:
        return await handler(request)
    except BooksError as error:
        status, code = STATUSES[type(error)]
        return _error(status, code, str(error))
    except (*UNREADABLE, web.RequestPayloadError) as error:
        return _error(400, "bad_body", str(error))
    except web.HTTPException as error:
        return _error(error.status, f"http_{error.status}", error.reason, error.headers)
    except ConnectionError:
        raise  # nobody is there to be told
    except Exception:
        log.exception("%s %s failed", request.method, route_of(request))
        return _error(500, "internal", "something is wrong here")


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    kept = {name: value for name, value in (headers or {}).items() if name in KEPT_HEADERS}
    return _json(Failed(Fault(code, message)), status, kept)


def _json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    body = msgspec.json.encode(value)
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")
