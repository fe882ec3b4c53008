"""The gateway's HTTP door: is it alive, does it serve; and under --dev, the clock of stories."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec
from aiohttp import web

from gateway.clock import Clock


class Health(msgspec.Struct, frozen=True):
    """What `/ready` says: links bound by SMSC, and whether Redis answers."""

    links: dict[str, int]
    state: bool

    @property
    def ready(self) -> bool:
        """People can be served."""
        return self.state and any(self.links.values())


class Advance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many seconds pass at once; a clock never goes back."""

    seconds: Annotated[float, msgspec.Meta(ge=0)]


def create_app(health: Callable[[], Health], clock: Clock | None) -> web.Application:
    """The door; with a ``clock``, stories may move it."""

    async def alive(_: web.Request) -> web.Response:
        return _json({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        now = health()
        return _json(now, status=200 if now.ready else 503)

    app = web.Application()
    app.add_routes([web.get("/health", alive), web.get("/ready", ready)])
    if clock is not None:
        app.add_routes([web.post("/dev/clock", _mover(clock))])
    return app


def _mover(clock: Clock) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def move(request: web.Request) -> web.Response:
        try:
            advance = msgspec.json.decode(await request.read(), type=Advance)
        except msgspec.MsgspecError as error:
            return _json({"error": {"code": "bad_request", "message": str(error)}}, status=400)
        clock.advance(advance.seconds)
        return _json({"now": clock.now()})

    return move


def _json(value: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")
