"""A redis-server of our own in a folder, found again by the next program that wants the same folder.

The server is a daemon in a session of its own: neither Ctrl-C nor a kill of the program that started it reaches it.
Two locks in the folder say who is there; the kernel drops each when its last holder ends, however it ends:

    server  held by the server, which inherits it, and writes its pid there: who gets it starts a server, who does not
            joins the one that runs
    users   shared by the programs that use the server: who gets it alone is the last, and shuts the server down

Both files are made at the start alone. In a folder that was removed and made anew, locks say nothing of the server that
was there before: a program whose folder is gone starts nothing more, and ends.
"""

import asyncio
import logging
import os
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from fcntl import LOCK_EX, LOCK_SH
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL
from tempfile import gettempdir
from urllib.parse import quote

from redis.asyncio import Redis

from state.connection import call, connect
from state.errors import Gone, StateError, Unavailable
from state.locks import is_still, locked, opened, opened_again

LONGEST_SOCKET_PATH = 100
"""Bytes; the kernel takes 107."""
SHORT_FOLDER = Path(gettempdir()) / f"pomoshnik-{os.getuid()}"
PATIENCE_SECONDS = 60.0
"""Reading a long append-only file takes its time."""
LONGEST_PID = 20
GLANCE_SECONDS = 0.02
LOOK_SECONDS = 1.0
"""Between two looks whether the server still lives."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def private_server(program: str, folder: Path, patience: float = PATIENCE_SECONDS) -> AsyncIterator[Redis]:
    """A client of the server in `folder`, which is started if there is none, and shut down after its last user.

    Should it die meanwhile, it is started again. Should the folder be removed, the body is cancelled.

    Raises StateError when the server does not start, or not answer or stop within `patience` seconds; Gone when the
    folder was removed, after the last user has killed the server.
    """
    with opened(folder / "users") as users, opened(folder / "server") as server:
        await _until(lambda: locked(users, LOCK_SH), patience, f"{folder}: the server does not stop")
        redis = connect(f"unix://{quote(str(socket_of(folder)))}")
        try:
            await _wait_for_answer(redis, program, folder, server, patience)
            try:
                async with _kept(program, folder, users, server):
                    yield redis
            finally:
                await _leave(redis, folder, users, server, patience)
        finally:
            await redis.aclose()


def socket_of(folder: Path, short: Path = SHORT_FOLDER) -> Path:
    """Where the server of `folder` listens: inside it, or for a long name in `short`, which nobody else may enter."""
    inside = folder / "redis.sock"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
        return inside
    short.mkdir(mode=0o700, exist_ok=True)
    status = short.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise StateError(f"{short} is open to others")
    return short / f"{sha256(os.fsencode(folder)).hexdigest()[:16]}.sock"


async def _wait_for_answer(redis: Redis, program: str, folder: Path, server: int, patience: float) -> None:
    started = False
    deadline = time.monotonic() + patience
    while not await _answers(redis):
        with opened_again(server) as lock:
            if locked(lock, LOCK_EX):
                if started:
                    raise StateError(f"redis-server ended at once: see {folder / 'redis.log'}")
                _start(program, folder, lock)
                started = True
        if time.monotonic() > deadline:
            raise StateError(f"{folder}: the server does not answer")
        await asyncio.sleep(GLANCE_SECONDS)


@asynccontextmanager
async def _kept(program: str, folder: Path, users: int, server: int) -> AsyncIterator[None]:
    async with asyncio.timeout(None) as body:
        keeping = asyncio.create_task(_keep(program, folder, users, server, body))
        try:
            yield
        finally:
            keeping.cancel()


async def _keep(program: str, folder: Path, users: int, server: int, body: asyncio.Timeout) -> None:
    """Start the server again whenever it has died, until cancelled; end the body when the folder is gone."""
    while is_still(users, folder / "users"):
        with opened_again(server) as lock:
            if locked(lock, LOCK_EX):
                log.error("the private redis-server in %s has died, and is started again", folder)
                try:
                    _start(program, folder, lock)
                except (StateError, OSError) as error:
                    log.error("%s", error)
        await asyncio.sleep(LOOK_SECONDS)
    log.error("%s was removed: nothing is kept any more, and we stop", folder)
    body.reschedule(0)


async def _answers(redis: Redis) -> bool:
    with suppress(Unavailable):
        await call(redis, "PING")
        return True
    return False


def _start(program: str, folder: Path, lock: int) -> None:
    """Start the server with the lock; the program returns as soon as the daemon is on its own."""
    os.truncate(lock, 0)
    settings = {
        "daemonize": "yes",
        "dir": folder,
        "pidfile": f"/dev/fd/{lock}",
        "logfile": "redis.log",
        "loglevel": "warning",
        "port": 0,
        "unixsocket": socket_of(folder),
        "unixsocketperm": 700,
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
    command = [program, *options]
    done = subprocess.run(command, pass_fds=(lock,), capture_output=True, text=True, umask=0o077)  # noqa: S603
    if done.returncode:
        raise StateError(f"redis-server does not start: {(done.stderr or done.stdout).strip()}")


async def _leave(redis: Redis, folder: Path, users: int, server: int, patience: float) -> None:
    last = locked(users, LOCK_EX)
    if not is_still(users, folder / "users"):
        if last:
            await _until(lambda: _killed(server), patience, f"{folder}: the server does not stop")
        raise Gone(f"{folder} was removed while it was in use")
    if last:
        await _shut_down(redis, folder, server, patience)


async def _shut_down(redis: Redis, folder: Path, server: int, patience: float) -> None:
    with suppress(Unavailable):  # it ends without an answer
        await call(redis, "SHUTDOWN")
    with opened_again(server) as lock:
        await _until(lambda: locked(lock, LOCK_EX), patience, f"{folder}: the server does not stop")


def _killed(server: int) -> bool:
    """Whether nobody holds the lock; whoever does, by kill -9, for its socket has gone with the folder."""
    with opened_again(server) as lock:
        if locked(lock, LOCK_EX):
            return True
        with suppress(ValueError, ProcessLookupError):  # it has just been started, or killed
            os.kill(int(os.pread(lock, LONGEST_PID, 0)), SIGKILL)
    return False


async def _until(done: Callable[[], bool], seconds: float, complaint: str) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise StateError(complaint)
        await asyncio.sleep(GLANCE_SECONDS)
