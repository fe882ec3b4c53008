"""What docs/hardening.md says."""

import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "hardening.md").read_text(encoding="utf-8")
LIMITS = re.findall(r"^\| `([a-z.]+)\.([A-Z_]+)` \| ([0-9.]+) \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("module", "name", "value"), LIMITS)
def test_a_limit_is_what_the_page_says(module: str, name: str, value: str) -> None:
    """By name."""
    assert str(getattr(import_module(module), name)) == value


def test_the_page_names_limits() -> None:
    """So that the test above does not look for nothing."""
    assert len(LIMITS) > 15
