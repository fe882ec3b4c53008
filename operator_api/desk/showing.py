"""How a page of the desk is made, and what its handlers share."""

from aiohttp import web

from operator_api.answers import Terms
from operator_api.callers import Caller
from operator_api.contract import Catalogue, Number
from operator_api.desk import words
from operator_api.desk.desk import Desk
from operator_api.desk.door import Door, Signed
from operator_api.masking import masked
from operator_api.rules import CONSULTANT_FEE
from pages.assets import Assets
from pages.cookies import Cookie
from pages.forms import Form, Forms, new_secret
from pages.front import Front
from pages.shown import moment
from pages.templates import make_environment

MOUNT = "/support"
LONGEST_ORIGIN = 64

VISITOR = Cookie("desk-visitor")
"""Of a browser where nobody is signed in: its forms are bound to it."""


class View:
    """The templates."""

    def __init__(self, assets: Assets) -> None:
        self._environment = make_environment("operator_api.desk", assets)
        self._environment.globals.update(
            asset=lambda name: MOUNT + assets.url(name), root=MOUNT, words=words, consultant_fee=CONSULTANT_FEE
        )

        self._environment.filters["masked"] = masked

    def render(self, template: str, **values: object) -> str:
        """The page."""
        return self._environment.get_template(template).render(**values)


DESK = web.AppKey("desk", Desk)
DOOR = web.AppKey("door", Door)
FORMS = web.AppKey("forms", Forms)
FRONT = web.AppKey("front", Front)
TERMS = web.AppKey("terms", Terms)
VIEW = web.AppKey("view", View)
SIGNED = web.RequestKey("signed", Signed)


def show(request: web.Request, template: str, status: int = 200, **values: object) -> web.Response:
    """A page for who is signed in, or for nobody."""
    signed = request.get(SIGNED)
    secret = signed.token if signed else VISITOR.of(request) or new_secret()
    terms = request.app[TERMS]
    text = request.app[VIEW].render(
        template,
        signed=signed,
        token=request.app[FORMS].token(secret),
        once=new_secret(),
        here=request.path,
        catalogue=terms.catalogue,
        moment=lambda at: moment(at, terms.zone),
        day_of=terms.day,
        **values,
    )
    response = web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
    if not signed:
        VISITOR.put(response, secret)
    return response


async def tell(request: web.Request, status: int, key: str) -> web.Response:
    """A page that says what is wrong."""
    return show(request, "error.html", status, text=words.ERRORS[key])


def go(path: str) -> web.Response:
    """Another page of the desk. Returned and not raised: what is raised is an error to the API above us."""
    return web.Response(status=303, headers={"Location": MOUNT + path})


async def form_of(request: web.Request) -> Form:
    """The form that who is signed in sent. Raises `pages.errors.PageError`."""
    return await request.app[FORMS].read(request, request[SIGNED].token)


def caller_of(request: web.Request) -> Caller:
    """Who asks."""
    return Caller("support", request[SIGNED].who, address_of(request))


def address_of(request: web.Request) -> str:
    """Where they sit."""
    return request.app[FRONT].address(request)[:LONGEST_ORIGIN]


def number_of(request: web.Request) -> Number:
    """The subscriber whom the page is about."""
    return Number(request.match_info["number"])


def catalogue_of(request: web.Request) -> Catalogue:
    """What is on offer."""
    return request.app[TERMS].catalogue
