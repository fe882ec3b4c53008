"""Pages that name tests in their tables, and the tests are there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
DOCS = TESTS.parent / "docs"
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


@pytest.mark.parametrize(
    ("name", "row"), [("security.md", r"\| \d"), ("reliability.md", r"\| (?!fault |\*\*|-).*\| .*\| .*\| .*\| .*\|")]
)
def test_every_test_that_a_page_names_exists(name: str, row: str) -> None:
    """And each row of its table names one."""
    page = (DOCS / name).read_text("utf-8")
    rows = [line for line in page.splitlines() if re.match(row, line)]
    assert rows
    assert [row for row in rows if not TEST.search(row)] == []
    missing = [test for file, test in TEST.findall(page) if f"def {test}(" not in (TESTS / file).read_text("utf-8")]
    assert missing == []
