"""What does not fit one reply, cut into pages: between lines or words, each with the way on and where it is."""

from collections.abc import Callable

import msgspec

from dialogs.wording import Reader


class Shown(msgspec.Struct, frozen=True):
    """A page as it is sent; ``choices``: ids for the digits 1, 2, ... ('': nothing); ``last``: its last piece."""

    text: str
    choices: tuple[str, ...] = ()
    last: int = 0


class Sheet(msgspec.Struct, frozen=True):
    """A page before it is spelt; a text too long is cut, its foot never."""

    text: str
    foot: str = ""
    choices: tuple[str, ...] = ()


Compose = Callable[[int, int, str], Sheet]
"""The page from one piece to before another, with this mark ('': there are no others)."""


def paged(count: int, most: int, compose: Compose, reader: Reader) -> tuple[Shown, ...]:
    """As many of ``count`` pieces a page as fit, though no more than ``most``, and at least one."""
    whole = compose(0, count, "")
    if count <= most and reader.fits(whole.text + whole.foot):
        return (Shown(reader.spell(whole.text + whole.foot), whole.choices),)
    starts = _starts(count, most, compose, reader)
    ends = [*starts[1:], count]
    marks = [f"{page}/{len(starts)}" for page in range(1, len(starts) + 1)] if len(starts) > 1 else [""]
    return tuple(
        _shown(compose(start, end, mark), end - 1, reader) for start, end, mark in zip(starts, ends, marks, strict=True)
    )


def _starts(count: int, most: int, compose: Compose, reader: Reader, digits: int = 1) -> list[int]:
    """Where to cut depends on how long the marks are, and they on how many pages that makes."""
    mark = f"{'9' * digits}/{'9' * digits}"
    starts, end = [0], 1
    while end < count:
        sheet = compose(starts[-1], end + 1, mark)
        if end - starts[-1] == most or not reader.fits(sheet.text + sheet.foot):
            starts.append(end)
        end += 1
    return starts if len(starts) < 10**digits else _starts(count, most, compose, reader, digits + 1)


def _shown(sheet: Sheet, last: int, reader: Reader) -> Shown:
    return Shown(reader.fit(sheet.text, sheet.foot), sheet.choices, last)
