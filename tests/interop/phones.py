"""The simulator as people start it, its phones, and what its log of PDUs tells."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.gateway.message_centre import PATIENCE
from tests.pomoshnik.programs import started

ACCOUNT = ("esme", "secret")
CERTIFICATE = "certificate.pem"


class Network:
    """A simulator, through its API; it listens for ESMEs on ``port``, and with TLS on ``secure_port``."""

    def __init__(self, http: aiohttp.ClientSession, port: int, secure_port: int) -> None:
        self._http = http
        self.port = port
        self.secure_port = secure_port

    async def writes(self, phone: str, text: str) -> None:
        """The phone sends this to 111."""
        await self._post(f"/api/phones/{phone}/sms", {"to": "111", "text": text})

    async def types(self, phone: str, text: str) -> None:
        """The phone dials or answers."""
        await self._post(f"/api/phones/{phone}/ussd", {"text": text})

    async def receipts(self, form: str) -> None:
        """From now on they say what they say so: in "text", or by "tlv"."""
        async with self._http.put("/api/faults", json={"receipts": {"form": form}}) as response:
            assert response.ok, await response.text()

    async def inbox(self, phone: str) -> list[tuple[str, str, int]]:
        """Sender, text and number of parts of what it has, once it has something."""
        screen = await self.until(f"/api/phones/{phone}", lambda screen: bool(screen["inbox"]))
        return [(sms["from"], sms["text"], sms["parts"]) for sms in screen["inbox"]]

    async def window(self, phone: str) -> tuple[str, bool]:
        """The page of USSD on its screen, once there is one, and whether it may be answered."""
        window = (await self.until(f"/api/phones/{phone}", lambda screen: bool(screen["ussd"]["text"])))["ussd"]
        return window["text"], window["open"]

    async def binds(self) -> list[str]:
        """How those that are bound are."""
        return [link["bind"] for link in await self._get("/api/links") if link["bind"]]

    async def logged(self, command: str, direction: str, since: float = 0.0) -> dict[str, Any]:
        """The latest PDU of this kind, "in" from an ESME or "out" to it, once there is one."""

        def such(pdus: list[dict[str, Any]]) -> list[dict[str, Any]]:
            kind = (command, direction)
            return [pdu for pdu in pdus if (pdu["command"], pdu["direction"]) == kind and pdu["at"] >= since]

        return such(await self.until("/api/pdus?limit=1000", lambda pdus: bool(such(pdus))))[0]

    async def until(self, path: str, enough: Callable[[Any], bool]) -> Any:  # noqa: ANN401  JSON
        """What is told there, once it is enough."""
        async with asyncio.timeout(PATIENCE):
            while not enough(told := await self._get(path)):
                await asyncio.sleep(0.02)
        return told

    async def _get(self, path: str) -> Any:  # noqa: ANN401  JSON
        async with self._http.get(path) as response:
            return await response.json()

    async def _post(self, path: str, body: dict[str, str]) -> None:
        async with self._http.post(path, json=body) as response:
            assert response.status == 202, await response.text()


@asynccontextmanager
async def network(folder: Path) -> AsyncIterator[Network]:
    """It listens, with the certificate in that folder; only `ACCOUNT` may bind. It asks soon whether they are there."""
    ports = ("--smpp-port", "0", "--smpps-port", "0", "--http-port", "0")
    options = ("--account", ":".join(ACCOUNT), "--tls-cert", folder / CERTIFICATE, "--enquire", "1")
    async with AsyncExitStack() as exits:
        program = await exits.enter_async_context(started("simulator", *ports, *options, cwd=folder))
        places = dict(place.split("://") for place in (await program.until("simulator: ")).split())
        http = await exits.enter_async_context(aiohttp.ClientSession(f"http://{places['http']}"))
        yield Network(http, _port(places["smpp"]), _port(places["smpps"]))


def _port(place: str) -> int:
    return int(place.rpartition(":")[2])
