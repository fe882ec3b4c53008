"""Brings the books to the shape that this release expects. A step a file, in ``versions``, run by Alembic."""

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect

FIRST = "0001"
"""The shape of release 0.1.0, which kept no note of it."""

_one_at_a_time = Lock()
"""Alembic keeps what it is at in global variables."""


def migrate(connection: Connection) -> None:
    """Carry out, in this transaction, the steps that the books lack."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    tables = inspect(connection).get_table_names()
    with _one_at_a_time:
        if "subscribers" in tables and "alembic_version" not in tables:
            command.stamp(config, FIRST)
        command.upgrade(config, "head")
