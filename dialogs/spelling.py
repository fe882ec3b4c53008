"""One spelling for the many in which people write a word: case, alphabet, vowels as they sound."""

import re
from collections.abc import Mapping, Sequence

_LATIN = {
    "ts": "тс", "shch": "ш", "sch": "ш", "zh": "ж", "kh": "х", "ch": "ч", "sh": "ш", "yu": "у", "ju": "у", "ya": "я",
    "ja": "я", "yo": "ё", "jo": "ё", "ye": "е", "a": "а", "b": "б", "c": "с", "d": "д", "e": "е", "f": "ф", "g": "г",
    "h": "х", "i": "и", "j": "и", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "и", "z": "з",
}  # fmt: skip
_SEVERAL = {letters: like for letters, like in _LATIN.items() if len(letters) > 1}
_SINGLE = str.maketrans(
    {each: _LATIN.get(each, each) for each in {*" 0123456789", *"".join([*_LATIN, *_LATIN.values()])}}
)
"""What stands for itself is among them, since to find nothing takes longest."""

_HOME = str.maketrans("ăâîșşțţáéèóöúüñ", "aaissttaeeoouun")
"""Letters of Romanian, and others with marks, as people type them without."""

_CLEAN = str.maketrans({"+": " плюс ", "ё": "е", **dict.fromkeys("'’`*", "")})
_UNCLEAN, _MARKED = re.compile("[+ё'’`*]"), re.compile("[à-žșț]")
_PLAIN = re.compile("[а-яіїєґ ]*")
_LIKE = {
    "ё": "е", "є": "е", "й": "и", "ы": "и", "і": "и", "ї": "и", "щ": "ш", "ц": "тс", "ґ": "г", "ь": "", "ъ": "",
}  # fmt: skip
_VOWELS = {"о": "а", "е": "и", "э": "и", "ю": "у", "я": "а"}
SHORT = 3
"""Letters of words whose vowels are not told by their sound: «до» is not «да»."""

_TWICE = re.compile(r"(.)\1")
_DOUBLED, _STRETCHED = re.compile(r"(\D)(?=\1)"), re.compile(r"(\D)\1{2,}")
_LATIN_LETTER, _FOREIGN, _DIGIT = re.compile("[a-zà-ž]"), re.compile("[a-z0-9]"), re.compile("[0-9]")
_WORD = re.compile(r"[^\W_]+")
_DIGIT_INSIDE = re.compile(r"(?<=[^\W\d])\d|\d(?=[^\W\d])")

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LETTERS = "йцукенгшщзхъфывапролджэячсмитьбю"

_DRAWN = {"/\\": "л", "}|{": "ж", "|-|": "н", "|<": "к", "|o": "ю", "9l": "я", "b|": "ы", "9i": "я"}
_DRAWN_LETTERS, _DRAWS = re.compile("|".join(map(re.escape, _DRAWN)), re.IGNORECASE), re.compile("[/|9]")
_LATIN_ALIKE = "ABCEHKMOPTXYUIaceopxyunmbkrhtgdw036489@$|"
_THEIR_LIKE = "авсенкмортхуиіасеорхуипмькгнтддш" + "озбчвяасл"
_ALIKE = str.maketrans(_LATIN_ALIKE, _THEIR_LIKE)
"""What Latin letters and digits look like."""

_CYRILLIC = "cp1251"
_RELAID = bytes.maketrans(_KEYS.encode(), _LETTERS.encode(_CYRILLIC))
_REDRAWN = bytes.maketrans(_LATIN_ALIKE.encode(), _THEIR_LIKE.encode(_CYRILLIC))
"""The same for octets: to translate these takes a tenth of the time."""

_SOUNDING = str.maketrans({"4": "ч", "6": "ш", "0": "о", "3": "з", "1": "и", "9": "я", "@": "а"})


def words(text: str) -> list[str]:
    """Its words, each as it sounds: in Cyrillic, ``о`` as ``а``, ``е`` as ``и``, no letter doubled but the first."""
    return sounds(written(text))


def written(text: str) -> list[str]:
    """Its words, in small letters without marks; no letter is stretched, no alphabets are mixed within one."""
    plain = text.casefold()
    if _PLAIN.fullmatch(plain):
        return _unstretched(plain).split()
    if _UNCLEAN.search(plain):
        plain = plain.translate(_CLEAN)
    plain = _unstretched(plain)
    if plain.isascii():
        return _WORD.findall(plain)
    found = _WORD.findall(plain.translate(_HOME) if _MARKED.search(plain) else plain)
    return [_unmixed(word) for word in found] if _LATIN_LETTER.search(plain) else found


def sounds(found: Sequence[str]) -> list[str]:
    """Written words as they sound. All at once: what one takes is the calls, not the letters."""
    if not found:
        return []
    cyrillic = _in_cyrillic(found)
    like = _replaced(_undoubled(cyrillic), _LIKE)
    heard = zip(cyrillic.split(" "), like.split(" "), _replaced(like, _VOWELS).split(" "), strict=True)
    return [short if len(word) <= SHORT else long for word, short, long in heard]


def sound(word: str) -> str:
    """A written word as it sounds; a stem has to be longer than `SHORT`, or be spelt by `stem_sound`."""
    return sounds([word])[0]


def stem_sound(stem: str) -> str:
    """The beginning of words longer than it."""
    return _replaced(_replaced(_undoubled(in_cyrillic(stem)), _LIKE), _VOWELS)


def _in_cyrillic(found: Sequence[str]) -> str:
    text = " ".join(found)
    if not _FOREIGN.search(text):
        return text
    if text.isascii() and not _DIGIT.search(text):
        return _from_latin(text)
    return " ".join(map(in_cyrillic, found))


def in_cyrillic(word: str) -> str:
    """Its Latin letters, if it has any, by their sound; and digits among letters."""
    if word.isdecimal():
        return word
    if not word.isalpha():
        word = _DIGIT_INSIDE.sub(lambda digit: digit[0].translate(_SOUNDING), word)
    if word.isalpha() and not "a" <= word[0] <= "z":
        return word
    return _from_latin(word)


def _from_latin(text: str) -> str:
    return _replaced(text, _SEVERAL).translate(_SINGLE)


def _replaced(text: str, likes: Mapping[str, str]) -> str:
    """One after the other: a third of what `str.translate` takes."""
    for letters, like in likes.items():
        text = text.replace(letters, like)
    return text


def _unstretched(text: str) -> str:
    return _STRETCHED.sub(r"\1", text) if _TWICE.search(text) else text


def _undoubled(text: str) -> str:
    return _DOUBLED.sub("", text) if _TWICE.search(text) else text


def _unmixed(word: str) -> str:
    """A word of two alphabets is Cyrillic: Latin letters stand in it for their like."""
    return word if word.isascii() or not _LATIN_LETTER.search(word) else word.translate(_ALIKE)


def relaid(text: str) -> str:
    """What was meant by an ASCII text typed on Russian keys with the Latin layout on: ``,fkfyc`` is ``баланс``."""
    return text.casefold().encode().translate(_RELAID).decode(_CYRILLIC)


def redrawn(text: str) -> str:
    """What an ASCII text looks like that is drawn with Latin letters and signs: ``6A/\\AHC`` is ``баланс``."""
    if _DRAWS.search(text):
        text = _DRAWN_LETTERS.sub(lambda drawn: _DRAWN[drawn[0].lower()], text)
    return text.encode(_CYRILLIC).translate(_REDRAWN).decode(_CYRILLIC)
