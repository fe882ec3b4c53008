"""What a text says besides its intent: a sum, a time, a language."""

import re
from datetime import date

from dialogs.periods import period_in
from dialogs.spelling import SHORT

_AMOUNT = re.compile(r"(?<![\w.,])(\d{2,4})(?=\s?(?:р|r|л|l|грн)|[^\w.:,]|[.,]?(?!\S))")
_WORDED = {
    "двесті": 200, "двести": 200, "двісті": 200, "dvesti": 200, "триста": 300, "тристо": 300, "пятьсот": 500,
    "пятдесят": 50, "пятьдесят": 50, "полтин": 50, "полтос": 50, "полсотн": 50, "півсотн": 50, "fifty": 50,
    "cincizeci": 50, "тридцат": 30, "сорок": 40, "сто": 100, "сотк": 100, "сотн": 100, "соточ": 100, "стольник": 100,
    "stolnik": 100, "sto": 100, "hundred": 100, "suta": 100,
}  # fmt: skip
"""Sums in words, by how these begin."""

_SUM = re.compile("|".join(rf"\b{word}" if len(word) > SHORT else rf"\b{word}\b" for word in _WORDED))

_MONTHS = (
    r"янв|фев|март|мар[тт]|апр|ма[йяю]\b|июн|июл|авг|сент|окт|нояб|дек|січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп"
    r"|груд|ianuar|februar|martie|april|iuni|iuli|august|septembr|octo|noiembr|decembr|januar|march|may\b|june?|july?"
    r"|novemb|yanvar|fevral|mart|aprel|iyun|iyul|avgust|sentyabr|oktyabr|noyabr|dekabr"
)
_PERIOD = re.compile(
    r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?(?:\s*(?:-|–|по|до|to|la)\s*\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?)?"
    r"|\b(?:с|from|з|de la)\s+\d{1,2}\b.*?\b(?:по|to|до|la|till)\s+\d{1,2}\b"
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
    """Rubles that it names, '' if none."""
    if _DIGIT.search(text) and (found := _AMOUNT.search(text)):
        return found[1]
    worded = _SUM.search(text.casefold().replace("'", ""))
    return str(_WORDED[worded[0]]) if worded else ""


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
