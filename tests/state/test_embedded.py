"""The store that the program brings along."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import rmtree
from signal import SIGKILL
from tempfile import TemporaryDirectory

import pytest
from redis.asyncio import Redis

from state.connection import call
from state.embedded import Embedded, open_embedded
from state.errors import Gone, StateError, Unavailable
from state.locks import opened
from state.private_server import LONGEST_SOCKET_PATH, private_server, socket_of
from tests.pomoshnik.programs import processes

PATIENCE = 20.0
"""Seconds."""

KILLED_PROGRAM = """
import asyncio, os, pathlib, signal, sys
from state.embedded import Embedded, open_embedded

async def main():
    embedded = await open_embedded(pathlib.Path(sys.argv[1]))
    await embedded.redis.set("seen", "before the kill")
    print((await embedded.redis.info("server"))["process_id"], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="embedded-") as folder:
        yield Path(folder) / "data"


def program(folder: Path, *lines: str) -> str:
    """A program that does as it is told in place of redis-server."""
    path = folder.parent / "program"
    path.write_text("\n".join(["#!/bin/sh", *lines]))
    path.chmod(0o700)
    return str(path)


async def test_without_a_redis_server_the_store_is_in_memory(folder: Path) -> None:
    """And says that it is lost at the stop."""
    embedded = await open_embedded(folder, find=lambda name: None)
    assert embedded.description == (
        "State: in the memory of this program, for there is no redis-server here; all is lost when it stops."
    )
    await embedded.redis.set("seen", "1")
    assert await embedded.redis.get("seen") == b"1"
    await embedded.aclose()
    assert list(folder.parent.iterdir()) == []


async def test_without_a_folder_the_store_is_in_memory() -> None:
    """Nothing was to be kept."""
    embedded = await open_embedded(None)
    assert embedded.description == (
        "State: in the memory of this program, for it has no data folder; all is lost when it stops."
    )
    await embedded.aclose()


async def test_two_stores_in_memory_share_nothing() -> None:
    """Each is of its own program."""
    one, two = await open_embedded(None), await open_embedded(None)
    await one.redis.set("seen", "1")
    assert await two.redis.get("seen") is None
    await one.aclose()
    await two.aclose()


async def test_a_private_server_keeps_what_it_has_over_a_stop(folder: Path) -> None:
    """A clean stop ends the server; the next start finds everything."""
    first = await open_embedded(folder)
    assert first.description == (
        f"State: a private redis-server in {folder}, its append-only file synced every second; "
        "it outlives a kill of this program, and a power cut costs the last 2 seconds at most."
    )
    await first.redis.set("seen", "1")
    await first.aclose()
    assert not socket_of(folder).exists()
    second = await open_embedded(folder)
    assert await second.redis.get("seen") == b"1"
    await second.aclose()


async def test_a_private_server_listens_to_its_owner_alone(folder: Path) -> None:
    """On a socket with mode 0700 in a folder with mode 0700, on no port, written every second, never evicting."""
    embedded = await open_embedded(folder)
    settings = await embedded.redis.config_get("port", "appendonly", "appendfsync", "save", "maxmemory-policy")
    modes = [path.stat().st_mode & 0o777 for path in (socket_of(folder), folder)]
    await embedded.aclose()
    assert modes == [0o700, 0o700]
    assert settings == {
        "port": "0",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
    }


async def test_the_last_user_shuts_the_server_down(folder: Path) -> None:
    """Programs that share a folder share its server; whoever leaves first leaves it running."""
    starter, joiner = await asyncio.gather(open_embedded(folder), open_embedded(folder))
    await starter.redis.set("seen", "1")
    await starter.aclose()
    assert await joiner.redis.get("seen") == b"1"
    await joiner.aclose()
    assert not socket_of(folder).exists()


async def test_a_kill_of_the_program_leaves_the_server_to_the_next(folder: Path) -> None:
    """The child lives on with the lock, so the next program joins it and does not write the same file with another."""
    killed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", KILLED_PROGRAM, str(folder)], capture_output=True, text=True
    )
    assert killed.returncode == -9
    embedded = await open_embedded(folder)
    info = await embedded.redis.info("server")
    seen = await embedded.redis.get("seen")
    await embedded.aclose()
    assert (info["process_id"], seen) == (int(killed.stdout), b"before the kill")
    assert not socket_of(folder).exists()


async def killed(redis: Redis) -> None:
    """kill -9 of a server; returns when it is gone."""
    os.kill((await redis.info("server"))["process_id"], SIGKILL)
    with suppress(Unavailable):
        while await call(redis, "PING"):
            await asyncio.sleep(0)


async def back(redis: Redis) -> None:
    """Returns when a server answers."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(Unavailable):
                await call(redis, "PING")
                return
            await asyncio.sleep(0.02)


async def test_a_server_that_dies_in_use_is_started_again(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With what it had, and once, though two programs use it."""
    one, two = await open_embedded(folder), await open_embedded(folder)
    await one.redis.set("seen", "1")
    await killed(one.redis)
    await back(one.redis)
    assert await two.redis.get("seen") == b"1"
    assert caplog.text.count(f"the private redis-server in {folder} has died, and is started again") == 1
    await one.aclose()
    await two.aclose()
    assert not socket_of(folder).exists()


async def test_a_server_that_cannot_be_started_again_is_tried_until_it_can(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its file may be damaged, or its disk full; the log says so."""
    broken = folder.parent / "broken"
    switching = program(folder, f"test -e {broken} && {{ echo 'no space' >&2; exit 1; }}", 'exec redis-server "$@"')
    embedded = await open_embedded(folder, find=lambda name: switching)
    broken.touch()
    await killed(embedded.redis)
    async with asyncio.timeout(PATIENCE):
        while "redis-server does not start: no space" not in caplog.text:
            await asyncio.sleep(0.02)
    broken.unlink()
    await back(embedded.redis)
    await embedded.aclose()


async def stubborn(folder: Path) -> Embedded:
    """A store whose user goes on when its folder is removed: who opened it is there no more to be cancelled."""
    return await asyncio.create_task(open_embedded(folder))


async def remove_in_use(folder: Path) -> None:
    async with asyncio.timeout(PATIENCE), private_server("redis-server", folder):
        rmtree(folder)
        await asyncio.Event().wait()


async def test_a_program_whose_folder_is_removed_ends(folder: Path) -> None:
    """It starts no server on nothing; the one that it had is ended, and the folder does not come back."""
    with pytest.raises(Gone, match=f"{folder} was removed while it was in use"):
        await remove_in_use(folder)
    assert processes(str(folder)) == {}
    assert list(folder.parent.iterdir()) == []


async def test_a_server_whose_folder_is_removed_serves_until_its_last_user_leaves(folder: Path) -> None:
    """What is under way can be done."""
    first, last = await stubborn(folder), await stubborn(folder)
    rmtree(folder)
    with pytest.raises(Gone):
        await first.aclose()
    assert await last.redis.ping()
    with pytest.raises(Gone):
        await last.aclose()
    assert processes(str(folder)) == {}


async def test_a_server_that_died_in_a_folder_that_was_removed_is_not_started_again(folder: Path) -> None:
    """There is nothing left to end."""
    embedded = await stubborn(folder)
    rmtree(folder)
    await killed(embedded.redis)
    with pytest.raises(Gone):
        await embedded.aclose()
    assert processes(str(folder)) == {}


async def test_a_folder_that_was_removed_and_made_anew_is_another_folder(folder: Path) -> None:
    """Who used the old one ends with the old server, and leaves the new one alone."""
    old = await stubborn(folder)
    rmtree(folder)
    new = await open_embedded(folder)
    assert len(processes(str(folder))) == 2
    with pytest.raises(Gone):
        await old.aclose()
    assert len(processes(str(folder))) == 1
    assert await new.redis.ping()
    await new.aclose()
    assert processes(str(folder)) == {}


async def test_a_folder_with_a_long_name_gets_a_short_socket(folder: Path) -> None:
    """A socket's path is limited by the kernel, a folder's is not."""
    long = folder / ("x" * 120)
    assert len(bytes(socket_of(long))) <= LONGEST_SOCKET_PATH
    embedded = await open_embedded(long)
    assert await embedded.redis.ping()
    await embedded.aclose()
    assert not socket_of(long).exists()


def test_a_folder_for_sockets_that_others_may_enter_is_not_used(folder: Path) -> None:
    """Else somebody could put a server of theirs in our way."""
    folder.mkdir(mode=0o755)
    with pytest.raises(StateError, match="open to others"):
        socket_of(folder / ("x" * 120), folder)


async def test_a_server_that_does_not_start_is_an_error(folder: Path) -> None:
    """With what it said."""
    broken = program(folder, "echo 'bad directive' >&2; exit 1")
    with pytest.raises(StateError, match="does not start: bad directive"):
        await open_embedded(folder, find=lambda name: broken)


async def test_a_server_that_ends_at_once_is_an_error(folder: Path) -> None:
    """It became a daemon and died: its log says why."""
    short_lived = program(folder, "exit 0")
    with pytest.raises(StateError, match=r"ended at once: see .*redis\.log"):
        await open_embedded(folder, find=lambda name: short_lived)


async def test_a_server_that_never_answers_is_an_error(folder: Path) -> None:
    """It holds the lock, so no other may be started; after a while we give up."""
    silent = program(folder, "exec 0<&- 1>&- 2>&-; sleep 2 &")
    with pytest.raises(StateError, match="does not answer"):
        async with private_server(silent, folder, patience=0.1):
            pass


async def test_a_server_that_is_being_left_too_long_is_an_error(folder: Path) -> None:
    """Its last user holds the folder alone until the server has ended."""
    with opened(folder / "users") as users:
        flock(users, LOCK_EX)
        with pytest.raises(StateError, match="does not stop"):
            async with private_server("unused", folder, patience=0.1):
                pass
