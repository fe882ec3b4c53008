"""The whole way: a phone of the simulator, the gateway, the operator's server with its books, and back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web
from msgspec.structs import replace

from gateway.address import parse
from operator_api.client import AdminClient, OperatorClient
from operator_api.contract import Kopecks, Subscriber
from simulator.phones import Sms
from simulator.program import Running as Simulator
from simulator.program import serve
from state.connection import in_memory
from state.store import Store
from tests.gateway.message_centre import PATIENCE
from tests.gateway.serving import serving
from tests.operator_api.running import ANNA, operator_app

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LATE = "Запрос принят. Ждите SMS."
STRANGER = "79169999999"


class Office:
    """The operator's server, on one port and one set of books, which can be closed and opened again.

    While ``refusal`` is set, questions get that status and are not asked; the next ``lost`` answers become a 503 after
    all was done.
    """

    def __init__(self, books: Path) -> None:
        self.refusal = 0
        self.lost = 0
        self.port = 0
        self._books = books
        self._runner: web.AppRunner

    async def open(self) -> None:
        """It listens."""

        @web.middleware
        async def in_front(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._pass(request, handler)

        app = operator_app(self._books)
        app.middlewares.insert(0, in_front)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Nobody answers."""
        await self._runner.cleanup()

    async def _pass(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        asked = request.path == "/v1/questions"
        if asked and self.refusal:
            return web.json_response({"error": {"code": "no", "message": "not today"}}, status=self.refusal)
        response = await handler(request)
        if asked and self.lost:
            self.lost -= 1
            return web.json_response({"error": {"code": "no", "message": "lost"}}, status=503)
        return response


class Town:
    """Everything at work."""

    def __init__(self, simulator: Simulator, office: Office, admin: AdminClient) -> None:
        self.office = office
        self.admin = admin
        self._simulator = simulator
        self._seen: dict[str, int] = {}

    def write(self, text: str, number: str = ANNA.number) -> None:
        """A phone sends this."""
        self._simulator.smsc.send_sms(number, "111", text)

    async def reply(self, number: str = ANNA.number) -> Sms:
        """The next message that the phone shows."""
        seen = self._seen.get(number, 0)
        self._seen[number] = seen + 1
        async with asyncio.timeout(PATIENCE):
            while self._simulator.smsc.phones.screen(number).received <= seen:
                await asyncio.sleep(0.01)
        return self._simulator.smsc.phones.screen(number).inbox[seen]

    async def told(self, text: str, number: str = ANNA.number) -> str:
        """The answer to a text; on a slow machine it may be late."""
        self.write(text, number)
        return await self.answer(number)

    async def answer(self, number: str = ANNA.number) -> str:
        """The next that the phone shows but for the promise of an answer."""
        while (reply := await self.reply(number)).text == LATE:
            pass
        return reply.text

    async def all_taken(self) -> None:
        """Waits until the SMSC holds no message for the gateway."""
        async with asyncio.timeout(PATIENCE):
            while self._simulator.smsc.health().waiting:
                await asyncio.sleep(0.01)

    def received(self, number: str) -> int:
        """How many answers the phone has got."""
        return sum(sms.text != LATE for sms in self._simulator.smsc.phones.screen(number).inbox)

    def last(self, number: str = ANNA.number) -> Sms:
        """The newest on the phone."""
        return self._simulator.smsc.phones.screen(number).inbox[-1]

    async def books(self) -> Subscriber:
        """Anna as the operator has her."""
        return await self.admin.subscriber(ANNA.number)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Anna has 100 rubles."""
    async with AsyncExitStack() as exits:
        office = Office(tmp_path / "books.db")
        await office.open()
        exits.push_async_callback(office.close)
        url = f"http://127.0.0.1:{office.port}"
        operator, admin = OperatorClient(url, "for-dialogs"), AdminClient(url, "for-admins")
        exits.push_async_callback(operator.aclose)
        exits.push_async_callback(admin.aclose)
        await admin.put_subscriber(ANNA)
        simulator = await serve(smpp_port=0, http_port=0)
        exits.push_async_callback(simulator.aclose)
        smsc = parse(f"smpp://esme:secret@127.0.0.1:{simulator.smpp_port}")
        await exits.enter_async_context(serving(Store(in_memory(), "alpha"), smsc, operator=operator))
        yield Town(simulator, office, admin)


async def test_a_person_asks_for_the_balance(town: Town) -> None:
    """And gets it in Cyrillic, in one part, from the number that they wrote to."""
    town.write("баланс")
    assert (await town.answer()).startswith("Баланс: 100,00 руб.")
    reply = town.last()
    assert (reply.sender, reply.parts, reply.coding) == ("111", 1, "UCS-2")


async def test_a_person_switches_a_service_on(town: Town) -> None:
    """It is asked for, confirmed, done and paid for; the same answer again buys nothing."""
    assert (await town.told("2122")).startswith('Подключить "Гудок"? 75,00 руб.')
    assert (await town.told("1")).startswith('Услуга "Гудок" подключена.')
    await town.told("1")
    assert (await town.books()).services == ("goodok",)
    assert (await town.books()).balance == 25_00


async def test_the_operator_is_away_and_the_answer_comes_when_it_is_back(town: Town) -> None:
    """«Запрос принят. Ждите SMS.» after 3 seconds; the change is made once."""
    await town.told("2122")
    await town.office.close()
    town.write("1")
    assert (await town.reply()).text == LATE
    await town.office.open()
    assert (await town.answer()).startswith('Услуга "Гудок" подключена.')
    assert ((await town.books()).services, (await town.books()).balance) == (("goodok",), 25_00)


async def test_answers_of_the_operator_get_lost_and_the_change_is_made_once(town: Town) -> None:
    """The question goes again with the same key."""
    await town.told("2122")
    town.office.lost = 2
    assert (await town.told("1")).startswith('Услуга "Гудок" подключена.')
    assert town.office.lost == 0
    assert (await town.books()).balance == 25_00


async def test_a_question_that_is_refused_is_not_asked_again(town: Town) -> None:
    """A 4xx is told at once, and nothing was done."""
    await town.told("2122")
    town.office.refusal = 422
    assert (await town.told("1")).startswith("Не получилось.")
    town.office.refusal = 0
    assert (await town.told("баланс")).startswith("Баланс: 100,00")


async def test_a_question_that_the_operator_fails_to_answer_is_asked_again(town: Town) -> None:
    """A 5xx passes."""
    await town.told("помощь")
    town.office.refusal = 500
    town.write("баланс")
    await town.all_taken()
    assert town.received(ANNA.number) == 1
    town.office.refusal = 0
    assert (await town.answer()).startswith("Баланс: 100,00")


async def test_a_number_that_is_not_ours_is_told_so_once(town: Town) -> None:
    """Then there is silence."""
    assert await town.told("баланс", STRANGER) == "Номер не обслуживается. Справка: 0890."
    for text in ("баланс", "пароль", "1"):
        town.write(text, STRANGER)
    await town.all_taken()
    await town.told("баланс")
    assert town.received(STRANGER) == 1


async def test_a_password_opens_the_account(town: Town) -> None:
    """The one that was sent, and none else."""
    text = await town.told("пароль")
    password = text.removeprefix("Ваш пароль: ").split(".")[0]
    assert await town.admin.login(ANNA.number, password)
    assert not await town.admin.login(ANNA.number, password.swapcase())
    assert "Новый пароль принят" in await town.told("25 Zima2026zima")
    assert await town.admin.login(ANNA.number, "Zima2026zima")


async def test_who_reads_latin_is_answered_in_latin(town: Town) -> None:
    """In one part of the GSM alphabet."""
    await town.admin.put_subscriber(replace(ANNA, alphabet="latin", balance=Kopecks(1_00)))
    assert (await town.told("balans")).isascii()
    reply = town.last()
    assert (reply.parts, reply.coding) == (1, "GSM")


async def test_a_long_message_of_a_phone_is_one_turn(town: Town) -> None:
    """Three parts, one reply."""
    town.write("баланс" + " " * 140)
    assert (await town.answer()).startswith("Баланс: 100,00")
    await town.told("помощь")
    assert town.received(ANNA.number) == 2
