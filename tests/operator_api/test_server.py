"""The server as HTTP sees it: statuses, roles, one shape of error."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from operator_api.client import OperatorError
from operator_api.contract import GetAccount, SetStopped
from operator_api.database import open_engine
from operator_api.errors import BooksAwayError
from operator_api.server import LONGEST_BODY
from tests.operator_api.running import ANNA, NOW, Stack, closed, operator_app, running, stack

ACCOUNT = {"question": "GetAccount", "number": ANNA.number}
STOP = {"question": "SetStopped", "number": ANNA.number, "stopped": True}
SUBSCRIBER = {
    "number": ANNA.number,
    "name": ANNA.name,
    "balance": 0,
    "tariff": "super",
    "tariff_since": NOW,
    "activated": NOW,
}
AT_ANNA = f"/v1/subscribers/{ANNA.number}"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP."""
    async with aiohttp.ClientSession() as session:
        yield session


async def error_of(
    http: aiohttp.ClientSession, url: str, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, str]:
    """Status and code of an answer that must be an error of our shape."""
    data = body if isinstance(body, bytes) else json.dumps(body)
    headers.setdefault("Authorization", "Bearer for-dialogs")
    async with http.request(method, url + path, data=data, headers=headers) as response:
        error: dict[str, Any] = (await response.json())["error"]
        assert set(error) == {"code", "message"}
        return response.status, error["code"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_body"),
        (b"\xff\xfe", 400, "bad_body"),
        (b"[" * 10_000, 400, "bad_body"),
        (b'{"question": "GetAccount", "number": "79160000001", "more": ' + b"[" * 10_000, 400, "bad_body"),
        (b'{"question": "GetAccount", "number": "\xed\xa0"}', 400, "bad_body"),
        ({"question": "Sing", "number": ANNA.number}, 400, "bad_body"),
        ({"question": "GetAccount"}, 400, "bad_body"),
        ({"question": "SetPassword", "number": ANNA.number, "password": 12345}, 400, "bad_body"),
        (ACCOUNT | {"number": "111 or 1=1"}, 400, "bad_body"),
        (ACCOUNT | {"number": ""}, 400, "bad_body"),
        (STOP, 422, "no_key"),
        (b" " * (LONGEST_BODY + 1), 413, "http_413"),
    ],
)
async def test_bad_questions(
    operator: Stack, http: aiohttp.ClientSession, body: object, status: int, code: str
) -> None:
    """The asker's fault is a 4xx."""
    assert await error_of(http, operator.url, "POST", "/v1/questions", body) == (status, code)


async def test_a_body_may_be_compressed_badly(operator: Stack, http: aiohttp.ClientSession) -> None:
    """That is the asker's fault too."""
    headers = {"Content-Encoding": "gzip"}
    assert await error_of(http, operator.url, "POST", "/v1/questions", b"no gzip at all", **headers) == (
        400,
        "bad_body",
    )


async def test_who_hangs_up_is_not_our_failure(operator: Stack, caplog: pytest.LogCaptureFixture) -> None:
    """In the middle of a body."""
    host, _, port = operator.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = "POST /v1/questions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer for-dialogs\r\nContent-Length: 9\r\n\r\n{"
    writer.write(head.encode())
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    assert "failed" not in caplog.text


async def test_a_key_has_a_longest_length(operator: Stack, http: aiohttp.ClientSession) -> None:
    """255 characters are kept, 256 are not."""
    with pytest.raises(OperatorError, match="says 400: Idempotency-Key"):
        await operator.operator.ask(SetStopped(ANNA.number, stopped=True), "k" * 256)
    await operator.operator.ask(SetStopped(ANNA.number, stopped=True), "k" * 255)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"services": ["aon", "guduk"]}, 422, "unknown_id"),
        ({"tariff": "mega"}, 422, "unknown_id"),
        ({"number": "79160000002"}, 422, "bad_number"),
        ({"number": "7916"}, 400, "bad_body"),
        ({"name": "Анна\0"}, 400, "bad_body"),
        ({"balance": 2**53}, 400, "bad_body"),
        ({"activated": 1e11}, 400, "bad_body"),
    ],
)
async def test_bad_subscribers(
    operator: Stack, http: aiohttp.ClientSession, changes: dict[str, object], status: int, code: str
) -> None:
    """What the catalogue does not know, what no database or calendar takes, or no number."""
    anna = SUBSCRIBER | changes
    error = await error_of(http, operator.url, "PUT", AT_ANNA, anna, Authorization="Bearer for-admins")
    assert error == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "authorization", "status"),
    [
        ("POST", "/v1/questions", "", 401),
        ("POST", "/v1/questions", "Bearer", 401),
        ("POST", "/v1/questions", "Bearer привет", 401),
        ("POST", "/v1/questions", "Basic for-dialogs", 401),
        ("POST", "/v1/logins", "Bearer for-cabinets", 403),
        ("GET", "/v1/catalogue", "", 401),
        ("PUT", AT_ANNA, "Bearer for-dialogs", 403),
        ("GET", AT_ANNA, "Bearer for-dialogs", 403),
        ("POST", "/v1/logins", "Bearer for-dialogs", 403),
        ("GET", "/v1/nowhere", "Bearer for-dialogs", 404),
        ("POST", "/dev/clock", "Bearer for-admins", 404),
        ("DELETE", "/v1/questions", "Bearer for-dialogs", 405),
    ],
)
async def test_roles_and_roads(
    operator: Stack, http: aiohttp.ClientSession, method: str, path: str, authorization: str, status: int
) -> None:
    """Who may do what; the clock is not to be moved unless that was asked for."""
    error = await error_of(http, operator.url, method, path, ACCOUNT, Authorization=authorization)
    assert error == (status, f"http_{status}")


async def test_health_needs_no_role(operator: Stack, http: aiohttp.ClientSession) -> None:
    """And says that the books can be read."""
    async with http.get(operator.url + "/health") as response:
        assert (response.status, await response.json()) == (200, {"status": "ok"})


async def test_the_clock_moves_forward_for_development(tmp_path: Path) -> None:
    """And never back."""
    async with stack(tmp_path / "books.db", dev=True) as operator:
        await operator.put(tariff_since=NOW)
        await operator.admin.advance_clock(660)
        with pytest.raises(OperatorError, match="400"):
            await operator.admin.advance_clock(-1)


async def test_a_failure_of_ours_is_a_500_that_tells_nothing(
    tmp_path: Path, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the traceback, the asker has not."""

    async def fail(request: web.Request) -> web.Response:
        raise ZeroDivisionError("inside")

    app = operator_app(tmp_path / "books.db")
    app.router.add_get("/fail", fail)
    async with running(app) as url, http.get(url + "/fail") as response:
        assert response.status == 500
        assert "inside" not in await response.text()
    assert "inside" in caplog.text


async def test_locked_books_are_a_503_worth_another_try(
    operator: Stack, books_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """While somebody else writes for long; reading goes on. Afterwards the same key changes once."""
    with closed(open_engine(books_url)) as other, other.begin():
        with pytest.raises(OperatorError) as caught:
            await operator.operator.ask(SetStopped(ANNA.number, stopped=True), "key")
        assert (caught.value.status, caught.value.retryable) == (503, True)
        assert not (await operator.operator.ask(GetAccount(ANNA.number), "")).profile.stopped
    assert "the database does not answer" in caplog.text
    assert (await operator.operator.ask(SetStopped(ANNA.number, stopped=True), "key")).profile.stopped


async def test_books_that_cannot_be_opened_stop_the_start(tmp_path: Path) -> None:
    """And say so."""
    with pytest.raises(BooksAwayError, match="cannot open the books"):
        async with running(operator_app(tmp_path / "no-such-folder" / "books.db")):
            pass


async def test_logs_hold_no_password(
    operator: Stack, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even of a question that could not be read."""
    caplog.set_level(logging.DEBUG)
    question = {"question": "SetPassword", "number": ANNA.number, "password": "Zima2026zima"}
    await error_of(http, operator.url, "POST", "/v1/questions", question)
    await error_of(http, operator.url, "POST", "/v1/questions", question | {"number": 5})
    assert "Zima2026zima" not in caplog.text
