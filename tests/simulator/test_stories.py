"""The routes of stories: a phone is recorded, and what plays stories is handed in."""

from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from simulator.program import Running, serve
from simulator.stories import CannotPlay, PlayedLine
from smpp.pdus import SubmitSm
from tests.simulator.esme import Esme

PHONE = "79160000001"


async def play(text: str) -> AsyncIterator[PlayedLine]:
    """Lines as the story has them, the last one first; none is none."""
    if not text:
        raise CannotPlay(400, "line 1: no phone")
    for number, line in reversed([*enumerate(text.splitlines(), 1)]):
        yield PlayedLine(number, line, "passed" if line.startswith(">") else "differs", "that")


async def setup(number: str) -> Mapping[str, str]:
    """Of one phone."""
    if number != PHONE:
        raise CannotPlay(503, "the books are away")
    return {"balance": "10.00"}


@pytest.fixture
async def simulator() -> AsyncIterator[Running]:
    """It has something that plays."""
    running = await serve(smpp_port=0, http_port=0, play=play, setup=setup)
    yield running
    await running.aclose()


async def test_a_phone_is_recorded(simulator: Running, api: aiohttp.ClientSession) -> None:
    """From when it is switched on until it is off; what the network does not take was not said."""
    esme = await Esme.bound(simulator.smpp_port)
    path = f"/api/phones/{PHONE}"
    async with api.post(f"{path}/recording", json={"on": True}) as response:
        assert (response.status, await response.json()) == (200, {"on": True})
    await api.post(f"{path}/ussd", json={"text": "nothing to dial"})
    await api.delete(f"{path}/ussd")
    await api.post(f"{path}/sms", json={"to": "111", "text": "hi"})
    await esme.message()
    await esme.request(SubmitSm(source_addr="111", destination_addr=PHONE, short_message=b"Hello"))
    await api.post(f"{path}/recording", json={"on": False})
    await api.post(f"{path}/sms", json={"to": "111", "text": "more"})
    async with api.get(f"{path}/story") as response:
        assert response.content_type == "text/plain"
        assert await response.text() == (f"# recorded by hand\nnumber: {PHONE}\nbalance: 10.00\n\n> hi\n< Hello\n")


async def test_a_code_that_nobody_serves_is_recorded(api: aiohttp.ClientSession) -> None:
    """With what the network says at once."""
    await api.post(f"/api/phones/{PHONE}/recording", json={"on": True})
    await api.post(f"/api/phones/{PHONE}/ussd", json={"text": "*111#"})
    async with api.get(f"/api/phones/{PHONE}/story") as response:
        assert (await response.text()).endswith("> *111#\n< Ошибка соединения или неверный код MMI.\n")


async def test_a_story_is_played(api: aiohttp.ClientSession) -> None:
    """Each line, in order, with what became of it."""
    async with api.post("/api/stories", json={"text": "> a\n< b"}) as response:
        assert await response.json() == {
            "lines": [
                {"number": 1, "text": "> a", "verdict": "passed", "came": "that"},
                {"number": 2, "text": "< b", "verdict": "differs", "came": "that"},
            ],
            "passed": False,
        }


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/api/stories", {"text": ""}, 400, "bad_story"),
        ("POST", "/api/stories", {}, 400, "bad_body"),
        ("POST", f"/api/phones/{PHONE}/recording", {"on": 1}, 400, "bad_body"),
        ("POST", "/api/phones/79160000002/recording", {"on": True}, 503, "not_now"),
        ("POST", "/api/phones/nobody/recording", {"on": True}, 400, "bad_number"),
        ("GET", f"/api/phones/{PHONE}/story", None, 404, "no_recording"),
    ],
)
async def test_what_cannot_be(
    api: aiohttp.ClientSession, method: str, path: str, body: object, status: int, code: str
) -> None:
    """In the shape of all errors."""
    async with api.request(method, path, json=body) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (status, code)


async def test_a_simulator_with_nothing_that_plays() -> None:
    """It records, and says that it plays none."""
    running = await serve(smpp_port=0, http_port=0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{running.http_port}") as api:
        await api.post(f"/api/phones/{PHONE}/recording", json={"on": True})
        async with api.get(f"/api/phones/{PHONE}/story") as response:
            assert await response.text() == f"# recorded by hand\nnumber: {PHONE}\n\n"
        async with api.post("/api/stories", json={"text": "> a"}) as response:
            assert (response.status, (await response.json())["error"]["code"]) == (501, "not_here")
    await running.aclose()
