"""The page for testers: static files, read once; the API and the WebSocket do the rest."""

from importlib.resources import files

from aiohttp import hdrs, web

FOLDER = "static"
INDEX = "index.html"
TYPES = {"css": "text/css", "html": "text/html", "js": "text/javascript", "svg": "image/svg+xml"}
"""By the ending of the name; others are not served."""

SAFE = {
    hdrs.CACHE_CONTROL: "no-cache",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""All that the page needs comes from here; nothing else is loaded."""


def add_page(app: web.Application) -> None:
    """Serve it at ``/``."""
    served = {file.name: file.read_bytes() for file in files(__package__).joinpath(FOLDER).iterdir()}

    async def serve(request: web.Request) -> web.Response:
        name = request.match_info.get("name", INDEX)
        kind = TYPES.get(name.rpartition(".")[2])
        if name not in served or kind is None:
            raise web.HTTPNotFound
        return web.Response(body=served[name], content_type=kind, charset="utf-8", headers=SAFE)

    app.add_routes([web.get("/", serve), web.get("/static/{name}", serve)])
