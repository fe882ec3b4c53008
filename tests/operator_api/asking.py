"""People on the web, and what the operator wrote about them."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

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


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    """What stands in the books."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute(query))


def change(database: Path, statement: str) -> None:
    """Write into the books."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)


def write_events(database: Path, number: Number, count: int, since: float) -> None:
    """So many calls, one a second."""
    change(
        database,
        f"""WITH RECURSIVE calls(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM calls WHERE i < {count})
        INSERT INTO events (number, at, kind, peer, amount, charge)
        SELECT '{number}', {since} + i, 'call_onnet', '79160000009', 60, 150 FROM calls""",
    )


def notices(database: Path) -> list[str]:
    """The messages that wait, opened."""
    seal = Seal(SEAL_KEY)
    return [seal.open(text).decode() for (text,) in rows(database, "SELECT text FROM outbox ORDER BY id")]  # type: ignore[arg-type]


async def until(fact: Callable[[], bool]) -> None:
    """Wait for it."""
    async with asyncio.timeout(PATIENCE):
        while not fact():
            await asyncio.sleep(0)
