"""What becomes of stories, in the terminal: a line for each, then what differs, then a summary."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from pomoshnik.results import Played, Result
from simulator.words import Words

GREEN, RED, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[0m"


class Report:
    """On ``out``, in colours if that is a terminal."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_terminal = out.isatty()

    def tell(self, played: Played) -> None:
        """A story was played."""
        verdict = "passed" if played.passed else "FAILED"
        self._line(f"{played.story.path}: {self._coloured(verdict, good=played.passed)} ({played.seconds:.1f} s)")

    def note(self, text: str) -> None:
        """Something else."""
        self._line(text)

    def end(self, stories: Sequence[Played], seconds: float) -> None:
        """All were played."""
        failed = [played for played in stories if not played.passed]
        for played in failed:
            self._line("\n" + "\n".join(told(played)))
        counts = [f"{len(failed)} failed"] if failed else []
        counts += [f"{passed} passed"] if (passed := len(stories) - len(failed)) else []
        self._line("\n" + self._coloured(f"{', '.join(counts)} in {seconds:.1f} s", good=not failed))

    def _coloured(self, text: str, *, good: bool) -> str:
        return f"{GREEN if good else RED}{text}{PLAIN}" if self._is_terminal else text

    def _line(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def told(played: Played) -> Iterator[str]:
    """What differs: file and line, the line, and what was expected and came."""
    if played.error:
        yield f"{played.story.path}: {printable(played.error)}"
    for result in played.differences:
        yield from _difference(played, result)


def _difference(played: Played, result: Result) -> Iterator[str]:
    yield f"{played.story.path}:{result.line.number}: {result.line.whole}"
    if result.line.kind in ("expect", "expect_sms"):
        yield from (f"    came: {printable(line)}" for line in result.came.splitlines() or ["nothing"])
    else:
        yield f"    {printable(result.difference)}"


def printable(text: str) -> str:
    """Without passwords, and without what could move the cursor or change the terminal."""
    hidden = Words().hide_come(text)
    return "".join(character if character.isprintable() or character == "\n" else " " for character in hidden)
