"""What goes wrong on a page, told in words.

PageError       a page with that status and text
└── ForgedForm  the form did not come from a page of ours, or from one of an earlier session
"""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

log = logging.getLogger(__name__)

Telling = Callable[[web.Request, int, str], Awaitable[web.StreamResponse]]
"""Makes the page for a request, a status and the key of a text."""


class PageError(Exception):
    """Nothing was done. ``status`` is that of HTTP, ``key`` the text that says what is wrong."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


class ForgedForm(PageError):
    """The form did not come from a page of ours, or from one of an earlier session."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.FORBIDDEN, "forged")


KEYS = {404: "not_found", 405: "not_found", 413: "too_long", 429: "busy", 503: "away"}
"""Texts for what aiohttp itself raises; any other has ``failed``."""


def errors_in_words(tell: Telling) -> Middleware:
    """Middleware under `safe_headers`: what handlers raise becomes a page; what nobody foresaw is logged."""

    @web.middleware
    async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except PageError as error:
            return await tell(request, error.status, error.key)
        except web.HTTPException as error:
            if error.status < HTTPStatus.BAD_REQUEST:
                raise
            return await tell(request, error.status, KEYS.get(error.status, "failed"))
        except Exception:
            log.exception("%s %s failed", request.method, route_of(request))
            return await tell(request, HTTPStatus.INTERNAL_SERVER_ERROR, "failed")

    return told


def route_of(request: web.Request) -> str:
    """The path without what stands in its places: that may be the number of a person."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"
