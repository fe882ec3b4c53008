"""``pomoshnik trace``: what somebody reads to a subscriber on the phone."""

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from gateway.trace import Trace
from gateway.traced import AnyLine, GivenUp, Received, Submitted, Turned
from gateway.vault import Vault
from pomoshnik.commands.trace import moment
from pomoshnik.main import main
from pomoshnik.secret import Secret
from smpp.receipts import MessageState

SECRET, NUMBER, SMSC = "the secret of these tests", "79160000001", "demo@smsc:2775"
AT = 1_795_777_500.0
"""27 November 2026, 14:05 in Moscow."""

ASKED = Turned(
    *(NUMBER, SMSC, 1, 0.0, 12_345, "service_on goodok"),
    *(("menu", "idle", ""), ("services", "quoting", "goodok"), ["QuoteService 3f2a"]),
)
HAPPENED: list[tuple[float, AnyLine]] = [
    (0.012345, ASKED),
    (0.5, Submitted(NUMBER, SMSC, 2, 0.0, 5000, "8-0", ["id-1", "id-2"], [])),
    (1.0, Submitted(NUMBER, SMSC, 2, 0.0, 60_000_000, "9-0", [], [0x58, None, 0x400])),
    (1.5, Submitted(NUMBER, SMSC, 2, 0.0, 3000, "10-0", ["id-3"], [], ussd=True)),
    (2.0, GivenUp(NUMBER, SMSC, 0, 0.0, 0, "9-0", "no outcome")),
    (3.0, Received(NUMBER, SMSC, 1, 0.0, 0, "id-2", MessageState.UNDELIVERABLE, "01b")),
    (4.0, Received(NUMBER, SMSC, 1, 0.0, 0, "7d", MessageState.DELIVERED, "000")),
    (5.0, Turned(NUMBER, SMSC, 1, 0.0, 900, "failed KeyError")),
]
TOLD = f"""\
2026-11-27 14:04:01.000 alpha {SMSC} 2  submit 9-0: 3 parts, refused: Throttling error (ESME has exceeded allowed\
 message limits), no answer, refused: status 0x00000400; 60000.0 ms
2026-11-27 14:05:00.000 alpha {SMSC} 1  service_on goodok: menu/idle -> services/quoting/goodok,\
 asks QuoteService 3f2a; stored in 12.3 ms
2026-11-27 14:05:00.495 alpha {SMSC} 2  submit 8-0: 2 parts, taken as id-1 id-2; 5.0 ms;\
 UNDELIVERABLE (error 01b) 14:05:03
2026-11-27 14:05:01.497 alpha {SMSC} 2  submit 10-0: 1 page (USSD), taken as id-3; 3.0 ms
2026-11-27 14:05:02.000 alpha {SMSC} -  given up 9-0: no outcome
2026-11-27 14:05:04.000 alpha {SMSC} 1  receipt of 7d: DELIVERED
2026-11-27 14:05:04.999 alpha {SMSC} 1  failed KeyError: ? -> ?; stored in 0.9 ms
"""


@pytest.fixture(autouse=True)
def moscow(monkeypatch: pytest.MonkeyPatch, no_settings: None, tmp_path: Path) -> Iterator[None]:
    """This machine stands there, and none of our variables is set."""
    monkeypatch.chdir(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Moscow")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a gateway has traced it."""
    asyncio.run(_write(tmp_path / "data" / "trace"))
    return tmp_path / "data" / "trace"


async def _write(folder: Path) -> None:
    began = time.monotonic()
    now = lambda: AT + 0.0005 + time.monotonic() - began  # noqa: E731
    trace = Trace(folder, "alpha", Vault(Secret(SECRET).key("gateway")).of_number, now)
    for seconds, line in HAPPENED:
        trace.note(replace(line, at=began + seconds))
    async with trace.kept():
        pass


def told(capsys: pytest.CaptureFixture[str], *arguments: str, secret: str = SECRET) -> tuple[int, str, str]:
    """Exit status, and what the command says."""
    with pytest.raises(SystemExit) as ended:
        main(["trace", *arguments, "--secret", secret])
    said = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, said.out, said.err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("number", ["79160000001", "+7 916 000-00-01", "8 (916) 000-00-01", "9160000001"])
def test_a_line_for_each_thing_that_happened(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the local time, however the number is dictated, quoted or not."""
    assert told(capsys, *number.split(), "--at", "2026-11-27 14:05") == (0, TOLD, "")
    assert told(capsys, number, "--since", "2026-11-27", "--until", "2026-11-28") == (0, TOLD, "")


@pytest.mark.usefixtures("folder")
def test_nothing_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """It says of when and where; the number is masked. Exit status 1."""
    nothing = (
        "nothing of +7916***0002 from 2026-11-27 14:00:00 to 2026-11-27 14:10:00 in 1 files of data/trace\n"
        "(the gateway's --secret is needed: with another one nothing is found)\n"
    )
    at = ("--at", "2026-11-27 14:05")
    assert told(capsys, "79160000002", *at) == (1, nothing, "")
    assert told(capsys, NUMBER, *at, secret="another") == (1, nothing.replace("0002", "0001"), "")
    assert told(capsys, NUMBER, "--at", "2026-11-27 12:05")[1].endswith(
        "in 0 files of data/trace\n(the gateway's --secret is needed: with another one nothing is found)\n"
    )


def test_where_it_looks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the folders named, else under --data."""
    at = ("--at", "2026-11-27 14:05")
    moved = folder.parent.parent / "moved"
    folder.rename(moved)
    assert told(capsys, NUMBER, *at, "--trace", "here", "--trace", str(moved))[1] == TOLD
    moved.rename(moved.parent / "trace")
    assert told(capsys, NUMBER, *at, "--data", str(moved.parent))[1] == TOLD
    assert told(capsys, NUMBER, *at)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("12345",), "pomoshnik trace: NUMBER: '12345' is not a number such as 79160000001"),
        ((NUMBER, "--at", "noon"), "pomoshnik trace: --at (or POMOSHNIK_AT): 'noon' is not a time such as 14:05"),
        ((NUMBER, "--since", "2026-13-01"), "pomoshnik trace: --since (or POMOSHNIK_SINCE): '2026-13-01' is not a"),
    ],
)
def test_what_is_wrong_is_one_line(arguments: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And exit status 2."""
    status, out, err = told(capsys, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(line)


def test_a_time_without_a_day_has_just_been() -> None:
    """Today, or yesterday if it is yet to come; with a day, that one."""
    now = datetime.now().astimezone()
    for minutes in (-1, 1):
        near = now + timedelta(minutes=minutes)
        assert timedelta(0) <= now - moment(f"{near:%H:%M}") <= timedelta(days=1, minutes=1)
    assert moment("2026-11-27 14:05") == moment("2026-11-27T14:05:00+03:00")
    assert moment("14:05:30").second == 30
