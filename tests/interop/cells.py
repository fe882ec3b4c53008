"""The cells of the matrix: what one stack made of one case, always told by a test that ran."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple

from tests.interop.driven import Cannot

YES, NO, CANNOT = "yes", "no", "cannot"

Case = Callable[[Any], Awaitable[None]]
"""Passes, raises AssertionError or TimeoutError, or Cannot."""


class Cell(NamedTuple):
    """``why``: the footnote; empty where nothing is to be said."""

    word: str
    why: str = ""


class Stack(NamedTuple):
    """One at the other end.

    ``wrong``: why a case fails, whose limit it is and how it was seen. ``help``: what its driver does in its place.
    """

    name: str
    command: tuple[str, ...]
    wrong: Mapping[str, str] = {}
    help: Mapping[str, str] = {}


class Column(NamedTuple):
    """A stack, in the version that ran."""

    stack: str
    version: str
    cells: Mapping[str, Cell]


async def cell(stack: Stack, name: str, case: Case, stage: object) -> Cell:
    """What comes of it; a failure that nobody has explained is raised, and so is a success that nobody expects."""
    try:
        await case(stage)
    except Cannot as cannot:
        return Cell(CANNOT, str(cannot))
    except (AssertionError, TimeoutError):
        if name not in stack.wrong:
            raise
        return Cell(NO, stack.wrong[name])
    assert name not in stack.wrong, f"{stack.name} does {name} well now: {stack.wrong[name]!r} is no more"
    return Cell(YES, stack.help.get(name, ""))


def table(columns: Iterable[Column], cases: Iterable[str]) -> list[str]:
    """Markdown: a line for each case, a column for each stack, footnotes below."""
    columns, notes = [*columns], dict[str, int]()
    head = ["", *(f"{column.stack} {column.version}" for column in columns)]
    lines = [_line(head), _line(["---"] * len(head))]
    for case in cases:
        lines.append(_line([case, *(_shown(column.cells[case], notes) for column in columns)]))
    return [*lines, "", *(f"{number}. {why}" for why, number in notes.items())]


def _shown(cell: Cell, notes: dict[str, int]) -> str:
    return f"{cell.word} ({notes.setdefault(cell.why, len(notes) + 1)})" if cell.why else cell.word


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
