"""Who serves at the support desk. Their passwords are made by a command and told once; they are stored hashed."""

import re
import time

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from operator_api import books, sessions
from operator_api.books import Entry
from operator_api.contract import Number, Value
from operator_api.database import opened_engine
from operator_api.passwords import hash_password, make_password
from operator_api.tables import consultants

LOGIN = re.compile(r"[a-z0-9._-]{1,24}")
LONGEST_NAME = 100

PASSWORD_LENGTH = 16
"""Characters: a password that alone opens other people's accounts has at least 15 (NIST SP 800-63B-4, 3.1.1.2)."""

NO_PASSWORD = ""
"""Stands for the hash where a password is void."""

NOBODY = Number("")
"""What a line of the audit is about that is about no subscriber."""

_OF = consultants.c.login == bindparam("of")
_CONSULTANT = select(consultants).where(_OF)


class Consultant(Value, frozen=True):
    """One of the desk; ``hash`` is that of the password."""

    login: str
    name: str
    hash: str


def consultant_of(connection: Connection, login: str) -> Consultant | None:
    """The consultant with that login, if there is one."""
    row = connection.execute(_CONSULTANT, {"of": login}).one_or_none()
    return Consultant(**row._mapping) if row else None


def void_password(connection: Connection, login: str) -> None:
    """Nobody comes in as this consultant until the command has made a new password."""
    connection.execute(update(consultants).where(_OF), {"of": login, "hash": NO_PASSWORD})


def renew_consultant(database_url: str, login: str, name: str = "") -> str:
    """Write a consultant, new or known, with a new password, and give that; whoever is signed in as them is no longer.

    Without a ``name`` a known one keeps theirs. For a command of its own: it blocks. Raises
    `sqlalchemy.exc.SQLAlchemyError`.
    """
    password = make_password(PASSWORD_LENGTH)
    hashed = hash_password(password)
    with opened_engine(database_url) as engine, engine.begin() as connection:
        known = consultant_of(connection, login)
        _write(connection, Consultant(login, name or (known.name if known else login), hashed))
        sessions.close_all(connection, "desk", login)
        books.add_entry(connection, Entry(time.time(), "admin", "PutConsultant", NOBODY, subject=login))
    return password


def _write(connection: Connection, consultant: Consultant) -> None:
    connection.execute(delete(consultants).where(consultants.c.login == consultant.login))
    row = {"login": consultant.login, "name": consultant.name, "hash": consultant.hash}
    connection.execute(insert(consultants), row)
