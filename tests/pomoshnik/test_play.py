"""``pomoshnik play``: the stories of the release, and what it says of others."""

import re
import signal
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from pomoshnik.commands import play
from pomoshnik.main import main
from pomoshnik.story_files import stories_in, write_whole
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


async def test_what_is_typed_is_recorded(tmp_path: Path) -> None:
    """With the phone as another story sets it up; passwords are not written, and it plays and passes."""
    (tmp_path / "phone.txt").write_text("number: 79160000001\nbalance: 152.30\n", encoding="utf-8")
    typed = "баланс\n25 Zima2026zima\n*111#\n1\n"
    recorded = await pomoshnik("play", "--record", "new.txt", "phone.txt", cwd=tmp_path, typed=typed)
    assert (recorded.status, recorded.err.splitlines()[-1]) == (0, "Записано: new.txt")
    story = (tmp_path / "new.txt").read_text(encoding="utf-8")
    assert story.startswith("# recorded by hand\nnumber: 79160000001\nbalance: 152.30\n\n> баланс\n< Баланс: 152,30")
    assert "\n> 25 {password}\n< Новый пароль принят" in story
    assert "\n> *111#\n< 1 Баланс" in story
    played = await pomoshnik("play", "new.txt", "--junit", "junit.xml", cwd=tmp_path)
    assert untimed(played.out) == ["new.txt: passed", "", "1 passed"]
    assert fromstring((tmp_path / "junit.xml").read_text(encoding="utf-8")).attrib["tests"] == "1"


async def test_ctrl_c_ends_it_at_once(tmp_path: Path) -> None:
    """Nothing is left behind, and it is no success."""
    (tmp_path / "one.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    (tmp_path / "two.txt").write_text(BALANCE.format(sum="1000,00"), encoding="utf-8")
    async with started("play", ".", "--jobs", "1", cwd=tmp_path, TMPDIR=str(tmp_path)) as program:
        assert (await program.until("one.txt: ")).startswith("passed")
        assert (await program.stop(signal.SIGINT)).status == play.INTERRUPTED
    assert processes(str(tmp_path)) == {}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "FILE is missing: stories to play"),
        (["empty"], "FILE: empty: no stories (*.txt) in this folder"),
        (["nowhere.txt"], "FILE: nowhere.txt: "),
        (["story.txt", "--junit", "nowhere/junit.xml"], "nowhere/junit.xml: no such folder, or none to write into"),
        (["story.txt", "--junit", "empty"], "--junit: empty is a folder"),
        (["--record", "new.txt", "--update"], "--record plays nothing: --junit and --update do not go with it"),
        (["--record", "story.txt"], "--record: story.txt is there already"),
        (["story.txt", "empty/README.txt", "--record", "new.txt"], "FILE: with --record there is one phone"),
        (["story.txt", "--jobs", "0"], "--jobs (or POMOSHNIK_JOBS): '0' is not a number above 0"),
    ],
)
def test_what_cannot_be_played(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    complaint: str,
) -> None:
    """It is said before anything starts."""
    (tmp_path / "story.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "README.txt").write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["play", *arguments])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"pomoshnik play: {complaint}")


def test_stories_in_folders(tmp_path: Path) -> None:
    """Each once, in the order of their names; what is no story is left alone."""
    for name in ("b.txt", "in/a.txt", "README.md", "in/README.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BALANCE.format(sum="152,30"), encoding="utf-8")
    found = stories_in([tmp_path / "in/a.txt", tmp_path])
    assert [story.path.relative_to(tmp_path).as_posix() for story in found] == ["in/a.txt", "b.txt"]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """Who may read it stays as it was; what cannot be written leaves nothing."""
    file = tmp_path / "story.txt"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    write_whole(file, "> новое\r\n")
    assert (file.read_bytes().decode(), file.stat().st_mode & 0o777) == ("> новое\r\n", 0o640)
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "\ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]
