"""One spelling for the many in which people write a word: case, alphabet, vowels as they sound."""

import re

_LATIN = {
    "shch": "ш", "sch": "ш", "zh": "ж", "kh": "х", "ts": "тс", "ch": "ч", "sh": "ш", "yu": "у", "ju": "у", "ya": "а",
    "ja": "а", "yo": "е", "jo": "е", "ye": "е", "a": "а", "b": "б", "c": "с", "d": "д", "e": "е", "f": "ф", "g": "г",
    "h": "х", "i": "и", "j": "и", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "и", "z": "з",
}  # fmt: skip
_LATIN_LETTERS = re.compile("|".join(_LATIN))

_SOUNDS = str.maketrans(
    {"о": "а", "е": "и", "ё": "и", "э": "и", "й": "и", "ы": "и", "і": "и", "ї": "и", "є": "и", "ю": "у", "я": "а"}
    | {"щ": "ш", "ц": "тс", "ґ": "г", "ь": "", "ъ": "", "'": "", "*": "", "+": " плюс "}
)

_DOUBLED = re.compile(r"(?<=\w)([^\W\d])\1+")
_WORD = re.compile(r"[^\W_]+")

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LETTERS = "йцукенгшщзхъфывапролджэячсмитьбю"
_LAYOUT = str.maketrans(_KEYS, _LETTERS)


def words(text: str) -> list[str]:
    """Its words, each as it sounds: in Cyrillic, ``о`` as ``а``, ``е`` as ``и``, no letter doubled but the first."""
    folded = _LATIN_LETTERS.sub(lambda letters: _LATIN[letters[0]], text.casefold())
    return _WORD.findall(_DOUBLED.sub(r"\1", folded).translate(_SOUNDS))


def relaid(text: str) -> str:
    """What was meant by a text typed on Russian keys with the Latin layout on: ``,fkfyc`` is ``баланс``."""
    return text.casefold().translate(_LAYOUT)
