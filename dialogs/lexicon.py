"""Every word and code for what a person may want: the vocabulary, and the names in the operator's catalogue."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from dialogs.concepts import CONCEPTS
from dialogs.spelling import redrawn, relaid, sound, written
from dialogs.understood import Understood
from dialogs.vocabulary import ALIASES, BESIDE_NUMBERS, CODES, NUMBERS, OLD_CODES
from dialogs.words import Words
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


class Lexicon:
    """What words and codes say while this catalogue is in force."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.tariffs = frozenset(catalogue.tariff)
        self.codes = dict(_codes(catalogue))
        self._words = Words()
        self._numbers = {sound(word): number for number, forms in NUMBERS.items() for word in written(forms)}
        self._beside = frozenset(map(sound, written(BESIDE_NUMBERS)))
        self.remembered = lru_cache(maxsize=8192)(self._words.meaning)  # no word that may be a password
        self._names: dict[str, list[Name]] = defaultdict(list)
        phrases = [(item, written(phrase)) for item, phrase in _phrases(catalogue)]
        for word in sorted({word for _, phrase in phrases for word in phrase}, key=lambda word: (-len(word), word)):
            self._words.learn(word)  # the longest first: «супербит» is no form of «супер»
        for item, phrase in phrases:
            self._name(item, phrase)

    def _name(self, item: str, phrase: list[str]) -> None:
        long = [word for word in phrase if word not in LITTLE]
        meanings = [self._words.known(word) or sound(word) for word in long or phrase]
        meanings += ["tariff"] * (item in self.tariffs and all(len(word) < SHORTEST_NAME for word in long))
        if len(set(meanings)) > 1 or meanings[0] not in CONCEPTS:
            self._names[meanings[0]].append(Name(item, frozenset(meanings)))

    def read(self, text: str) -> list[str]:
        """The words of a text as written; typed on the wrong keys, or drawn, if that makes more of them known."""
        found = written(text)[:MOST_WORDS]
        if not text.isascii() or (share := self._known(found)) > ENOUGH_KNOWN:
            return found
        others = [written(other)[:MOST_WORDS] for other in (relaid(text), redrawn(text))]
        best = max(others, key=self._known)
        return best if self._known(best) > share else found

    def _known(self, found: list[str]) -> float:
        judged = found[:MOST_JUDGED]
        return sum(self._words.known(word) is not None for word in judged) / max(len(judged), 1)

    def meanings(self, found: Sequence[str]) -> list[str]:
        """What these written words mean, in order; a word without a meaning is itself, as it sounds."""
        if len(found) <= MOST_GLUED:
            return [each for word in found for each in self._apart(self._words.meaning(word), word)]
        meanings, unknown = [], 0
        for word in found:
            meaning = self._words.known(word) if unknown >= MOST_REPAIRED else self._meaning(word)
            unknown += meaning is None
            meanings.append(meaning or sound(word))
        return meanings

    def _meaning(self, word: str) -> str | None:
        return self.remembered(word) if word.isalpha() and not word.isascii() else self._words.meaning(word)

    def _apart(self, meaning: str | None, word: str) -> list[str]:
        if meaning and len(word) < MAYBE_GLUED_FROM:
            return [meaning]
        heard = sound(word)
        parts = self._words.parts(word) if word.isascii() else []
        parts = parts or self._words.parts(heard)
        return parts if len(parts) > 1 else [meaning or heard]

    def numbered(self, found: Sequence[str]) -> int | None:
        """The digit that is all that these words say."""
        if len(found) > MOST_BESIDE:
            return None
        heard = [sound(word) for word in found]
        numbers = [self._numbers.get(word) or int(word) for word in heard if word in self._numbers or _is_digit(word)]
        others = [word for word in heard if word not in self._numbers and not _is_digit(word)]
        said = len(numbers) == 1 and (others or heard[0] in self._numbers)  # «-1» is no answer
        return numbers[0] if said and all(word in self._beside for word in others) else None

    def named(self, there: frozenset[str]) -> Name | None:
        """The service or tariff whose name is there; of several the one with the longest name."""
        names = [name for each in there for name in self._names.get(each, ()) if name.meanings <= there]
        return max(names, key=_length) if names else None


def _length(name: Name) -> tuple[int, int, str]:
    """Its words, its letters; and no two names are alike."""
    return len(name.meanings), sum(map(len, name.meanings)), name.item


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
