"""The texts people read, and how sums and days are written in them."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import msgspec
import polib

from dialogs.events import Room
from dialogs.latin import latin
from operator_api.contract import Kopecks, Period
from smpp.alphabets import is_gsm, septets, units

SHIPPED = ("ru",)
"""Languages with a catalogue in ``dialogs/texts``; who reads another is answered in the first."""


def _read(language: str) -> Mapping[str, str]:
    catalogue = files("dialogs.texts").joinpath(f"{language}.po").read_text(encoding="utf-8")
    return {entry.msgid: entry.msgstr for entry in polib.pofile(catalogue)}


TEXTS = {language: _read(language) for language in SHIPPED}


def say(key: str, language: str, **values: object) -> str:
    """The text of that key with its values filled in; KeyError if there is none."""
    return TEXTS.get(language, TEXTS["ru"])[key].format(**values)


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
        held = {name: value for name, value in self.values.items() if f"{{{name}}}" in TEXTS["ru"][self.key]}
        return Wording(self.key, held)


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
        return latin(text) if self.alphabet == "latin" else text

    def fits(self, text: str) -> bool:
        """Whether the text, in those letters, is within the room."""
        spelt = self.spell(text)
        return septets(spelt) <= self.room.gsm if is_gsm(spelt) else units(spelt) <= self.room.ucs2

    def fit(self, text: str, tail: str = "") -> str:
        """The text and its tail in those letters; a text too long is cut, its tail never."""
        if self.fits(text + tail):
            return self.spell(text + tail)
        while text and not self.fits(f"{text}...{tail}"):
            text = text[:-1]
        return self.spell(f"{text}...{tail}")
