"""Messages that the operator wants sent reach the gateway."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import Connection, update

from operator_api.contract import Number
from operator_api.database import open_engine
from operator_api.outbox import Letter, due, forget_old, notify, put_off, strike
from operator_api.rules import Line
from operator_api.seal import Seal
from operator_api.tables import outbox
from tests.operator_api.asking import PATIENCE, ask_password, rows, until
from tests.operator_api.running import ANNA, DAY, NOW, SEAL_KEY, Stack, StoppedClock, running, stack

BORIS = Number("79160000002")


class Door:
    """A gateway's door that answers what it is told to, else 202, and remembers what came."""

    def __init__(self) -> None:
        self.url = ""
        self.came = asyncio.Queue[dict[str, Any]]()
        self.bearers: set[str | None] = set()
        self.answers = deque[int]()

    async def take(self, request: web.Request) -> web.Response:
        """POST /v1/messages"""
        self.bearers.add(request.headers.get("Authorization"))
        self.came.put_nowait(await request.json())
        return web.json_response({}, status=self.answers.popleft() if self.answers else 202)

    async def next(self) -> dict[str, Any]:
        """What comes next."""
        async with asyncio.timeout(PATIENCE):
            return await self.came.get()


@asynccontextmanager
async def open_door(*answers: int) -> AsyncIterator[Door]:
    """On a free port."""
    door = Door()
    door.answers.extend(answers)
    app = web.Application()
    app.router.add_post("/v1/messages", door.take)
    async with running(app) as door.url:
        yield door


def waiting(books: Path) -> list[tuple[object, ...]]:
    """Number, tries and due of what is in the outbox."""
    return rows(books, "SELECT number, tries, due FROM outbox ORDER BY id")


async def emptied(books: Path) -> None:
    """Until nothing waits."""
    await until(lambda: not waiting(books))


async def wake(operator: Stack) -> None:
    """Any change makes it look."""
    await operator.cabinet.captcha()


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Where they are."""
    return tmp_path / "books.db"


# The outbox itself


@pytest.fixture
def connection(books: Path) -> Iterator[Connection]:
    """On empty books."""
    engine = open_engine(f"sqlite:///{books}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def write(connection: Connection, number: Number = ANNA.number, at: float = NOW) -> None:
    """A message."""
    subscriber = type(ANNA)(number, "", ANNA.balance, ANNA.tariff, 0.0, 0.0)
    notify(connection, Seal(SEAL_KEY), Line(subscriber), "password.too_many", at)


def test_the_first_of_each_number_may_go(connection: Connection) -> None:
    """The oldest first; the second waits for it."""
    for number in (ANNA.number, ANNA.number, BORIS):
        write(connection, number)
    first, other = due(connection, NOW, most=9)
    assert (first.number, other.number) == (ANNA.number, BORIS)
    strike(connection, [first])
    assert [letter.number for letter in due(connection, NOW, most=9)] == [ANNA.number, BORIS]
    assert [letter.number for letter in due(connection, NOW, most=1)] == [ANNA.number]


def test_pauses_grow_to_a_minute(connection: Connection) -> None:
    """1, 2, 4 and so on; the next of that number waits too."""
    write(connection)
    write(connection)
    now, pauses = NOW, []
    for _ in range(8):
        (letter,) = due(connection, now, most=9)
        put_off(connection, letter, now)
        began = now
        while not due(connection, now, most=9):
            now += 1
        pauses.append(now - began)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_day_of_tries_can_be_counted(connection: Connection) -> None:
    """With a try a minute there are more than a power of two has room for."""
    write(connection)
    connection.execute(update(outbox).values(tries=1_440))
    (letter,) = due(connection, NOW, most=9)
    put_off(connection, letter, NOW)
    (letter,) = due(connection, NOW + 60, most=9)
    assert letter.tries == 1_441


def test_a_try_of_two_servers_counts_once(connection: Connection) -> None:
    """The later one finds that it was counted."""
    write(connection)
    (letter,) = due(connection, NOW, most=9)
    put_off(connection, letter, NOW)
    put_off(connection, letter, NOW + 30)
    assert due(connection, NOW + 1, most=9) == [Letter(letter.key, *list(tries_of(letter, 1)))]


def tries_of(letter: Letter, tries: int) -> list[Any]:
    """Its other fields, with so many tries."""
    return [letter.number, letter.sort, letter.alphabet, letter.text, tries]


def test_what_nobody_takes_in_a_day_is_struck(connection: Connection, caplog: pytest.LogCaptureFixture) -> None:
    """The log says how many."""
    write(connection, at=NOW - DAY)
    write(connection, at=NOW - DAY + 1)
    forget_old(connection, NOW)
    assert len(due(connection, NOW, most=9)) == 1
    assert "1 messages were struck" in caplog.text


# On the way


async def test_a_message_is_posted_and_struck(books: Path) -> None:
    """With bearer, class, alphabet and a key of its own."""
    async with open_door() as door, stack(books, gateway=door.url) as operator:
        await operator.put(alphabet="latin")
        await ask_password(operator.cabinet, ANNA.number)
        message = await door.next()
        assert message.pop("text").startswith("Ваш пароль: ")
        assert len(message.pop("key")) == 32
        assert message == {"to": ANNA.number, "class": "secret", "alphabet": "latin"}
        assert door.bearers == {"Bearer for-messages"}
        await emptied(books)


@pytest.mark.parametrize("status", [400, 401, 302, 429, 500, 503])
async def test_a_message_goes_again_until_it_is_taken(books: Path, status: int) -> None:
    """After a pause, with the same key, whatever was wrong at the gateway."""
    async with open_door(status) as door, stack(books, gateway=door.url) as operator:
        await operator.put()
        await ask_password(operator.cabinet, ANNA.number)
        first = await door.next()
        await until(lambda: waiting(books) == [(ANNA.number, 1, NOW + 1)])
        operator.clock.now += 1
        await wake(operator)
        assert await door.next() == first
        await emptied(books)


async def test_a_restart_goes_on(books: Path) -> None:
    """Of the operator, and of the gateway, which was away."""
    clock = StoppedClock()
    async with stack(books, clock, gateway="http://127.0.0.1:1") as operator:
        await operator.put()
        await ask_password(operator.cabinet, ANNA.number)
        await until(lambda: waiting(books) == [(ANNA.number, 1, NOW + 1)])
    clock.now += 1
    async with open_door() as door, stack(books, clock, gateway=door.url):
        assert (await door.next())["to"] == ANNA.number
        await emptied(books)


@pytest.mark.parametrize("status", [409, 422])
async def test_what_no_try_cures_is_struck(books: Path, status: int, caplog: pytest.LogCaptureFixture) -> None:
    """The log names the number, masked, and nothing of the text."""
    async with open_door(status) as door, stack(books, gateway=door.url) as operator:
        await operator.put()
        await ask_password(operator.cabinet, ANNA.number)
        text = (await door.next())["text"]
        await emptied(books)
        assert f"+7916***0001: a message was struck: the gateway refuses it with {status}" in caplog.text
        assert ANNA.number not in caplog.text
        assert text.removeprefix("Ваш пароль: ")[:10] not in caplog.text


async def test_what_was_sealed_under_another_secret_is_struck(books: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody can read it any more."""
    async with stack(books) as operator:
        await operator.put()
        await ask_password(operator.cabinet, ANNA.number)
        await until(lambda: len(waiting(books)) == 1)
    async with open_door() as door, stack(books, gateway=door.url, seal_key=b"another"):
        await emptied(books)
        assert door.came.empty()
    assert "+7916***0001: a message was struck: it was sealed under another secret" in caplog.text


async def test_two_servers_on_one_database(books: Path) -> None:
    """Each message goes out; a key that goes twice is taken once."""
    numbers = [Number(str(79160000001 + index)) for index in range(10)]
    clock = StoppedClock()
    async with (
        open_door() as door,
        stack(books, clock, gateway=door.url) as one,
        stack(books, clock, gateway=door.url) as other,
    ):
        for number in numbers:
            await one.put(number=number)
        servers = 5 * (one, other)
        await asyncio.gather(
            *(ask_password(each.cabinet, number) for number, each in zip(numbers, servers, strict=True))
        )
        taken = dict[str, str]()
        while len(taken) < 10:
            message = await door.next()
            taken[message["key"]] = message["to"]
        await emptied(books)
        assert sorted(taken.values()) == numbers


async def test_without_a_gateway_messages_wait_sealed(books: Path) -> None:
    """In no file of the books can the text be read."""
    async with stack(books) as operator:
        await operator.put()
        await ask_password(operator.cabinet, ANNA.number)
        await until(lambda: len(waiting(books)) == 1)
    files = [file.read_bytes() for file in books.parent.glob("books.db*")]
    assert all("пароль".encode() not in file for file in files)
    assert any(ANNA.name.encode() in file for file in files)
