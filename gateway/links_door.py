"""Links to SMSCs over HTTP, for who has their bearer token; what is changed here lives until the gateway stops.

GET    /v1/links         each bind: of which link and SMSC, how it is and since when, what is in its window
POST   /v1/links         ``{"smsc": "smpp://..."}``: one more link, to a new SMSC or to a known one; 201 with its id
DELETE /v1/links/{id}    answer what is under way, then unbind; 202, and the link is there until that is done
"""

import msgspec
from aiohttp import web

from gateway.door import as_json, bearers
from gateway.smscs import Smscs


class NewLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``smsc`` is its URL (`gateway.address`)."""

    smsc: str


def link_routes(smscs: Smscs, token: str) -> list[web.RouteDef]:
    """The routes, for `gateway.door.create_app`."""

    async def tell(_: web.Request) -> web.Response:
        return as_json({"links": smscs.rows()})

    async def add(request: web.Request) -> web.Response:
        wanted = msgspec.json.decode(await request.read(), type=NewLink)
        return as_json({"id": smscs.add(wanted.smsc)}, status=201)

    async def remove(request: web.Request) -> web.Response:
        id = int(request.match_info["id"])
        try:
            smscs.remove(id)
        except KeyError:
            raise web.HTTPNotFound from None
        return as_json({"id": id}, status=202)

    return [
        web.get("/v1/links", bearers(token, tell)),
        web.post("/v1/links", bearers(token, add)),
        web.delete(r"/v1/links/{id:\d{1,9}}", bearers(token, remove)),
    ]
