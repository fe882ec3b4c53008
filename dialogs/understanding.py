"""What a text says: a code, else a number, else words. What that means where the person is, `dialogs.hearing` knows."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from dialogs.lexicon import Lexicon
from dialogs.spelling import relaid
from dialogs.understood import NOTHING, UNKNOWN_CODE, Understood
from dialogs.vocabulary import RULES

_DIALLED = re.compile(r"[*#][0-9*#]*#")
_DEEP = re.compile(r"[*#]111\*(.+)#")
_PASSWORD = re.compile(r"25(?:\s+(\S.*)|(\S*[^\W\d_]\S*))", re.DOTALL)
_MARKS = "?!.,"
_NUMBER = re.compile(r"(?:номер|пункт|№)?\s*([0-9]{1,2})[.)]?", re.IGNORECASE)
_OF_DIGITS = {"0": "back", "9": "more"}

_OFF = frozenset({"off", "enough", "stop", "cancel"})
_ON = frozenset({"on", "want"})
_TO_TARIFF = frozenset({"tariff", "tariffs", "go"})
_CHANGE = frozenset({"change", "go", "on", "want"})


def understand(text: str, lexicon: Lexicon) -> Understood:
    """What it says; intent ``other`` if nothing that we know."""
    text = text.strip()
    if text.isascii() or _password(text):
        return _understood(text, lexicon)
    return remembered(text, lexicon)


@lru_cache(maxsize=4096)
def remembered(text: str, lexicon: Lexicon) -> Understood:
    """Most of what people write, many write. What may hold a password is never remembered."""
    return _understood(text, lexicon)


def dialled(text: str) -> str:
    """The code, without spaces, if the text is one as phones dial them: ``*100#``; else ''."""
    code = "".join(text.split())
    return code if _DIALLED.fullmatch(code) else ""


def _understood(text: str, lexicon: Lexicon) -> Understood:
    return _code(text, lexicon) or _password(text) or _number(text) or _words(text, lexicon) or NOTHING


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


def _words(text: str, lexicon: Lexicon) -> Understood | None:
    """What its words say, or would have with the keyboard in Russian."""
    found = _meant(lexicon.meanings(text), lexicon)
    return found or _meant(lexicon.meanings(relaid(text)), lexicon) if text.isascii() else found


def _meant(meanings: Sequence[str], lexicon: Lexicon) -> Understood | None:
    there = frozenset(_affirmed(meanings))
    if item := _item(there, lexicon):
        return Understood(_tariff(there) if item in lexicon.tariffs else _service(there), item)
    fitting = (rule for rule in RULES if rule.needs <= there and (not rule.only or there <= rule.only))
    rule = next(fitting, None)
    return Understood(rule.command) if rule else None


def _affirmed(meanings: Sequence[str]) -> list[str]:
    """Without what is not to be done: «не подключайте» asks for nothing."""
    followers = pairwise(["", *meanings])
    return [each for before, each in followers if not (before == "not" and each in ("on", "off"))]


def _item(there: frozenset[str], lexicon: Lexicon) -> str:
    """The service or tariff that it is about; a service is not, where tariffs are spoken of."""
    if "password" in there:
        return ""
    item = lexicon.named(there)
    return "" if item not in lexicon.tariffs and there & _TO_TARIFF else item


def _tariff(there: frozenset[str]) -> str:
    return "tariff_change" if there & _CHANGE else "tariff"


def _service(there: frozenset[str]) -> str:
    """On or off; who says both or neither is shown the service."""
    on, off = there & _ON, there & _OFF
    if off:
        return "service" if "on" in on else "service_off"
    return "service_on" if on else "service"
