"""The desk as an application of its own: `ROUTES` says what there is."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from operator_api.answers import Terms
from operator_api.desk import callbacks, changing, entrance, people
from operator_api.desk.desk import Desk
from operator_api.desk.door import Door
from operator_api.desk.showing import DESK, DOOR, FORMS, FRONT, SIGNED, TERMS, VIEW, View, tell
from operator_api.errors import BooksAwayError, UnknownIdError
from pages.assets import Assets
from pages.errors import PageError, errors_in_words
from pages.forms import LONGEST_FORM, Forms
from pages.front import Front
from pages.headers import safe_headers

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NUMBER = "/subscribers/{number:[1-9][0-9]{2,14}}"
CALL = "/calls/{id:[0-9]{1,9}}"
SERVICE = NUMBER + "/services/{service}/{way:on|off}"
TARIFF = NUMBER + "/tariffs/{tariff}"

OPEN_ROUTES = (
    ("GET", "/sign-in", entrance.show_sign_in),
    ("POST", "/sign-in", entrance.sign_in),
)
"""For who is not signed in."""

ROUTES = (
    ("GET", "", entrance.go_home),
    ("GET", "/", callbacks.show_home),
    ("POST", "/sign-out", entrance.sign_out),
    ("GET", "/find", people.find),
    ("GET", CALL, callbacks.open_call),
    ("POST", CALL + "/take", callbacks.take_call),
    ("POST", CALL + "/end", callbacks.end_call),
    ("GET", NUMBER, people.show_card),
    ("GET", NUMBER + "/services", people.show_services),
    ("GET", NUMBER + "/tariffs", people.show_tariffs),
    ("GET", NUMBER + "/history", people.show_history),
    ("GET", SERVICE, changing.quote_service),
    ("POST", SERVICE, changing.switch_service),
    ("GET", TARIFF, changing.quote_tariff),
    ("POST", TARIFF, changing.change_tariff),
    ("GET", NUMBER + "/password", changing.ask_password),
    ("POST", NUMBER + "/password", changing.send_password),
    ("GET", NUMBER + "/sessions", changing.ask_sessions),
    ("POST", NUMBER + "/sessions", changing.end_sessions),
)
"""For consultants."""


def create_desk(terms: Terms, form_key: bytes, front: Front) -> web.Application:
    """The desk; `open_desk` gives it the books. ``form_key`` is a secret."""
    middlewares = [safe_headers(front), errors_in_words(tell), books_in_words]
    app = web.Application(middlewares=middlewares, client_max_size=LONGEST_FORM)
    assets = Assets("pages", "operator_api.desk")
    app[TERMS] = terms
    app[FORMS] = Forms(form_key)
    app[FRONT] = front
    app[VIEW] = View(assets)
    assets.add_route(app)
    for method, path, handler in OPEN_ROUTES:
        app.router.add_route(method, path, handler)
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, signed_in(handler))
    return app


def open_desk(app: web.Application, desk: Desk, door: Door) -> None:
    """From now on it serves."""
    app[DESK] = desk
    app[DOOR] = door


def signed_in(handler: Handler) -> Handler:
    """The handler, for who is signed in; who is not is sent to do so."""

    async def serve(request: web.Request) -> web.StreamResponse:
        token = entrance.SESSION.of(request)
        signed = await request.app[DOOR].signed(token) if token else None
        if signed is None:
            return entrance.to_sign_in(over=bool(token))
        request[SIGNED] = signed
        return await handler(request)

    return serve


@web.middleware
async def books_in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the books raise, as pages tell it."""
    try:
        return await handler(request)
    except BooksAwayError:
        raise PageError(503, "away") from None
    except UnknownIdError:
        raise PageError(404, "not_found") from None
