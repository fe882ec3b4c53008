"""What became of a story and of its lines: one shape for the terminal, JUnit, updating and the page."""

from typing import Literal, NamedTuple

from pomoshnik.stories import Line, Story

Verdict = Literal["passed", "differs", "not played"]


class Result(NamedTuple):
    """What became of a line. ``difference`` says it whole, ``came`` what came instead, or why it is not played.
    ``rest`` is what of a reply could be expected instead, ``words`` are the passwords that were known then.
    """

    line: Line
    verdict: Verdict = "passed"
    difference: str = ""
    came: str = ""
    rest: str = ""
    words: dict[str, str] = {}  # noqa: RUF012  never written to


class Played(NamedTuple):
    """How a story went, in so many seconds. ``error``: it was not played to its end, for the stack failed."""

    story: Story
    results: tuple[Result, ...] = ()
    error: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """No difference."""
        return not self.error and not self.differences

    @property
    def differences(self) -> list[Result]:
        """Lines that differ, as they stand in the file."""
        return sorted((each for each in self.results if each.verdict == "differs"), key=lambda each: each.line.number)
