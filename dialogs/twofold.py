"""Two questions in one message: ``баланс и тариф``."""

import re

from dialogs.intents import led
from dialogs.lexicon import Lexicon
from dialogs.understanding import understand

TOLD_AT_ONCE = frozenset({"balance", "spending_today"})
"""What is answered without asking anything, so that the other question can follow."""

_ASIDE = frozenset({"other", "yes", "no", "back", "more", "cancel", "number", "code", "stop", "menu", "help", "doubt"})
"""What is no question beside another."""

_BETWEEN = re.compile(r"(?<!\s)\s+(?:и|а также|i|si|and)\s+|(?:(?<!\s)\s+)?[,;?+&\n]\s*(?:и\s+)?", re.IGNORECASE)

_JOINED = re.compile(r"[,;?+&\n]|\s(?:и|а также|i|si|and)\s", re.IGNORECASE)
"""What is in each of them, and quicker to look for."""


def two_in(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Both, first what is answered at once; None if the text is one, or neither can be answered at once."""
    if not _JOINED.search(text):
        return None
    parts = _BETWEEN.split(text.strip(" \n?!.,"))
    if len(parts) != 2:
        return None
    first, second = (led(understand(part, lexicon)).intent for part in parts)
    if first == second or {first, second} & _ASIDE or not {first, second} & TOLD_AT_ONCE:
        return None
    return (parts[0], parts[1]) if first in TOLD_AT_ONCE else (parts[1], parts[0])
