"""People on the web, and what the operator wrote about them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, text

from operator_api.client import CabinetClient, OperatorClient
from operator_api.contract import IssuePassword, Number, PasswordIssued, PasswordRequest, SignIn
from operator_api.seal import Seal
from tests.operator_api.running import SEAL_KEY

ADDRESS = "192.0.2.7"
PATIENCE = 20.0


async def ask_password(cabinet: CabinetClient, number: Number) -> None:
    """As the page does it for who has read the picture."""
    captcha = await cabinet.captcha()
    asked = await cabinet.request_password(PasswordRequest(number, captcha.id, captcha.digits, ADDRESS))
    assert asked.outcome == "accepted"


async def signed_in(operator: OperatorClient, cabinet: CabinetClient, number: Number) -> str:
    """The session of somebody who got a password by SMS."""
    answer = await operator.ask(IssuePassword(number), f"password of {number}")
    assert isinstance(answer.result, PasswordIssued)
    return (await cabinet.sign_in(SignIn(number, answer.result.password, ADDRESS))).session


def rows(books: Path | str, query: str) -> list[tuple[Any, ...]]:
    """What stands in the books: a file of SQLite, or a URL."""
    with connected(books) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def change(books: Path | str, statement: str) -> None:
    """Write into the books."""
    with connected(books) as connection:
        connection.execute(text(statement))


@contextmanager
def connected(books: Path | str) -> Iterator[Connection]:
    """A connection of one's own; what was written through it is kept."""
    url = f"sqlite:///{books}" if isinstance(books, Path) else books
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def write_events(books: Path | str, number: Number, count: int, since: float) -> None:
    """So many calls, one a second."""
    change(
        books,
        f"""WITH RECURSIVE calls(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM calls WHERE i < {count})
        INSERT INTO events (number, at, kind, peer, amount, charge)
        SELECT '{number}', {since} + i, 'call_onnet', '79160000009', 60, 150 FROM calls""",
    )


def notices(books: Path | str) -> list[str]:
    """The messages that wait, opened."""
    seal = Seal(SEAL_KEY)
    return [seal.open(sealed).decode() for (sealed,) in rows(books, "SELECT text FROM outbox ORDER BY id")]


async def until(fact: Callable[[], bool]) -> None:
    """Wait for it."""
    async with asyncio.timeout(PATIENCE):
        while not fact():
            await asyncio.sleep(0)
