"""The gateway's HTTP door.

    GET  /health         is it alive
    GET  /ready          does it serve: 200 or 503
    GET  /metrics        what it counted (`gateway.metrics`)
    POST /v1/messages    send a person what the operator has to say (`gateway.outgoing`); 202 once it is stored
    /v1/links            links to SMSCs (`gateway.links_door`)
    POST /dev/clock      move the clock of stories forward; only under --dev

Whatever goes wrong is answered as ``{"error": {"code": ..., "message": ...}}``.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated

import msgspec
from aiohttp import hdrs, web

from gateway import metrics
from gateway.clock import Clock
from gateway.errors import BadSetting
from gateway.outgoing import Message, NotTaken, Status

LONGEST_BODY = 4096
"""Octets of a request's body; the longest text of two SMS, written in escapes, has half of that."""

RETRY_AFTER = "1"
"""Seconds after which a message that was not taken may come again."""

KEPT_HEADERS = (hdrs.ALLOW, hdrs.RETRY_AFTER, hdrs.WWW_AUTHENTICATE)

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for JSON that it cannot read."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger(__name__)


class Health(msgspec.Struct, frozen=True):
    """What `/ready` says: links bound by SMSC, whether Redis answers, why binds are refused, by SMSC, and whether we
    are about to end."""

    links: dict[str, int]
    state: bool
    refused: dict[str, str] = {}
    draining: bool = False

    @property
    def ready(self) -> bool:
        """People can be served."""
        return self.state and not self.draining and any(self.links.values())


class Advance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many seconds pass at once; a clock never goes back."""

    seconds: Annotated[float, msgspec.Meta(ge=0)]


def create_app(
    health: Callable[[], Health],
    take: Callable[[Message], Awaitable[Status]],
    token: str,
    clock: Clock | None,
    routes: Sequence[web.RouteDef] = (),
) -> web.Application:
    """The door. Who has the ``token`` may have messages sent, by ``take``; with a ``clock``, stories may move it.
    ``routes`` are further ones."""

    async def alive(_: web.Request) -> web.Response:
        return as_json({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        now = health()
        return as_json(now, status=200 if now.ready else 503)

    async def counted(_: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={hdrs.CONTENT_TYPE: metrics.CONTENT_TYPE})

    app = web.Application(middlewares=[errors_as_json], client_max_size=LONGEST_BODY)
    app.add_routes([web.get("/health", alive), web.get("/ready", ready), web.get("/metrics", counted)])
    app.add_routes([web.post("/v1/messages", bearers(token, _taker(take))), *routes])
    if clock is not None:
        app.add_routes([web.post("/dev/clock", _mover(clock))])
    return app


def bearers(token: str, handler: Handler) -> Handler:
    """The handler, for who has the token."""
    bearer = f"Bearer {token}".encode()

    async def guarded(request: web.Request) -> web.StreamResponse:
        given = request.headers.get(hdrs.AUTHORIZATION, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, bearer):
            raise web.HTTPUnauthorized(headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
        return await handler(request)

    return guarded


def _taker(take: Callable[[Message], Awaitable[Status]]) -> Handler:
    async def send(request: web.Request) -> web.Response:
        message = msgspec.json.decode(await request.read(), type=Message)
        return as_json({"status": await take(message)}, status=202)

    return send


def _mover(clock: Clock) -> Handler:
    async def move(request: web.Request) -> web.Response:
        clock.advance(msgspec.json.decode(await request.read(), type=Advance).seconds)
        return as_json({"now": clock.now()})

    return move


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong becomes a status and one shape of JSON."""
    try:
        return await handler(request)
    except NotTaken as error:
        return _error(error.status, error.code, str(error), {hdrs.RETRY_AFTER: RETRY_AFTER} if error.retryable else {})
    except BadSetting as error:
        return _error(422, "bad_setting", str(error))
    except UNREADABLE as error:
        return _error(400, "bad_request", str(error))
    except web.HTTPException as error:
        return _error(error.status, f"http_{error.status}", error.reason, error.headers)
    except Exception:
        log.exception("%s %s failed", request.method, request.rel_url.path)
        return _error(500, "internal", "something is wrong here")


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    kept = {name: value for name, value in (headers or {}).items() if name in KEPT_HEADERS}
    return as_json({"error": {"code": code, "message": message}}, status, kept)


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer."""
    body = msgspec.json.encode(value)
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")
