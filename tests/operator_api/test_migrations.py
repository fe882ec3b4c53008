"""Books of an earlier release are brought to the shape of this one, with all that is in them."""

import asyncio
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, insert, update

from operator_api import migrations
from operator_api.contract import Answer, GetHistory, GetProfile, Happening, History, Kopecks, SetStopped, Subscriber
from operator_api.database import open_engine, with_driver
from operator_api.migrations.versions import v0001_first_release, v0002_personal_account
from operator_api.passwords import Hasher
from operator_api.seal import Seal
from operator_api.tables import metadata
from tests.operator_api.running import ANNA, NOW, PASSWORD, SEAL_KEY, closed, rows, stack

N = ANNA.number
ANNA_THEN: dict[str, Any] = {
    "number": N,
    "name": ANNA.name,
    "balance": 25_00,
    "tariff": "super",
    "tariff_since": ANNA.tariff_since,
    "activated": ANNA.activated,
    "language": "uk",
    "alphabet": "latin",
    "stopped": True,
    "blocked": False,
}


SCRIPTS = Path(migrations.__file__).parent

CLOSELY = {"compare_type": True}


async def written_by_0_1_0(url: str) -> None:
    """Books as release 0.1.0 left them: its tables, no note of their shape, and Anna, who has bought the Гудок."""
    with closing(Hasher()) as hasher:
        hashed = await hasher.hash(PASSWORD)
    after = ANNA_THEN | {"services": ["goodok"]}
    line = {"before": line_of(after | {"balance": 100_00, "services": []}), "after": line_of(after)}
    stop = SetStopped(N, stopped=True)
    kept = {"fingerprint": Seal(SEAL_KEY).fingerprint(msgspec.json.encode(stop)), "answer": ANSWER, "sealed": False}
    with closed(create_engine(with_driver(url))) as engine, engine.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            v0001_first_release.upgrade()
        tables = MetaData()
        tables.reflect(connection)
        for name, row in {
            "subscribers": ANNA_THEN | {"pending_tariff": "smart", "pending_at": NOW + 3600},
            "services_on": {"number": N, "service": "goodok"},
            "passwords": {"number": N, "hash": hashed, "chosen": True, "issued_at": NOW, "used_at": None},
            "passwords_issued": {"number": N, "at": NOW},
            "kept_answers": {"key": "stop", "at": NOW} | kept,
            "audit": {"at": NOW, "who": "dialogs", "what": "SwitchService", "number": N, "key": "buy"} | line,
        }.items():
            connection.execute(insert(tables.tables[name]).values(row))


ANSWER = b'{"profile":{"ours":true,"language":"uk","alphabet":"latin","stopped":true},"result":{"result":"Done"}}'


def line_of(subscriber: dict[str, Any]) -> str:
    """As it stands in the audit."""
    return msgspec.json.encode({"subscriber": subscriber, "pending": None}).decode()


async def test_books_of_0_1_0_are_taken_over_whole(fresh_url: str) -> None:
    """The subscriber, the tariff that waits, services, password, kept answers, history."""
    await written_by_0_1_0(fresh_url)
    async with stack(fresh_url) as operator:
        assert await operator.anna() == Subscriber(**ANNA_THEN, services=("goodok",))
        assert await operator.admin.login(N, PASSWORD)
        again = await operator.operator.ask(SetStopped(N, stopped=True), "stop")
        assert again == msgspec.json.decode(ANSWER, type=Answer)
        history = await operator.office.ask(GetHistory(N), "")
        bought = Happening(NOW, "sms", "SwitchService", paid=Kopecks(75_00))
        assert history.result == History((bought,))
        operator.clock.now += 3600
        assert (await operator.anna()).tariff == "smart"
    assert [tuple(row) for row in rows(fresh_url, "select number, at from passwords_issued")] == [(N, NOW)]


async def test_the_last_step_is_what_the_code_expects(fresh_url: str) -> None:
    """Whether the books are new or of 0.1.0, Alembic finds nothing that differs."""
    assert differences(fresh_url) == []


async def test_books_of_0_1_0_become_what_the_code_expects(fresh_url: str) -> None:
    """They too."""
    await written_by_0_1_0(fresh_url)
    assert differences(fresh_url) == []


@pytest.mark.parametrize(
    ("language", "alphabet", "wished", "chosen"),
    [
        ("ru", "cyrillic", False, (False, False)),
        ("ru", "latin", False, (False, True)),
        ("uk", "cyrillic", False, (True, False)),
        ("ru", "cyrillic", True, (True, True)),
    ],
)
async def test_whose_choice_it_was_in_0_4_0(
    fresh_url: str, language: str, alphabet: str, wished: bool, chosen: tuple[bool, bool]
) -> None:
    """Whatever is not the default, and all if the audit has a wish."""
    await written_by_0_4_0(fresh_url, {"language": language, "alphabet": alphabet}, wished=wished)
    async with stack(fresh_url) as operator:
        profile = (await operator.operator.ask(GetProfile(N), "")).profile
        assert (profile.language, profile.alphabet) == (language, alphabet)
        assert (profile.language_chosen, profile.alphabet_chosen) == chosen


async def written_by_0_4_0(url: str, reading: dict[str, str], *, wished: bool) -> None:
    """Books as release 0.4.0 left them: its tables, the note of their shape, and Anna, who reads so, and wished to."""
    await written_by_0_1_0(url)
    line = {"before": None, "after": line_of(ANNA_THEN), "at": NOW, "who": "dialogs", "number": N, "key": "wish"}
    with closed(create_engine(with_driver(url))) as engine, engine.begin() as connection:
        migration = MigrationContext.configure(connection)
        with Operations.context(migration):
            v0002_personal_account.upgrade()
        migration.stamp(ScriptDirectory(str(SCRIPTS)), v0002_personal_account.revision)
        tables = MetaData()
        tables.reflect(connection)
        connection.execute(update(tables.tables["subscribers"]).values(reading))
        if wished:
            connection.execute(insert(tables.tables["audit"]).values(line | {"what": "SetReading"}))


async def test_two_servers_may_start_at_once(fresh_url: str) -> None:
    """On books that neither has seen: one makes the tables, the other finds them."""
    async with AsyncExitStack() as exits:
        one, other = await asyncio.gather(*(exits.enter_async_context(stack(fresh_url)) for _ in range(2)))
        await one.put()
        assert await other.anna() == ANNA


def differences(url: str) -> list[Any]:
    """Between the tables of opened books and those that the code knows."""
    with closed(open_engine(url)) as engine, engine.begin() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=CLOSELY), metadata))
