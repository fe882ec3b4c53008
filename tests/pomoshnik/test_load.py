"""``pomoshnik load`` as people start it."""

import asyncio
import signal
import socket
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from pomoshnik.commands import load
from pomoshnik.main import main
from simulator.load.report import Report
from smpp.pdus import DeliverSm
from tests.pomoshnik.programs import pomoshnik, processes, started
from tests.simulator.esme import TIMEOUT, Esme
from tests.simulator.load.test_running import echo

SHORT = ("--phones", "20", "--phones-at-once", "3", "--ramp", "0s", "--warm-up", "0s", "--duration", "1s")


def read(path: Path) -> Report:
    """A report."""
    return msgspec.json.decode(path.read_bytes(), type=Report)


async def echoing(address: str) -> Esme:
    """An ESME that is bound there, as soon as it can: the port stands first."""

    def answer(message: DeliverSm) -> int:
        esme.submit(echo(message))
        return 0

    async with asyncio.timeout(TIMEOUT):
        while True:
            with suppress(ConnectionRefusedError):
                esme = await Esme.bound(int(address.split()[0]), answer)
                return esme
            await asyncio.sleep(0)


async def test_an_assistant_of_its_own(tmp_path: Path) -> None:
    """Phones write, dial and are answered as expected; JSON and page tell of it; nothing is left behind."""
    (tmp_path / "mix.toml").write_text(
        '[[conversation]]\nsay = [{text = "баланс", expect = ["500,00 руб."]}]\n'
        '[[conversation]]\nname = "ussd"\nsay = [{text = "*111#", expect = ["1 Баланс"]}, "0"]\n',
        encoding="utf-8",
    )
    files = ("--json", "report.json", "--html", "report.html")
    limits = ("--errors", "0%", "--p99", "10m")
    finished = await pomoshnik("load", "--mix", "mix.toml", *SHORT, *files, *limits, cwd=tmp_path, TMPDIR=str(tmp_path))
    report = read(tmp_path / "report.json")
    assert (finished.status, report.result.whole.errors, report.exceeded) == (0, {}, [])
    assert report.result.whole.due == report.result.whole.answered > 0
    assert {*report.result.conversations} == {"баланс", "ussd"}
    assert report.command.startswith("pomoshnik load --mix mix.toml")
    assert "<svg" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "replies a second" in finished.out
    assert processes(str(tmp_path)) == {}


async def test_any_esme_that_binds(tmp_path: Path) -> None:
    """Which is tested until Ctrl-C; then there is a report all the same."""
    command = ("load", "--smpp-port", "0", "--say", "привет", "--phones", "5", "--phones-at-once", "1")
    async with started(*command, "--json", "report.json", cwd=tmp_path) as program:
        address = await program.until("smpp://127.0.0.1:")
        esme = await echoing(address)
        await program.until("    1 s  sent ")
        finished = await program.stop(signal.SIGINT)
        esme.abort()
    report = read(tmp_path / "report.json")
    assert (finished.status, report.ended_early) == (0, True)
    assert sum(second.answered for second in report.result.seconds) > 0


async def test_limits_exceeded(unused_tcp_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, and one line that says so."""
    settings = load.Settings(
        smpp_port=unused_tcp_port,
        phones_at_once=1,
        ramp=load.Seconds(0),
        warm_up=load.Seconds(0),
        duration=load.Seconds(0.1),
        p99=load.Seconds(1e-6),
        errors=1.0,
    )
    running = asyncio.create_task(load.run(settings))
    esme = await echoing(str(unused_tcp_port))
    assert await running == 1
    esme.abort()
    (said,) = [line for line in capsys.readouterr().err.splitlines() if "limit" in line]
    assert said.startswith("pomoshnik load: p99 was ")
    assert said.endswith(" ms, and 0.001 ms is the limit")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--mix", "none.toml"), "none.toml: [Errno 2] No such file or directory: 'none.toml'"),
        (("--mix", "a.toml", "--say", "1"), "--mix holds all conversations: --say and --story do not go with it"),
        (("--private", "--smpp-port", "0"), "--private and --smpp-port: test an assistant of our own, or an ESME"),
        (("--find-rate",), "--find-rate needs --p99: what should hold?"),
        (("--duration", "0s"), "--duration should be more than 0s"),
        (("--phones", "10"), "--phones-at-once: 100 of 10 phones (--phones)"),
        (("--phones", "1", "--phones-at-once", "1", "--story", "a.txt"), "--phones: 1 phones are too few"),
        (("--phones", "1000001"), "--phones: 1000000 at most"),
        (("--first", "99999999999"), "--first: after 99999999999 there are no 10000 numbers of 11 digits"),
        (("--html", "none/report.html"), "none/report.html: there is no such folder"),
        (("--json", "."), ". is a folder, not a file"),
        (("--to", ""), "--to (or POMOSHNIK_TO): '' is not a number such as 111"),
        (("--rate", "fast"), "--rate (or POMOSHNIK_RATE): 'fast' is not a number of messages a second"),
        (("--think", "long"), "--think (or POMOSHNIK_THINK): 'long' is not a time such as 40ms, 2s or 10m"),
        (("--p99", "40"), "--p99 (or POMOSHNIK_P99): '40' is not a time such as 40ms, 2s or 10m"),
        (("--errors", "0.1"), "--errors (or POMOSHNIK_ERRORS): '0.1' is not a share such as 0.1%"),
        (("--faults", "none.json"), "--faults (or POMOSHNIK_FAULTS): 'none.json' is no file, and no profile"),
        (("--say", ""), "a text is empty"),
    ],
)
def test_wrong_settings(
    options: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    no_settings: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line, exit 2."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("number: 79160000007\n\n> 1\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["load", *options, *(("--say", "1") if "--story" in options else ())])
    (line,) = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert said in line


def test_a_port_that_is_taken(unused_tcp_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said which setting that was."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", unused_tcp_port))
        taken.listen()
        with pytest.raises(SystemExit) as ended:
            main(["load", "--smpp-port", str(unused_tcp_port)])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("pomoshnik load: --smpp-port: ")
