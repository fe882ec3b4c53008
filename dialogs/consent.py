"""What a reply agrees to where a question stands that yes or no answers: to what it names, and only if clearly."""

import re
from collections.abc import Collection

from msgspec.structs import replace

from dialogs.ruling import SWITCHES
from dialogs.session import Dialogue
from dialogs.spelling import words
from dialogs.understood import NOTHING, Understood
from operator_api.contract import ServiceQuote

_WAVERS = re.compile(r"\?|[02-9]|\bnu\b|^а можно|\bда ладно|\bага,? конечно", re.IGNORECASE)
"""Beside a yes these make it a question, a no, or a joke."""

_LATER = frozenset(
    words(
        "потом позже попозже завтра подумаю подумать подумаем пізніше потім подумати згодом"
        " later tomorrow think tarziu maine"
    )
)
_ABOUT_PRICE = 4
"""Words in which somebody asks what it costs; the question says it."""


def replied(said: Understood, text: str, dialogue: Dialogue) -> Understood:
    """What it says to the question."""
    found = words(text)
    if _puts_off(said, found):
        return Understood("no", how="rule")
    if (said.intent == "yes" and _WAVERS.search(text)) or _asks_price(said, found):
        return NOTHING
    quote = dialogue.quote
    if isinstance(quote, ServiceQuote) and said.intent in SWITCHES and len(found) == 1 and not said.item:
        wanted = "service_on" if quote.on else "service_off"
        return replace(said, intent="yes" if said.intent == wanted and "?" not in text else "no")
    return said


def _puts_off(said: Understood, found: Collection[str]) -> bool:
    """Later is no, for now; unless something else is clearly wanted."""
    return (said.intent == "yes" or said.how not in ("code", "rule")) and not _LATER.isdisjoint(found)


def _asks_price(said: Understood, found: Collection[str]) -> bool:
    """Of this, for no tariff was named."""
    is_short = len(found) <= _ABOUT_PRICE and said.intent == "tariff_mine"
    return is_short and not any(word.startswith("тариф") for word in found)
