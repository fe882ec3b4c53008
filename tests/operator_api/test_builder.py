"""Documents are made in the background."""

import os
import signal
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import aiohttp
import pytest

from operator_api.client import OperatorError
from operator_api.contract import (
    DetailOrdered,
    Document,
    Format,
    Language,
    Number,
    OrderDetail,
    Usage,
)
from operator_api.details import MOST_EVENTS
from tests.operator_api.asking import ADDRESS, change, notices, rows, signed_in, until, write_events
from tests.operator_api.running import ANNA, NOW, Stack, stack
from tests.pomoshnik.programs import processes

BORIS = Number("79160000002")
SEPTEMBER = date(2012, 9, 1), date(2012, 9, 30)
IN_SEPTEMBER = 1_347_000_000.0
PRESS = "operator_api.press"

Days = tuple[date, date]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Where they are."""
    return tmp_path / "books.db"


@pytest.fixture
async def operator(books: Path) -> AsyncIterator[Stack]:
    """A running operator with Anna in its books."""
    async with stack(books) as on_it:
        await on_it.put()
        yield on_it


class Account:
    """Anna's, open on the web."""

    def __init__(self, operator: Stack, books: Path | str, session: str) -> None:
        self._operator = operator
        self._books = books
        self.session = session

    async def order(self, days: Days = SEPTEMBER, format: Format = "csv") -> Document:
        """A detail to the account."""
        order = OrderDetail(ANNA.number, *days, format, "account")
        key = f"{days} {format}"
        answer = await self._operator.cabinet.ask(order, key, self.session, ADDRESS)
        assert isinstance(answer.result, DetailOrdered)
        return answer.result.document

    async def read(self, document: Document, session: str = "") -> bytes:
        """Its content, once it is there."""
        await self.comes_to("ready")
        return await self._operator.cabinet.document(document.id, session or self.session, ADDRESS)

    async def comes_to(self, *states: str) -> None:
        """Wait until the documents are so."""
        await until(lambda: [state for (state,) in rows(self._books, "SELECT state FROM documents")] == [*states])


@pytest.fixture
async def account(operator: Stack, books: Path) -> Account:
    """Open."""
    return Account(operator, books, await signed_in(operator.operator, operator.cabinet, ANNA.number))


def write_order(books: Path, tries: int, due: float = 0.0) -> None:
    """An order for a PDF that was tried before."""
    change(
        books,
        f"""INSERT INTO documents (id, number, first, last, format, delivery, email, state, ordered, until, due, tries)
        VALUES ('before', '{ANNA.number}', '2012-09-01', '2012-09-30', 'pdf', 'account', '', 'building', {NOW - 9},
        '2012-10-19', {due}, {tries})""",
    )


async def press_at_work() -> int:
    """The process that makes a document of this test's server, once there is one."""
    await until(lambda: bool(_presses()))
    return _presses()[0]


def _presses() -> list[int]:
    """Our children only."""
    return [pid for pid in processes(PRESS) if f"\t{os.getpid()}\n" in _status(pid)]


def _status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


# What comes of an order


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        ("html", "text/html"),
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("pdf", "application/pdf"),
    ],
)
async def test_an_order_becomes_a_file(operator: Stack, account: Account, format: Format, kind: str) -> None:
    """Of that kind."""
    document = await account.order(format=format)
    content = await account.read(document)
    url = f"{operator.url}/v1/documents/{document.id}"
    headers = {"Authorization": "Bearer for-cabinets", "X-Session": account.session}
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as response:
        assert (response.content_type, await response.read()) == (kind, content)


async def test_an_order_in_either_database(books_url: str) -> None:
    """Is claimed, made and kept; the rest of this file goes by SQLite."""
    async with stack(books_url) as operator:
        await operator.put()
        account = Account(operator, books_url, await signed_in(operator.operator, operator.cabinet, ANNA.number))
        assert (await account.read(await account.order())).startswith("\ufeff".encode())


async def test_the_period_is_in_it_and_nothing_else(operator: Stack, account: Account) -> None:
    """Its first and last moments are those of the operator's days."""
    midnight = 1_346_443_200.0  # 01.09.2012 in Moscow
    october = midnight + 30 * 86_400
    for at, peer in ((midnight - 1, "79160000011"), (midnight, "79160000012"), (october - 1, "79160000013")):
        await operator.admin.charge(Usage(ANNA.number, at, "sms", peer, 1, f"sms {at}"))
    await operator.admin.charge(Usage(ANNA.number, october, "sms", "79160000014", 1, "later"))
    content = (await account.read(await account.order(format="html"))).decode()
    told = [peer for peer in ("000-00-11", "000-00-12", "000-00-13", "000-00-14") if peer in content]
    assert told == ["000-00-12", "000-00-13"]
    assert ANNA.name in content
    assert "Супер" in content


@pytest.mark.parametrize(
    ("days", "language", "told"),
    [
        (SEPTEMBER, "ru", "Детализация за сентябрь готова. Смотрите в кабинете до 19.10."),
        (SEPTEMBER, "uk", "Деталізація за вересень готова. Дивіться в кабінеті до 19.10."),
        (SEPTEMBER, "ro", "Detalierea pentru septembrie este gata. O gasiti in cont pana la 19.10."),
        (SEPTEMBER, "en", "The bill for September is ready. See your account until 19.10."),
        (
            (date(2012, 9, 1), date(2012, 9, 29)),
            "ru",
            "Детализация за 01.09-29.09 готова. Смотрите в кабинете до 19.10.",
        ),
        ((date(2012, 10, 5), date(2012, 10, 5)), "ru", "Детализация за 05.10 готова. Смотрите в кабинете до 19.10."),
    ],
)
async def test_the_person_is_told(operator: Stack, books: Path, days: Days, language: Language, told: str) -> None:
    """By SMS, once, in their language; a whole month by its name."""
    await operator.put(language=language)
    account = Account(operator, books, await signed_in(operator.operator, operator.cabinet, ANNA.number))
    await account.order(days)
    await account.comes_to("ready")
    assert notices(books) == [told]


async def test_orders_are_made_in_turn(operator: Stack, account: Account) -> None:
    """The oldest first; then the process rests."""
    for format in ("html", "csv", "xlsx"):
        operator.clock.now += 1
        await account.order(format=format)
    await account.comes_to("ready", "ready", "ready")
    await until(lambda: not _presses())


async def test_a_bill_that_is_too_long(account: Account, books: Path) -> None:
    """The person is told so; there is nothing to read."""
    write_events(books, ANNA.number, MOST_EVENTS + 1, IN_SEPTEMBER)
    await account.order()
    await account.comes_to("failed")
    assert notices(books) == ["Детализация за сентябрь слишком длинная. Закажите период короче."]


# Whose it is


async def status_of(operator: Stack, id: str, session: str) -> int | None:
    """What the operator says to who wants to read it."""
    with pytest.raises(OperatorError) as raised:
        await operator.cabinet.document(id, session, ADDRESS)
    return raised.value.status


async def test_only_its_owner_may_read_it(operator: Stack, account: Account) -> None:
    """To others it does not exist."""
    document = await account.order()
    assert await account.read(document)
    await operator.put(number=BORIS)
    boris = await signed_in(operator.operator, operator.cabinet, BORIS)
    assert await status_of(operator, document.id, boris) == 404
    assert await status_of(operator, "nothing", account.session) == 404
    assert await status_of(operator, document.id, "no session") == 401


async def test_what_failed_cannot_be_read(operator: Stack, account: Account, books: Path) -> None:
    """Nor what is still being made."""
    write_events(books, ANNA.number, MOST_EVENTS + 1, IN_SEPTEMBER)
    document = await account.order()
    assert await status_of(operator, document.id, account.session) == 404


# What may go wrong


async def test_a_crash_fails_that_try_alone(account: Account, books: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The next one makes it."""
    write_events(books, ANNA.number, 2_000, IN_SEPTEMBER)
    document = await account.order(format="pdf")
    os.kill(await press_at_work(), signal.SIGKILL)
    assert (await account.read(document)).startswith(b"%PDF")
    assert "+7916***0001: a document was not made" in caplog.text
    assert len(notices(books)) == 1


async def test_three_crashes_are_the_end(account: Account, books: Path) -> None:
    """The person is told, and may order again."""
    write_events(books, ANNA.number, 2_000, IN_SEPTEMBER)
    write_order(books, tries=2)
    os.kill(await press_at_work(), signal.SIGKILL)
    await account.comes_to("failed")
    assert notices(books) == ["Детализация за сентябрь не получилась. Закажите снова или 0890."]


async def test_a_document_that_takes_servers_along_is_given_up(account: Account, books: Path) -> None:
    """After three of them."""
    write_order(books, tries=3)
    await account.comes_to("failed")


async def test_the_claim_of_a_dead_server_runs_out(operator: Stack, account: Account, books: Path) -> None:
    """Not before: a server that lives is left to finish."""
    write_order(books, tries=1, due=NOW + 300)
    await account.order(format="html")
    await account.comes_to("building", "ready")
    operator.clock.now += 300
    await account.comes_to("ready", "ready")


async def test_a_server_ends_while_it_makes_one(books: Path) -> None:
    """At once, and its process with it."""
    async with stack(books) as operator:
        await operator.put()
        account = Account(operator, books, await signed_in(operator.operator, operator.cabinet, ANNA.number))
        write_events(books, ANNA.number, 10_000, IN_SEPTEMBER)
        await account.order(format="pdf")
        await press_at_work()
    assert _presses() == []
    await account.comes_to("building")
