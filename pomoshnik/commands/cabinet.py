"""``pomoshnik cabinet``"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aiohttp import web

from cabinet.app import create_app
from operator_api.client import CabinetClient
from pomoshnik.commands.operator import TIMEZONE, timezone
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from pomoshnik.settings import address, port, setting, utf8, web_url


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    operator: str = setting("URL", "the operator's back office", web_url)
    host: str = setting("HOST", "where to listen", default="127.0.0.1")
    http_port: int = setting("PORT", "for browsers; 0: any free one", port, 8778)
    timezone: str = setting("NAME", "the operator's, in which times are shown", timezone, TIMEZONE)
    proxy: str = setting(
        "ADDRESS", "a proxy in front, whose X-Forwarded-For and X-Forwarded-Proto are believed", address, ""
    )
    secret: str = setting("TEXT", "the secret that all parts share; needed beyond this machine", utf8, "")


@asynccontextmanager
async def app(operator: str, secret: Secret, zone: str, proxy: str = "") -> AsyncIterator[web.Application]:
    """The personal account, with the token and the key that this secret gives."""
    client = CabinetClient(operator, secret.token("cabinet"))
    try:
        yield create_app(client, secret.key("cabinet"), zone=ZoneInfo(zone), proxy=proxy)
    finally:
        await client.aclose()


async def run(settings: Settings) -> int:
    """Serve until stopped."""
    secret = Secret.given_or_development(settings.secret, settings.host)
    async with (
        app(settings.operator, secret, settings.timezone, settings.proxy) as pages,
        listening(pages, settings.host, settings.http_port) as url,
    ):
        print(f"cabinet: {url}", flush=True)
        await asyncio.Future()
    return 0
