"""What is installed holds all that our rooms need beside code."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = {".py", ".pyc"}


def test_every_file_of_a_room_is_installed() -> None:
    """`pip install` leaves out what no pattern of setup.cfg matches, seen from a package."""
    setup = ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    patterns = [pattern.strip() for pattern in setup["options.package_data"]["*"].split(",")]
    rooms = [ROOT / name.rstrip("*") for name in setup["options.packages.find"]["include"].split()]
    packages = [file.parent for room in rooms for file in room.rglob("__init__.py")]
    installed = {file for package in packages for pattern in patterns for file in package.glob(pattern)}
    files = {file for room in rooms for file in room.rglob("*") if file.is_file() and file.suffix not in CODE}
    assert files - installed == set()
