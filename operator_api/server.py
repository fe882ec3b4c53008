"""The operator's back office over HTTP: who serves, and who works beside it. `/openapi.json` says what there is."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import closing
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aiohttp import web

from operator_api.answers import Terms
from operator_api.back_office import BackOffice
from operator_api.builder import Builder
from operator_api.catalogue import load_catalogue
from operator_api.clock import Clock
from operator_api.contract import Role
from operator_api.database import Database, open_database
from operator_api.desk.app import create_desk, open_desk
from operator_api.desk.desk import Desk
from operator_api.desk.door import Door
from operator_api.desk.showing import MOUNT
from operator_api.doorman import Doorman
from operator_api.handlers import CATALOGUE, CLOCK, DEV_ROUTES, DOCUMENT, DOCUMENT_ROUTES, OFFICE, ROUTES
from operator_api.issuing import Issuing
from operator_api.mailing import Mail, Postman
from operator_api.openapi import describe
from operator_api.passwords import Hasher
from operator_api.seal import Seal
from operator_api.sending import Gateway, Sender
from operator_api.serving import DOORMAN, TOKENS, errors_as_json, served
from operator_api.working import keep_working
from pages.front import Front

LONGEST_BODY = 16_384
TIDY_EVERY = 60.0
"""Seconds between two sweeps of the books."""

SUPPORT = web.AppKey("support", web.Application)


class Outside(NamedTuple):
    """Who carries what the operator has to say."""

    gateway: Gateway | None
    mail: Mail | None


def create_app(
    *,
    database_url: str,
    tokens: Mapping[str, Role],
    seal_key: bytes,
    timezone: str = "Europe/Moscow",
    dev: bool = False,
    clock: Callable[[], float] = time.time,
    gateway: Gateway | None = None,
    mail: Mail | None = None,
    proxy: str = "",
) -> web.Application:
    """The server. ``tokens`` gives the role of each bearer; ``seal_key`` is a secret of any length. Without a
    ``gateway`` messages wait for one; without ``mail`` documents are not sent by e-mail. ``proxy``: the
    address of the one whose word of where consultants sit is taken.

    Raises `zoneinfo.ZoneInfoNotFoundError` for a time zone that there is not; at its start, `BooksAwayError` for books
    that cannot be opened.
    """
    terms, seal = Terms(load_catalogue(), ZoneInfo(timezone), mail is not None), Seal(seal_key)
    app = web.Application(middlewares=[errors_as_json], client_max_size=LONGEST_BODY)
    app[TOKENS] = tokens
    app[CLOCK] = Clock(clock)
    app[CATALOGUE] = terms.catalogue
    app[SUPPORT] = create_desk(terms, seal.fingerprint(b"forms of the desk"), Front(proxy))
    app.add_subapp(MOUNT, app[SUPPORT])
    app.cleanup_ctx.append(_open_office(database_url, seal, terms, Outside(gateway, mail)))
    routes = (*ROUTES, *(DEV_ROUTES if dev else ()))
    app[DOCUMENT] = describe(routes)
    for route in (*routes, *DOCUMENT_ROUTES):
        app.router.add_route(route.method, route.path, served(route))
    return app


def _open_office(
    database_url: str, seal: Seal, terms: Terms, outside: Outside
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def office(app: web.Application) -> AsyncIterator[None]:
        async with open_database(database_url) as database:
            with closing(Hasher()) as hasher:
                works = _open_rooms(app, database, hasher, seal, terms, outside)
                working = [asyncio.create_task(work) for work in works]
                yield
                for task in working:
                    task.cancel()
                await asyncio.gather(*working, return_exceptions=True)

    return office


def _open_rooms(
    app: web.Application, database: Database, hasher: Hasher, seal: Seal, terms: Terms, outside: Outside
) -> list[Coroutine[Any, Any, None]]:
    """Gives the handlers whom they ask, and the work that goes on beside them."""
    clock, (gateway, mail) = app[CLOCK], outside
    app[OFFICE] = office = BackOffice(database, hasher, seal, terms, clock)
    app[DOORMAN] = doorman = Doorman(database, office, clock)
    open_desk(app[SUPPORT], Desk(database, office, terms, clock), Door(database, hasher, clock))
    return [
        keep_working(office.tidy, "sweeps", TIDY_EVERY),
        Issuing(database, office, seal, doorman.requested, clock).run(),
        Builder(database, seal, terms, clock).run(),
        Postman(database, seal, mail, clock).run(),
        *([Sender(database, seal, gateway, clock).run()] if gateway else []),
    ]
