"""From a request to a handler: who may, and what comes of an operator that does not answer."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from cabinet.house import ACCOUNT, HOUSE
from cabinet.visit import Member, Visit, see_other
from operator_api.client import OperatorError
from pages.errors import PageError

RETRY_AFTER = "10"
"""Seconds."""

VISIT = web.RequestKey("visit", Visit)

log = logging.getLogger(__name__)

ForVisits = Callable[[Visit], Awaitable[web.StreamResponse]]
ForMembers = Callable[[Member], Awaitable[web.StreamResponse]]


def for_all(handle: ForVisits) -> Handler:
    """The handler of a page that needs no sign-in."""

    async def serve(request: web.Request) -> web.StreamResponse:
        request[VISIT] = visit = Visit(request)
        try:
            return await handle(visit)
        except OperatorError as error:
            raise _in_words(error, request) from error

    return serve


def for_members(handle: ForMembers) -> Handler:
    """The handler of a page of the account; who is not signed in, or no longer, is shown the way in."""

    async def serve(request: web.Request) -> web.StreamResponse:
        if not ACCOUNT.of(request):
            return see_other("/login")
        try:
            request[VISIT] = member = await _member(request)
            return await handle(member)
        except OperatorError as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                return _over()
            raise _in_words(error, request) from error

    return serve


async def _member(request: web.Request) -> Member:
    house = request.app[HOUSE]
    session = await house.operator.session(ACCOUNT.of(request), house.front.address(request))
    return Member(request, session, await house.shelf.catalogue())


def _over() -> web.Response:
    response = see_other("/login?over")
    ACCOUNT.drop(response)
    return response


def _in_words(error: OperatorError, request: web.Request) -> PageError:
    """Whether a change that got no answer was made nobody knows; the same form may be sent again."""
    if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY):
        return PageError(404, "not_found")
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return PageError(503, "busy")
    log.warning("%s %s: %s", request.method, request.path, error)
    return PageError(503, "unsure" if request.method == hdrs.METH_POST else "away")


async def tell(request: web.Request, status: int, key: str) -> web.Response:
    """The page that says what went wrong."""
    visit = request.get(VISIT) or Visit(request)
    response = visit.page("error.html", status=status, key=key)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers[hdrs.RETRY_AFTER] = RETRY_AFTER
    return response
