"""What a text says besides its intent: a sum, a time, a language."""

import re
from datetime import date
from itertools import pairwise

from dialogs.periods import period_in

_AMOUNT = re.compile(r"(?<![\w*#.,])([1-9]\d{1,3})(?:[.,]00)?(?!(?![рr])\w|[*#:]|[.,]\d)", re.IGNORECASE)
_WORDED = {
    "полтинник": 50, "полтос": 50, "полсотни": 50, "полсотню": 50, "півсотні": 50, "сто": 100, "стольник": 100,
    "двести": 200, "триста": 300, "тристо": 300, "четыреста": 400, "пятьсот": 500, "пятихатка": 500, "пятихатку": 500,
    "шестьсот": 600, "семьсот": 700, "восемьсот": 800, "двісті": 200, "двесті": 200, "чотириста": 400, "п'ятсот": 500,
    "шістсот": 600, "сімсот": 700, "вісімсот": 800,
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "пятдесят": 50, "п'ятдесят": 50, "семьдесят": 70,
    "sto": 100, "dvesti": 200, "trista": 300, "poltinnik": 50, "pyatsot": 500, "pyatdesyat": 50,
    "cincizeci": 50, "fifty": 50,
    **dict.fromkeys(("сотня", "сотню", "сотка", "сотку", "сотни", "сотен", "соточку", "sotnyu", "sotku"), 100),
    **dict.fromkeys(("suta", "sute", "hundred"), 100),
}  # fmt: skip
_TIMES = {
    "две": 2, "дві": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8,
    "doua": 2, "două": 2, "trei": 3, "patru": 4, "cinci": 5, "two": 2, "three": 3, "four": 4, "five": 5, "eight": 8,
}  # fmt: skip
"""Before a sum in words: ``две сотни``."""

_LITTLE_ELSE = 2
_MOST_DIGITS = 3
_WORD = re.compile(r"[\w']+")
_MONTHS = (
    r"янв|фев|март|мар[тт]|апр|ма[йяю]\b|июн|июл|авг|сент|окт|нояб|дек|січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп"
    r"|груд|ianuar|februar|martie|april|iuni|iuli|august|septembr|octo|noiembr|decembr|januar|march|may\b|june?|july?"
    r"|novemb|yanvar|fevral|mart|aprel|iyun|iyul|avgust|sentyabr|oktyabr|noyabr|dekabr"
)
_PERIOD = re.compile(
    r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?(?:\s*(?:-|–|по|до|to|la)\s*\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?)?"
    r"|\b(?:с|from|з|de la)\s+\d{1,2}\b.{,40}?\b(?:по|to|до|la|till)\s+\d{1,2}\b"
    r"|сегодня|сьогодні|вчера|вчора|позавчера|недел|тижд|тижн|месяц|місяц|полгода|квартал|прошл|"
    r"segodnya|vchera|nedel|mesyac|mesyats|mesec|today|yesterday|week|month|azi|ieri|saptaman|luna\b|"
    rf"\b(?:{_MONTHS})\w*"
)
_DIGIT = re.compile(r"\d")
_SECRET = re.compile(r"\b(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,64}\b", re.IGNORECASE)

LANGUAGES = {
    "squares": "translit", "latin": "translit", "cyrillic": "cyr", "lang_uk": "uk", "lang_ro": "ro", "lang_en": "en",
    "lang_ru": "ru",
}  # fmt: skip
"""Meanings, and the language or letters that they ask for. Who names Russian beside another has had enough of it."""

_PERIODS = {
    "вчера": "yesterday", "вчора": "yesterday", "учора": "yesterday", "vchera": "yesterday", "ieri": "yesterday",
    "сегодн": "today", "сьогодн": "today", "segodn": "today", "azi": "today",
    "недел": "week", "тижд": "week", "тижн": "week", "nedel": "week", "saptamin": "week", "saptaman": "week",
    "месяц": "month", "місяц": "month", "mesyac": "month", "mesyats": "month", "mesec": "month", "luna": "month",
}  # fmt: skip


def amount(text: str) -> str:
    """Whole rubles that it names, in digits or words; '' if none, or several sums."""
    if _DIGIT.search(text) and (found := _AMOUNT.findall(text)):
        return found[0] if len(found) == 1 else ""
    words = _words(text)
    return "" if _WORDED.keys().isdisjoint(words) else _spoken(words)


def amount_alone(text: str) -> str:
    """The same of up to three digits, if the text says little else: no code, and no other wish."""
    named = amount(text)
    others = [word for word in _words(text) if word.isalpha() and word not in _WORDED and word not in _TIMES]
    return named if len(named) <= _MOST_DIGITS and len(others) <= _LITTLE_ELSE else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _spoken(words: list[str]) -> str:
    return str(sum(_WORDED.get(word, 0) * _TIMES.get(before, 1) for before, word in pairwise(["", *words])))


def period(text: str) -> str:
    """The time it names: a word for that, ``09`` for September, or as it stands there."""
    found = _PERIOD.search(text.casefold())
    return _named(found[0]) if found else ""


def _named(period: str) -> str:
    month = period_in(period, date.max) if period.isalpha() else None
    if month and month[0].day == 1 and month[0].month != date.max.month:
        return f"{month[0].month:02}"
    return next((name for begun, name in _PERIODS.items() if period.startswith(begun)), period)


def secret(text: str) -> bool:
    """Whether it holds a word that may be a password: Latin letters with digits."""
    return _DIGIT.search(text) is not None and _SECRET.search(text) is not None


def slot(intent: str, text: str, meanings: frozenset[str]) -> str:
    """What belongs to the intent: a sum, a time, a language; '' if it names none."""
    if intent == "promised_payment":
        return amount(text)
    if intent in ("detail_report", "spending"):
        return period(text)
    if intent in ("service_off", "service_paid"):
        return "all" if "all" in meanings else ""
    if meanings >= {"without", "cyrillic"}:
        return "translit"
    if meanings >= {"letters", "lang_ru"} and "latin" not in meanings:
        return "cyr"
    return next((code for meaning, code in LANGUAGES.items() if meaning in meanings), "")


SLOTS = frozenset(
    {"promised_payment", "detail_report", "spending", "language_switch", "squares", "service_off", "service_paid"}
)
"""Intents that have one, besides services and tariffs."""
