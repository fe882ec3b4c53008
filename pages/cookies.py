"""Cookies that leave the browser for nobody but the host that set them (ASVS 5.0, 3.3).

They are Secure; for http on the loopback address browsers make an exception. `SameSite=Lax`: a link in an e-mail opens
the page with its session, and a form of another site comes without it.
"""

from aiohttp import web

PREFIX = "__Host-"
LONGEST = 256
"""Characters of a value; a longer one is not ours."""


class Cookie:
    """A cookie by its name. ``seconds``: how long the browser keeps it; None: until it is closed."""

    def __init__(self, name: str, seconds: int | None = None) -> None:
        self.name = PREFIX + name
        self._seconds = seconds

    def of(self, request: web.Request) -> str:
        """Its value; '' without one."""
        value = request.cookies.get(self.name, "")
        return value if len(value) <= LONGEST else ""

    def put(self, response: web.StreamResponse, value: str) -> None:
        """Have the browser keep it."""
        response.set_cookie(
            self.name, value, max_age=self._seconds, path="/", secure=True, httponly=True, samesite="Lax"
        )

    def drop(self, response: web.StreamResponse) -> None:
        """Have the browser forget it."""
        response.del_cookie(self.name, path="/", secure=True, httponly=True, samesite="Lax")
