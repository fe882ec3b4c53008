"""Languages that people are written to in, by the names that they have for them."""

import re
from datetime import date

from dialogs.latin import latin
from dialogs.wording import SHIPPED

NAMES = {"ru": "Русский", "uk": "Українська", "ro": "Romana", "en": "English"}
"""Each in itself."""

_BEGINNINGS = {
    "ru": ("rus", "rosiys"),
    "uk": ("ukr",),
    "ro": ("romana", "romanes", "rumyn", "rumun", "moldav", "moldov"),
    "en": ("engl", "angl", "angli"),
}


def language_in(text: str, _: date) -> str | None:
    """The first one named in the text that we have; None if there is none."""
    words = re.findall(r"[a-z]+", latin(text).casefold())
    named = (language for word in words for language in SHIPPED if word.startswith(_BEGINNINGS[language]))
    return next(named, None)
