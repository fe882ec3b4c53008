"""One spelling for the many in which people write a word: case, alphabet, vowels as they sound."""

import re

_LATIN = {
    "shch": "ш", "sch": "ш", "zh": "ж", "kh": "х", "ts": "тс", "ch": "ч", "sh": "ш", "yu": "у", "ju": "у", "ya": "я",
    "ja": "я", "yo": "ё", "jo": "ё", "ye": "е", "a": "а", "b": "б", "c": "с", "d": "д", "e": "е", "f": "ф", "g": "г",
    "h": "х", "i": "и", "j": "и", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "и", "z": "з",
}  # fmt: skip
_SEVERAL = re.compile("|".join(letters for letters in _LATIN if len(letters) > 1))
_SINGLE = str.maketrans({letter: like for letter, like in _LATIN.items() if len(letter) == 1})
_HOME = str.maketrans("ăâîșşțţáéèóöúüñ", "aaissttaeeoouun")
"""Letters of Romanian, and others with marks, as people type them without."""

_NOT_LETTERS = {"ь": "", "ъ": "", "'": "", "’": "", "`": "", "*": ""}
_CONSONANTS = {"щ": "ш", "ц": "тс", "ґ": "г"}
_CLEAN = str.maketrans({"+": " плюс ", "ё": "е", **dict.fromkeys("'’`*", "")})
_UNCLEAN, _MARKED = re.compile("[+ё'’`*]"), re.compile("[à-žșț]")
_SHORT = str.maketrans({"ё": "е", "й": "и", "ы": "и", "і": "и", "ї": "и", "є": "е", **_CONSONANTS, **_NOT_LETTERS})
_SOUNDS = str.maketrans(
    {"о": "а", "е": "и", "ё": "и", "э": "и", "й": "и", "ы": "и", "і": "и", "ї": "и", "є": "и", "ю": "у", "я": "а"}
    | _CONSONANTS
    | _NOT_LETTERS
)
SHORT = 3
"""Letters of words whose vowels are not told by their sound: «до» is not «да»."""

_DOUBLED = re.compile(r"([^\W\d])\1+")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_LATIN_LETTER = re.compile("[a-zà-ž]")
_WORD = re.compile(r"[^\W_]+")
_DIGIT_INSIDE = re.compile(r"(?<=[^\W\d])\d|\d(?=[^\W\d])")

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LETTERS = "йцукенгшщзхъфывапролджэячсмитьбю"
_LAYOUT = str.maketrans(_KEYS, _LETTERS)

_DRAWN = {"/\\": "л", "}|{": "ж", "|-|": "н", "|<": "к", "|o": "ю", "9l": "я", "b|": "ы", "9i": "я"}
_DRAWN_LETTERS = re.compile("|".join(map(re.escape, _DRAWN)), re.IGNORECASE)
_ALIKE = str.maketrans("ABCEHKMOPTXYUIaceopxyunmbkrhtgdw036489@$|", "авсенкмортхуиіасеорхуипмькгнтддш" + "озбчвяасл")
"""What Latin letters and digits look like."""

_SOUNDING = str.maketrans({"4": "ч", "6": "ш", "0": "о", "3": "з", "1": "и", "9": "я", "@": "а"})


def words(text: str) -> list[str]:
    """Its words, each as it sounds: in Cyrillic, ``о`` as ``а``, ``е`` as ``и``, no letter doubled but the first."""
    return [sound(word) for word in written(text)]


def written(text: str) -> list[str]:
    """Its words, in small letters without marks; no letter is stretched, no alphabets are mixed within one."""
    plain = text.casefold()
    if _UNCLEAN.search(plain):
        plain = plain.translate(_CLEAN)
    plain = _STRETCHED.sub(r"\1", plain)
    if plain.isascii():
        return _WORD.findall(plain)
    found = _WORD.findall(plain.translate(_HOME) if _MARKED.search(plain) else plain)
    return [_unmixed(word) for word in found] if _LATIN_LETTER.search(plain) else found


def sound(word: str) -> str:
    """A written word as it sounds; a stem has to be longer than `SHORT`, or be spelt by `stem_sound`."""
    cyrillic = in_cyrillic(word)
    return _DOUBLED.sub(r"\1", cyrillic).translate(_SHORT if len(cyrillic) <= SHORT else _SOUNDS)


def stem_sound(stem: str) -> str:
    """The beginning of words longer than it."""
    return _DOUBLED.sub(r"\1", in_cyrillic(stem)).translate(_SOUNDS)


def in_cyrillic(word: str) -> str:
    """Its Latin letters, if it has any, by their sound; and digits among letters."""
    if word.isdecimal():
        return word
    if not word.isalpha():
        word = _DIGIT_INSIDE.sub(lambda digit: digit[0].translate(_SOUNDING), word)
    if word.isalpha() and not "a" <= word[0] <= "z":
        return word
    return _SEVERAL.sub(lambda letters: _LATIN[letters[0]], word).translate(_SINGLE)


def _unmixed(word: str) -> str:
    """A word of two alphabets is Cyrillic: Latin letters stand in it for their like."""
    return word if word.isascii() or not _LATIN_LETTER.search(word) else word.translate(_ALIKE)


def relaid(text: str) -> str:
    """What was meant by a text typed on Russian keys with the Latin layout on: ``,fkfyc`` is ``баланс``."""
    return text.casefold().translate(_LAYOUT)


def redrawn(text: str) -> str:
    """What a text looks like that is drawn with Latin letters and signs: ``6A/\\AHC`` is ``баланс``."""
    return _DRAWN_LETTERS.sub(lambda drawn: _DRAWN[drawn[0].lower()], text).translate(_ALIKE)
