"""What the operator has to say by itself, on phones: with the programs as people start them, which may be killed."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
from aiohttp import web

from operator_api.client import AdminClient, CabinetClient, OperatorClient
from operator_api.contract import (
    GetHistory,
    Happening,
    History,
    Kopecks,
    Number,
    OrderDetail,
    SignIn,
    Subscriber,
)
from pomoshnik.secret import DEVELOPMENT, Secret
from simulator.program import serve
from tests.operator_api.asking import ADDRESS, ask_password, change, rows, signed_in, until, write_events
from tests.operator_api.mail_server import mail_server
from tests.operator_api.running import running
from tests.pomoshnik.conftest import SECRET
from tests.pomoshnik.programs import PATIENCE_SECONDS, Program, processes, started

ANNA = Subscriber(Number("79160000001"), "Иванова Анна", Kopecks(100_00), "super", 1.0, 1.0)
PRESS = f"{sys.executable} -P -m operator_api.press"
STRANGER = Number("79160000099")
SIM_CHANGED = "После замены SIM пароль выдаем через 24 часа. Справка: 0890."


class Phones:
    """Those of a simulator."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def inbox(self, number: Number) -> list[str]:
        """The texts on a phone."""
        async with self._http.get(f"{self._url}/api/phones/{number}") as response:
            return [message["text"] for message in (await response.json())["inbox"]]

    async def receive(self, number: Number, count: int = 1) -> list[str]:
        """Wait for so many; gives all."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(texts := await self.inbox(number)) < count:
                await asyncio.sleep(0)
        return texts


class Town(NamedTuple):
    """Phones, a gateway, and where an operator may be started that both know."""

    phones: Phones
    gateway: str
    folder: Path
    port: int

    @property
    def books(self) -> Path:
        """The operator's."""
        return self.folder / "operator.db"

    @asynccontextmanager
    async def operator(self, gateway: str = "", *options: str) -> AsyncIterator["Office"]:
        """An operator that sends by that gateway, else by the one in town."""
        port = ("--http-port", str(self.port))
        command = ("operator", *port, "--gateway", gateway or self.gateway, "--dev", *options)
        async with started(*command, cwd=self.folder, POMOSHNIK_SECRET=SECRET) as program:
            url = await program.until("operator: ")
            token = Secret(SECRET).token
            office = Office(
                program,
                CabinetClient(url, token("cabinet")),
                AdminClient(url, token("admin")),
                OperatorClient(url, token("dialogs")),
            )
            try:
                yield office
            finally:
                await asyncio.gather(office.cabinet.aclose(), office.admin.aclose(), office.dialogs.aclose())


class Office(NamedTuple):
    """An operator that runs, and who asks it."""

    program: Program
    cabinet: CabinetClient
    admin: AdminClient
    dialogs: OperatorClient


@pytest.fixture
async def town(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Town]:
    """Up, but for the operator."""
    simulator = await serve(smpp_port=0, http_port=0)
    smsc, api = f"smpp://test:test@127.0.0.1:{simulator.smpp_port}", f"http://127.0.0.1:{simulator.http_port}"
    command = ("gateway", "--smsc", smsc, "--operator", f"http://127.0.0.1:{unused_tcp_port}", "--http-port", "0")
    async with (
        aiohttp.ClientSession() as http,
        started(*command, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway,
    ):
        url = await gateway.until("gateway: ")
        yield Town(Phones(http, api), url, tmp_path, unused_tcp_port)
        await gateway.stop()
    await simulator.aclose()


async def test_a_password_that_is_asked_for_on_the_web(town: Town) -> None:
    """It comes to the phone within a second, lets in, and the history tells from where it was asked for."""
    async with town.operator() as office:
        await office.admin.put_subscriber(ANNA)
        await ask_password(office.cabinet, ANNA.number)
        began = time.monotonic()
        (text,) = await town.phones.receive(ANNA.number)
        assert time.monotonic() - began < PATIENCE_SECONDS
        password = text.removeprefix("Ваш пароль: ")[:10]
        came = await office.cabinet.sign_in(SignIn(ANNA.number, password, ADDRESS))
        answer = await office.cabinet.ask(GetHistory(ANNA.number), "", came.session, ADDRESS)
    assert isinstance(answer.result, History)
    (sent,) = [each for each in answer.result.happenings if each.what == "SendPassword"]
    assert sent == Happening(sent.at, "web", "SendPassword", origin=ADDRESS)
    assert rows(town.books, "SELECT * FROM outbox") == []


async def test_a_stranger_is_sent_nothing(town: Town) -> None:
    """And is answered like everybody."""
    async with town.operator() as office:
        await office.admin.put_subscriber(ANNA)
        await ask_password(office.cabinet, STRANGER)
        await ask_password(office.cabinet, ANNA.number)
        await town.phones.receive(ANNA.number)
        assert rows(town.books, "SELECT * FROM password_requests") == []
    assert await town.phones.inbox(STRANGER) == []


async def test_after_a_change_of_sim_the_person_is_told_why(town: Town) -> None:
    """There is no password."""
    async with town.operator() as office:
        await office.admin.put_subscriber(ANNA)
        await office.admin.note_sim_change(ANNA.number)
        await ask_password(office.cabinet, ANNA.number)
        assert await town.phones.receive(ANNA.number) == [SIM_CHANGED]


async def test_a_document_by_e_mail(town: Town) -> None:
    """Where there is a server for it."""
    async with mail_server() as server:
        smtp = ("--smtp", f"smtp://localhost:{server.port}", "--mail-from", "bills@signal.example")
        async with town.operator("", *smtp) as office:
            await office.admin.put_subscriber(ANNA)
            session = await signed_in(office.dialogs, office.cabinet, ANNA.number)
            today = (await office.cabinet.session(session, ADDRESS)).overview.today
            order = OrderDetail(ANNA.number, today, today, "html", "email", "anna@example.com")
            await office.cabinet.ask(order, "the order", session, ADDRESS)
            await until(lambda: rows(town.books, "SELECT state FROM documents") == [("sent",)])
    ((recipients, letter),) = server.letters
    assert (recipients, letter["From"]) == (["anna@example.com"], "bills@signal.example")


async def test_an_operator_without_a_gateway_says_so(tmp_path: Path) -> None:
    """Its messages wait."""
    async with started("operator", "--http-port", "0", cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as program:
        await program.until("operator: ")
        finished = await program.stop()
    assert finished.err == "pomoshnik: no --gateway (or POMOSHNIK_GATEWAY): the operator's SMS wait for one\n"


async def test_the_demo_sends_what_is_asked_for_on_the_web(tmp_path: Path, unused_tcp_port: int) -> None:
    """Its parts know each other, whatever their ports."""
    ports = (
        "--smpp-port",
        "0",
        "--simulator-port",
        "0",
        "--gateway-port",
        "0",
        "--operator-port",
        str(unused_tcp_port),
    )
    async with started("demo", *ports, cwd=tmp_path, TMPDIR=str(tmp_path)) as demo, aiohttp.ClientSession() as http:
        api = await demo.until("    .venv/bin/pomoshnik phone 79160000001 --simulator ")
        cabinet = CabinetClient(f"http://127.0.0.1:{unused_tcp_port}", Secret(DEVELOPMENT).token("cabinet"))
        await ask_password(cabinet, ANNA.number)
        (text,) = await Phones(http, api).receive(ANNA.number)
        await cabinet.aclose()
        assert (await demo.stop()).status == 0
    assert text.startswith("Ваш пароль: ")


# Kills


async def marked(town: Town, office: Office) -> list[str]:
    """The texts on Anna's phone up to one that we have sent now; no other can come after it."""
    await office.admin.advance_clock(60)
    await office.admin.note_sim_change(ANNA.number)
    await ask_password(office.cabinet, ANNA.number)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while SIM_CHANGED not in (texts := await town.phones.inbox(ANNA.number)):
            await asyncio.sleep(0)
    return texts[: texts.index(SIM_CHANGED)]


async def test_a_kill_before_the_message_is_posted(town: Town) -> None:
    """It waits in the books, and goes when there is an operator again."""
    async with town.operator("http://127.0.0.1:1") as office:
        await office.admin.put_subscriber(ANNA)
        await ask_password(office.cabinet, ANNA.number)
        await until(lambda: rows(town.books, "SELECT tries FROM outbox") == [(1,)])
        await office.program.end()
    async with town.operator() as office:
        await town.phones.receive(ANNA.number)
        assert len(await marked(town, office)) == 1


async def test_a_kill_before_the_request_is_struck(town: Town) -> None:
    """The password was made and stored; it is not made again."""
    async with town.operator("http://127.0.0.1:1") as office:
        await office.admin.put_subscriber(ANNA)
        change(town.books, "CREATE TABLE asked AS SELECT * FROM password_requests")
        change(
            town.books,
            "CREATE TRIGGER note AFTER INSERT ON password_requests "
            "BEGIN INSERT INTO asked SELECT * FROM password_requests; END",
        )
        await ask_password(office.cabinet, ANNA.number)
        await until(lambda: rows(town.books, "SELECT 1 FROM outbox WHERE tries > 0") == [(1,)])
        await office.program.end()
    change(town.books, "DROP TRIGGER note")
    change(town.books, "INSERT OR IGNORE INTO password_requests SELECT * FROM asked")
    async with town.operator() as office:
        await until(lambda: rows(town.books, "SELECT * FROM password_requests") == [])
        await town.phones.receive(ANNA.number)
        assert len(await marked(town, office)) == 1
    assert len(rows(town.books, "SELECT * FROM passwords_issued")) == 1


@asynccontextmanager
async def passing_on(gateway: str) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """A way to the gateway on which answers get lost; the event is set when the first has."""
    lost, over = asyncio.Event(), asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        body, bearer = await request.read(), {"Authorization": request.headers["Authorization"]}
        message = f"{gateway}/v1/messages"
        async with aiohttp.request("POST", message, data=body, headers=bearer) as response:
            assert response.status == 202
        lost.set()
        await over.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/messages", take)
    async with running(app) as url:
        yield url, lost
        over.set()


async def test_a_kill_before_the_answer_of_the_gateway(town: Town) -> None:
    """It is posted again, under the same key: the phone gets it once."""
    async with passing_on(town.gateway) as (lossy, lost), town.operator(lossy) as office:
        await office.admin.put_subscriber(ANNA)
        await ask_password(office.cabinet, ANNA.number)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await lost.wait()
        await office.program.end()
    assert len(rows(town.books, "SELECT * FROM outbox")) == 1
    async with town.operator() as office:
        await town.phones.receive(ANNA.number)
        assert len(await marked(town, office)) == 1


async def test_a_kill_while_a_document_is_made(town: Town) -> None:
    """The process that made it ends too; the next operator makes it, and the person is told once."""
    async with town.operator() as office:
        await office.admin.put_subscriber(ANNA)
        session = await signed_in(office.dialogs, office.cabinet, ANNA.number)
        today = (await office.cabinet.session(session, ADDRESS)).overview.today
        write_events(town.books, ANNA.number, 10_000, time.time() - 20_000)
        order = OrderDetail(ANNA.number, today - timedelta(days=7), today, "pdf", "account")
        await office.cabinet.ask(order, "the order", session, ADDRESS)
        await until(lambda: bool(processes(PRESS)))
        await office.program.end()
    await until(lambda: not processes(PRESS))
    async with town.operator() as office:
        await office.admin.advance_clock(300)
        (text,) = await town.phones.receive(ANNA.number)
        await until(lambda: rows(town.books, "SELECT * FROM outbox") == [])
    assert text.startswith("Детализация за ")
    assert rows(town.books, "SELECT state, tries FROM documents") == [("ready", 2)]
    assert await town.phones.inbox(ANNA.number) == [text]
