"""A phone of the simulator in a session with Kannel, behind which is a service of the test's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
from aiohttp import web

from simulator.program import serve
from tests.gateway.message_centre import PATIENCE
from tests.interop.kannel import Link, headers, kannel, tlvs
from tests.operator_api.running import running

DIALS, ANSWERS, HAS_HUNG_UP = b"\x01", b"\x12", b"\x81"
ASK, CLOSE = b"\x02", b"\x11"
END_OF_SESSION = 1
REFUSED = 0xC4
"""ESME_RINVOPTPARAMVAL: there is no such session."""

NUMBER = "79160000001"
FROM = f"+{NUMBER}"
"""As Kannel writes it."""

PAGES = {
    "*111#": (ASK, "1 Баланс\n2 Услуги"),
    "1": (ASK, "Рубли или минуты?"),
    "рубли": (CLOSE, "Баланс: 100,00 руб."),
    "": (CLOSE, "До свидания."),
}
"""What the service shows to what is dialled or typed; to who has hung up it says goodbye, which comes too late."""


class Asked(NamedTuple):
    """What the service hears of a message."""

    sender: str
    to: str
    operation: bytes
    text: str


class Service:
    """Shows `PAGES`."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.app = web.Application()
        self.app.router.add_get("/", self._page)

    async def _page(self, request: web.Request) -> web.Response:
        query, told = request.query, tlvs(request.query["meta"])
        self.asked.append(Asked(query["from"], query["to"], told["ussd_service_op"], query["text"]))
        operation, text = PAGES[query["text"]]
        number, unit = told["its_session_info"]
        session = bytes((number, unit | END_OF_SESSION if operation == CLOSE else unit))
        return web.Response(text=text, headers=headers({"ussd_service_op": operation, "its_session_info": session}))


class Phone:
    """One of the simulator's, through its API."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http

    async def types(self, text: str) -> tuple[str, bool]:
        """Dial or answer; the page that comes, and whether it may be answered."""
        async with self._http.post(f"/api/phones/{NUMBER}/ussd", json={"text": text}) as response:
            assert response.status == 202, await response.text()
        async with asyncio.timeout(PATIENCE):
            while not (window := await self.window())[0]:
                await asyncio.sleep(0.02)
        return window

    async def hangs_up(self) -> None:
        """End the session."""
        async with self._http.delete(f"/api/phones/{NUMBER}/ussd") as response:
            assert response.status == 204, await response.text()

    async def window(self) -> tuple[str, bool]:
        """What it shows now, which is nothing while it waits for a page."""
        window = (await self._get(f"/api/phones/{NUMBER}"))["ussd"]
        return window["text"], window["open"]

    async def refused(self) -> None:
        """Wait until the SMSC has refused a page."""
        async with asyncio.timeout(PATIENCE):
            while not any(map(_refuses, await self._get("/api/pdus"))):
                await asyncio.sleep(0.02)

    async def _get(self, path: str) -> Any:  # noqa: ANN401  JSON
        async with self._http.get(path) as response:
            return await response.json()


def _refuses(pdu: dict[str, Any]) -> bool:
    return (pdu["command"], pdu["status"]) == ("submit_sm_resp", REFUSED)


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[tuple[Phone, Service]]:
    """The phone, and what is behind Kannel."""
    async with AsyncExitStack() as exits:
        service = Service()
        url = await exits.enter_async_context(running(service.app))
        simulator = await serve(smpp_port=0, http_port=0)
        exits.push_async_callback(simulator.aclose)
        http = await exits.enter_async_context(aiohttp.ClientSession(f"http://127.0.0.1:{simulator.http_port}"))
        await exits.enter_async_context(kannel(folder, Link(simulator.smpp_port), url))
        yield Phone(http), service


async def test_a_session_through_kannel(tmp_path: Path) -> None:
    """Dial, answer a digit, answer in Cyrillic: the last page ends the session."""
    async with scene(tmp_path) as (phone, service):
        assert await phone.types("*111#") == ("1 Баланс\n2 Услуги", True)
        assert await phone.types("1") == ("Рубли или минуты?", True)
        assert await phone.types("рубли") == ("Баланс: 100,00 руб.", False)
    assert service.asked == [
        Asked(FROM, "111", DIALS, "*111#"),
        Asked(FROM, "111", ANSWERS, "1"),
        Asked(FROM, "111", ANSWERS, "рубли"),
    ]


async def test_who_has_hung_up_is_shown_nothing_more(tmp_path: Path) -> None:
    """Kannel hears of the end; a page after it is refused, and the next session is served."""
    async with scene(tmp_path) as (phone, service):
        await phone.types("*111#")
        await phone.hangs_up()
        await phone.refused()
        assert await phone.window() == ("", False)
        assert await phone.types("*111#") == ("1 Баланс\n2 Услуги", True)
    assert [asked.operation for asked in service.asked] == [DIALS, HAS_HUNG_UP, DIALS]
