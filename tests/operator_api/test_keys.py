"""One key, one change: repeats, restarts, and secrets that do not lie about."""

import asyncio
import json
from pathlib import Path

import pytest

from operator_api.client import OperatorError
from operator_api.contract import (
    Answer,
    Done,
    GetAccount,
    IssuePassword,
    Kopecks,
    PasswordIssued,
    Reason,
    Refused,
    ServiceQuote,
    ServiceSwitched,
    SetPassword,
    SetStopped,
    SwitchService,
)
from operator_api.rules import DAY
from tests.operator_api.running import ANNA, NEW, Stack, StoppedClock, rows, stack

N = ANNA.number
GOODOK = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month")
SWITCHED = Answer(NEW, ServiceSwitched(GOODOK))


async def test_twenty_at_once_with_one_key_change_once(operator: Stack) -> None:
    """All get the same answer; one is charged, one is in the audit."""
    await operator.put(balance=Kopecks(1_000_00))
    answers = await asyncio.gather(*(operator.operator.ask(SwitchService(N, GOODOK), "key") for _ in range(20)))
    assert answers == [SWITCHED] * 20
    assert (await operator.anna()).balance == 925_00


async def test_twenty_at_once_with_keys_of_their_own_change_once(operator: Stack) -> None:
    """Nineteen hear that it is on already."""
    await operator.put(balance=Kopecks(1_000_00))
    asked = (operator.operator.ask(SwitchService(N, GOODOK), f"key {index}") for index in range(20))
    results = [answer.result for answer in await asyncio.gather(*asked)]
    assert results.count(SWITCHED.result) == 1
    assert results.count(Refused(Reason.ALREADY, "goodok")) == 19
    assert (await operator.anna()).balance == 925_00


async def test_twenty_at_once_get_one_password(operator: Stack) -> None:
    """And it opens the account."""
    answers = await asyncio.gather(*(operator.operator.ask(IssuePassword(N), "key") for _ in range(20)))
    (result,) = {answer.result for answer in answers}
    assert isinstance(result, PasswordIssued)
    assert await operator.admin.login(N, result.password)


async def test_a_key_gets_its_first_answer_for_a_week(operator: Stack) -> None:
    """Whatever has happened to the account since."""
    await operator.operator.ask(SwitchService(N, GOODOK), "key")
    await operator.operator.ask(SwitchService(N, ServiceQuote("goodok", on=False)), "another")
    operator.clock.now += 7 * DAY - 1
    assert await operator.operator.ask(SwitchService(N, GOODOK), "key") == SWITCHED
    assert (await operator.anna()).services == ()
    operator.clock.now += 1
    late = await operator.operator.ask(SwitchService(N, GOODOK), "key")
    assert late.result == Refused(Reason.MONEY, "goodok", need=Kopecks(75_00), have=Kopecks(25_00))


async def test_a_refusal_is_kept_too(operator: Stack) -> None:
    """Money that came meanwhile does not turn it into a change that nobody expects."""
    await operator.put(balance=Kopecks(0))
    refused = await operator.operator.ask(SwitchService(N, GOODOK), "key")
    await operator.put(balance=Kopecks(100_00))
    assert await operator.operator.ask(SwitchService(N, GOODOK), "key") == refused


async def test_a_key_serves_one_question(operator: Stack) -> None:
    """Another one under it is an error, and not worth a repeat."""
    await operator.operator.ask(SetStopped(N, stopped=True), "key")
    with pytest.raises(OperatorError) as caught:
        await operator.operator.ask(SetStopped(N, stopped=False), "key")
    assert (caught.value.status, caught.value.retryable) == (409, False)
    assert (await operator.anna()).stopped


async def test_questions_that_change_nothing_need_no_key_of_their_own(operator: Stack) -> None:
    """They are answered as things stand."""
    await operator.operator.ask(SetStopped(N, stopped=True), "key")
    assert (await operator.operator.ask(GetAccount(N), "key")).profile.stopped


async def test_an_issued_password_is_repeated_for_ten_minutes(operator: Stack) -> None:
    """Then it is no longer told."""
    issued = await operator.operator.ask(IssuePassword(N), "key")
    operator.clock.now += 599
    assert await operator.operator.ask(IssuePassword(N), "key") == issued
    operator.clock.now += 1
    late = await operator.operator.ask(IssuePassword(N), "key")
    assert late.result == Refused(Reason.NOT_REPEATABLE)


async def test_a_restart_forgets_nothing(books_url: str) -> None:
    """Neither the books nor what was answered."""
    async with stack(books_url) as before:
        await before.put(services=("aon",))
        await before.operator.ask(SwitchService(N, GOODOK), "key")
        issued = await before.operator.ask(IssuePassword(N), "password")
        as_it_was = await before.anna()
    async with stack(books_url) as after:
        assert await after.anna() == as_it_was
        assert await after.operator.ask(SwitchService(N, GOODOK), "key") == SWITCHED
        assert await after.operator.ask(IssuePassword(N), "password") == issued
        assert await after.anna() == as_it_was


async def test_no_password_lies_in_the_files_in_clear(tmp_path: Path) -> None:
    """Neither issued nor chosen nor refused, not even where SQLite keeps what is on its way."""
    async with stack(tmp_path / "books.db") as operator:
        await operator.put()
        issued = (await operator.operator.ask(IssuePassword(N), "1")).result
        assert isinstance(issued, PasswordIssued)
        assert (await operator.operator.ask(SetPassword(N, "Zima2026zima"), "2")).result == Done()
        await operator.operator.ask(SetPassword(N, "Leto13"), "3")
        written = bytes_in(tmp_path)
    assert N.encode() in written
    for secret in (issued.password, "Zima2026zima", "Leto13"):
        assert secret.encode() not in written


async def test_the_audit_tells_who_did_what(books_url: str) -> None:
    """With the line before and after; what was not done is not in it."""
    async with stack(books_url) as operator:
        await operator.put()
        await operator.operator.ask(SwitchService(N, GOODOK), "key")
        await operator.operator.ask(SwitchService(N, GOODOK), "already")
        await operator.operator.ask(IssuePassword(N), "password")
    audit = rows(books_url, "select who, what, key, before, after from audit order by id")
    told = [(who, what, key, balance_in(before), balance_in(after)) for who, what, key, before, after in audit]
    assert told == [
        ("admin", "Put", None, None, 100_00),
        ("dialogs", "SwitchService", "key", 100_00, 25_00),
        ("dialogs", "IssuePassword", "password", 25_00, 25_00),
    ]


async def test_what_has_had_its_time_is_struck(books_url: str) -> None:
    """Sealed answers, old answers and counted issues, at the next start at the latest."""
    clock = StoppedClock()
    async with stack(books_url, clock) as operator:
        await operator.put()
        await operator.operator.ask(IssuePassword(N), "password")
        await operator.operator.ask(SetStopped(N, stopped=True), "stop")
    clock.now += 600
    async with stack(books_url, clock) as operator:
        await operator.operator.ask(GetAccount(N), "")
    assert counts(books_url) == (1, 1, 2)
    clock.now += 7 * DAY
    async with stack(books_url, clock) as operator:
        await operator.operator.ask(GetAccount(N), "")
    assert counts(books_url) == (0, 0, 0)


def counts(books_url: str) -> tuple[int, ...]:
    """Answers that can be told, issues that are counted, answers in all."""
    tables = ("kept_answers where answer is not null", "passwords_issued", "kept_answers")
    return tuple(rows(books_url, f"select count(*) from {table}")[0][0] for table in tables)


def balance_in(line: str | None) -> int | None:
    """The balance in a line of the audit."""
    return json.loads(line)["subscriber"]["balance"] if line else None


def bytes_in(folder: Path) -> bytes:
    """All files of the books, those of SQLite's own too."""
    return b"".join(file.read_bytes() for file in folder.iterdir())
