"""What a text says: a code, else a number, else words. What that means where the person is, `dialogs.hearing` knows."""

import re
from functools import lru_cache
from itertools import groupby

from msgspec.structs import replace

from dialogs.deciding import decided
from dialogs.lexicon import Lexicon, Spelt
from dialogs.opinion import Model, features, shipped
from dialogs.ruling import Said, affirmed
from dialogs.slots import SLOTS, amount, period, secret, slot
from dialogs.understood import UNKNOWN_CODE, Understood

_DIALLED = re.compile(r"[*#][0-9*#]*#")
_DEEP = re.compile(r"[*#]111\*(.+)#")
_PASSWORD = re.compile(r"25(?:\s+(\S.*)|(\S*[^\W\d_]\S*))", re.DOTALL)
_LATIN = re.compile("[A-Za-z]")
_MARKS = "?!.,"
_NUMBER = re.compile(r"(?:номер|пункт|№)?\s*([0-9]{1,2})[.)!,]*", re.IGNORECASE)
_MARKED = {"secret": secret, "period": period, "amount": amount}
_OF_DIGITS = {"0": "back", "9": "more"}


def understand(text: str, lexicon: Lexicon, model: Model | None = None) -> Understood:
    """What it says, by this model or else the shipped one; intent ``other`` if nothing that we know."""
    text = text.strip()
    if model or _LATIN.search(text) or _password(text):
        return _understood(text, lexicon, model or shipped())
    return remembered(text, lexicon)


@lru_cache(maxsize=4096)
def remembered(text: str, lexicon: Lexicon) -> Understood:
    """Most of what people write, many write. What may hold a password is never remembered."""
    return _understood(text, lexicon, shipped())


def dialled(text: str) -> str:
    """The code, without spaces, if the text is one as phones dial them: ``*100#``; else ''."""
    code = "".join(text.split())
    return code if _DIALLED.fullmatch(code) else ""


def _understood(text: str, lexicon: Lexicon, model: Model) -> Understood:
    return _exactly(text, lexicon) or _words(text, lexicon, model)


def _exactly(text: str, lexicon: Lexicon) -> Understood | None:
    return _code(text, lexicon) or _password(text) or _number(text)


def _code(text: str, lexicon: Lexicon) -> Understood | None:
    code = "".join(text.split()).casefold()
    code = code.rstrip(_MARKS) or code[:1]
    known = lexicon.codes.get(code)
    return known or (_deep(code, lexicon) if _DIALLED.fullmatch(code) else None)


def _deep(code: str, lexicon: Lexicon) -> Understood:
    """A code that is dialled is no number on a screen, and no words: it is known or it is not."""
    deep = _DEEP.fullmatch(code)
    known = lexicon.codes.get(deep[1]) if deep else None
    return replace(known, number=None) if known else UNKNOWN_CODE


def _password(text: str) -> Understood | None:
    """``25 x``, or ``25x`` if that holds a letter."""
    found = _PASSWORD.fullmatch(text)
    return Understood("password_set", password=found[1] or found[2]) if found else None


def _number(text: str) -> Understood | None:
    found = _NUMBER.fullmatch(text)
    return Understood(_OF_DIGITS.get(found[1], "number"), number=int(found[1])) if found else None


def _words(text: str, lexicon: Lexicon, model: Model) -> Understood:
    """What the model makes of its words, and the rules of that."""
    found = lexicon.read(text)
    if number := lexicon.numbered(found):
        return Understood("number", number=number, how="rule")
    said, features = _read(text, found, lexicon)
    understood = decided(said, model.opinion(features), lexicon)
    if understood.item or understood.intent not in SLOTS:
        return understood
    return replace(understood, slot=slot(understood.intent, text, said.there))


def heard(text: str, lexicon: Lexicon) -> set[str] | None:
    """What the model judges a text in words by; None for a code or a number."""
    text = text.strip()
    found = lexicon.read(text)
    exact = _exactly(text, lexicon) or lexicon.numbered(found)
    return None if exact else _read(text, found, lexicon)[1]


def _read(text: str, found: Spelt, lexicon: Lexicon) -> tuple[Said, set[str]]:
    """What the rules judge it by, and the model."""
    meanings = lexicon.meanings(found)
    marks = [mark for mark, marked in _MARKED.items() if marked(text)]
    there = frozenset([*(each for each in affirmed(meanings) if len(each) > 1), *marks])
    name = lexicon.named(there.union(filter(str.isdecimal, meanings)))
    if name:
        kind = _kind(name.item, lexicon)
        meanings = [each for each, _ in groupby(kind if each in name.meanings else each for each in meanings)]
        marks.append(kind)
    return Said(there, name), features(found.heard, meanings, marks)


def _kind(item: str, lexicon: Lexicon) -> str:
    """What a name is, for the model."""
    return "$tariff" if item in lexicon.tariffs else "$ban" if item == "content_ban" else "$service"
