"""What the rules make of meanings, of which a text's intent is known: the command, its item, and on or off."""

from collections.abc import Sequence

import msgspec

from dialogs.intents import doubted, meant
from dialogs.lexicon import Lexicon, Name
from dialogs.rules import RULES
from dialogs.understood import Understood

_OFF = frozenset({"off", "enough", "stop", "cancel", "unwanted", "imposed", "down", "unsub", "without"})
_ON = frozenset({"on", "want", "need", "up"})
_NOT = frozenset({"not", "nu", "no"})
_UNWANTED = frozenset({"want", "need", "more"})
_BETWEEN = frozenset({"mine", "more_no", "polite", "yes"})
_UNCLEAR = frozenset({"refund", "again", "close", *_NOT})
"""Who says one of these beside a word for on or off may want the other."""

_BESIDE_NAMES = frozenset({"tariff", "polite", "hello"})
_PAID = frozenset({"subs", "paid"})
"""Who wants those off is shown them."""

_WISHES = {
    "password": "password_issue", "balance": "balance", "tariff": "tariff_mine", "services": "services",
    "operator": "operator",
}  # fmt: skip
"""Meanings that are a wish each."""

_BESIDE_WISHES = frozenset({"mine", "polite", "hello", "show"})
SWITCHES = frozenset({"service_on", "service_off"})
_TARIFFS = {"tariff_info": "tariff", "tariff_change": "tariff_change"}


class Said(msgspec.Struct, frozen=True):
    """What a text means, and the service or tariff that it names."""

    there: frozenset[str]
    name: Name | None


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


def two_wishes(there: frozenset[str]) -> Understood | None:
    """«Баланс пароль»: it is asked which. Those that «и» parts are done one after the other (`dialogs.twofold`)."""
    wishes = [Understood(intent) for meaning, intent in _WISHES.items() if meaning in there]
    return doubted(*wishes) if len(wishes) == 2 and there <= _WISHES.keys() | _BESIDE_WISHES else None


def shown(said: Said, lexicon: Lexicon) -> Understood | None:
    """Whose name is all that is said: what that is."""
    if not said.name or not said.there <= said.name.meanings | _BESIDE_NAMES:
        return None
    item = said.name.item
    return Understood("tariff" if item in lexicon.tariffs else "service", item, how="rule")


def ruled(intent: str, said: Said, lexicon: Lexicon) -> Understood:
    """What somebody says whose intent is this: of a service more, and by which rule, if one fits."""
    item = said.name.item if said.name else ""
    if intent in SWITCHES:
        return _switched(intent, "" if item in lexicon.tariffs else item, said.there)
    if intent in _TARIFFS and item in lexicon.tariffs:
        return Understood(_TARIFFS[intent], item, how="rule")
    rule = RULES.first(intent, said.there)
    return Understood(rule, how="rule") if rule else meant(intent, "model")


def _switched(intent: str, item: str, there: frozenset[str]) -> Understood:
    """On and off are told by rules as well, or else both are offered: on the card of the service, or for a choice."""
    if intent != _told(there):
        return Understood("service" if item else "services", item, how="model", likely=intent)
    if not item and intent == "service_off" and there & _PAID:
        return Understood("service_paid", how="rule", likely=intent)
    return Understood(intent, item, how="rule")


def _told(there: frozenset[str]) -> str:
    """On or off, as far as words say it clearly."""
    if there & _UNCLEAR or (there & _OFF and "on" in there):
        return ""
    return "service_off" if there & _OFF else "service_on" if there & _ON else ""
