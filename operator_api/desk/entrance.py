"""In and out."""

from aiohttp import web

from operator_api.desk.showing import DOOR, FORMS, SIGNED, VISITOR, address_of, form_of, go, show
from pages.cookies import Cookie

SESSION = Cookie("desk")


def to_sign_in(*, over: bool = False) -> web.Response:
    """Send them there; ``over``: they were signed in."""
    return go("/sign-in?over=1" if over else "/sign-in")


async def go_home(request: web.Request) -> web.Response:
    """Without the last stroke of the address."""
    return go("/")


async def show_sign_in(request: web.Request) -> web.Response:
    """Login and password."""
    return _page(request, over="over" in request.query)


async def sign_in(request: web.Request) -> web.Response:
    """In, with a session that did not exist before; or once more."""
    form = await request.app[FORMS].read(request, VISITOR.of(request))
    login = form.text("login").lower()
    admitted = await request.app[DOOR].sign_in(login, form.text("password"), address_of(request))
    if not admitted.token:
        status = 429 if admitted.wait else 403
        return _page(request, status, wrong=not admitted.wait, wait=admitted.wait)
    response = go("/")
    SESSION.put(response, admitted.token)
    VISITOR.drop(response)
    return response


async def sign_out(request: web.Request) -> web.Response:
    """Out, here and in the books."""
    await form_of(request)
    await request.app[DOOR].sign_out(request[SIGNED], address_of(request))
    response = to_sign_in()
    SESSION.drop(response)
    return response


def _page(
    request: web.Request, status: int = 200, *, over: bool = False, wrong: bool = False, wait: int = 0
) -> web.Response:
    return show(request, "sign_in.html", status, over=over, wrong=wrong, wait=wait)
