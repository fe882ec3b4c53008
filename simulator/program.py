"""The simulator as a whole: SMSC and API, listening."""

from collections.abc import Mapping
from typing import NamedTuple

from aiohttp import web

from simulator.faults import NO_FAULTS, Faults
from simulator.http import create_app
from simulator.smsc import Smsc
from simulator.stories import Play, Setup, Stories, no_setup
from smpp import ussd


class Running(NamedTuple):
    """A simulator that listens on these ports."""

    smsc: Smsc
    smpp_port: int
    http_port: int
    runner: web.AppRunner

    async def aclose(self) -> None:
        """Unbind the ESMEs, end the API."""
        await self.smsc.aclose()
        await self.runner.cleanup()


async def serve(
    smpp_host: str = "127.0.0.1",
    smpp_port: int = 2775,
    http_host: str = "127.0.0.1",
    http_port: int = 8775,
    accounts: Mapping[str, str] | None = None,
    *,
    dialect: str = "",
    play: Play | None = None,
    setup: Setup = no_setup,
    faults: Faults = NO_FAULTS,
) -> Running:
    """Start it; port 0 takes any free port. OSError if a port is taken, and then nothing listens.

    `dialect`: of USSD, see `smpp.ussd.dialect`; LocalError if there is no such. `play`, `setup`: what plays stories on
    it, and how a phone stands in the operator's books.
    """
    smsc = Smsc(accounts, ussd_dialect=ussd.dialect(dialect))
    smsc.faults = faults
    app = create_app(smsc)
    Stories(play, setup).add_to(app)
    runner = web.AppRunner(app, access_log=None)
    try:
        port = await smsc.start(smpp_host, smpp_port)
        await runner.setup()
        await web.TCPSite(runner, http_host, http_port).start()
    except BaseException:
        await smsc.aclose()
        await runner.cleanup()
        raise
    return Running(smsc, port, runner.addresses[0][1], runner)
