"""What a text says besides its intent: a sum, a time, a language."""

import re

_AMOUNT = re.compile(r"(?<![\w.,])(\d{2,4})(?![\w.:]|,\d)")
_WORDED = {
    "полтинник": 50, "пятьдесят": 50, "пятдесят": 50, "сотню": 100, "сотка": 100, "сотку": 100, "сто": 100,
    "стольник": 100, "двести": 200,
    "двісті": 200, "триста": 300, "тристо": 300, "пятьсот": 500, "fifty": 50, "hundred": 100,
    "cincizeci": 50, "suta": 100, "sto": 100, "dvesti": 200,
}  # fmt: skip
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
    "latin": "latin", "cyrillic": "cyrillic", "lang_ru": "ru", "lang_uk": "uk", "lang_ro": "ro", "lang_en": "en",
    "squares": "latin",
}  # fmt: skip
"""Meanings, and the language or letters that they ask for; who asks for two asks for the first."""


def amount(text: str) -> str:
    """Rubles that it names, '' if none."""
    if _DIGIT.search(text) and (found := _AMOUNT.search(text)):
        return found[1]
    return next((str(_WORDED[word]) for word in text.casefold().split() if word in _WORDED), "")


def period(text: str) -> str:
    """The time it names, as it stands there."""
    found = _PERIOD.search(text.casefold())
    return found[0] if found else ""


def secret(text: str) -> bool:
    """Whether it holds a word that may be a password: Latin letters with digits."""
    return _DIGIT.search(text) is not None and _SECRET.search(text) is not None


def slot(intent: str, text: str, meanings: frozenset[str]) -> str:
    """What belongs to the intent: a sum, a time, a language; '' if it names none."""
    if intent == "promised_payment":
        return amount(text)
    if intent in ("detail_report", "spending"):
        return period(text)
    return next((code for meaning, code in LANGUAGES.items() if meaning in meanings), "")


SLOTS = frozenset({"promised_payment", "detail_report", "spending", "language_switch", "squares"})
"""Intents that have one, besides services and tariffs."""
