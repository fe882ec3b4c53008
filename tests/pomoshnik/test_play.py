"""``pomoshnik play``: the stories of the release, and what it says of others."""

from pathlib import Path

import pytest

from pomoshnik.commands import play
from pomoshnik.main import main
from pomoshnik.player import Played
from pomoshnik.stories import parse
from tests.pomoshnik.conftest import SECRET, Surroundings
from tests.pomoshnik.programs import pomoshnik, processes, started
from tests.pomoshnik.test_programs import ready

STORIES = Path(__file__).parents[2] / "stories"
PLAYED = sorted(STORIES.glob("*.txt"))

BALANCE = "number: 79160000001\nbalance: 152.30\n\n> баланс\n< {sum}\n"


async def test_the_stories_of_the_release_pass(tmp_path: Path) -> None:
    """Each on a stack of its own, whatever is set outside; nothing is left behind."""
    finished = await pomoshnik("play", *PLAYED, cwd=tmp_path, TMPDIR=str(tmp_path), POMOSHNIK_REDIS="redis://nowhere")
    assert finished.out.splitlines() == [f"{story.name}: passed" for story in PLAYED]
    assert finished.status == 0
    assert processes(str(tmp_path)) == {}


def test_a_difference_is_told_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, line, what was expected and what came; other stories are played as well."""
    (tmp_path / "rich.txt").write_text(BALANCE.replace("< {sum}", "= balance 1000.00"), encoding="utf-8")
    (tmp_path / "right.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["play", f"{tmp_path}/rich.txt", f"{tmp_path}/right.txt"])
    assert ended.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        "rich.txt: line 5: balance in the books: expected 1000.00, is 152.30",
        "right.txt: passed",
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
    assert capsys.readouterr().out == "one.txt: passed\ntwo.txt: passed\n"


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
    assert capsys.readouterr().out.startswith("story.txt: line 1: the operator says 401")


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
    assert capsys.readouterr().out == "story.txt: the gateway stopped: out of order\n"


def test_what_is_said_of_a_story() -> None:
    """One line: how it went."""
    story = parse("story.txt", ["number: 79160000001", "", "> баланс"])
    assert play.verdict(Played(story)) == "story.txt: passed"
    assert play.verdict(Played(story, 4, "no")) == "story.txt: line 4: no"
    assert play.verdict(Played(story, difference="the gateway does not start")) == (
        "story.txt: the gateway does not start"
    )
