"""``pomoshnik simulator``"""

import asyncio
import time
from dataclasses import dataclass

import aiohttp

from pomoshnik.listening import ports_free
from pomoshnik.page_player import PagePlayer
from pomoshnik.player import Stack
from pomoshnik.settings import port, setting, settings_list
from simulator.faults import NO_FAULTS, Faults
from simulator.profiles import faults_of
from simulator.program import serve
from smpp import ussd
from smpp.errors import LocalError


def account(text: str) -> tuple[str, str]:
    """``ID:PASSWORD``"""
    system_id, colon, password = text.partition(":")
    if not system_id or not colon:
        raise ValueError("an account is ID:PASSWORD")
    if len(system_id) > 15 or len(password) > 8:
        raise ValueError("SMPP 3.4 allows an ID of 15 characters and a password of 8")
    return system_id, password


def dialect(text: str) -> str:
    """A name, or a file."""
    try:
        ussd.dialect(text)
    except LocalError as error:
        raise ValueError(str(error)) from None
    return text


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    host: str = setting("HOST", "where to listen", default="127.0.0.1")
    smpp_port: int = setting("PORT", "for ESMEs; 0: any free one", port, 2775)
    http_port: int = setting("PORT", "for the API; 0: any free one", port, 8775)
    account: tuple[tuple[str, str], ...] = settings_list(
        "ID:PASSWORD", "who may bind; may be repeated; none: anybody", account, ()
    )
    dialect: str = setting("NAME", "how USSD is spoken: a name, or a file (docs/dialects.md)", dialect, "")
    faults: Faults | None = setting("NAME", "what goes wrong: a profile, or a file (docs/faults.md)", faults_of, None)


async def run(settings: Settings) -> int:
    """Serve until stopped."""
    async with aiohttp.ClientSession() as http:
        return await _run(settings, PagePlayer(http))


async def _run(settings: Settings, page: PagePlayer) -> int:
    with ports_free("--host, --smpp-port and --http-port"):
        running = await serve(
            settings.host,
            settings.smpp_port,
            settings.host,
            settings.http_port,
            dict(settings.account) or None,
            dialect=settings.dialect,
            play=page.play,
            setup=page.setup,
            faults=settings.faults or NO_FAULTS,
        )
    page.stack = Stack(f"http://{_in_url(settings.host)}:{running.http_port}", None, time.time)
    print(
        f"simulator: smpp://{settings.host}:{running.smpp_port} http://{settings.host}:{running.http_port}", flush=True
    )
    try:
        await asyncio.Future()
    finally:
        await running.aclose()
    return 0


def _in_url(host: str) -> str:
    """An address of IPv6 stands in brackets there (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host
