"""Texts in letters that every phone has: Cyrillic spelt in Latin ones, Romanian without its marks.

One table serves Russian and Ukrainian. By Ukrainian rules alone ``г`` would be h and ``и`` y, but the names of services
stand in texts of all languages, are Russian, and have to read the same in each.
"""

import re

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u",
    "ă": "a", "â": "a", "î": "i", "ș": "s", "ş": "s", "ț": "t", "ţ": "t",
}  # fmt: skip

_MARKS = {"«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "№": "No", "\xa0": " "}

_TABLE = str.maketrans(_MARKS | _LETTERS | {letter.upper(): latin.capitalize() for letter, latin in _LETTERS.items()})

_CAPITALS = re.compile("[А-ЯЁІЇЄҐЎ]{2,}")


def latin(text: str) -> str:
    """The text within GSM 7-bit, as far as the table goes; Cyrillic grows by a tenth to a fifth."""
    return text if text.isascii() else _CAPITALS.sub(_shout, text).translate(_TABLE)


def _shout(capitals: re.Match[str]) -> str:
    """``МЕНЮ`` is MENYU, not MENYu."""
    return capitals[0].lower().translate(_TABLE).upper()
