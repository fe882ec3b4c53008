"""The tables of docs/interop.md, written from what ran and read again."""

import re
from collections.abc import Mapping

from tests.interop.cells import Cell, Column, table
from tests.interop.driven import ROOT

PAGE = ROOT / "docs" / "interop.md"

ESMES, SMSCS = "ESMEs on the simulator", "SMSCs for the gateway"


def write(title: str, columns: list[Column]) -> None:
    """The table below that title, in the place of what stood there."""
    before, after = PAGE.read_text().split(_section(title))
    lines = [f"## {title}", "", *table(columns, columns[0].cells), ""]
    PAGE.write_text(before + "\n".join(lines) + after)


def written(title: str) -> dict[str, Column]:
    """Its columns, by stack."""
    section = _section(title)
    notes = dict(re.findall(r"^(\d+)\. (.*)$", section, re.MULTILINE))
    head, _, *rows = [[part.strip() for part in line.split("|")[1:-1]] for line in section.splitlines() if "|" in line]
    columns = {}
    for index, name in enumerate(head[1:], 1):
        stack, version = name.rsplit(" ", 1)
        columns[stack] = Column(stack, version, {row[0]: _cell(row[index], notes) for row in rows})
    return columns


def _section(title: str) -> str:
    """From its title to before the next."""
    found = re.search(rf"^## {title}\n.*?(?=\n## )", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert found, title
    return found[0]


def _cell(shown: str, notes: Mapping[str, str]) -> Cell:
    word, _, number = shown.partition(" ")
    return Cell(word, notes[number.strip("()")] if number else "")
