"""The texts people read, and how sums and days are written in them."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from string import Formatter
from typing import get_args

import msgspec
import polib

from dialogs.events import Room
from dialogs.latin import latin
from operator_api.contract import Kopecks, Language, Period
from pages.texts import PLURALS

_CATALOGUES = {
    each.name.removesuffix(".po"): each for each in files("dialogs.texts").iterdir() if each.name.endswith(".po")
}

SHIPPED: tuple[Language, ...] = tuple(language for language in get_args(Language) if language in _CATALOGUES)
"""Languages with a catalogue in ``dialogs/texts``; who reads another is answered in Russian."""

IN_LATIN = frozenset({"ro", "en"})
"""Languages whose readers see Latin letters only, in names of services too: no text of theirs needs UCS-2."""


class Counted(str):
    """A text that changes with a number: the value of the name ``by`` (its msgid_plural). By itself its last form."""

    __slots__ = ("by", "forms")

    by: str
    forms: tuple[str, ...]

    def __new__(cls, by: str, forms: tuple[str, ...]) -> "Counted":
        """One of these forms, in the order of `pages.texts.PLURALS`."""
        text = super().__new__(cls, forms[-1])
        text.by, text.forms = by, forms
        return text

    def form(self, language: str, values: Mapping[str, object]) -> str:
        """The form for the number among these values."""
        count = PLURALS.get(language, PLURALS["ru"])
        return self.forms[count(int(str(values[self.by])))]


def _read(language: str) -> Mapping[str, str]:
    return {entry.msgid: _text(entry) for entry in polib.pofile(_CATALOGUES[language].read_text(encoding="utf-8"))}


def _text(entry: polib.POEntry) -> str:
    forms = entry.msgstr_plural
    return Counted(entry.msgid_plural, tuple(forms[index] for index in sorted(forms))) if forms else entry.msgstr


TEXTS: Mapping[str, Mapping[str, str]] = {language: _read(language) for language in SHIPPED}


def say(key: str, language: str, **values: object) -> str:
    """The text of that key with its values filled in; KeyError if there is none."""
    text = TEXTS.get(language, TEXTS["ru"])[key]
    if isinstance(text, Counted):
        text = text.form(language, values)
    return text.format(**values)


def names(text: str) -> frozenset[str]:
    """What is filled in."""
    forms = text.forms if isinstance(text, Counted) else (text,)
    return frozenset(name for form in forms for _, name, _, _ in Formatter().parse(form) if name)


def money(kopecks: int) -> str:
    """A sum in rubles, ``1234,50``."""
    rubles, rest = divmod(abs(kopecks), 100)
    return f"{'-' if kopecks < 0 else ''}{rubles},{rest:02}"


def day(of: date) -> str:
    """A day, ``06.10.2012``."""
    return f"{of:%d.%m.%Y}"


def day_short(of: date) -> str:
    """A day near by, ``06.10``."""
    return f"{of:%d.%m}"


class Wording(msgspec.Struct, frozen=True):
    """A text by its key, with what fills it in."""

    key: str
    values: dict[str, str]

    def needed(self) -> "Wording":
        """Without values that the text does not hold."""
        held = names(TEXTS["ru"][self.key])
        return Wording(self.key, {name: value for name, value in self.values.items() if name in held})


class Reader(msgspec.Struct, frozen=True):
    """How a person reads: language, alphabet, and the room there is for a reply."""

    language: str
    alphabet: str
    room: Room

    def say(self, key: str, **values: object) -> str:
        """The text of that key in their language."""
        return say(key, self.language, **values)

    def price(self, connect_fee: Kopecks, fee: Kopecks, period: Period) -> str:
        """What is paid once, and then each period: ``25,00 + 1,50 руб./день``."""
        sums = " + ".join(money(each) for each in (connect_fee, fee) if each)
        if not sums:
            return self.say("price.free")
        return self.say(f"price.{period}" if fee else "price.once", sums=sums)

    def spell(self, text: str) -> str:
        """The text in letters that their phone shows."""
        return latin(text) if self.alphabet == "latin" or self.language in IN_LATIN else text

    def fits(self, text: str) -> bool:
        """Whether the text, in those letters, is within the room."""
        return self.room.holds(self.spell(text))

    def fit(self, text: str, tail: str = "") -> str:
        """The text and its tail in those letters; a text too long is cut, its tail never."""
        if self.fits(text + tail):
            return self.spell(text + tail)
        while text and not self.fits(f"{text}...{tail}"):
            text = text[:-1]
        return self.spell(f"{text}...{tail}")
