"""Every word and code for what a person may want: the vocabulary, and the names in the operator's catalogue."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from dialogs.concepts import CONCEPTS
from dialogs.spelling import redrawn, relaid, sounds, words, written
from dialogs.understood import Understood
from dialogs.vocabulary import ALIASES, BESIDE_NUMBERS, CODES, NUMBERS, OLD_CODES
from dialogs.words import vocabulary
from operator_api.contract import Catalogue, Service, Tariff

MOST_WORDS = 20
"""Words of a text that are read."""

MAYBE_GLUED_FROM = 13
"""Letters from which a word that begins with a known one may go on with others."""

MOST_BESIDE = 5
"""Words of a text that may still be but a number."""

MOST_REPAIRED = 5
"""Words that nobody knows, after which no more of them are looked for among those with a letter wrong."""

MOST_JUDGED, ENOUGH_KNOWN = 5, 0.5
"""Words by which it is judged how a text was typed, and the share of them that is known if it was typed as it is."""

MOST_GLUED = 3
"""Words of a text in which several may be written as one."""

SHORTEST_NAME = 3
"""Letters from which a word of a name tells; a name of one shorter word tells only beside the word tariff."""

SHORT_CODES = frozenset({"11", "25"})
"""Codes that are as short as a number on a screen."""

LITTLE = frozenset(
    "в во на с со по и за от до из для e in on to of by at a the pe la de ca з у".split()  # noqa: SIM905
)
"""Words of a name that are left out as often as not."""


class Name(msgspec.Struct, frozen=True):
    """A service or tariff, and the meanings that name it together."""

    item: str
    meanings: frozenset[str]


class Spelt(NamedTuple):
    """The words of a text, as they are written and as they sound."""

    written: list[str]
    heard: list[str]


class Lexicon:
    """What words and codes say while this catalogue is in force."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.tariffs = frozenset(catalogue.tariff)
        self.codes = dict(_codes(catalogue))
        self._words = vocabulary().copy()
        self._numbers = {word: number for number, forms in NUMBERS.items() for word in words(forms)}
        self._beside = frozenset(words(BESIDE_NUMBERS))
        self._names: dict[str, list[Name]] = defaultdict(list)
        phrases = [(item, written(phrase)) for item, phrase in _phrases(catalogue)]
        named = sorted({word for _, phrase in phrases for word in phrase}, key=lambda word: (-len(word), word))
        heard = dict(zip(named, sounds(named), strict=True))
        for word in named:
            self._words.learn(word, heard[word])  # the longest first: «супербит» is no form of «супер»
        means = {word: self._words.known(word, heard[word]) or heard[word] for word in named}
        for item, phrase in phrases:
            self._name(item, phrase, means)

    def _name(self, item: str, phrase: list[str], means: Mapping[str, str]) -> None:
        long = [word for word in phrase if word not in LITTLE]
        meanings = [means[word] for word in long or phrase]
        meanings += ["tariff"] * (item in self.tariffs and all(len(word) < SHORTEST_NAME for word in long))
        if len(set(meanings)) > 1 or meanings[0] not in CONCEPTS:
            self._names[meanings[0]].append(Name(item, frozenset(meanings)))

    def read(self, text: str) -> Spelt:
        """The words of a text; typed on the wrong keys, or drawn, if that makes more of them known."""
        best = _spelt(text)
        if not text.isascii() or (most := self._known(best)) > ENOUGH_KNOWN:
            return best
        for other in (relaid(text), redrawn(text)):
            if (known := self._known(_spelt(other, MOST_JUDGED))) > most:
                best, most = _spelt(other), known
        return best

    def _known(self, spelt: Spelt) -> float:
        judged = list(zip(*spelt, strict=True))[:MOST_JUDGED]
        return len(judged) and sum([self._words.known(*each) is not None for each in judged]) / len(judged)

    def meanings(self, spelt: Spelt) -> list[str]:
        """What these words mean, in order; a word without a meaning is itself, as it sounds."""
        each = zip(*spelt, strict=True)
        if len(spelt.written) <= MOST_GLUED:
            return [meaning for word, heard in each for meaning in self._apart(word, heard)]
        meanings, unknown = [], 0
        for word, heard in each:
            find = self._words.known if unknown >= MOST_REPAIRED else self._words.meaning
            meaning = find(word, heard)
            unknown += meaning is None
            meanings.append(meaning or heard)
        return meanings

    def _apart(self, word: str, heard: str) -> list[str]:
        meaning = self._words.meaning(word, heard)
        if meaning and len(word) < MAYBE_GLUED_FROM:
            return [meaning]
        parts = self._words.parts(word) if word.isascii() else []
        parts = parts or self._words.parts(heard)
        return parts if len(parts) > 1 else [meaning or heard]

    def numbered(self, spelt: Spelt) -> int | None:
        """The digit that is all that these words say."""
        heard = spelt.heard
        if len(heard) > MOST_BESIDE:
            return None
        numbers = [word for word in heard if word in self._numbers or _is_digit(word)]
        if len(numbers) != 1 or not all(word in numbers or word in self._beside for word in heard):
            return None
        number = numbers[0]
        said = number in self._numbers or len(heard) > 1  # «-1» is no answer
        return self._numbers.get(number) or int(number) if said else None

    def named(self, there: frozenset[str]) -> Name | None:
        """The service or tariff whose name is there; of several the one with the longest name."""
        names = [name for each in there for name in self._names.get(each, ()) if name.meanings <= there]
        return max(names, key=_length) if names else None


def _length(name: Name) -> tuple[int, int, str, list[str]]:
    """Its words, its letters; and no two names are alike."""
    return len(name.meanings), sum(map(len, name.meanings)), name.item, sorted(name.meanings)


def _spelt(text: str, most: int = MOST_WORDS) -> Spelt:
    found = written(text)[:most]
    return Spelt(found, sounds(found))


def _is_digit(word: str) -> bool:
    return len(word) <= 2 and word.isascii() and word.isdecimal()


def _phrases(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """All that people call services and tariffs."""
    things: tuple[Service | Tariff, ...] = (*catalogue.services, *catalogue.tariffs)
    for thing in things:
        yield thing.id, thing.name
        yield thing.id, thing.code
        for alias in filter(None, ALIASES.get(thing.id, "").split("|")):
            yield thing.id, alias


def _codes(catalogue: Catalogue) -> Iterator[tuple[str, Understood]]:
    """Codes as they are sent in a text, and most of them as they are dialled."""
    for code, intent in CODES.items():
        yield code, Understood(intent, number=int(code) if code in SHORT_CODES else None)
    for code, (intent, item) in OLD_CODES.items():
        if item in catalogue.service:
            yield code, Understood(intent, item)
    for service in catalogue.services:
        yield service.code, Understood("service_on", service.id)
        yield service.off_code, Understood("service_off", service.id)
    for tariff in catalogue.tariffs:
        yield tariff.code, Understood("tariff_change", tariff.id)
