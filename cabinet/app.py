"""The application: every page of the personal account, and who may see it."""

from datetime import tzinfo
from typing import NamedTuple

from aiohttp import web
from aiohttp.typedefs import Handler

from cabinet import by_sms, codes, details, door, home, own_password, promised, services, spending, tariffs
from cabinet.house import HOUSE, House, Shelf
from cabinet.pictures import Artist
from cabinet.serving import for_all, for_members, tell
from operator_api.client import CabinetClient
from pages.assets import Assets
from pages.errors import errors_in_words
from pages.forms import LONGEST_FORM, Forms
from pages.front import Front
from pages.headers import safe_headers
from pages.templates import make_environment
from pages.texts import Texts


class Route(NamedTuple):
    """A page, or what a form of it does."""

    method: str
    path: str
    handler: Handler


SERVICE, TARIFF = "/services/{id:[a-z0-9_]+}", "/tariffs/{id:[a-z0-9_]+}"
CODE = "/captcha/{id:[0-9a-f]+}"

ROUTES = (
    Route("GET", "/login", for_all(door.show)),
    Route("POST", "/login", for_all(door.sign_in)),
    Route("POST", "/logout", for_members(door.sign_out)),
    Route("GET", "/password", for_all(by_sms.show)),
    Route("POST", "/password", for_all(by_sms.ask)),
    Route("GET", CODE + ".png", for_all(codes.show)),
    Route("GET", CODE + ".wav", for_all(codes.play)),
    Route("GET", "/{page:login|password}/{language}", for_all(door.choose_language)),
    Route("GET", "/", for_members(home.show)),
    Route("GET", "/assistant", for_members(home.show_assistant)),
    Route("GET", "/services", for_members(services.show_all)),
    Route("GET", SERVICE, for_members(services.show_one)),
    Route("POST", SERVICE + "/call", for_members(services.ask_for_call)),
    Route("GET", SERVICE + "/{way:on|off}", for_members(services.ask_switch)),
    Route("POST", SERVICE + "/{way:on|off}", for_members(services.switch)),
    Route("GET", "/spending", for_members(spending.show)),
    Route("GET", "/spending/chart.svg", for_members(spending.show_chart)),
    Route("GET", "/detail", for_members(details.show)),
    Route("POST", "/detail", for_members(details.order)),
    Route("GET", "/documents", for_members(details.show_documents)),
    Route("GET", "/documents/{id}", for_members(details.fetch)),
    Route("GET", "/tariffs", for_members(tariffs.show_all)),
    Route("GET", TARIFF, for_members(tariffs.show_one)),
    Route("POST", TARIFF, for_members(tariffs.change)),
    Route("GET", "/promised", for_members(promised.show)),
    Route("POST", "/promised", for_members(promised.take)),
    Route("GET", "/promised/terms", for_members(promised.ask_terms)),
    Route("GET", "/reading", for_members(home.show_reading)),
    Route("POST", "/reading", for_members(home.set_reading)),
    Route("GET", "/own-password", for_members(own_password.show)),
    Route("POST", "/own-password", for_members(own_password.change)),
    Route("GET", "/history", for_members(home.show_history)),
    Route("POST", "/history/end-sessions", for_members(home.end_sessions)),
)


def create_app(
    operator: CabinetClient,
    key: bytes,
    *,
    zone: tzinfo,
    proxy: str = "",
) -> web.Application:
    """The personal account. It keeps nothing: sessions and all else are the operator's.

    ``key``: a secret that forms are signed with; ``zone``: the operator's; ``proxy``: the address of a proxy in front,
    whose X-Forwarded-For and X-Forwarded-Proto are believed.
    """
    front, assets = Front(proxy), Assets("pages", "cabinet")
    app = web.Application(middlewares=[safe_headers(front), errors_in_words(tell)], client_max_size=LONGEST_FORM)
    templates = make_environment("cabinet", assets)
    app[HOUSE] = House(operator, Forms(key), front, Shelf(operator), Texts("cabinet"), templates, Artist(), zone)
    for route in ROUTES:
        app.router.add_route(route.method, route.path, route.handler)
    assets.add_route(app)
    return app
