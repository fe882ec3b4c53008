"""CONTRIBUTING.md says where things live."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("room", ["gateway", "operator_api"])
def test_every_file_of_a_large_room_has_its_place_in_the_table(room: str) -> None:
    """Whoever adds one says where it belongs."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    files = {file.name for file in (ROOT / room).glob("*.py")} - {"__init__.py"}
    assert {name for name in files if f"`{name}`" not in page} == set()
