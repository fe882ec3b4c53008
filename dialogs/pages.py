"""What does not fit one reply, cut into pages: between lines or words, each with the way on and where it is."""

from collections.abc import Callable

import msgspec

from dialogs.wording import Reader

WIDEST_MARKS = ("9/9", "99/99", "999/999")
"""How many pages there are is known when they are cut, and where to cut depends on how it is written."""


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
    starts: list[int] = []
    for mark in WIDEST_MARKS:
        starts = _starts(count, most, mark, compose, reader)
        if len(str(len(starts))) <= len(mark) // 2:
            break
    ends = [*starts[1:], count]
    marks = [f"{page}/{len(starts)}" for page in range(1, len(starts) + 1)] if len(starts) > 1 else [""]
    return tuple(
        _shown(compose(start, end, mark), end - 1, reader) for start, end, mark in zip(starts, ends, marks, strict=True)
    )


def _starts(count: int, most: int, mark: str, compose: Compose, reader: Reader) -> list[int]:
    starts, end = [0], 1
    while end < count:
        sheet = compose(starts[-1], end + 1, mark)
        if end - starts[-1] == most or not reader.fits(sheet.text + sheet.foot):
            starts.append(end)
        end += 1
    return starts


def _shown(sheet: Sheet, last: int, reader: Reader) -> Shown:
    return Shown(reader.fit(sheet.text, sheet.foot), sheet.choices, last)
