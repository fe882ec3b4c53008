"""``pomoshnik simulator``"""

import asyncio
import ssl
import time
from dataclasses import dataclass

import aiohttp

from pomoshnik.listening import ports_free
from pomoshnik.page_player import PagePlayer
from pomoshnik.player import Stack
from pomoshnik.settings import BadSetting, port, positive, setting, settings_list
from simulator.accounts import Account, read_account
from simulator.program import Running, serve
from simulator.trouble.faults import NO_FAULTS, Faults
from simulator.trouble.profiles import faults_of
from smpp import ussd
from smpp.errors import LocalError

ALPHABETS = {"gsm": "gsm", "ascii": "ascii", "latin1": "latin-1"}
"""As the options of an SMSC's URL call them too."""


def alphabet(text: str) -> str:
    """Of data_coding 0."""
    if text not in ALPHABETS:
        raise ValueError(f"{text!r} is none of {', '.join(ALPHABETS)}")
    return text


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
    account: tuple[tuple[str, Account], ...] = settings_list(
        "ID:PASSWORD",
        "who may bind; limits as ID:PASSWORD?window=10&rate=50 (docs/simulator.md); may be repeated; none: anybody",
        read_account,
        (),
    )
    dialect: str = setting("NAME", "how USSD is spoken: a name, or a file (docs/dialects.md)", dialect, "")
    faults: Faults | None = setting("NAME", "what goes wrong: a profile, or a file (docs/faults.md)", faults_of, None)
    alphabet: str = setting("NAME", "what data_coding 0 means: gsm, ascii or latin1", alphabet, "gsm")
    tls_cert: str = setting("FILE", "certificate chain (PEM), to listen with TLS too", default="")
    tls_key: str = setting("FILE", "its key; none: it stands in the same file", default="")
    smpps_port: int = setting("PORT", "for ESMEs with TLS; 0: any free one", port, 3550)
    enquire: int = setting("SECONDS", "of silence, then an ESME is asked whether it is there", positive, 30)


async def run(settings: Settings) -> int:
    """Serve until stopped."""
    accounts = dict(settings.account)
    if len(accounts) < len(settings.account):
        raise BadSetting("--account: an ID is given twice")
    tls = tls_of(settings.tls_cert, settings.tls_key)
    async with aiohttp.ClientSession() as http:
        return await _run(settings, PagePlayer(http), tls)


async def _run(settings: Settings, page: PagePlayer, tls: ssl.SSLContext | None) -> int:
    with ports_free("--host, --smpp-port and --http-port (with TLS also --smpps-port)"):
        running = await serve(
            settings.host,
            settings.smpp_port,
            settings.host,
            settings.http_port,
            dict(settings.account) or None,
            dialect=settings.dialect,
            alphabet=ALPHABETS[settings.alphabet],
            tls=tls,
            smpps_port=settings.smpps_port,
            enquire=settings.enquire,
            play=page.play,
            setup=page.setup,
            faults=settings.faults or NO_FAULTS,
        )
    page.stack = Stack(f"http://{_in_url(settings.host)}:{running.http_port}", None, time.time)
    print("simulator:", *places(settings.host, running), flush=True)
    try:
        await asyncio.Future()
    finally:
        await running.aclose()
    return 0


def _in_url(host: str) -> str:
    """An address of IPv6 stands in brackets there (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def tls_of(certificate: str, key: str) -> ssl.SSLContext | None:
    """What a server of that certificate uses; None: there is none."""
    if not certificate and not key:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key or None)
    except OSError as error:  # ssl.SSLError is one
        raise BadSetting(f"--tls-cert and --tls-key: {error.strerror or error}") from None
    return context


def places(host: str, running: Running) -> list[str]:
    """Where it listens."""
    secure = [f"smpps://{host}:{running.smpps_port}"] if running.smpps_port else []
    return [f"smpp://{host}:{running.smpp_port}", *secure, f"http://{host}:{running.http_port}"]
