"""What the client says when the operator fails."""

import asyncio

import pytest
from aiohttp import web

from operator_api.client import OperatorClient, OperatorError
from operator_api.contract import GetAccount, SetPassword
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
