"""Where a request comes from, seen through the proxy that may stand in front."""

from urllib.parse import urlsplit

from aiohttp import hdrs, web

SAME_SITE = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site that a form of ours may come with."""


class Front:
    """``proxy``: the address of the one proxy whose word is taken; '': of none."""

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy

    def address(self, request: web.Request) -> str:
        """Where the person sits: the peer, or the last hop that the proxy names."""
        if self._is_proxied(request):
            hops = request.headers.getall(hdrs.X_FORWARDED_FOR, [])
            if last := ",".join(hops).rpartition(",")[2].strip():
                return last
        return request.remote or ""

    def is_https(self, request: web.Request) -> bool:
        """Whether the person's browser speaks TLS."""
        if self._is_proxied(request):
            return request.headers.get(hdrs.X_FORWARDED_PROTO, "") == "https"
        return request.secure

    def _is_proxied(self, request: web.Request) -> bool:
        return bool(self._proxy) and request.remote == self._proxy


def is_from_our_page(request: web.Request) -> bool:
    """What the browser says of the page that a form came from; one that says nothing is too old to (ASVS 5.0, 3.5.1).

    Of the origin, host and port are compared: a proxy may have taken the TLS off.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get(hdrs.ORIGIN)
    return (site is None or site in SAME_SITE) and (origin is None or _place(origin) == request.host)


def _place(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
