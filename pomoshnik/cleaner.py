"""Whoever is killed, even by kill -9, leaves no redis-server behind, and no folder that was for now."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import mkdtemp

from state.private_server import socket_of

CLEANER = """
exec 8<>"$1/users" 9<>"$1/server"
cat >/dev/null
flock -w 5 8 || exit
until flock -n 9; do kill "$(cat /dev/fd/9)"; sleep 0.1; done
shift
rm -rf "$@"
"""
"""For a shell whose input is a pipe from us: it ends when we do. The locks are those of `state.private_server`, which
is told to end, not killed, for it may have postponed a write."""


@contextmanager
def cleaned(folder: Path, *unwanted: Path) -> Iterator[None]:
    """At the end, however we end, there is no private redis-server in the folder, unless others use it; nor what is
    ``unwanted``."""
    shell: list[str | Path] = ["sh", "-c", CLEANER, "cleaner", folder, *unwanted]
    with Popen(shell, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True):  # noqa: S603
        yield


@contextmanager
def folder_for_now() -> Iterator[Path]:
    """A folder that goes when we do."""
    folder = Path(mkdtemp(prefix="pomoshnik-"))
    with cleaned(folder, folder, socket_of(folder)):
        yield folder
