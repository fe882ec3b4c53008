"""Every word and code for what a person may want: the vocabulary, and the names in the operator's catalogue."""

from collections import defaultdict
from collections.abc import Collection, Iterator

import msgspec

from dialogs.spelling import words
from dialogs.understood import Understood
from dialogs.vocabulary import ALIASES, CODES, NUMBERS, OLD_CODES
from dialogs.words import Words
from operator_api.contract import Catalogue, Service, Tariff

MOST_WORDS = 20
"""Words of a text that are read."""

SHORTEST_NAME = 3
"""Letters from which a word of a name tells; a name of one shorter word tells only beside the word tariff."""

SHORT_CODES = frozenset({"11", "25"})
"""Codes that are as short as a number on a screen."""


class Name(msgspec.Struct, frozen=True):
    """A service or tariff, and the meanings that name it together."""

    item: str
    meanings: frozenset[str]


class Lexicon:
    """What words and codes say while this catalogue is in force."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.tariffs = frozenset(catalogue.tariff)
        self.codes = dict(_codes(catalogue))
        self._words = Words()
        self._names: dict[str, list[Name]] = defaultdict(list)
        phrases = [(item, words(phrase)) for item, phrase in _phrases(catalogue)]
        for word in sorted({word for _, phrase in phrases for word in phrase}, key=lambda word: (-len(word), word)):
            self._words.learn(word)  # the longest first: «супербит» is no form of «супер»
        for item, phrase in phrases:
            self._name(item, phrase)

    def _name(self, item: str, phrase: list[str]) -> None:
        long = [word for word in phrase if len(word) >= SHORTEST_NAME or word.isdecimal()]
        meanings = [self._words.find(word) or word for word in long or phrase] + ["tariff"] * (not long)
        self._names[meanings[0]].append(Name(item, frozenset(meanings)))

    def meanings(self, text: str) -> list[str]:
        """What the words of a text mean, in order; a word without a meaning is itself."""
        find, repair = self._words.find, self._words.repair
        return [find(word) or repair(word) or word for word in words(text)[:MOST_WORDS]]

    def named(self, meanings: Collection[str]) -> str:
        """The service or tariff whose name is there; of several the one with the longest name, '' if there is none."""
        there = frozenset(meanings)
        names = [name for each in there for name in self._names.get(each, ()) if name.meanings <= there]
        return max(names, key=lambda name: len(name.meanings)).item if names else ""


def _phrases(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """All that people call services and tariffs."""
    things: tuple[Service | Tariff, ...] = (*catalogue.services, *catalogue.tariffs)
    for thing in things:
        yield thing.id, thing.name
        yield thing.id, thing.code
        for alias in ALIASES.get(thing.id, "").split("|"):
            if alias:
                yield thing.id, alias


def _codes(catalogue: Catalogue) -> Iterator[tuple[str, Understood]]:
    """Codes as they are sent in a text, and most of them as they are dialled."""
    for code, intent in CODES.items():
        yield code, Understood(intent, number=int(code) if code in SHORT_CODES else None)
    for word, number in NUMBERS.items():
        yield word, Understood("number", number=number)
    for code, (intent, item) in OLD_CODES.items():
        if item in catalogue.service:
            yield code, Understood(intent, item)
    for service in catalogue.services:
        yield service.code, Understood("service_on", service.id)
        yield service.off_code, Understood("service_off", service.id)
    for tariff in catalogue.tariffs:
        yield tariff.code, Understood("tariff_change", tariff.id)
