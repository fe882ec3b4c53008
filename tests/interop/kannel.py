"""Kannel, bound as an ESME to an SMSC: Debian's bearerbox and smsbox, which pass USSD on to a service over HTTP."""

import asyncio
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

import aiohttp

from tests.gateway.message_centre import PATIENCE
from tests.redis_cluster import free_port

BOXES = Path("/usr/sbin")
"""Where Debian has them, off the path of people."""

TLVS = {"ussd_service_op": (0x0501, 1), "its_session_info": (0x1383, 2)}
"""Tag and octets of those that go in and out."""

# With a smsbox-id messages get stuck, with a global-sender they lose the dialled code.
SETTINGS = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = kannel
smsbox-port = {box}
smsbox-interface = 127.0.0.1
log-file = {folder}/bearerbox.log
log-level = 0

group = smsc
smsc = smpp
host = 127.0.0.1
{link}
system-type = ""

group = smsbox
bearerbox-host = 127.0.0.1
mo-recode = true
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
log-file = {folder}/smsbox.log
log-level = 0

group = sms-service
keyword = default
get-url = "{service}?from=%p&to=%P&text=%b&meta=%D"
accept-x-kannel-headers = true
max-messages = 1
concatenation = false
omit-empty = true

group = sendsms-user
username = kannel
password = kannel
concatenation = true
max-messages = 10
"""

BINDS = {
    "TX": "port = {port}",
    "RX": "port = 0\nreceive-port = {port}",
    "TRX": "port = {port}\ntransceiver-mode = true",
}
LINK = """\
smsc-username = {system_id}
smsc-password = {password}
use-ssl = {tls}
enquire-link-interval = {enquire}"""

TLV = """
group = smpp-tlv
name = {name}
tag = {tag:#06x}
type = octetstring
length = {octets}
"""

LOG_LINES = 100
"""Of each box, told when something goes wrong."""

PASSWORD = "kannel"
"""Of its pages, and of who sends messages."""


class Refused(Exception):
    """The SMSC does not let it in; says it as Kannel does."""


class Link(NamedTuple):
    """How it binds; ``enquire`` in seconds."""

    port: int
    mode: str = "TRX"
    system_id: str = "kannel"
    password: str = "secret"
    tls: bool = False
    enquire: int = 30

    def lines(self) -> str:
        """In its settings."""
        return BINDS[self.mode].format(port=self.port) + "\n" + LINK.format(**self._asdict())


class Ports(NamedTuple):
    """Where it listens: its pages, its boxes for each other, and who wants to send."""

    admin: int
    box: int
    sendsms: int


def tlvs(meta: str) -> dict[str, bytes]:
    """Those of a message, as Kannel tells them: ``?smpp?NAME=VALUE&``, values percent-encoded."""
    pairs = (pair.partition("=") for pair in meta.removeprefix("?smpp?").split("&") if pair)
    return {name: unquote_to_bytes(value) for name, _, value in pairs}


def headers(tlvs: Mapping[str, bytes]) -> dict[str, str]:
    """For a reply in UCS-2 with these TLVs."""
    meta = "&".join(f"{name}={quote(value)}" for name, value in tlvs.items())
    return {"X-Kannel-Coding": "2", "X-Kannel-Meta-Data": f"?smpp?{meta}"}


@asynccontextmanager
async def kannel(folder: Path, link: Link, service: str) -> AsyncIterator[Ports]:
    """It is bound and asks this URL; what it logs is told when something goes wrong. Raises Refused."""
    ports = Ports(free_port(), free_port(), free_port())
    settings = folder / "kannel.conf"
    settings.write_text(_settings(folder, link, service, ports))
    try:
        async with _running("bearerbox", settings):
            await _bound(ports.admin, folder)
            async with _running("smsbox", settings):
                await _until_told(ports.admin, "smsbox:")
                yield ports
    except BaseException as error:
        error.add_note(_logs(folder))
        raise


def _settings(folder: Path, link: Link, service: str, ports: Ports) -> str:
    groups = [TLV.format(name=name, tag=tag, octets=octets) for name, (tag, octets) in TLVS.items()]
    return "".join([SETTINGS.format(folder=folder, link=link.lines(), service=service, **ports._asdict()), *groups])


@asynccontextmanager
async def _running(box: str, settings: Path) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(BOXES / box, "-v", "4", settings, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _bound(admin: int, folder: Path) -> None:
    refused = asyncio.create_task(_until_refused(folder / "bearerbox.log"))
    bound = asyncio.create_task(_until_told(admin, "(online "))
    try:
        await asyncio.wait({refused, bound}, return_when=asyncio.FIRST_COMPLETED)
        if refused.done():
            raise Refused(refused.result())
        bound.result()
    finally:
        refused.cancel()
        bound.cancel()


async def _until_refused(log: Path) -> str:
    """Kannel's own words."""
    while True:
        for line in _last_lines(log):
            if "rejected login" in line:
                return line[line.index("SMSC rejected") :]
        await asyncio.sleep(0.05)


async def _until_told(admin: int, status: str) -> None:
    """Wait until this stands on its page of status."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(PATIENCE):
        while status not in await _status(http, f"http://127.0.0.1:{admin}/status.txt?password={PASSWORD}"):
            await asyncio.sleep(0.05)


async def _status(http: aiohttp.ClientSession, url: str) -> str:
    try:
        async with http.get(url) as response:
            return await response.text()
    except aiohttp.ClientError:
        return ""


def _logs(folder: Path) -> str:
    return "\n".join(line for log in folder.glob("*.log") for line in (log.name, *_last_lines(log)))


def _last_lines(log: Path) -> list[str]:
    return log.read_text(errors="replace").splitlines()[-LOG_LINES:] if log.exists() else []
