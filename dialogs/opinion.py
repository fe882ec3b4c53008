"""A second opinion on what a text means: weights of its words, of pieces of them and of meanings, for each intent.

They are learnt from the examples in tests/dialogs by ``python -m bench.model``, and shipped as ``model.tsv``.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp

import msgspec

PIECE = 3
"""Letters of a piece of a word."""

LONGEST_WORD = 14
"""Letters of a word that are looked at."""

SCALE = 20
"""What one is as a weight in the file."""

MOST_UNKNOWN = 8
"""Words that nobody knows whose pieces are looked at."""

Weights = Mapping[str, tuple[tuple[int, int], ...]]


class Model(msgspec.Struct, frozen=True):
    """Intents, and for each feature its weights by the index of an intent."""

    intents: tuple[str, ...]
    weights: Weights

    def opinion(self, features: Iterable[str]) -> "Opinion":
        """On a text that has these features."""
        sums = [0] * len(self.intents)
        weights = self.weights
        for feature in features:
            for index, weight in weights.get(feature, ()):
                sums[index] += weight
        first = max(range(len(sums)), key=sums.__getitem__)
        highest = sums[first]
        share = 1 / sum(exp((each - highest) / SCALE) for each in sums)
        return Opinion(self.intents[first], share)


class Opinion(msgspec.Struct, frozen=True):
    """An intent, as the examples label it, and how probable it is, of 1."""

    intent: str
    share: float


def features(meanings: Sequence[str], marks: Iterable[str], named: str) -> set[str]:
    """Of a text: what its words mean, which follow one another, how unknown ones are written, what else it holds."""
    unknown = [each for each in meanings if each > "z"][:MOST_UNKNOWN]
    return {
        "*",
        *(f"={each}" for each in meanings),
        *map(" ".join, pairwise(["^", *meanings])),
        *(piece for word in unknown for piece in _pieces(word[:LONGEST_WORD])),
        *(f"#{mark}" for mark in (*marks, named) if mark),
    }


def _pieces(word: str) -> list[str]:
    bounded = f"<{word}>"
    return [bounded[at : at + PIECE] for at in range(len(bounded) - PIECE + 1)]


def read(text: str) -> Model:
    """A model from the text of its file."""
    head, *lines = text.splitlines()
    return Model(tuple(head.split("\t")), dict(map(_weighed, lines)))


def _weighed(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    feature, *pairs = line.split("\t")
    return feature, tuple((int(index), int(weight)) for index, weight in (pair.split(":") for pair in pairs))


@cache
def shipped() -> Model:
    """The one that is shipped."""
    return read(files("dialogs").joinpath("model.tsv").read_text(encoding="utf-8"))
