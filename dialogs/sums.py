"""A sum of whole rubles in a person's own words: ``100``, ``дай 300 рублей``."""

import re

from operator_api.contract import Kopecks

_SUM = re.compile(r"(?<![\d*#.,])([1-9]\d{1,2})(?:[.,]00)?(?![\d*#]|[.,]\d)")
_ALONE = re.compile(r"(?:\w+ )?\d+(?:[.,]00)?\s*(?:р|r|l|л|грн|лей)?\w*[.!]?", re.IGNORECASE)


def sum_in(text: str) -> Kopecks | None:
    """The only sum of two or three digits in the text; None if there is none, or are more."""
    sums = _SUM.findall(text)
    return Kopecks(int(sums[0]) * 100) if len(sums) == 1 else None


def sum_alone(text: str) -> Kopecks | None:
    """The same if the text says little else."""
    return sum_in(text) if _ALONE.fullmatch(text.strip()) else None
