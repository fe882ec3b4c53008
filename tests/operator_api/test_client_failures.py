"""What the client says when the operator fails."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from aiohttp import web

from operator_api.breaker import Rule
from operator_api.client import LONGEST_WISH, OperatorClient, OperatorError
from operator_api.contract import Account, Answer, GetAccount, Kopecks, Profile, SetPassword
from tests.operator_api.rude import HALVES, Manner, polite, rude
from tests.operator_api.running import ANNA, running

QUESTION = GetAccount(ANNA.number)


def answering(status: int, body: bytes) -> web.Application:
    """An operator with one answer to everything."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/v1/questions", answer)
    return app


async def failure(url: str, patience: float = 5.0) -> tuple[int | None, bool, str]:
    """How a question fails: status, whether to try again, message."""
    client = OperatorClient(url, "token", timeout=patience)
    try:
        with pytest.raises(OperatorError) as caught:
            await client.ask(QUESTION, "key")
    finally:
        await client.aclose()
    return caught.value.status, caught.value.retryable, str(caught.value)


@pytest.mark.parametrize(
    ("status", "retryable"),
    [(400, False), (401, False), (404, False), (409, False), (422, False), (429, True), (500, True), (503, True)],
)
async def test_statuses_are_told_apart(status: int, retryable: bool) -> None:
    """A fault of ours stays one; theirs, and too many questions, may pass."""
    async with running(answering(status, b'{"error": {"code": "x", "message": "so it is"}}')) as url:
        assert await failure(url) == (status, retryable, f"the operator says {status}: so it is")


async def test_an_error_need_not_be_of_our_shape() -> None:
    """A proxy writes its own."""
    async with running(answering(502, b"<html>Bad Gateway</html>")) as url:
        assert await failure(url) == (502, True, "the operator says 502: no reason given")


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b'{"profile": {}, "result": {"result": "Sung"}}', b'"\xff"'])
async def test_an_answer_that_cannot_be_read_may_be_read_next_time(body: bytes) -> None:
    """It says 200, but not what."""
    async with running(answering(200, body)) as url:
        status, retryable, _ = await failure(url)
        assert (status, retryable) == (200, True)


async def test_nobody_there_may_be_back() -> None:
    """A closed port, no status."""
    async with running(web.Application()) as url:
        pass
    status, retryable, _ = await failure(url)
    assert (status, retryable) == (None, True)


async def test_a_slow_operator_is_not_waited_for() -> None:
    """After the timeout nobody knows what it did: ask again with the same key."""
    closing = asyncio.Event()

    async def never(request: web.Request) -> web.Response:
        await closing.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/questions", never)
    async with running(app) as url:
        status, retryable, _ = await failure(url, patience=0.05)
        closing.set()
    assert (status, retryable) == (None, True)


async def test_half_a_surrogate_pair_cannot_be_asked() -> None:
    """Not now and not later."""
    client = OperatorClient("http://127.0.0.1:1", "token")
    with pytest.raises(OperatorError, match="cannot be written") as caught:
        await client.ask(SetPassword(ANNA.number, "Zima2026\ud83d"), "key")
    await client.aclose()
    assert (caught.value.status, caught.value.retryable) == (None, False)


SAID = Answer(Profile(), Account(Kopecks(1), "super", ()))


@asynccontextmanager
async def asking(url: str, patience: float = 5.0) -> AsyncIterator[OperatorClient]:
    client = OperatorClient(url, "token", timeout=patience)
    yield client
    await client.aclose()


async def refused(client: OperatorClient) -> OperatorError:
    """How a question fails."""
    with pytest.raises(OperatorError) as caught:
        await client.ask(QUESTION, "key")
    return caught.value


@pytest.mark.parametrize("half", HALVES)
async def test_half_an_answer_is_none_and_may_have_been_one(half: str) -> None:
    """The question may be asked again, the next time gets the whole answer; and nobody knows what was done."""
    manners = [HALVES[half], polite]

    async def answer(request: bytes) -> tuple[bytes, Manner]:
        return msgspec.json.encode(SAID), manners.pop(0)

    async with rude(answer) as url, asking(url, patience=0.5) as client:
        error = await refused(client)
        assert (error.retryable, error.certain) == (True, False)
        assert await client.ask(QUESTION, "key") == SAID


async def test_what_never_got_there_surely_did_nothing() -> None:
    """Nor what was turned down: by its status, or because there were too many."""
    async with running(web.Application()) as url:
        pass
    async with asking(url) as client:
        assert (await refused(client)).certain
    for status, certain in [(422, True), (429, True), (500, False), (503, False)]:
        async with running(answering(status, b"")) as url, asking(url) as client:
            assert (await refused(client)).certain == certain


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("86400", LONGEST_WISH),
        ("Thu, 31 Dec 2099 23:59:59 GMT", LONGEST_WISH),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
    ],
)
async def test_who_asks_to_be_left_alone_is_for_so_long(status: int, said: str, seconds: float) -> None:
    """In seconds or until a date (RFC 9110, 10.2.3), within reason. Nobody calls meanwhile."""
    calls = []

    async def answer(request: web.Request) -> web.Response:
        calls.append(request)
        return web.Response(status=status, headers={"Retry-After": said})

    app = web.Application()
    app.router.add_post("/v1/questions", answer)
    async with running(app) as url, asking(url) as client:
        assert (await refused(client)).after == pytest.approx(seconds, abs=5)
        again = await refused(client)
        assert again.retryable
        assert again.after == pytest.approx(seconds, abs=5)
        assert len(calls) == (1 if seconds else 2)


async def test_a_server_that_fails_again_and_again_is_left_alone_until_a_try_succeeds(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Meanwhile questions fail at once, and say when it is worth another try. An error of ours is an answer."""
    caplog.set_level(logging.WARNING)
    rule, calls = Rule(), []
    status = 500

    async def answer(request: web.Request) -> web.Response:
        calls.append(request)
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/v1/questions", answer)
    async with running(app) as url, asking(url) as client:
        for _ in range(rule.failures):
            assert (await refused(client)).status == 500
        for _ in range(100):
            alone = await refused(client)
            assert (alone.status, alone.retryable, alone.certain) == (None, True, True)
            assert 0 < alone.after <= rule.first
        assert len(calls) == rule.failures
        status = 422
        while (await refused(client)).status is None:
            await asyncio.sleep(0.01)
        assert (await refused(client)).status == 422
    assert [record.message.partition(":")[0] for record in caplog.records if "operator" in record.name] == [
        "the operator is left alone, and tried from time to time",
        "the operator answers again",
    ]
