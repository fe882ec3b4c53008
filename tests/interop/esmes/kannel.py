"""Drives Kannel: its boxes, the service over HTTP that it asks, and its sendsms. Here it runs in our environment."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from pomoshnik.listening import listening
from tests.interop.esmes.driving import SERVICE, obey, tell
from tests.interop.kannel import BOXES, PASSWORD, Link, Ports, Refused, kannel, tlvs

RECEIPT, RESPONSE = 1 | 2, 8 | 16
"""What it tells a dlr-url of: receipts, and responses to submit_sm."""

STATES = {"1": ("DELIVRD", 2), "2": ("UNDELIV", 5)}
"""What it makes of a receipt, whether of its text or of its TLVs."""


class Kannel:
    """It splits, joins and reads receipts by itself."""

    def __init__(self) -> None:
        self._app = web.Application()
        self._app.router.add_get("/", self._message)
        self._app.router.add_get("/dlr", self._report)
        self._exits = AsyncExitStack()
        self._folder = Path()
        self._here = ""
        self._ports: Ports
        self._http: aiohttp.ClientSession

    async def bind(self, *, mode: str, port: int, system_id: str, password: str, tls: bool, enquire: int) -> None:
        """Its boxes run."""
        self._folder = Path(self._exits.enter_context(TemporaryDirectory()))
        self._here = await self._exits.enter_async_context(listening(self._app, "127.0.0.1", 0))
        self._http = await self._exits.enter_async_context(aiohttp.ClientSession())
        link = Link(port, mode, system_id, password, tls, enquire)
        try:
            self._ports = await self._exits.enter_async_context(kannel(self._folder, link, self._here))
        except Refused as refused:
            tell("refused", says=str(refused))
        else:
            tell("bound")

    async def submit(self, *, to: str, text: str, receipt: bool) -> None:
        """As an application of its would."""
        await self._send(to, text, RESPONSE | (RECEIPT if receipt else 0))

    async def show(self, *, to: str, text: str, op: int, session: str) -> None:
        """With its meta-data."""
        values = {"ussd_service_op": bytes((op,)), "its_session_info": bytes.fromhex(session)}
        meta = "&".join(f"{name}={quote(value)}" for name, value in values.items())
        await self._send(to, text, RESPONSE, {"meta-data": f"?smpp?{meta}"})

    async def enquire(self) -> None:
        """Wait until it has, by its log."""
        while "type_name: enquire_link_resp" not in (self._folder / "bearerbox.log").read_text(errors="replace"):
            await asyncio.sleep(0.05)
        tell("alive")

    async def unbind(self) -> None:
        """By shutting it down."""
        await self._get(self._ports.admin, "/shutdown", {"password": PASSWORD})
        while "type_name: unbind_resp" not in (self._folder / "bearerbox.log").read_text(errors="replace"):
            await asyncio.sleep(0.05)
        tell("unbound")

    async def aclose(self) -> None:
        """With its boxes."""
        await self._exits.aclose()

    async def _send(self, to: str, text: str, mask: int, more: Mapping[str, str] | None = None) -> None:
        query = {
            "username": PASSWORD,
            "password": PASSWORD,
            "from": SERVICE,
            "to": f"+{to}",
            "text": text,
            "charset": "UTF-8",
            "coding": "2",
            "dlr-mask": str(mask),
            "dlr-url": f"{self._here}/dlr?event=%d&id=%F",
            **(more or {}),
        }
        await self._get(self._ports.sendsms, "/cgi-bin/sendsms", query)

    async def _get(self, port: int, path: str, query: Mapping[str, str]) -> None:
        async with self._http.get(f"http://127.0.0.1:{port}{path}", params=query) as response:
            assert response.ok, await response.text()

    async def _message(self, request: web.Request) -> web.Response:
        query = request.query
        told = tlvs(query["meta"])
        if "ussd_service_op" in told:
            session = told["its_session_info"].hex()
            tell("ussd", op=told["ussd_service_op"][0], session=session, text=query["text"])
        else:
            tell("sms", text=query["text"])
        return web.Response()

    async def _report(self, request: web.Request) -> web.Response:
        event, identity = request.query["event"], request.query["id"]
        if event in STATES:
            tell("receipt", text=[identity, STATES[event][0]], tlv=[identity, STATES[event][1]])
        else:
            tell("taken", ids=[identity])
        return web.Response()


async def version() -> str:
    """As bearerbox tells it."""
    process = await asyncio.create_subprocess_exec(BOXES / "bearerbox", "--version", stdout=PIPE)
    told = (await process.communicate())[0].decode()
    return told.split("`")[1].split("'")[0]


async def main() -> None:
    """Until the input ends."""
    esme: Any = Kannel()
    try:
        await obey(esme, await version())
    finally:
        await esme.aclose()


if __name__ == "__main__":
    asyncio.run(main())
