"""``pomoshnik dialogs``, and the page that it makes."""

from pathlib import Path

import pytest

from dialogs.checks import Finding
from pomoshnik.commands.dialogs import Settings, draw, tell

PAGE = Path(__file__).parents[2] / "docs" / "dialogs.md"


async def test_the_page_is_as_the_conversations_are(capsys: pytest.CaptureFixture[str]) -> None:
    """After a change of their tables, `make docs`."""
    assert await draw(Settings()) == 0
    assert PAGE.read_text(encoding="utf-8") == capsys.readouterr().out


def test_what_is_found_is_told_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """With where it is; what is looked at, and that nothing is found in it, see `tests.dialogs.test_checks`."""
    file = "dialogs/conversations/menu.py"
    assert tell([Finding(file, "menu/choosing", "is a trap"), Finding(file, "menu", "`x` is in no row")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "dialogs/conversations/menu.py: menu/choosing: is a trap",
        "dialogs/conversations/menu.py: menu: `x` is in no row",
    ]


def test_that_nothing_is_found_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line."""
    assert tell([]) == 0
    assert capsys.readouterr().out.startswith("nothing is wrong: ")
