"""Cuts a text into pieces of so many units, where some characters take two and none is cut in half."""

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

LOOK_BACK = 15
"""Characters before the end of a piece within which a space or a new line is preferred as its end."""

_WORD_TAIL = re.compile(r"\S*\Z")


def cut(text: str, limit: int, wide: re.Pattern[str]) -> list[str]:
    """The text in order, nothing lost, in pieces of at most `limit` units; characters that `wide` matches take two.

    Breaks after white space where that costs no further piece. An empty text is one empty piece.
    """
    furthest = _reach(text, limit, wide)
    budget = _count(furthest, 0, len(text))
    pieces = []
    start = 0
    while budget > 1:
        budget -= 1
        end = furthest(start)
        softer = _after_space(text, start, end)
        if _count(furthest, softer, len(text)) <= budget:
            end = softer
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def count(text: str, limit: int, wide: re.Pattern[str]) -> int:
    """How many pieces `cut` makes."""
    return _count(_reach(text, limit, wide), 0, len(text))


def _reach(text: str, limit: int, wide: re.Pattern[str]) -> Callable[[int], int]:
    """A function from where a piece begins to the furthest place where it may end."""
    if wide.search(text) is None:
        return lambda start: min(start + limit, len(text))
    used = [0, *accumulate(2 if wide.match(character) else 1 for character in text)]
    return lambda start: bisect_right(used, used[start] + limit) - 1


def _count(furthest: Callable[[int], int], start: int, end: int) -> int:
    pieces = 1
    while (start := furthest(start)) < end:
        pieces += 1
    return pieces


def _after_space(text: str, start: int, end: int) -> int:
    """The last place at or before the end that follows or precedes white space; the end if there is none near."""
    if text[end : end + 1].isspace():
        return end
    tail = _WORD_TAIL.search(text, max(start, end - LOOK_BACK), end)
    found = tail.start() if tail else end
    return found if found > max(start, end - LOOK_BACK) else end
