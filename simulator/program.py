"""The simulator as a whole: SMSC and API, listening."""

from collections.abc import Mapping
from ssl import SSLContext
from typing import NamedTuple

from aiohttp import web
from msgspec.structs import replace

from simulator.accounts import Account
from simulator.http import create_app
from simulator.smsc import TIMERS, Smsc
from simulator.stories import Play, Setup, Stories, no_setup
from simulator.trouble.faults import NO_FAULTS, Faults
from smpp import ussd


class Running(NamedTuple):
    """A simulator that listens on these ports."""

    smsc: Smsc
    smpp_port: int
    http_port: int
    runner: web.AppRunner
    smpps_port: int = 0
    """0: it does not speak TLS."""

    async def aclose(self, patience: float | None = None) -> None:
        """Unbind the ESMEs (see `Smsc.aclose`), end the API."""
        await self.smsc.aclose(patience)
        await self.runner.cleanup()


async def serve(
    smpp_host: str = "127.0.0.1",
    smpp_port: int = 2775,
    http_host: str = "127.0.0.1",
    http_port: int = 8775,
    accounts: Mapping[str, Account] | None = None,
    *,
    dialect: str = "",
    alphabet: str = "gsm",
    tls: SSLContext | None = None,
    smpps_port: int = 3550,
    enquire: float = TIMERS.enquire,
    play: Play | None = None,
    setup: Setup = no_setup,
    faults: Faults = NO_FAULTS,
) -> Running:
    """Start it; port 0 takes any free port. OSError if a port is taken, and then nothing listens.

    `dialect`: of USSD, see `smpp.ussd.dialect`; LocalError if there is no such. `alphabet`: see `Smsc`. With `tls` it
    listens at `smpps_port` too. `enquire`: seconds of silence after which an ESME is asked whether it is there.
    `play`, `setup`: what plays stories on it, and how a phone stands in the operator's books.
    """
    timers = replace(TIMERS, enquire=enquire)
    smsc = Smsc(accounts, timers=timers, ussd_dialect=ussd.dialect(dialect), alphabet=alphabet)
    smsc.faults = faults
    app = create_app(smsc)
    Stories(play, setup).add_to(app)
    runner = web.AppRunner(app, access_log=None)
    try:
        port = await smsc.start(smpp_host, smpp_port)
        secure_port = await smsc.start(smpp_host, smpps_port, tls) if tls else 0
        await runner.setup()
        await web.TCPSite(runner, http_host, http_port).start()
    except BaseException:
        await smsc.aclose()
        await runner.cleanup()
        raise
    return Running(smsc, port, runner.addresses[0][1], runner, secure_port)
