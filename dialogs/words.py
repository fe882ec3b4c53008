"""Words to meanings: whole words, stems with any ending, words with a letter wrong, words written as one."""

from collections.abc import Iterable
from copy import copy
from functools import cache
from typing import Self

from rapidfuzz.distance import OSA

from dialogs.concepts import CONCEPTS, EXACT, NEVER_REPAIRED
from dialogs.spelling import sound, stem_sound, words, written

_EXACT = tuple(EXACT)

SHORTEST_STEM = 3

REPAIRED_FROM, REPAIRED_TWICE_FROM = 5, 9
"""Letters from which a word may have one of them wrong, and two."""

LONGEST_REPAIRED = 20
"""Letters of a word that is still looked for among those with a letter wrong."""

GLUED_FROM = 9
"""Letters from which a word may be several."""

LONGEST_GLUED = 40
"""Letters of a word that may still be several."""

OPPOSITES = frozenset({"on", "off"})
"""Told with one letter wrong at most, and not if both are near."""


class Words:
    """The words of the vocabulary, and those added to them.

    Those that stand in Cyrillic are known by their sound, in Latin letters too; the others as they stand.
    """

    def __init__(self) -> None:
        self._whole: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        for meaning, entries in CONCEPTS.items():
            for entry in entries.split():
                stem, bar, ending = entry.partition("|")
                self._enter(stem, ending, meaning, is_stem=bool(bar))
        self._never = frozenset([*words(NEVER_REPAIRED), *written(NEVER_REPAIRED)])

    def copy(self) -> Self:
        """The same, to learn more."""
        other = copy(self)
        other._whole, other._stems = dict(self._whole), dict(self._stems)
        other._lengths, other._near = dict(self._lengths), dict(self._near)
        return other

    def _enter(self, stem: str, ending: str, meaning: str, is_stem: bool) -> None:
        whole, stem = "".join(written(stem + ending)), "".join(written(stem))
        if whole.isascii():
            self._add(whole, meaning, stem if is_stem else "")
        else:
            self._add(sound(whole), meaning, stem_sound(stem) if is_stem else "")

    def learn(self, word: str, heard: str) -> None:
        """Take a word of a name in; it means itself, unless it has a meaning or is a form of one that has."""
        if not self.known(word, heard):
            ending = 2 if len(heard) > 6 else 1
            self._add(heard, heard, heard[:-ending] if len(heard) >= (7 if word.isascii() else REPAIRED_FROM) else "")

    def _add(self, word: str, meaning: str, stem: str) -> None:
        self._whole.setdefault(word, meaning)
        self._lengths.setdefault(word[:SHORTEST_STEM], ())
        if len(stem) >= SHORTEST_STEM and stem not in self._stems:
            self._stems[stem] = meaning
            begun = stem[:SHORTEST_STEM]
            self._lengths[begun] = tuple(sorted({len(stem), *self._lengths.get(begun, ())}, reverse=True))
        if len(word) >= REPAIRED_FROM:
            for shorter in _shortened(word):
                self._near[shorter] = (*self._near.get(shorter, ()), word)

    def meaning(self, word: str, heard: str) -> str | None:
        """Of a written word that sounds so, whatever its spelling."""
        known = self.known(word, heard)
        if known is None and word.isascii():
            return self.repair(word) or self.repair(heard)
        return known or self.repair(heard)

    def known(self, word: str, heard: str) -> str | None:
        """The meaning of a written word that is in the vocabulary as it is, or begins with one of its stems."""
        exact = self.find(word) if word.isascii() else _exact(word)
        return exact or self.find(heard)

    def find(self, word: str) -> str | None:
        """The meaning of the word, or of the longest stem that it begins with."""
        if word in self._whole:
            return self._whole[word]
        for end in self._lengths.get(word[:SHORTEST_STEM], ()):
            if word[:end] in self._stems:
                return self._stems[word[:end]]
        return None

    def repair(self, word: str) -> str | None:
        """The meaning of the words nearest to it, if it is one: «тключить» is as near to off as to on."""
        if not REPAIRED_FROM <= len(word) <= LONGEST_REPAIRED or word in self._never or word.isdecimal():
            return None
        found = [self._near[shorter] for shorter in _shortened(word) if shorter in self._near]
        return self._nearest(word, {other for others in found for other in others}) if found else None

    def _nearest(self, word: str, near: Iterable[str]) -> str | None:
        wrong = _most_wrong(word)
        far = {other: OSA.distance(word, other, score_cutoff=wrong) for other in near}
        far = {other: distance for other, distance in far.items() if distance <= wrong}
        nearest = min(far.values(), default=0)
        meanings = {self._whole[other] for other, distance in far.items() if distance == nearest}
        meaning = meanings.pop() if len(meanings) == 1 else None
        if meaning in OPPOSITES and (nearest > 1 or {self._whole[other] for other in far} >= OPPOSITES):
            return None
        return meaning

    def parts(self, word: str) -> list[str]:
        """The meanings of the words that a long one is made of; [] if most of it is none."""
        if not GLUED_FROM <= len(word) <= LONGEST_GLUED:
            return []
        best: list[tuple[int, tuple[str, ...]]] = [(0, ())]
        starts = [at for at in range(len(word)) if word[at : at + SHORTEST_STEM] in self._lengths]
        for end in range(1, len(word) + 1):
            longest = end - SHORTEST_STEM
            begun = [(best[at], word[at:end]) for at in starts if at <= longest and self._is_part(word[at:end])]
            cuts = [(known + len(part), (*before, part)) for (known, before), part in begun]
            best.append(max([best[-1], *cuts], key=lambda cut: (cut[0], -len(cut[1]))))
        known, parts = best[-1]
        return [self._of_part(part) for part in parts] if known * 4 >= len(word) * 3 else []

    def _of_part(self, part: str) -> str:
        return self._whole.get(part) or self._stems[part]

    def _is_part(self, part: str) -> bool:
        return part in self._whole or (len(part) > SHORTEST_STEM and part in self._stems)


@cache
def vocabulary() -> Words:
    """Those that are known whatever is on offer; to be copied."""
    return Words()


def _exact(word: str) -> str | None:
    if not word.startswith(_EXACT):
        return None
    return next(meaning for beginning, meaning in EXACT.items() if word.startswith(beginning))


def _most_wrong(word: str) -> int:
    return 2 if len(word) >= REPAIRED_TWICE_FROM else 1


def _shortened(word: str) -> list[str]:
    """The word, and what is left of it without any of its letters; two words with one slip between them share one."""
    return [word, *[word[:at] + word[at + 1 :] for at in range(len(word))]]
