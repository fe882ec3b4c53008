"""``pomoshnik play``: the stories of the release, and what it says of others."""

import re
from pathlib import Path

import pytest

from pomoshnik.commands import play
from pomoshnik.main import main
from tests.pomoshnik.conftest import SECRET, Surroundings
from tests.pomoshnik.programs import pomoshnik, processes, started
from tests.pomoshnik.test_programs import ready

STORIES = Path(__file__).parents[2] / "stories"
PLAYED = sorted(STORIES.glob("*.txt"))


def untimed(report: str) -> list[str]:
    """Its lines, without how long things took."""
    return [re.sub(r" (\(\d+\.\d s\)|in \d+\.\d s)$", "", line) for line in report.splitlines()]


BALANCE = "number: 79160000001\nbalance: 152.30\n\n> баланс\n< {sum}\n"


async def test_the_stories_of_the_release_pass(tmp_path: Path) -> None:
    """A folder of them, on private stacks, whatever is set outside; nothing is left behind."""
    finished = await pomoshnik("play", STORIES, cwd=tmp_path, TMPDIR=str(tmp_path), POMOSHNIK_REDIS="redis://nowhere")
    *lines, _, summary = untimed(finished.out)
    assert lines == [f"{story}: passed" for story in PLAYED]
    assert summary == f"{len(PLAYED)} passed"
    assert finished.status == 0
    assert processes(str(tmp_path)) == {}


def test_a_difference_is_told_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, line, what was expected and what came; other stories are played as well."""
    (tmp_path / "rich.txt").write_text(BALANCE.replace("< {sum}", "= balance 1000.00"), encoding="utf-8")
    (tmp_path / "right.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["play", f"{tmp_path}/rich.txt", f"{tmp_path}/right.txt"])
    assert ended.value.code == 1
    assert untimed(capsys.readouterr().out) == [
        f"{tmp_path}/rich.txt: FAILED",
        f"{tmp_path}/right.txt: passed",
        "",
        f"{tmp_path}/rich.txt:5: = balance 1000.00",
        "    balance in the books: expected 1000.00, is 152.30",
        "",
        "1 failed, 1 passed",
    ]


async def test_stories_on_a_running_stack(
    surroundings: Surroundings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after the other, for they may be of one phone."""
    (tmp_path / "one.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    (tmp_path / "two.txt").write_text(BALANCE.replace("152.30", "99.00").format(sum="99,00"), encoding="utf-8")
    settings = play.Settings(
        files=(tmp_path / "one.txt", tmp_path / "two.txt"),
        simulator=surroundings.simulator,
        operator=surroundings.operator,
        secret=SECRET,
    )
    async with started("gateway", *surroundings.options, cwd=tmp_path, POMOSHNIK_SECRET=SECRET) as gateway:
        await ready(gateway)
        assert await play.run(settings) == 0
        await gateway.stop()
    assert untimed(capsys.readouterr().out) == [
        f"{tmp_path}/one.txt: passed",
        f"{tmp_path}/two.txt: passed",
        "",
        "2 passed",
    ]


async def test_another_secret_than_that_of_the_running_stack(
    surroundings: Surroundings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The back office takes no phone."""
    (tmp_path / "story.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    files = (tmp_path / "story.txt",)
    theirs = play.Settings(
        files=files, simulator=surroundings.simulator, operator=surroundings.operator, secret="theirs"
    )
    assert await play.run(theirs) == 1
    assert f"{tmp_path}/story.txt:1: number: 79160000001\n    the operator says 401" in capsys.readouterr().out


def test_a_stack_that_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What its gateway said; exit 1."""
    (tmp_path / "pomoshnik.py").write_text("raise SystemExit('out of order')")
    (tmp_path / "story.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        main(["play", f"{tmp_path}/story.txt"])
    assert ended.value.code == 1
    assert f"\n{tmp_path}/story.txt: the gateway stopped: out of order\n" in capsys.readouterr().out
