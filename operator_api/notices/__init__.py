"""The texts that the operator sends of its own accord, in the languages that people are written to."""

from datetime import date, timedelta

from operator_api.contract import Kopecks, Language
from pages.texts import Texts

TEXTS = Texts(__name__)


def notice(key: str, language: Language, **values: object) -> str:
    """The text of that key with its values filled in; KeyError if there is none."""
    return TEXTS.say(key, language, **values)


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
