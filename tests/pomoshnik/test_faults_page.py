"""docs/faults.md is made of the faults."""

from pathlib import Path

from pomoshnik.faults_page import faults_page

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"


def test_the_page_of_faults_is_made_of_them() -> None:
    """`make docs` makes it."""
    assert PAGE.read_text("utf-8") == faults_page()
