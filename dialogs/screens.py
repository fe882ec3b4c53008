"""Screens: replies that ask for an answer, and what each digit stands for on them."""

from functools import lru_cache
from typing import Protocol

import msgspec

from dialogs.wording import Reader

MOST_OPTIONS = 8
"""9 and 0 are for more and back."""


class Shown(msgspec.Struct, frozen=True):
    """A screen as it is sent; ``choices``: ids for the digits 1, 2, ... ('': nothing)."""

    text: str
    choices: tuple[str, ...] = ()


class Screen(Protocol):
    """Anything that can be put to a person."""

    def render(self, reader: Reader) -> Shown:
        """The screen for this reader."""
        ...

    def __hash__(self) -> int:
        """Screens are values."""
        ...


@lru_cache(maxsize=1024)
def rendered(screen: Screen, reader: Reader) -> Shown:
    """The screen for this reader, remembered: most people are shown what others were."""
    return screen.render(reader)


class Option(msgspec.Struct, frozen=True):
    """One line to choose, and the id that it stands for."""

    id: str
    label: str


class Menu(msgspec.Struct, frozen=True, cache_hash=True):
    """Options whose digits never change; id '' leaves a digit free."""

    options: tuple[Option, ...]

    def render(self, reader: Reader) -> Shown:
        """One option a line."""
        lines = [f"{digit} {option.label}" for digit, option in enumerate(self.options, 1) if option.id]
        return Shown(reader.fit("\n".join(lines)), tuple(option.id for option in self.options))


class Pages(msgspec.Struct, frozen=True):
    """Options of a list from ``start`` on, as many as fit, then the way on and the way back."""

    options: tuple[Option, ...]
    title: str = ""
    start: int = 0

    def render(self, reader: Reader) -> Shown:
        """Cut between options, never in one; for a single one the title is cut."""
        rest = self.options[self.start :]
        count = min(len(rest), MOST_OPTIONS)
        while count > 1 and not reader.fits(self.title + self._lines(count, reader)):
            count -= 1
        return Shown(reader.fit(self.title, self._lines(count, reader)), tuple(option.id for option in rest[:count]))

    def _lines(self, count: int, reader: Reader) -> str:
        end = self.start + count
        options = [f"{digit} {option.label}" for digit, option in enumerate(self.options[self.start : end], 1)]
        ways = reader.say("back" if end >= len(self.options) else "more_back")
        return "\n" * bool(self.title) + "\n".join([*options, ways])


class Confirm(msgspec.Struct, frozen=True):
    """A question of yes or no, and the price of yes."""

    question: str
    price: str

    def render(self, reader: Reader) -> Shown:
        """A long question is cut, its price never."""
        return Shown(reader.fit(self.question, f" {self.price} {reader.say('yes_no')}"), ("yes", "no"))


class Prompt(msgspec.Struct, frozen=True):
    """A question that is answered in the person's own words."""

    question: str

    def render(self, reader: Reader) -> Shown:
        """The question and the way back."""
        return Shown(reader.fit(self.question, " " + reader.say("back")))
