"""What became of stories, for people and for CI servers."""

from io import StringIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

from pomoshnik.junit import junit
from pomoshnik.play_report import Report
from pomoshnik.results import Played, Result
from pomoshnik.stories import parse

STORY = parse("poor.txt", ["number: 79160000001", "", "> баланс", "< 1,00", "= balance 1.00"])._replace(
    path=Path("stories/poor.txt")
)
_, EXPECT, BOOKS = STORY.lines

PASSED = Played(STORY, seconds=0.25)
FAILED = Played(
    STORY,
    (
        Result(BOOKS, "differs", "balance in the books: expected 1.00, is 2.00", "2.00"),
        Result(EXPECT, "differs", "expected '1,00'", "Баланс: 2,00\nПароль: Kd7mPq2xT1.\x1b"),
    ),
    seconds=1.5,
)
BROKEN = Played(STORY, error="the gateway stopped: \x00", seconds=0.5)

DIFFERENCES = [
    "stories/poor.txt:4: < 1,00",
    "    came: Баланс: 2,00",
    "    came: Пароль: {password}. ",
    "stories/poor.txt:5: = balance 1.00",
    "    balance in the books: expected 1.00, is 2.00",
]


class Terminal(StringIO):
    """It shows colours."""

    def isatty(self) -> bool:
        """Always."""
        return True


def reported(out: StringIO, *stories: Played) -> list[str]:
    """The lines there."""
    report = Report(out)
    for played in stories:
        report.tell(played)
    report.end(stories, 2.25)
    return out.getvalue().splitlines()


def test_a_report() -> None:
    """A line each, then what differs by file and line, without passwords, then a summary."""
    assert reported(StringIO(), PASSED, FAILED, BROKEN) == [
        "stories/poor.txt: passed (0.2 s)",
        "stories/poor.txt: FAILED (1.5 s)",
        "stories/poor.txt: FAILED (0.5 s)",
        "",
        *DIFFERENCES,
        "",
        "stories/poor.txt: the gateway stopped:  ",
        "",
        "2 failed, 1 passed in 2.2 s",
    ]


def test_colours() -> None:
    """On a terminal alone."""
    assert reported(Terminal(), PASSED) == [
        "stories/poor.txt: \x1b[32mpassed\x1b[0m (0.2 s)",
        "",
        "\x1b[32m1 passed in 2.2 s\x1b[0m",
    ]


def test_a_line_that_nothing_came_for() -> None:
    """That is said."""
    silent = Played(STORY, (Result(EXPECT, "differs", "expected '1,00'"),))
    assert "    came: nothing" in reported(StringIO(), silent)


def test_junit() -> None:
    """Numbers, times, and the same words; what XML cannot hold is replaced."""
    suites = fromstring(junit([PASSED, FAILED, BROKEN], 2.25))
    counts = {"tests": "3", "failures": "1", "errors": "1", "skipped": "0", "time": "2.250"}
    assert suites.attrib == counts
    (suite,) = suites
    assert suite.attrib == {"name": "pomoshnik play", **counts}
    about = {"classname": "stories", "name": "poor.txt", "file": "stories/poor.txt"}
    assert [case.attrib for case in suite] == [about | {"time": time} for time in ("0.250", "1.500", "0.500")]
    assert [[wrong.tag for wrong in case] for case in suite] == [[], ["failure"], ["error"]]
    failure, error = suite[1][0], suite[2][0]
    assert (failure.attrib["message"], failure.text) == ("expected '1,00'", "\n".join(DIFFERENCES))
    assert error.attrib["message"] == "the gateway stopped: \ufffd"
