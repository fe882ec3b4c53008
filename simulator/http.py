"""The simulator's HTTP API: links, phones, the log of PDUs, and the same pushed over a WebSocket.

Errors have one shape: {"error": {"code": "...", "message": "..."}}.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from aiohttp import web

from simulator.events import FaultsChanged
from simulator.forwarding import QueueFull
from simulator.metrics import CONTENT_TYPE, exposition
from simulator.page import add_page
from simulator.smsc import Smsc
from simulator.trouble.faults import Faults
from simulator.trouble.profiles import profiles
from simulator.ussd import Busy, NoSession
from simulator.watching.feed import TooManyWatchers, Watcher
from simulator.watching.wanted import Wanted
from smpp.errors import LocalError

SMSC = web.AppKey("SMSC", Smsc)
BODY_LIMIT = 128 * 1024
"""Octets of a request's body."""
BODY_SECONDS = 30.0
"""Within which it must be all there."""
HEARTBEAT = 30.0
"""Seconds between pings on a WebSocket."""

log = logging.getLogger(__name__)

_NUMBER = re.compile(r"[0-9]{1,20}")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SmsFromPhone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/phones/{number}/sms."""

    to: str
    text: str


class PhoneState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of PUT /api/phones/{number}."""

    reachable: bool


class UssdFromPhone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/phones/{number}/ussd."""

    text: str


Body = TypeVar("Body")


class ApiError(Exception):
    """An answer other than 2xx."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def create_app(smsc: Smsc) -> web.Application:
    """The API on this SMSC."""
    app = web.Application(middlewares=[errors_as_json], client_max_size=BODY_LIMIT)
    app[SMSC] = smsc
    app.add_routes(
        [
            web.get("/health", health),
            web.get("/metrics", metrics),
            web.get("/api/links", links),
            web.get("/api/pdus", pdus),
            web.get("/api/pdus/{id:[0-9]{1,20}}", pdu),
            web.get("/api/faults", faults),
            web.put("/api/faults", set_faults),
            web.get("/api/faults/schema", faults_schema),
            web.get("/api/profiles", named_faults),
            web.get("/api/phones/{number}", phone),
            web.put("/api/phones/{number}", switch_phone),
            web.post("/api/phones/{number}/sms", send_sms),
            web.post("/api/phones/{number}/ussd", enter_ussd),
            web.delete("/api/phones/{number}/ussd", hang_up),
            web.get("/ws", push),
        ]
    )
    add_page(app)
    return app


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what handlers and aiohttp raise into the one shape of errors."""
    try:
        return await handler(request)
    except ApiError as error:
        return error_response(error.status, error.code, str(error))
    except (QueueFull, TooManyWatchers) as error:
        return error_response(503, "too_many", str(error))
    except web.HTTPException as error:
        return error_response(error.status, f"http_{error.status}", error.reason)
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return error_response(500, "internal_error", "The simulator failed; its log says why")


def error_response(status: int, code: str, message: str) -> web.Response:
    """The one shape of errors."""
    return json_response({"error": {"code": code, "message": message}}, status)


def json_response(body: object, status: int = 200) -> web.Response:
    """Structs and plain values as JSON."""
    return web.Response(body=msgspec.json.encode(body), status=status, content_type="application/json")


async def health(request: web.Request) -> web.Response:
    """GET /health"""
    return json_response(request.app[SMSC].health())


async def metrics(request: web.Request) -> web.Response:
    """GET /metrics: for Prometheus."""
    return web.Response(body=exposition(request.app[SMSC]), headers={"Content-Type": CONTENT_TYPE})


async def links(request: web.Request) -> web.Response:
    """GET /api/links: who is bound, how, with what counters."""
    return json_response(request.app[SMSC].links())


async def pdus(request: web.Request) -> web.Response:
    """GET /api/pdus?limit=100&phone=&link=&command=&status=&before=&after=: newest first; see `Wanted`."""
    try:
        wanted = msgspec.convert(dict(request.query), Wanted, strict=False)
        return json_response(request.app[SMSC].wire.find(wanted))
    except (msgspec.ValidationError, LocalError) as error:
        raise ApiError(400, "bad_query", str(error)) from error


async def pdu(request: web.Request) -> web.Response:
    """GET /api/pdus/{id}: all about one; 404 when it is no longer kept."""
    whole = request.app[SMSC].wire.whole(int(request.match_info["id"]))
    if whole is None:
        raise ApiError(404, "no_pdu", "That PDU is not kept")
    return json_response(whole)


async def faults(request: web.Request) -> web.Response:
    """GET /api/faults: what goes wrong now."""
    return json_response(request.app[SMSC].faults)


async def set_faults(request: web.Request) -> web.Response:
    """PUT /api/faults: what goes wrong from now on; what is left out does not."""
    smsc = request.app[SMSC]
    smsc.faults = await body_of(request, Faults)
    smsc.feed.publish(FaultsChanged(smsc.faults))
    return json_response(smsc.faults)


async def faults_schema(request: web.Request) -> web.Response:
    """GET /api/faults/schema: the same as JSON Schema, with limits and descriptions."""
    return json_response(msgspec.json.schema(Faults))


async def named_faults(request: web.Request) -> web.Response:
    """GET /api/profiles: faults by name."""
    return json_response(profiles())


async def phone(request: web.Request) -> web.Response:
    """GET /api/phones/{number}: what that phone shows."""
    return json_response(request.app[SMSC].phones.screen(number_of(request)))


async def switch_phone(request: web.Request) -> web.Response:
    """PUT /api/phones/{number}: switched off, messages wait for it; switched on, it gets them."""
    number = number_of(request)
    body = await body_of(request, PhoneState)
    request.app[SMSC].switch_phone(number, reachable=body.reachable)
    return json_response(request.app[SMSC].phones.screen(number))


async def send_sms(request: web.Request) -> web.Response:
    """POST /api/phones/{number}/sms: the phone sends a message; 202 when the SMSC holds it."""
    number = number_of(request)
    body = await body_of(request, SmsFromPhone)
    if not _NUMBER.fullmatch(body.to):
        raise ApiError(400, "bad_number", "to is 1 to 20 digits")
    try:
        with request.app[SMSC].phones[number].saying("sms", body.text, body.to):
            parts = request.app[SMSC].send_sms(number, body.to, body.text)
    except LocalError as error:
        raise ApiError(400, "bad_text", str(error)) from error
    return json_response({"parts": parts}, 202)


async def enter_ussd(request: web.Request) -> web.Response:
    """POST /api/phones/{number}/ussd: an answer where the session waits for one, else a code; 202 with the window.

    409 "busy": the session waits for the ESME, and the text is no code. 400 "bad_text": no code without a session, too
    long.
    """
    number = number_of(request)
    body = await body_of(request, UssdFromPhone)
    try:
        with request.app[SMSC].phones[number].saying("ussd", body.text):
            request.app[SMSC].enter(number, body.text)
    except Busy as error:
        raise ApiError(409, "busy", str(error)) from error
    except LocalError as error:
        raise ApiError(400, "bad_text", str(error)) from error
    return json_response(request.app[SMSC].phones.screen(number).ussd, 202)


async def hang_up(request: web.Request) -> web.Response:
    """DELETE /api/phones/{number}/ussd: the user ends the session; 204, 404 if there is none."""
    number = number_of(request)
    try:
        with request.app[SMSC].phones[number].saying("hang up", ""):
            request.app[SMSC].hang_up(number)
    except NoSession as error:
        raise ApiError(404, "no_session", str(error)) from error
    return web.Response(status=204)


async def push(request: web.Request) -> web.WebSocketResponse:
    """GET /ws: {"type": "sms"|"ussd"|"pdu"|"passed"|"link"|"faults", ...} as it happens."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT)
    with request.app[SMSC].feed.watch() as watcher:
        await socket.prepare(request)
        await until_closed(socket, watcher)
    return socket


async def until_closed(socket: web.WebSocketResponse, watcher: Watcher) -> None:
    """Pass events on until the client leaves or the feed ends. Reading is what notices either."""
    sender = asyncio.create_task(send_events(socket, watcher))
    try:
        async for _ in socket:
            pass
    finally:
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)


async def send_events(socket: web.WebSocketResponse, watcher: Watcher) -> None:
    """Events as text frames, in order; closes the socket at the end of the feed."""
    while (event := await watcher.get()) is not None:
        await socket.send_str(event.decode())
    await socket.close()


def number_of(request: web.Request) -> str:
    """The phone's number in the path."""
    number = request.match_info["number"]
    if not _NUMBER.fullmatch(number):
        raise ApiError(400, "bad_number", "a phone's number is 1 to 20 digits")
    return number


async def body_of(request: web.Request, kind: type[Body]) -> Body:
    """The body, checked."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
        return msgspec.json.decode(body, type=kind)
    except TimeoutError as error:
        raise ApiError(408, "slow_body", f"the body was not there within {BODY_SECONDS:.0f} s") from error
    except ValueError as error:
        raise ApiError(400, "bad_body", str(error)) from error
