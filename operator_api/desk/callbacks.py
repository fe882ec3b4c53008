"""The first page, with those who wait to be called."""

from aiohttp import web

from operator_api.desk.desk import MOST_CALLS
from operator_api.desk.showing import DESK, caller_of, form_of, go, show
from pages.errors import PageError


async def show_home(request: web.Request) -> web.Response:
    """Whom to find, and whom to call."""
    caller = caller_of(request)
    calls = await request.app[DESK].calls(caller)
    gone = "gone" in request.query
    return show(request, "home.html", calls=calls, me=caller.name, gone=gone, most=MOST_CALLS)


async def open_call(request: web.Request) -> web.Response:
    """The card of who waits; the list names nobody in full."""
    number = await request.app[DESK].whose_call(_id(request))
    if number is None:
        raise PageError(404, "not_found")
    return go(f"/subscribers/{number}")


async def take_call(request: web.Request) -> web.Response:
    """See to it."""
    await form_of(request)
    taken = await request.app[DESK].take_call(_id(request), caller_of(request))
    return go("/" if taken else "/?gone=1")


async def end_call(request: web.Request) -> web.Response:
    """It has been made."""
    await form_of(request)
    ended = await request.app[DESK].end_call(_id(request), caller_of(request))
    return go("/" if ended else "/?gone=1")


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])
