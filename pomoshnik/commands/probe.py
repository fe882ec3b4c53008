"""``pomoshnik probe``"""

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from gateway.address import Address
from pomoshnik.commands.gateway import smsc
from pomoshnik.overheard import Sessions, readings, told
from pomoshnik.probing import Prober, Unusable
from pomoshnik.settings import argument, positive, setting
from smpp.pdus import BindResp
from smpp.statuses import Status
from smpp.tlvs import SC_INTERFACE_VERSION
from smpp.ussd import Dialect, shipped

NOT_US = (Status.RALYBND, Status.RINVPASWD, Status.RINVSYSID, Status.RINVSYSTYP)
"""Refusals that no other kind of bind changes."""

SMPP_3_4 = 0x34
"""The first version with TLVs, as sc_interface_version has it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    url: Address = argument("URL", "smpp://ID:PASSWORD@HOST:PORT?OPTIONS, smpps://..., or @FILE that holds it", smsc)
    ussd: int = setting("SECONDS", "say which dialects read what phones dial meanwhile", positive, 0)


async def run(settings: Settings) -> int:
    """Say what works; exit status 1 if the SMSC cannot be used, or if no USSD came while it was listened for."""
    stopped = threading.Event()
    try:
        return await asyncio.to_thread(_probe, settings, stopped)
    except Unusable as error:
        print(f"pomoshnik probe: {settings.url.name}: {error}", file=sys.stderr)
        return 1
    finally:
        stopped.set()


def _probe(settings: Settings, stopped: threading.Event) -> int:
    with ExitStack() as exits:
        links = _bound(settings.url, exits)
        for link in links:
            _say("enquire", f"answered in {1000 * link.enquire():.1f} ms")
        return _listen(links[-1], settings, stopped) if settings.ussd else 0


def _bound(address: Address, exits: ExitStack) -> list[Prober]:
    """A transceiver, else a transmitter and a receiver."""
    link = _connected(address, exits)
    _say("connect", f"{address.host}:{address.port} listens" + (f", {link.secured}" if link.secured else ""))
    try:
        _tell_bind("transceiver", link.bind("transceiver"))
    except Unusable as error:
        if error.status in NOT_US:
            raise
        _say("bind", str(error))
        link.leave()
        return [_bound_as(kind, address, exits) for kind in ("transmitter", "receiver")]
    return [link]


def _bound_as(kind: str, address: Address, exits: ExitStack) -> Prober:
    link = _connected(address, exits)
    _tell_bind(kind, link.bind(kind))
    return link


def _connected(address: Address, exits: ExitStack) -> Prober:
    link = Prober(address)
    exits.callback(link.leave)
    return link


def _tell_bind(kind: str, response: BindResp) -> None:
    version = SC_INTERFACE_VERSION.of(response)
    told = "no sc_interface_version" if version is None else f"sc_interface_version 0x{version:02X}"
    tlvs = "TLVs are known" if version and version >= SMPP_3_4 else "TLVs may be unknown"
    _say("bind", f"as a {kind}; it calls itself {response.system_id!r}; {told}: {tlvs}")


def _listen(link: Prober, settings: Settings, stopped: threading.Event) -> int:
    """Messages are acknowledged as far as they are USSD, and not replied to."""
    dialects = list(_dialects(settings.url))
    _say("ussd", f"dial a code now, within {settings.ussd} s")
    came, fit, sessions = 0, {each.name for each in dialects}, Sessions()
    for pdu in link.messages(settings.ussd, stopped):
        found = readings(pdu, dialects)
        link.answer(pdu, Status.ROK if found else settings.url.temp_error)
        if found:
            came += 1
            sessions.add(found)
            fit &= {each.name for each, unit in found if unit.operation}
        for line in told(pdu, found):
            print(line, flush=True)
    _say(
        "ussd", f"{came} messages; {', '.join(sorted(fit)) or 'no dialect'} read each of them" if came else "none came"
    )
    if came and (likely := sorted(fit - sessions.lost)):
        _say("ussd", f"{', '.join(likely)}: the same session from dial to end")
    return 0 if came and fit else 1


def _dialects(address: Address) -> Iterator[Dialect]:
    """Those that ship, and that of the URL."""
    yield from shipped().values()
    if address.ussd not in shipped().values():
        yield address.ussd


def _say(what: str, how: str) -> None:
    print(f"{what:8} {how}", flush=True)
