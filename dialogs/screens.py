"""Screens: replies that ask for an answer, and what each digit stands for on them."""

from functools import lru_cache
from typing import Protocol

import msgspec

from dialogs.pages import Sheet, Shown, paged
from dialogs.wording import Reader

MOST_OPTIONS = 8
"""9 and 0 are for more and back."""

MOST_WORDS = 1_000
"""More than any page holds."""


class Screen(Protocol):
    """Anything that can be put to a person."""

    def render(self, reader: Reader) -> tuple[Shown, ...]:
        """The pages for this reader."""
        ...

    def __hash__(self) -> int:
        """Screens are values."""
        ...


@lru_cache(maxsize=1024)
def rendered(screen: Screen, reader: Reader) -> tuple[Shown, ...]:
    """The pages for this reader, remembered: most people are shown what others were."""
    return screen.render(reader)


class Option(msgspec.Struct, frozen=True):
    """One line to choose, and the id that it stands for."""

    id: str
    label: str


class Menu(msgspec.Struct, frozen=True, cache_hash=True):
    """Options whose digits never change, so that no session needs to keep them; id '' leaves a digit free."""

    options: tuple[Option, ...]

    def render(self, reader: Reader) -> tuple[Shown, ...]:
        """One option a line; few enough for the smallest room."""
        lines = [f"{digit} {option.label}" for digit, option in enumerate(self.options, 1) if option.id]
        return (Shown(reader.fit("\n".join(lines))),)


class Listed(msgspec.Struct, frozen=True):
    """Options of a list, each page numbered from 1, under a short title."""

    options: tuple[Option, ...]
    title: str = ""

    def render(self, reader: Reader) -> tuple[Shown, ...]:
        """Cut between options, never in one that fits a page."""

        def sheet(start: int, end: int, mark: str) -> Sheet:
            options = self.options[start:end]
            lines = [f"{digit} {option.label}" for digit, option in enumerate(options, 1)]
            ways = reader.say("back" if end == len(self.options) else "more_back")
            text = "\n".join([self.title, *lines] if self.title else lines)
            return Sheet(text, _foot(f"\n{ways}", mark), tuple(option.id for option in options))

        return paged(len(self.options), MOST_OPTIONS, sheet, reader)


class Told(msgspec.Struct, frozen=True):
    """A text, and at its end what can be answered to it: a digit means nothing before that page."""

    text: str
    end: str
    choices: tuple[str, ...] = ()

    def render(self, reader: Reader) -> tuple[Shown, ...]:
        """Cut between words; what can be answered is on the last page with one word at least."""
        words = self.text.split(" ")

        def sheet(start: int, end: int, mark: str) -> Sheet:
            text = " ".join(words[start:end])
            if end == len(words):
                return Sheet(text, _foot(self.end, mark), self.choices)
            return Sheet(text, _foot("\n" + reader.say("more_back"), mark))

        return paged(len(words), MOST_WORDS, sheet, reader)


def _foot(ways: str, mark: str) -> str:
    return f"{ways} {mark}" if mark else ways


def card(text: str, option: Option, reader: Reader) -> Told:
    """A thing described, and what can be done with it."""
    return Told(text, f"\n1 {option.label}\n{reader.say('back')}", (option.id,))


def confirm(question: str, price: str, reader: Reader) -> Told:
    """A question of yes or no, and the price of yes."""
    return Told(question, f" {price} {reader.say('yes_no')}", ("yes", "no"))


def prompt(question: str, reader: Reader) -> Told:
    """A question that is answered in the person's own words."""
    return Told(question, " " + reader.say("back"))


def offer(text: str, ways: str) -> Told:
    """To go on, or not."""
    return Told(text, f" {ways}", ("yes", "no"))


def notice(text: str, reader: Reader) -> Told:
    """A text too long for one page, which asks nothing."""
    return Told(text, "\n" + reader.say("back"))
