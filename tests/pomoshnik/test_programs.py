"""Programs run until they are stopped, and then end in good order."""

import asyncio
import os
import re
import shutil
import signal
from pathlib import Path

import aiohttp
import pytest

from pomoshnik.secret import Secret
from state.private_server import SHORT_FOLDER
from tests.operator_api.desk import browser
from tests.pomoshnik.conftest import SECRET, Surroundings
from tests.pomoshnik.programs import PATIENCE_SECONDS, Program, pomoshnik, processes, started
from tests.redis_cluster import RedisCluster
from tests.redis_server import running_redis

DEMO = (
    *("demo", "--smpp-port", "0", "--simulator-port", "0", "--gateway-port", "0"),
    *("--operator-port", "0", "--cabinet-port", "0"),
)
ANY_PORT = ("--http-port", "0")

README = Path(__file__).parents[2] / "README.md"
PASSWORD = r"(?<=Ваш пароль: )\w{10}"


def transcript() -> str:
    """The conversation that the README shows, in two pieces; in Markdown it stands four blanks to the right."""
    found = re.findall(r"^    > (?:.|\n)*?(?=^\S)", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == 2
    return re.sub("^    ", "", "".join(piece.rstrip() + "\n" for piece in found), flags=re.MULTILINE)


def left_in(folder: Path) -> list[str]:
    """What is there, but for the folder that holds sockets of folders whose own path is too long for one."""
    names = [name for _, folders, files in os.walk(folder) for name in (*folders, *files)]
    return [name for name in names if name != SHORT_FOLDER.name]


async def ready(gateway: Program) -> None:
    """Wait until it serves people."""
    url = await gateway.until("gateway: ")
    async with aiohttp.ClientSession() as http, asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with http.get(f"{url}/ready") as response:
                if response.status == 200:
                    return


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (("simulator", "--smpp-port", "0", *ANY_PORT), "simulator: smpp://127.0.0.1:"),
        (("operator", *ANY_PORT), "operator: http://127.0.0.1:"),
        (("cabinet", "--operator", "http://127.0.0.1:1", *ANY_PORT), "cabinet: http://127.0.0.1:"),
        (DEMO, "gateway: http://127.0.0.1:"),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_listens_and_ends_when_told(
    arguments: tuple[str, ...], start: str, number: signal.Signals, tmp_path: Path
) -> None:
    """With success, and nothing left behind."""
    async with started(*arguments, cwd=tmp_path, TMPDIR=str(tmp_path), POMOSHNIK_SECRET=SECRET) as program:
        assert re.match(r"[1-9]\d*", await program.until(start))
        finished = await program.stop(number)
    assert finished.status == 0
    assert "Traceback" not in finished.err
    assert processes(str(tmp_path)) == {}
    assert [name for name in left_in(tmp_path) if name.startswith("pomoshnik-")] == []


async def test_a_gateway_ends_when_told(surroundings: Surroundings, tmp_path: Path) -> None:
    """It unbinds and shuts its store down; its data stay."""
    async with started("gateway", *surroundings.options, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway:
        await ready(gateway)
        assert len(processes(f"{tmp_path}/data")) == 1
        finished = await gateway.stop()
    assert finished.status == 0
    assert "Traceback" not in finished.err
    assert processes(f"{tmp_path}/data") == {}
    assert list((tmp_path / "data").glob("appendonlydir/*.aof"))


async def test_a_gateway_on_a_redis_of_ours(surroundings: Surroundings, tmp_path: Path) -> None:
    """It says on which; no store of its own is started."""
    with running_redis() as redis:
        command = ("gateway", *surroundings.options, "--redis", redis.url)
        async with started(*command, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway:
            await ready(gateway)
            assert (await gateway.stop()).status == 0
    assert gateway.said.startswith(f"State: {redis.url}; ")
    assert processes(f"{tmp_path}/data") == {}


async def test_a_gateway_on_a_redis_cluster(
    surroundings: Surroundings, shared_cluster: RedisCluster, tmp_path: Path
) -> None:
    """It serves on all its nodes, and refuses to take one of them for a Redis of its own."""
    command = ("gateway", *surroundings.options, "--redis")
    async with started(*command, shared_cluster.url, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway:
        await ready(gateway)
        assert (await gateway.stop()).status == 0
    node = shared_cluster.masters[0].url
    refused = await pomoshnik(*command, node, cwd=tmp_path, POMOSHNIK_SECRET=SECRET)
    assert refused.status == 2
    assert refused.err.startswith(f"pomoshnik gateway: --redis {node}: a node of a Redis Cluster is given as redis+")


async def test_a_gateway_sends_what_who_shares_its_secret_posts(surroundings: Surroundings, tmp_path: Path) -> None:
    """The token for messages is derived from it; other tokens open other doors."""
    message = {"to": "79160000001", "text": "Ваш отчет готов.", "class": "service", "key": "report-1"}
    async with started("gateway", *surroundings.options, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway:
        url = await gateway.until("gateway: ")
        async with aiohttp.ClientSession() as http:
            for role, status in [("dialogs", 401), ("messages", 202)]:
                headers = {"Authorization": f"Bearer {Secret(SECRET).token(role)}"}
                async with http.post(f"{url}/v1/messages", json=message, headers=headers) as response:
                    assert response.status == status
        assert (await gateway.stop()).status == 0


async def test_a_gateway_that_waits_for_the_operator_ends_when_told(tmp_path: Path) -> None:
    """It need not have served anybody."""
    nobody = ("--smsc", "smpp://us:secret@127.0.0.1:1", "--operator", "http://127.0.0.1:1")
    async with started("gateway", *nobody, *ANY_PORT, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway:
        await gateway.until("gateway: ")
        assert (await gateway.stop()).status == 0


async def test_a_second_gateway_of_the_same_name_displaces_the_first(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    """The first says so and exits 3; the second serves."""
    command = ("gateway", *surroundings.options, "--name", "twin")
    async with started(*command, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as first:
        await ready(first)
        async with started(*command, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as second:
            displaced = await first.finish()
            await ready(second)
            assert (await second.stop()).status == 0
    assert displaced.status == 3
    assert displaced.err.endswith("pomoshnik gateway: another one has taken the queue of 'twin': this one stops\n")


async def speak(typed: str, *options: str, folder: Path) -> str:
    """What a phone shows that writes these lines to a demo of its own."""
    async with started(*DEMO, *options, cwd=folder, TMPDIR=str(folder)) as demo:
        api = await demo.until("    .venv/bin/pomoshnik phone 79160000001 --simulator ")
        spoken = await pomoshnik("phone", "79160000001", "--simulator", api, cwd=folder, typed=typed)
        finished = await demo.stop(signal.SIGINT)
    assert demo.said.startswith("State: a private redis-server in ")
    assert (spoken.status, finished.status) == (0, 0)
    return spoken.out


async def test_the_conversation_of_the_readme(tmp_path: Path) -> None:
    """It goes as it stands there, but for the password."""
    typed = re.findall(r"^> (.*?)   \[", transcript(), re.MULTILINE)
    shown = await speak("".join(f"{line}\n" for line in typed), folder=tmp_path)
    assert re.sub(PASSWORD, "", shown) == re.sub(PASSWORD, "", transcript())
    assert len(typed) == 11


async def test_a_demo_in_a_folder_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """With its books and its conversations."""
    assert 'Подключить "Гудок"?' in await speak("2122\n", "--data", "kept", folder=tmp_path)
    assert 'Услуга "Гудок" подключена.' in await speak("1\n", "--data", "kept", folder=tmp_path)
    assert "Баланс: 77,30 руб." in await speak("баланс\n", "--data", "kept", folder=tmp_path)


async def test_what_happened_to_a_number_is_told_afterwards(tmp_path: Path) -> None:
    """From what the gateway wrote by itself; nothing of the texts stands there."""
    await speak("скока денег\n", "--data", "kept", folder=tmp_path)
    told = await pomoshnik("trace", "8", "916", "000-00-01", "--data", "kept", cwd=tmp_path)
    assert told.status == 0
    assert re.search(r" demo demo@127.0.0.1:\d+ -  Answered\(GetProfile\): Done balance: menu/idle -> ", told.out)
    assert re.search(r" demo demo@127.0.0.1:\d+ 1  submit \d+-\d+: 1 part, taken as \d+; ", told.out)
    [trace] = (tmp_path / "kept" / "trace").glob("*.demo.trace")
    assert trace.stat().st_mode & 0o777 == 0o600


async def test_a_demo_lets_a_consultant_in(tmp_path: Path) -> None:
    """With the login and the password that it says, new at each start."""
    async with started(*DEMO, cwd=tmp_path, TMPDIR=str(tmp_path)) as demo:
        said = await demo.until("The support desk, for consultants: ")
        url, login, password = re.fullmatch(r"(\S+)/support/ \(login (\w+), password (\w{16})\)\.", said).groups()  # type: ignore[union-attr]
        async with browser(url) as door:
            assert (await door.sign_in(login, password)).to == "/"
            assert (await door.find("8 916 000-00-01")).to == "/subscribers/79160000001"
        await demo.stop()


async def nobody_in(folder: Path) -> None:
    """Returns when no process has anything to do with it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while processes(str(folder)):
            await asyncio.sleep(0.05)


async def nothing_in(folder: Path) -> None:
    """Returns when it is empty, too."""
    await nobody_in(folder)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while left_in(folder):
            await asyncio.sleep(0.05)


async def test_a_demo_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    """Neither its folder nor its redis-server with its socket, wherever that is; those of others may be there."""
    async with started(*DEMO, cwd=tmp_path, TMPDIR=str(tmp_path)) as demo:
        await demo.until("    .venv/bin/pomoshnik phone 79160000001 --simulator ")
        assert any("redis-server" in command for command in processes(str(tmp_path)).values())
        await demo.stop(signal.SIGKILL)
    await nothing_in(tmp_path)


async def test_a_demo_in_a_folder_that_is_killed_leaves_the_folder_alone(tmp_path: Path) -> None:
    """What was stored is there at the next start; the redis-server has ended."""
    async with started(*DEMO, "--data", tmp_path / "kept", cwd=tmp_path) as demo:
        await demo.until("    .venv/bin/pomoshnik phone 79160000001 --simulator ")
        assert any("redis-server" in command for command in processes(f"{tmp_path}/kept").values())
        await demo.stop(signal.SIGKILL)
    await nobody_in(tmp_path)
    assert any(name.endswith(".aof") for name in left_in(tmp_path / "kept"))


async def test_stories_that_are_killed_leave_nothing(tmp_path: Path) -> None:
    """Neither gateways nor their redis-servers, nor folders."""
    stories = [README.parent / "stories" / "balance.txt"] * 6
    async with started("play", *stories, cwd=tmp_path, TMPDIR=str(tmp_path)) as play:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any("redis-server" in command for command in processes(str(tmp_path)).values()):
                await asyncio.sleep(0.05)
        await play.stop(signal.SIGKILL)
    await nothing_in(tmp_path)


async def test_a_demo_whose_folder_is_removed_says_so_and_ends(tmp_path: Path) -> None:
    """There is nothing left to keep anything in: it exits 1, and neither redis-server nor folder comes back."""
    async with started(*DEMO, cwd=tmp_path, TMPDIR=str(tmp_path)) as demo:
        await demo.until("    .venv/bin/pomoshnik phone 79160000001 --simulator ")
        folder = demo.said.removeprefix("State: a private redis-server in ").partition(",")[0]
        shutil.rmtree(folder)
        finished = await demo.finish()
    assert finished.status == 1
    assert finished.err.endswith(f"pomoshnik gateway: --data {folder} was removed while it was in use\n")
    assert "Traceback" not in finished.err
    await nothing_in(tmp_path)
