"""docs/security.md names tests, and they are there."""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
PAGE = TESTS.parent / "docs" / "security.md"
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_test_that_the_page_names_exists() -> None:
    """And each row of its table names one."""
    page = PAGE.read_text("utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| \d", line)]
    assert [row for row in rows if not TEST.search(row)] == []
    missing = [test for file, test in TEST.findall(page) if f"def {test}(" not in (TESTS / file).read_text("utf-8")]
    assert missing == []
