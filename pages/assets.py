"""Files that never change under their name: the name holds a digest of the content, so browsers may keep them."""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

from aiohttp import hdrs, web

FOLDER = "static"
PREFIX = "/static/"
KEPT = "public, max-age=31536000, immutable"

TYPES = {"css": "text/css", "js": "text/javascript", "png": "image/png", "svg": "image/svg+xml"}
"""By the ending of the name; others are not served."""


class Asset(NamedTuple):
    """A file as it is served."""

    name: str
    type: str
    body: bytes


class Assets:
    """The files in the ``static`` folders of these packages, read once; of two with one name the last counts."""

    def __init__(self, *packages: str) -> None:
        assets = {name: asset for package in packages for name, asset in _read(package).items()}
        self._urls = {name: PREFIX + asset.name for name, asset in assets.items()}
        self._served = {asset.name: asset for asset in assets.values()}

    def url(self, name: str) -> str:
        """Where ``style.css`` is served; KeyError if there is none."""
        return self._urls[name]

    def add_route(self, app: web.Application) -> None:
        """Serve them."""
        app.router.add_get(PREFIX + "{name}", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        asset = self._served.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        headers = {hdrs.CACHE_CONTROL: KEPT}
        return web.Response(body=asset.body, content_type=asset.type, charset="utf-8", headers=headers)


def _read(package: str) -> Mapping[str, Asset]:
    found = {}
    for file in files(package).joinpath(FOLDER).iterdir():
        stem, _, ending = file.name.rpartition(".")
        if ending in TYPES:
            body = file.read_bytes()
            digest = hashlib.sha256(body).hexdigest()[:12]
            found[file.name] = Asset(f"{stem}.{digest}.{ending}", TYPES[ending], body)
    return found
