"""What the rules make of meanings: what it is about, and whether it is to be on or off."""

from collections.abc import Sequence

import msgspec

from dialogs.intents import doubted
from dialogs.lexicon import Lexicon, Name
from dialogs.rules import BEFORE_NAMES, STRONG, WEAK
from dialogs.understood import Understood

_OFF = frozenset({"off", "enough", "stop", "cancel", "unwanted", "imposed", "down", "unsub", "without"})
_ON = frozenset({"on", "want", "need", "refund", "up"})
_NOT = frozenset({"not", "nu", "no"})
_UNWANTED = frozenset({"want", "need", "more"})
_BETWEEN = frozenset({"mine", "more_no", "polite", "yes"})
_TO_TARIFF = frozenset({"tariff", "tariffs", "go"})
_CHANGE = frozenset({"change", "go", "on", "want", "need", "to", "off"})
_NOT_ABOUT_ITEMS = frozenset(
    {
        "password",
        "debt",
        "detail",
        "latin",
        "cyrillic",
        "squares",
        "lang_ru",
        "lang_uk",
        "lang_ro",
        "lang_en",
        "language",
    }
)
"""Who says one of these may name a service and mean none."""
_BESIDE_NAMES = frozenset({"polite", "services", "hello", "mine", "number", "amount"})
_WISHES = {
    "password": "password_issue", "balance": "balance", "tariff": "tariff_mine", "services": "services",
    "operator": "operator",
}  # fmt: skip
"""Meanings that are a wish each."""

_BESIDE_WISHES = frozenset({"mine", "polite", "hello", "show"})


class Ruling(msgspec.Struct, frozen=True):
    """What is understood, and whether nothing else can be meant."""

    said: Understood
    sure: bool


def affirmed(meanings: Sequence[str]) -> list[str]:
    """What is not wanted as such; and without what is not to be done: «не подключайте» asks for nothing."""
    result: list[str] = []
    denied = -1
    for each in meanings:
        if denied >= 0 and each in _UNWANTED:
            result[denied], denied = "unwanted", -1
        elif denied >= 0 and each in ("on", "off"):
            denied = -1
        else:
            result.append(each)
            denied = len(result) - 1 if each in _NOT else denied if each in _BETWEEN or len(each) <= 2 else -1
    return result


def ruled(there: frozenset[str], lexicon: Lexicon) -> Ruling | None:
    """The intent, by the rules; None if none of them fits."""
    if wishes := _two_wishes(there):
        return Ruling(wishes, sure=True)
    if rule := BEFORE_NAMES.first(there):
        return Ruling(Understood(rule.intent, how="rule"), sure=True)
    if name := _name(there, lexicon):
        return _about(name, there, lexicon)
    if rule := STRONG.first(there):
        return Ruling(Understood(rule.intent, how="rule"), sure=True)
    rule = WEAK.first(there)
    return Ruling(Understood(rule.intent, how="rule"), sure=False) if rule else None


def _two_wishes(there: frozenset[str]) -> Understood | None:
    """«Баланс и пароль»: which first is asked."""
    wishes = [Understood(intent) for meaning, intent in _WISHES.items() if meaning in there]
    return doubted(*wishes) if len(wishes) == 2 and there <= _WISHES.keys() | _BESIDE_WISHES else None


def _name(there: frozenset[str], lexicon: Lexicon) -> Name | None:
    """The service or tariff that it is about; a service is not, where tariffs are spoken of."""
    name = lexicon.named(there)
    if not name or (there & _NOT_ABOUT_ITEMS and name.item != "bill"):
        return None
    return None if name.item not in lexicon.tariffs and there & _TO_TARIFF else name


def _about(name: Name, there: frozenset[str], lexicon: Lexicon) -> Ruling:
    if name.item in lexicon.tariffs:
        intent = "tariff_change" if there & _CHANGE or any(map(str.isdecimal, there)) else "tariff"
        return Ruling(Understood(intent, name.item, how="rule"), bool(there & (_CHANGE | _TO_TARIFF)))
    intent = _service(there)
    bare = all(len(each) <= 2 for each in there - name.meanings - _BESIDE_NAMES)
    return Ruling(Understood(intent, name.item, how="rule"), intent != "service" or bare or name.item == "content_ban")


def _service(there: frozenset[str]) -> str:
    """On or off; who says both or neither is shown the service."""
    off, on = there & _OFF, there & _ON
    if there & _NOT and "write" in there:
        return "service_off"
    if off and "why" in there:
        return "service_off"
    if off:
        return "service" if "on" in on or (on and off == {"enough"}) else "service_off"
    return "service_on" if on else "service"
