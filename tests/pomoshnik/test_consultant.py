"""``pomoshnik operator consultant``: who is let in at the support desk."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.operator_api.desk import browser
from tests.pomoshnik.conftest import SECRET
from tests.pomoshnik.programs import pomoshnik, started

COMMAND = ("operator", "consultant")


async def test_a_password_is_printed_once_and_opens_the_desk(tmp_path: Path) -> None:
    """Then a new one does, and the old one no longer; the name stays."""
    first, second = [
        await pomoshnik(*COMMAND, "olga", *name, cwd=tmp_path) for name in (("--full-name", "Белова Ольга"), ())
    ]
    assert (first.status, second.status) == (0, 0)
    old, new = (done.out.removeprefix("olga: ").strip() for done in (first, second))
    assert len(old) == len(new) == 16
    assert old not in first.err + second.out
    async with started("operator", "--http-port", "0", cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as operator:
        url = await operator.until("operator: ")
        async with browser(url) as door:
            assert (await door.sign_in("olga", old)).status == 403
            assert (await door.sign_in("olga", new)).to == "/"
            assert "Белова Ольга" in (await door.get("/")).words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Ольга",), "LOGIN: 'Ольга' is not a login"),
        (("x" * 25,), "is not a login"),
        (("olga", "--full-name", "x" * 101), "is not a name of up to 100 characters"),
        (("olga", "--full-name", "a\nb"), "is not a name"),
        (("olga", "--database", "sqlite:////nowhere/at/all.db"), "--database"),
        ((), "LOGIN"),
    ],
)
async def test_what_is_wrong_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """And exit status 2; nobody is let in."""
    done = await pomoshnik(*COMMAND, *arguments, cwd=tmp_path)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


async def test_the_books_hold_no_password(tmp_path: Path) -> None:
    """But a hash, and a line of the audit."""
    done = await pomoshnik(*COMMAND, "olga", cwd=tmp_path)
    password = done.out.removeprefix("olga: ").strip()
    assert password.encode() not in (tmp_path / "operator.db").read_bytes()
    with closing(sqlite3.connect(tmp_path / "operator.db")) as books:
        assert books.execute("select who, what, subject from audit").fetchall() == [("admin", "PutConsultant", "olga")]
        assert books.execute("select login, name from consultants").fetchall() == [("olga", "olga")]
