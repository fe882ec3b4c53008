"""Stories brought up to what comes now: the replies in them that came in other words are written anew."""

from collections.abc import Iterator, Sequence

from pomoshnik.results import Played, Result
from pomoshnik.stories import Line
from simulator.words import Words, expected

REPLIES = {"expect": "<", "expect_sms": "<sms"}


class CannotUpdate(Exception):
    """Something else than the text of a reply differs; the message says where."""


def updated(text: str, played: Played) -> str:
    """The text of the story as it was played last. Raises `CannotUpdate`.

    From the first line of an exchange that differs, all that expect a reply of its kind give way to what came of it.
    """
    lines, words = text.splitlines(keepends=True), Words()
    for result in _first_of_each(played):
        words.know(result.words)
        first, *others = (line.number - 1 for line in _from(result.line, played.story.lines))
        lines[first] = "".join(f"{line}{_end(lines[first])}" for line in _lines(result, words))
        for other in others:
            lines[other] = ""
    return "".join(lines)


def _end(line: str) -> str:
    """How it ends."""
    return line[len(line.rstrip("\r\n")) :] or "\n"


def _first_of_each(played: Played) -> list[Result]:
    """The first difference in each exchange and of each kind."""
    if played.error:
        raise CannotUpdate(played.error)
    firsts, covered = list[Result](), set[Line]()
    for result in played.differences:
        if not (result.line.kind in REPLIES and result.rest.strip()):
            raise CannotUpdate(f"line {result.line.number}: {result.difference}")
        if result.line not in covered:
            firsts.append(result)
            covered.update(_from(result.line, played.story.lines))
    return firsts


def _from(first: Line, lines: Sequence[Line]) -> Iterator[Line]:
    """This line, and those of its kind up to the next that begins an exchange."""
    for line in lines[lines.index(first) :]:
        if line.begins:
            return
        if line.kind == first.kind:
            yield line


def _lines(result: Result, words: Words) -> list[str]:
    return list(expected(REPLIES[result.line.kind], words.hide_come(result.rest)))
