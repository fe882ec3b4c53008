"""The texts that the operator sends of its own accord, in the languages that people are written to."""

from datetime import date, timedelta
from importlib.resources import files

import polib

from operator_api.contract import Kopecks, Language

LANGUAGES: tuple[Language, ...] = ("ru", "uk", "ro", "en")


def _read(language: str) -> dict[str, str]:
    catalogue = files(__package__).joinpath(f"{language}.po").read_text(encoding="utf-8")
    return {entry.msgid: entry.msgstr for entry in polib.pofile(catalogue)}


TEXTS = {language: _read(language) for language in LANGUAGES}


def notice(key: str, language: Language, **values: object) -> str:
    """The text of that key with its values filled in; KeyError if there is none."""
    return TEXTS[language][key].format(**values)


def period(first: date, last: date, language: Language) -> str:
    """The days from the first to the last, as they stand in other notices: a whole month has a name."""
    if first.day == 1 and last == _month_end(first):
        return notice("period", language, when=notice(f"month.{first.month}", language))
    days = (first, last) if first != last else (first,)
    return notice("period", language, when="-".join(f"{day:%d.%m}" for day in days))


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def rubles(kopecks: Kopecks) -> str:
    """As notices write a sum: ``1234,50``."""
    whole, rest = divmod(abs(kopecks), 100)
    return f"{'-' if kopecks < 0 else ''}{whole},{rest:02}"
