"""Stories are played on a real private stack; what goes another way is told with line, expectation and what came."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import chain, count, repeat
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from operator_api.client import AdminClient
from pomoshnik.listening import listening
from pomoshnik.player import Stack
from pomoshnik.playing import play_on
from pomoshnik.results import Played
from pomoshnik.stack import BadStart, GatewayProcess, private_stack
from pomoshnik.stories import parse
from tests.pomoshnik.programs import processes

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATIENCE_SECONDS = 5.0
NO_PATIENCE = 0.5

numbers = count(79160001000)


class Went(NamedTuple):
    """How a story went: where it differed first, and how."""

    passed: bool
    line: int = 0
    difference: str = ""


def went(played: Played) -> Went:
    """In short."""
    return next((Went(False, each.line.number, each.difference) for each in played.differences), Went(played.passed))


class Stage:
    """A stack on which stories are played, each by a phone of its own."""

    def __init__(self, stack: Stack, http: aiohttp.ClientSession) -> None:
        self._stack = stack
        self._http = http

    async def play(self, *lines: str, patience: float = PATIENCE_SECONDS) -> Went:
        """A story of these lines, the first in line 4; 100 rubles are on the account."""
        setup = [f"number: {next(numbers)}", "balance: 100.00", ""]
        return await self.play_story([*setup, *lines], patience)

    async def play_story(self, lines: list[str], patience: float = PATIENCE_SECONDS) -> Went:
        """A story with its first lines."""
        return went(await play_on(self._stack, parse("story.txt", lines), self._http, patience))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    """One stack for all stories here."""
    async with aiohttp.ClientSession() as http, private_stack(http) as stack:
        yield Stage(stack, http)


def gateway_process() -> int:
    """Its number."""
    (gateway,) = (pid for pid, command in processes("--name story").items() if parent(pid) == os.getpid())
    return gateway


def parent(process: int) -> int:
    """Who started it."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


async def test_a_story_that_goes_as_it_says(stage: Stage) -> None:
    """Replies in order, nothing forbidden, the books as expected."""
    played = await stage.play(
        "> 2122",
        "< Гудок",
        "< 75,00",
        "<! подключена",
        "> 1",
        "< подключена",
        "= service goodok on",
        "= service superbit off",
        "= tariff super",
        "= balance 25.00",
    )
    assert played.passed
    assert (played.line, played.difference) == (0, "")


async def test_a_password_is_matched_and_bound(stage: Stage) -> None:
    """Later lines mean the same one."""
    played = await stage.play(
        "> 25",
        "< Ваш пароль: {password}. ",
        "< сообщайте",
        "= login {password} ok",
        "> 25 {password}Aa1",
        "<! {password}",
        "= login {password} refused",
        "= login {password}Aa1 ok",
    )
    assert played.difference == ""


async def test_a_bound_password_is_expected_as_it_was(stage: Stage) -> None:
    """The same word does not match another one."""
    played = await stage.play("> 25", "< пароль: {password}.", "~ 2m", "> 25", "< пароль: {password}.", patience=1)
    assert played.line == 8
    assert played.difference.startswith("expected 'пароль: {password}.', came: 'Ваш пароль: ")


@pytest.mark.parametrize(
    ("lines", "line", "difference"),
    [
        (["> баланс", "< 152,30"], 5, "expected '152,30', came: 'Баланс: 100,00 руб. Тариф: Супер.'"),
        (["> баланс", "< Супер", "< Баланс"], 6, "expected 'Баланс', came: 'Баланс: 100,00 руб. Тариф: Супер.'"),
        (["> баланс", "<! Супер"], 5, "'Супер' should not have come, but did: 'Баланс: 100,00 руб. Тариф: Супер.'"),
        (["= balance 99.00"], 4, "balance in the books: expected 99.00, is 100.00"),
        (["= tariff energy"], 4, "tariff in the books: expected energy, is super"),
        (["= service aon on"], 4, "service in the books: expected on, is off"),
        (["= login Zima2026zima ok"], 4, "login in the books: expected ok, is refused"),
    ],
)
async def test_each_difference_is_told(stage: Stage, lines: list[str], line: int, difference: str) -> None:
    """Its line, what was expected, what came."""
    played = await stage.play(*lines, patience=NO_PATIENCE)
    assert not played.passed
    assert (played.line, played.difference) == (line, difference)


async def test_silence_is_a_difference(stage: Stage) -> None:
    """Each > waits for a reply; nobody answers a foreign number."""
    played = await stage.play_story(["number: 49160000001", "", "> баланс"], NO_PATIENCE)
    assert (played.line, played.difference) == (3, "expected a reply, came: ''")


async def test_a_phone_that_the_operator_does_not_take(stage: Stage) -> None:
    """Its first lines are wrong."""
    played = await stage.play_story(["number: 79160000001", "tariff: golden", "", "> баланс"])
    assert played.line == 1
    assert "golden" in played.difference


async def test_a_code_is_dialled_and_answered(stage: Stage) -> None:
    """While its session is open > answers in it; after its last page > is an SMS again."""
    played = await stage.play(
        "> *111#", "< 1 Баланс", "> 1", "< Баланс: 100,00", "<! 1 Баланс", "> баланс", "<sms Баланс: 100,00"
    )
    assert played.difference == ""


async def test_a_page_is_no_sms(stage: Stage) -> None:
    """Where an SMS is expected."""
    played = await stage.play("> *100#", "<sms 100,00", patience=NO_PATIENCE)
    assert (played.line, played.difference) == (5, "expected '100,00', came: 'Баланс: 100,00 руб. Тариф: Супер.'")


async def test_a_code_that_nobody_could_dial(stage: Stage) -> None:
    """The simulator says why."""
    played = await stage.play("> *100")
    assert played.line == 4
    assert played.difference.startswith("the phone cannot send: ")


async def test_time_passes_for_the_gateway(stage: Stage) -> None:
    """A question is forgotten."""
    played = await stage.play("> 2122", "< 1-Да", "~ 11m", "> 1", "<! подключена", "= service goodok off")
    assert played.difference == ""


async def test_time_passes_for_the_operator(stage: Stage) -> None:
    """A password may be asked for again."""
    played = await stage.play("> 25", "< пароль", "> 25", "< Подождите", "~ 61s", "> 25", "< Ваш пароль")
    assert played.difference == ""


async def test_a_restart_is_a_real_one(stage: Stage) -> None:
    """The process is another; the question that it had asked, and the time that had passed, are not lost."""
    before = gateway_process()
    played = await stage.play("> 2122", "< 1-Да", "~ 5m", "& restart", "> 1", "< подключена", "= balance 25.00")
    assert played.difference == ""
    assert gateway_process() != before
    assert before not in processes("--name story")


Screen = dict[str, object]


def screen(*inbox: str, ussd: str = "", is_open: bool = False, shown: int = 0) -> Screen:
    """A phone that shows these messages, and this in its window, the so-many-th."""
    window = {"open": is_open, "text": ussd, "shown": shown}
    return {"received": len(inbox), "inbox": [{"text": text} for text in inbox], "ussd": window}


@asynccontextmanager
async def scripted(*screens: Screen, sent: int = 202, said: list[str] | None = None) -> AsyncIterator[Stack]:
    """A phone with one screen more at each look; books that take anybody. ``said``: where what is said goes."""
    looks = chain(screens, repeat(screens[-1]))

    async def look(_: web.Request) -> web.Response:
        return web.json_response(next(looks))

    async def send(request: web.Request) -> web.Response:
        if said is not None:
            said.append(f"{request.match_info['by']} {(await request.json())['text']}")
        return web.json_response({}, status=sent)

    async def put(_: web.Request) -> web.Response:
        return web.json_response({})

    app = web.Application()
    app.add_routes([web.get("/api/phones/{number}", look), web.post("/api/phones/{number}/{by:sms|ussd}", send)])
    app.add_routes([web.delete("/api/phones/{number}/ussd", put)])
    app.add_routes([web.put("/v1/subscribers/{number}", put)])
    async with listening(app, "127.0.0.1", 0) as url, books(url) as admin:
        yield Stack(url, admin, lambda: 0.0)


@asynccontextmanager
async def books(url: str) -> AsyncIterator[AdminClient]:
    """A client of the back office there."""
    admin = AdminClient(url, "token")
    try:
        yield admin
    finally:
        await admin.aclose()


async def play_lines(stack: Stack, *lines: str) -> Went:
    """A story of these lines, the first in line 3."""
    async with aiohttp.ClientSession() as http:
        story = parse("story.txt", ["number: 79160000001", "", *lines])
        return went(await play_on(stack, story, http, NO_PATIENCE))


async def test_what_is_forbidden_may_not_come_late_either() -> None:
    """It is looked for until the next >, wherever its line stands."""
    early, late = screen("before", "Меню"), screen("before", "Меню", "подключена")
    async with scripted(screen("before"), early, early, late) as stack:
        played = await play_lines(stack, "> 1", "<! подключена", "< Меню", "> 0")
    assert (played.line, played.difference) == (
        4,
        "'подключена' should not have come, but did: 'Меню\\nподключена'",
    )


async def test_what_came_before_counts_no_more() -> None:
    """Only what has come since the last > is a reply to it."""
    async with scripted(screen("Баланс"), screen("Баланс", "Меню")) as stack:
        played = await play_lines(stack, "> меню", "<! Баланс", "< Меню")
    assert played.passed


async def test_a_session_goes_on_when_its_page_has_come() -> None:
    """An SMS that comes first is no answer to it; all count as replies, in the order in which they came."""
    said: list[str] = []
    waits = screen("SMS", is_open=True)
    menu = screen("SMS", ussd="Меню", is_open=True, shown=1)
    last = screen("SMS", "подключена", ussd="Готово", shown=2)
    async with scripted(screen(), screen(is_open=True), waits, menu, menu, menu, waits, last, said=said) as stack:
        played = await play_lines(
            stack, "> *111#", "< SMS", "< Меню", "> 1", "< Готово", "< подключена", "<sms подключена", ">  11"
        )
    assert said == ["ussd *111#", "ussd 1", "sms 11"]
    assert (played.line, played.difference) == (10, "expected a reply, came: ''")


async def test_an_sms_during_a_session() -> None:
    """>sms is one whatever is open."""
    said: list[str] = []
    opened = screen(ussd="Меню", is_open=True, shown=1)
    async with scripted(opened, screen("Баланс", ussd="Меню", is_open=True, shown=1), said=said) as stack:
        played = await play_lines(stack, ">sms *100#", "< Баланс", "<! Меню")
    assert (said, played.difference) == (["sms *100#"], "")


async def test_a_phone_that_cannot_send() -> None:
    """The simulator says why."""
    async with scripted(screen(), sent=503) as stack:
        played = await play_lines(stack, "> баланс")
    assert (played.line, played.difference) == (3, "the phone cannot send: {}")


async def test_a_stack_that_is_away(unused_tcp_port: int) -> None:
    """Back office or simulator: the phone cannot be set up."""
    nobody = f"http://127.0.0.1:{unused_tcp_port}"
    async with scripted(screen()) as stack, books(nobody) as no_books:
        no_office = await play_lines(stack._replace(operator=no_books), "> баланс")
        no_simulator = await play_lines(stack._replace(simulator=nobody), "> баланс")
    assert (no_office.line, no_simulator.line) == (1, 1)
    assert no_office.difference.startswith("the operator does not answer")
    assert no_simulator.difference.startswith("Cannot connect to host")


async def test_a_gateway_that_does_not_start_says_why(tmp_path: Path) -> None:
    """In its own words."""
    async with aiohttp.ClientSession() as http:
        gateway = GatewayProcess(1, "nowhere", tmp_path, "secret", http)
        with pytest.raises(BadStart, match=r"the gateway stopped: pomoshnik gateway: --operator"):
            await gateway.start()
        await gateway.stop()


async def test_a_gateway_that_does_not_get_ready_is_ended(tmp_path: Path, unused_tcp_port: int) -> None:
    """With its store."""
    async with aiohttp.ClientSession() as http:
        nobody = f"http://127.0.0.1:{unused_tcp_port}"
        gateway = GatewayProcess(unused_tcp_port, nobody, tmp_path, "secret", http, patience=2.0)
        with pytest.raises(BadStart, match="the gateway does not start"):
            await gateway.start()
    assert processes(str(tmp_path)) == {}
