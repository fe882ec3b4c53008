"""How well labelled texts are understood."""

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from dialogs.intents import CHANGING, label, slot
from dialogs.slots import period
from dialogs.understood import Understood

OTHER = "other"
_SAME = {"latin": "translit", "cyrillic": "cyr", "roaming": "easy_roam"}
"""Slots by another name."""

_UKRAINIAN = frozenset("іїєґ")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")


class BadExamples(Exception):
    """A file without columns named utterance and intent."""


class Example(NamedTuple):
    """A text, what it means, and the language that it is in."""

    text: str
    intent: str
    slot: str
    language: str


class Scored(NamedTuple):
    """An example, what was understood, and in how many microseconds of its thread."""

    example: Example
    said: Understood
    took: float

    @property
    def intent(self) -> str:
        """As the examples label it."""
        return label(self.said)

    @property
    def right(self) -> bool:
        """Whether that was meant."""
        return self.intent == self.example.intent


def examples(path: Path) -> list[Example]:
    """Of a file with the columns utterance, intent and, maybe, slot and language. Raises `BadExamples`, OSError."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restkey="more", restval=""))
        except csv.Error as error:
            raise BadExamples(f"{path}: {error}") from None
    if not rows or not {"utterance", "intent"} <= rows[0].keys():
        raise BadExamples(f"{path} has no columns utterance and intent")
    if unlabelled := [row["utterance"] for row in rows if not row["intent"]]:
        raise BadExamples(f"{path} has no intent for {unlabelled[0]!r}")
    return [_example(**row) for row in rows]


def _example(utterance: str, intent: str, slot: str = "", language: str = "", **_: object) -> Example:
    return Example(utterance, intent, slot or "-", language or guessed(utterance))


def guessed(text: str) -> str:
    """By its letters."""
    letters = set(text.casefold())
    if letters & _UKRAINIAN:
        return "uk"
    return "ru" if letters & _CYRILLIC or not text.strip(" *#+-0123456789") else "latin"


def score(given: Sequence[Example], understand: Callable[[str], Understood]) -> list[Scored]:
    """Understand each, once."""
    return [_scored(each, understand) for each in given]


def _scored(example: Example, understand: Callable[[str], Understood]) -> Scored:
    start = time.thread_time_ns()
    said = understand(example.text)
    return Scored(example, said, (time.thread_time_ns() - start) / 1e3)


def report(scored: Sequence[Scored]) -> Iterator[str]:
    """The figures, line by line."""
    yield f"right\t{_share(scored)}"
    yield from _by("language", scored, lambda each: each.example.language)
    yield from _by("intent", scored, lambda each: each.example.intent)
    others = [each for each in scored if each.example.intent == OTHER]
    swaps = [each for each in scored if {each.example.intent, each.said.intent} == {"service_on", "service_off"}]
    named = [each for each in scored if each.right and each.example.slot != "-"]
    changes = [each for each in scored if not each.right and each.said.intent in CHANGING]
    if named:
        yield f"slot right\t{_of(sum(_names(each) for each in named), len(named))}"
    yield f"on and off swapped\t{len(swaps)}"
    yield from map(_told, swaps)
    yield f"wrong changes\t{len(changes)}"
    yield from map(_told, changes)
    yield f"out of scope, known as such\t{_share(others)}"
    yield from map(_told, (each for each in others if not each.right))
    took = [each.took for each in scored]
    p99 = quantiles(took, n=100, method="inclusive")[98] if len(took) > 1 else took[0]
    yield f"microseconds\tp50 {median(took):.0f}\tp99 {p99:.0f}"


def _by(name: str, scored: Sequence[Scored], key: Callable[[Scored], str]) -> Iterator[str]:
    for value in sorted(Counter(map(key, scored))):
        yield f"{name} {value}\t{_share([each for each in scored if key(each) == value])}"


def _share(scored: Sequence[Scored]) -> str:
    return _of(sum(each.right for each in scored), len(scored))


def _names(each: Scored) -> bool:
    """Whether the slot is that of the example, in whatever words."""
    wanted = each.example.slot
    return slot(each.said) in (wanted, _SAME.get(wanted), period(wanted))


def _of(right: int, all: int) -> str:
    return f"{right / all:.1%}\t{right} of {all}" if all else "-"


def _told(each: Scored) -> str:
    return f"\t{each.example.text}\t{each.example.intent}\t{each.intent}"
