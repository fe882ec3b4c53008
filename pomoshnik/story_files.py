"""Which files are stories, and stories written into files."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from pomoshnik.stories import BadStory, Story, read


def stories_in(places: Iterable[Path]) -> list[Story]:
    """Those in the files, and in all .txt files in the folders but README.txt; each once, in that order.

    Raises `BadStory`.
    """
    return [read(path) for path in dict.fromkeys(path for place in places for path in _files(place))]


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    found = sorted(path for path in place.rglob("*.txt") if path.name != "README.txt" and path.is_file())
    if not found:
        raise BadStory(f"{place}: no stories (*.txt) in this folder")
    yield from found


def write_whole(path: Path, text: str) -> None:
    """Write the file, all of it or nothing; its mode stays."""
    with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, path.stat().st_mode & 0o7777 if path.exists() else 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
