"""What examples have taught: the intent of a text, by weights of its words, of pieces of them and of their meanings.

The weights are learnt from the examples in tests/dialogs by ``python -m bench.model``, and shipped as ``model.tsv``.
Those of a feature for all intents stand in one number, `WIDTH` bits each, so that to add them up is one addition.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt

import msgspec

PIECE = 4
"""Letters of a piece of a word."""

LONGEST_WORD = 16
"""Letters of a word that are looked at."""

SCALE = 100
"""What one is as a weight in the file."""

WIDTH, ZERO = 32, 1 << 31
"""Bits of a sum, and the sum that stands for nought: none may be negative."""


class Opinion(msgspec.Struct, frozen=True):
    """The likeliest intent, as the examples label it, the next, and how far that is behind: 0.5 is a lot."""

    intent: str
    second: str = ""
    lead: float = 1.0


class Model(msgspec.Struct, frozen=True):
    """Intents, and for each feature its weights for all of them."""

    intents: tuple[str, ...]
    weights: Mapping[str, int]

    def opinion(self, features: Iterable[str]) -> Opinion:
        """On a text that has these features."""
        known = [*filter(None, map(self.weights.get, features))]
        total = sum(known, nought(len(self.intents)))
        sums = memoryview(total.to_bytes(len(self.intents) * WIDTH // 8, "little")).cast("I").tolist()
        first, second = sorted(range(len(sums)), key=sums.__getitem__)[:-3:-1]
        lead = (sums[first] - sums[second]) / SCALE / sqrt(len(known) or 1)
        return Opinion(self.intents[first], self.intents[second], lead)


@cache
def nought(intents: int) -> int:
    """The sum of no weights."""
    return sum(ZERO << (WIDTH * index) for index in range(intents))


def features(sounds: Sequence[str], meanings: Sequence[str], marks: Iterable[str]) -> set[str]:
    """Of a text: its words as they sound, their pieces, what they mean, what follows what, and what else it holds."""
    words, means = ["^", *sounds, "$"], ["^", *meanings, "$"]
    found = {"*", *[f"#{mark}" for mark in marks], *[f"={each}" for each in meanings]}
    found.update([f"{first} {then}" for first, then in pairwise(words)])
    found.update([f"{first}={then}" for first, then in pairwise(means)])
    found.update([f"{first}={then}={last}" for first, then, last in zip(means, means[1:], means[2:], strict=False)])
    found.update([f"{first}=.={last}" for first, last in zip(means, means[2:], strict=False)])
    found.update([f"{first}=..={last}" for first, last in zip(means, means[3:], strict=False)])
    for word in sounds:
        found.update(pieces(word))
    return found


def pieces(word: str) -> list[str]:
    """The word itself, and what stands in it."""
    bounded = f"<{word[:LONGEST_WORD]}>"
    return [word, *[bounded[at : at + PIECE] for at in range(len(bounded) - PIECE + 1)]]


def read(text: str) -> Model:
    """A model from the text of its file."""
    head, *lines = text.splitlines()
    return Model(tuple(head.split("\t")), dict(map(_weighed, lines)))


def _weighed(line: str) -> tuple[str, int]:
    feature, *pairs = line.split("\t")
    return feature, sum(int(weight) << (WIDTH * int(index)) for index, weight in (pair.split(":") for pair in pairs))


@cache
def shipped() -> Model:
    """The one that is shipped."""
    return read(files("dialogs").joinpath("model.tsv").read_text(encoding="utf-8"))
