"""Stories of the simulator's page: recorded by hand and played again, on the stack that the page is of."""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from pomoshnik.commands import play
from pomoshnik.handset import Handset
from pomoshnik.page_player import PagePlayer
from pomoshnik.player import Stack
from pomoshnik.playing import RunningStage
from pomoshnik.stack import private_stack
from pomoshnik.stories import parse
from pomoshnik.story_files import stories_in
from simulator.program import serve
from simulator.stories import CannotPlay
from tests.pomoshnik.programs import pomoshnik, started
from tests.simulator.esme import Esme

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHONE = "79160000901"
HEAD = f"number: {PHONE}\nbalance: 100.00\n\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client."""
    async with aiohttp.ClientSession() as client:
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack(http: aiohttp.ClientSession) -> AsyncIterator[Stack]:
    """One for all stories here."""
    async with private_stack(http) as stack:
        yield stack


async def answer(http: aiohttp.ClientSession, simulator: str, text: str) -> tuple[int, dict[str, Any]]:
    """What the page is told of a story."""
    async with http.post(f"{simulator}/api/stories", json={"text": text}) as response:
        return response.status, await response.json()


async def by_hand(http: aiohttp.ClientSession, simulator: str, number: str) -> str:
    """A conversation, as its story."""
    phone, handset = f"{simulator}/api/phones/{number}", Handset(simulator, number, "111", http)
    await http.post(f"{phone}/recording", json={"on": True})
    for text in ("баланс", "25", "*111*2122#", "1", "*111#"):
        reply = await handset.speak("dial" if text.startswith("*") else "write", text)
        while not reply.text or (text == "1" and not handset.messages.text):
            await asyncio.sleep(0.02)
            await handset.look()
    await handset.hang_up()
    async with http.get(f"{phone}/story") as response:
        return await response.text()


async def test_a_conversation_by_hand_plays_and_passes(
    stack: Stack, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """As it was held: on the page, and from its file; its password is not in it."""
    assert stack.operator
    await stack.operator.put_subscriber(parse("", ["services: aon", *HEAD.splitlines()]).subscriber(stack.now()))
    recorded = await by_hand(http, stack.simulator, PHONE)
    assert recorded.startswith(
        f"# recorded by hand\nnumber: {PHONE}\nbalance: 100.00\ntariff: super\ntariff_since: 365d\n"
    )
    assert "> 25\n< Ваш пароль: {password}. " in recorded
    assert '> *111*2122#\n< Подключить "Гудок"?' in recorded
    assert "\n<sms " in recorded
    assert recorded.endswith(">hangup\n")
    status, played = await answer(http, stack.simulator, recorded)
    assert [line for line in played["lines"] if line["verdict"] != "passed"] == []
    assert (status, played["passed"]) == (200, True)
    (tmp_path / "by_hand.txt").write_text(recorded, encoding="utf-8")
    stage = RunningStage(stack, http)
    settings = play.Settings(files=(tmp_path,))
    assert await play.play_and_report(settings, stories_in(settings.files), stage.play) == 0


async def test_a_demo_by_hand_plays_and_passes_elsewhere(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    """With the phone as it stood in the demo's books; a demo plays it, too."""
    options = (f"--{each}-port" for each in ("smpp", "simulator", "gateway", "operator", "cabinet"))
    async with started("demo", *chain(*zip(options, repeat("0"))), cwd=tmp_path) as demo:
        simulator = await demo.until("    .venv/bin/pomoshnik phone 79160000001 --simulator ")
        recorded = await by_hand(http, simulator, "79160000001")
        assert (await answer(http, simulator, recorded))[1]["passed"]
        await demo.stop()
    (tmp_path / "demo.txt").write_text(recorded, encoding="utf-8")
    played = await pomoshnik("play", "demo.txt", cwd=tmp_path)
    assert (played.status, played.out.splitlines()[-1].partition(" in ")[0]) == (0, "1 passed")


async def test_each_line_is_told(stack: Stack, http: aiohttp.ClientSession) -> None:
    """Those that differ with what came instead; after trouble none is played."""
    story = f"{HEAD}> баланс\n<! Баланс\n= balance 99.00\n>hangup\n> меню\n"
    _, played = await answer(http, stack.simulator, story)
    assert [(line["number"], line["verdict"]) for line in played["lines"]] == [
        *((1, "passed"), (2, "passed"), (4, "passed"), (5, "differs"), (6, "differs"), (7, "differs")),
        (8, "not played"),
    ]
    assert [line["came"] for line in played["lines"]][3:5] == ["Баланс: 100,00 руб. Тариф: Супер.", "100.00"]
    assert not played["passed"]


@pytest.mark.parametrize(
    ("lines", "status", "why"),
    [
        ("balance: 1.00", 400, "line 1: no phone"),
        (f"{HEAD}~ 11m\n& restart", 501, "can play ~ and &: line 4: ~ 11m, line 5: & restart"),
    ],
)
async def test_a_story_that_is_not_played(
    stack: Stack, http: aiohttp.ClientSession, lines: str, status: int, why: str
) -> None:
    """It is said why."""
    told, answered = await answer(http, stack.simulator, lines)
    assert told == status
    assert why in answered["error"]["message"]


async def test_two_stories_of_one_phone(stack: Stack, http: aiohttp.ClientSession) -> None:
    """The second is refused until the first one has ended."""
    page = PagePlayer(http)
    page.stack = stack
    first = page.play(f"{HEAD}> баланс\n")
    await anext(first)
    with pytest.raises(CannotPlay, match=f"a story of {PHONE} is being played") as refused:
        await anext(page.play(HEAD))
    assert refused.value.status == 409
    assert [line.verdict async for line in first] == ["passed", "passed"]
    assert (await anext(page.play(HEAD))).verdict == "passed"


async def test_a_session_that_somebody_left_open(stack: Stack, http: aiohttp.ClientSession) -> None:
    """It is ended before the story begins."""
    handset = Handset(stack.simulator, PHONE, "111", http)
    await handset.speak("dial", "*111#")
    _, played = await answer(http, stack.simulator, f"{HEAD}> баланс\n<sms Баланс\n")
    assert played["passed"]


async def test_a_story_is_updated(
    stack: Stack, http: aiohttp.ClientSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What comes stands in it, and it passes; another one, whose books differ, is left alone."""
    old, poor = tmp_path / "old.txt", tmp_path / "poor.txt"
    old.write_text(f"{HEAD}> 25\n< Пароль {{one}} ваш\n= login {{one}} ok\n", encoding="utf-8")
    poor.write_text(f"{HEAD.replace('901', '902')}> баланс\n= balance 1.00\n", encoding="utf-8")
    settings = play.Settings(files=(old, poor), jobs=2, update=True)
    stage = RunningStage(stack, http, patience=3.0)
    assert await play.play_and_report(settings, stories_in(settings.files), stage.play) == 1
    assert old.read_text(encoding="utf-8").startswith(f"{HEAD}> 25\n< Ваш пароль: {{one}}. ")
    said = capsys.readouterr().out
    assert f"{old}: updated\n{poor}: not updated, for more than the text of replies differs: line 5" in said
    assert "1 failed, 1 passed" in said


async def test_a_simulator_without_books(http: aiohttp.ClientSession) -> None:
    """What is said and comes is played; what is about the books is not, and that is no difference."""
    page = PagePlayer(http, patience=0.2)
    simulator = await serve(smpp_port=0, http_port=0, play=page.play, setup=page.setup)
    url = f"http://127.0.0.1:{simulator.http_port}"
    alone = Stack(url, None, time.time)
    story = f"to: 222\n{HEAD}> hi\n<!\n= balance 1.00\n"
    assert (await answer(http, url, story))[0] == 503
    page.stack = alone
    esme = await Esme.bound(simulator.smpp_port)
    status, played = await answer(http, url, story)
    assert (await esme.message()).destination_addr == "222"
    assert [(line["number"], line["verdict"], line["came"]) for line in played["lines"]] == [
        *((1, "passed", ""), (2, "passed", ""), (3, "not played", "there are no books here")),
        *((5, "passed", ""), (6, "passed", ""), (7, "not played", "there are no books here")),
    ]
    assert (status, played["passed"]) == (200, True)
    await http.post(f"{url}/api/phones/{PHONE}/recording", json={"on": True})
    async with http.get(f"{url}/api/phones/{PHONE}/story") as response:
        assert await response.text() == f"# recorded by hand\nnumber: {PHONE}\n\n"
    await simulator.aclose()
