"""The command line: help, and wrong settings in one line."""

import asyncio
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from pomoshnik.main import COMMANDS, Command, main
from pomoshnik.settings import option
from tests.operator_api.asking import rows
from tests.pomoshnik.programs import pomoshnik

GATEWAY = ("gateway", "--smsc", "smpp://us:secret@127.0.0.1:1", "--operator", "http://127.0.0.1:1")
CABINET = ("cabinet", "--operator", "http://127.0.0.1:1")
STORY = "number: 79160000001\n\n> 2122\n~ 11m\n> 1\n"


@pytest.fixture
def taken() -> Iterator[str]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a good story, a malformed one, faults with a mistake, and a file that is no database."""
    (tmp_path / "waits.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "malformed.txt").write_text("number: 79160000001\n\nбаланс\n", encoding="utf-8")
    (tmp_path / "faults.json").write_text('{"throttle": {"rate": "much"}}')
    (tmp_path / "books.db").write_text("these are no books, however long one looks at them")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_shows_every_option(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each command."""
    with pytest.raises(SystemExit) as ended:
        main([*command.name.split(), "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert [option(field) for field in fields(command.settings) if option(field) not in said] == []


def test_help_shows_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """And that options have variables."""
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert [command.name for command in COMMANDS if command.name.split()[0] not in said] == []
    assert "--http-port is POMOSHNIK_HTTP_PORT" in said


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("gateway",), "pomoshnik gateway: --smsc (or POMOSHNIK_SMSC) is missing"),
        ((*GATEWAY, "--smsc", "smpp://us:pass@h?colour=red"), "pomoshnik gateway: --smsc (or POMOSHNIK_SMSC): "),
        ((*GATEWAY, "--host", "0.0.0.0"), "pomoshnik gateway: --secret is missing (or POMOSHNIK_SECRET)"),
        (
            ("simulator", "--faults", "bad"),
            "pomoshnik simulator: --faults (or POMOSHNIK_FAULTS): 'bad' is no file, and no",
        ),
        (
            ("demo", "--faults", "faults.json"),
            "pomoshnik demo: --faults (or POMOSHNIK_FAULTS): faults.json: Expected `int`",
        ),
        (("cabinet",), "pomoshnik cabinet: --operator (or POMOSHNIK_OPERATOR) is missing"),
        ((*CABINET, "--proxy", "nginx"), "pomoshnik cabinet: --proxy (or POMOSHNIK_PROXY): 'nginx' is not an address"),
        ((*CABINET, "--host", "0.0.0.0"), "pomoshnik cabinet: --secret is missing (or POMOSHNIK_SECRET)"),
        (("play", "nowhere.txt"), "pomoshnik play: FILE: nowhere.txt: "),
        (("play", "malformed.txt"), "pomoshnik play: FILE: malformed.txt:3: a line begins with one of"),
        (
            ("play", "waits.txt", "--simulator", "http://127.0.0.1:1", "--operator", "http://127.0.0.1:1"),
            "pomoshnik play: FILE: only a private stack can play ~ and &: waits.txt",
        ),
        (("play", "waits.txt", "--operator", "http://127.0.0.1:1"), "pomoshnik play: --simulator and --operator"),
        (("operator", "seed", "--database", "postgres!"), "pomoshnik operator seed: --database (or"),
        (
            ("operator", "--gateway", "localhost"),
            "pomoshnik operator: --gateway (or POMOSHNIK_GATEWAY): 'localhost' is",
        ),
        (
            ("operator", "--smtp", "http://us:secret@mail:25"),
            "pomoshnik operator: --smtp (or POMOSHNIK_SMTP): 'mail:25' is",
        ),
        (
            ("operator", "--smtp", "smtp://us:secret@mail"),
            "pomoshnik operator: --smtp (or POMOSHNIK_SMTP): should be smtp:",
        ),
        (
            ("operator", "--smtp", "smtps://mail:465/x"),
            "pomoshnik operator: --smtp (or POMOSHNIK_SMTP): should be smtp:",
        ),
        (
            ("operator", "--mail-from", "bills"),
            "pomoshnik operator: --mail-from (or POMOSHNIK_MAIL_FROM): 'bills' is not",
        ),
        (
            ("operator", "--mail-from", "я@x.ru"),
            "pomoshnik operator: --mail-from (or POMOSHNIK_MAIL_FROM): 'я@x.ru' is",
        ),
        (
            ("operator", "--smtp", "smtp://mail:25"),
            "pomoshnik operator: --mail-from (or POMOSHNIK_MAIL_FROM) is missing",
        ),
        (("dance",), "pomoshnik: argument COMMAND: invalid choice: 'dance'"),
        (("phone",), "pomoshnik phone: the following arguments are required: NUMBER"),
        (("phone", "79160000001", "--colour", "red"), "pomoshnik: unrecognized arguments: --colour red"),
    ],
)
@pytest.mark.usefixtures("no_settings")
def test_wrong_settings_are_one_line_and_exit_2(
    arguments: tuple[str, ...],
    line: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The line names the command and the setting."""
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(line)
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("gateway",), "pomoshnik gateway: --smsc (or POMOSHNIK_SMSC) is missing"),
        (("operator", "--http-port", "{taken}"), "pomoshnik operator: --host and --http-port: "),
        (("simulator", "--smpp-port", "{taken}", "--http-port", "0"), "pomoshnik simulator: --host, --smpp-port and"),
        (("simulator", "--tls-cert", "/nowhere.pem"), "pomoshnik simulator: --tls-cert and --tls-key: No such file"),
        (("simulator", "--tls-key", "/nowhere.pem"), "pomoshnik simulator: --tls-cert and --tls-key: No such file"),
        (("simulator", "--account", "a:b", "--account", "a:c"), "pomoshnik simulator: --account: an ID is given twice"),
        (("operator", "--database", "sqlite:////nowhere/x.db"), "pomoshnik operator: --database (or"),
        (("operator", "--database", "sqlite:///books.db"), "pomoshnik operator: --database (or"),
        ((*GATEWAY, "--http-port", "{taken}"), "pomoshnik gateway: --host and --http-port: "),
        ((*GATEWAY, "--data", "/proc/self"), "pomoshnik gateway: --data /proc/self: "),
        ((*GATEWAY, "--redis", "redis://127.0.0.1:1/0?colour=red"), "pomoshnik gateway: --redis "),
        ((*GATEWAY, *GATEWAY[1:3]), "pomoshnik gateway: --smsc: the same ID, host and port twice"),
    ],
)
async def test_what_only_turns_out_at_the_start_is_one_line_too(
    arguments: tuple[str, ...], line: str, taken: str, folder: Path
) -> None:
    """A port that is taken, books that do not open, a store that does not start."""
    filled = [argument.format(taken=taken) for argument in arguments]
    finished = await pomoshnik(*filled, cwd=folder, POMOSHNIK_SECRET="ours")
    assert finished.status == 2
    assert finished.err.startswith(line)
    assert finished.err.count("\n") == 1


async def test_the_back_office_and_its_seed_are_different_commands(tmp_path: Path) -> None:
    """An option may stand before or after the word."""
    database = f"sqlite:///{tmp_path}/books.db"
    finished = await pomoshnik("operator", "--database", database, "seed", "--count", "3", cwd=tmp_path)
    assert finished == (0, "3 subscribers from 79160000000 on\n", "")
    usage = await pomoshnik("operator", "seed", "--database", database, "--count", "3", "--usage", cwd=tmp_path)
    assert usage == finished
    assert len(rows(tmp_path / "books.db", "SELECT DISTINCT number FROM events")) == 3
    assert os.listdir(tmp_path) == ["books.db"]
    assert (tmp_path / "books.db").stat().st_mode & 0o077 == 0


async def test_a_command_imports_nothing_that_others_need() -> None:
    """The simulator starts in half a second."""
    look = "import pomoshnik.commands.simulator, pomoshnik.main, sys; print({*OTHERS} & {*sys.modules})"
    look = look.replace("OTHERS", "('fakeredis', 'redis', 'sqlalchemy', 'transitions')")
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", look, stdout=asyncio.subprocess.PIPE)
    assert (await process.communicate())[0] == b"set()\n"
