"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, on a unix socket, that never syncs."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

USER = "postgres"
"""Who owns the cluster, and whom root becomes: PostgreSQL refuses to run as root."""

OPTIONS = "-c fsync=off -c full_page_writes=off -c listen_addresses='' -c max_connections=50"


class PostgreSQL:
    """One cluster, which may be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = str(folder / "data")
        _run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")

    def start(self) -> None:
        """Returns when the server answers."""
        options = f"-k {self._folder} {OPTIONS}"
        _run("pg_ctl", "start", "-w", "-D", self._data, "-l", str(self._folder / "log"), "-o", options)

    def stop(self) -> None:
        """Break all connections off and end."""
        _run("pg_ctl", "stop", "-w", "-D", self._data, "-m", "immediate")

    def url(self, name: str) -> str:
        """Where a database of this cluster is."""
        return f"postgresql://{USER}@/{name}?host={self._folder}"

    def create(self, name: str) -> str:
        """A new database; gives its URL."""
        self._order(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Away with a database, whoever is connected to it."""
        self._order(f"DROP DATABASE {name} WITH (FORCE)")

    def _order(self, order: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(order.encode())


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """A cluster with nothing in it, gone at the end; the path of its socket is short, as it must be."""
    with TemporaryDirectory(prefix="pg-") as folder:
        if _is_root():
            shutil.chown(folder, USER, USER)
        server = PostgreSQL(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _run(program: str, *arguments: str) -> None:
    owner = USER if _is_root() else None
    subprocess.run(
        [_path_of(program), *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={"LC_ALL": "C", "PATH": os.defpath},
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
    )


def _path_of(program: str) -> str:
    """Debian keeps the programs of a cluster off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return shutil.which(program) or str(debian[-1])


def _is_root() -> bool:
    return os.geteuid() == 0
