"""What only PostgreSQL can do: serve several servers at once, and go away and come back."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from operator_api.client import OperatorClient, OperatorError
from operator_api.contract import (
    Answer,
    Done,
    GetAccount,
    IssuePassword,
    Kopecks,
    PasswordIssued,
    ServiceQuote,
    ServiceSwitched,
    SetStopped,
    SwitchService,
)
from tests.operator_api.running import ANNA, NEW, Stack, rows, stack
from tests.postgresql import running_postgresql

N = ANNA.number
GOODOK = ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month")


on_postgresql = pytest.mark.parametrize("books_url", ["postgresql"], indirect=True)


@pytest.fixture
async def servers(books_url: str) -> AsyncIterator[tuple[Stack, Stack]]:
    """Two of them, with Anna in their books, who is rich."""
    async with stack(books_url) as one, stack(books_url) as other:
        await one.put(balance=Kopecks(1_000_00))
        yield one, other


@on_postgresql
async def test_two_servers_change_once_for_one_key(servers: tuple[Stack, Stack], books_url: str) -> None:
    """Twenty at once, half of them here and half there: one change, one charge, one line in the audit."""
    asked = (server.operator.ask(SwitchService(N, GOODOK), "key") for server in servers * 10)
    assert await asyncio.gather(*asked) == [Answer(NEW, ServiceSwitched(GOODOK))] * 20
    assert (await servers[1].anna()).balance == 925_00
    assert rows(books_url, "select count(*) from audit where what = 'SwitchService'")[0][0] == 1
    assert rows(books_url, "select sum(charge) from events")[0][0] == 75_00


@on_postgresql
async def test_two_servers_issue_one_password_for_one_key(servers: tuple[Stack, Stack]) -> None:
    """All are told the same one, and it opens the account at both."""
    asked = (server.operator.ask(IssuePassword(N), "key") for server in servers * 10)
    (result,) = {answer.result for answer in await asyncio.gather(*asked)}
    assert isinstance(result, PasswordIssued)
    assert [await server.admin.login(N, result.password) for server in servers] == [True, True]


@on_postgresql
async def test_what_one_server_writes_another_reads(servers: tuple[Stack, Stack]) -> None:
    """At once."""
    one, other = servers
    for stopped in (True, False, True):
        await one.operator.ask(SetStopped(N, stopped), f"{stopped}{one.clock.now}")
        assert (await other.anna()).stopped is stopped
        one.clock.now += 1


async def test_a_database_that_comes_back_is_used_again(caplog: pytest.LogCaptureFixture) -> None:
    """While it is away questions are a 503 worth another try; then the same server goes on where it was."""
    with running_postgresql() as server:
        async with stack(server.create("books")) as operator:
            await operator.put()
            server.stop()
            for question in (GetAccount(N), SetStopped(N, stopped=True)):
                assert await failure(operator.operator, question) == (503, True)
            server.start()
            assert (await operator.operator.ask(SetStopped(N, stopped=True), "key")).result == Done()
            assert (await operator.anna()).stopped
    assert "the database does not answer" in caplog.text


async def failure(client: OperatorClient, question: GetAccount | SetStopped) -> tuple[int | None, bool]:
    """How a question fails: status, whether to try again."""
    with pytest.raises(OperatorError) as caught:
        await client.ask(question, "key")
    return caught.value.status, caught.value.retryable
