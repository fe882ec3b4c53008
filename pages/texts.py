"""Texts that people read, from the ``.po`` files of a package's ``texts`` folder: a key, and its text by language.

A key with a plural is said for a count, by the rules of CLDR.
"""

from collections.abc import Callable, Mapping
from importlib.resources import files

import polib

LANGUAGES = ("ru", "uk", "ro", "en")
"""The first serves who reads none of them."""


def _slavic(count: int) -> int:
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2


def _romanian(count: int) -> int:
    if count == 1:
        return 0
    return 1 if count == 0 or count % 100 in range(1, 20) else 2


PLURALS: Mapping[str, Callable[[int], int]] = {
    "ru": _slavic,
    "uk": _slavic,
    "ro": _romanian,
    "en": lambda count: int(count != 1),
}
"""Which of a text's forms a count takes: one, few, many; in English one, other (CLDR 44, cardinal)."""


class Texts:
    """The texts of one package."""

    def __init__(self, package: str) -> None:
        self._entries = {language: _read(package, language) for language in LANGUAGES}

    def say(self, key: str, language: str, **values: object) -> str:
        """The text of that key with its values filled in; KeyError if there is none."""
        return str(self._of(language)[key].msgstr).format(**values)

    def say_count(self, key: str, language: str, count: int, **values: object) -> str:
        """The text of that key for that many."""
        language = language if language in LANGUAGES else LANGUAGES[0]
        forms = self._entries[language][key].msgstr_plural
        return str(forms[PLURALS[language](abs(count))]).format(count=count, **values)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._entries[LANGUAGES[0]]

    def _of(self, language: str) -> Mapping[str, polib.POEntry]:
        return self._entries.get(language, self._entries[LANGUAGES[0]])


def _read(package: str, language: str) -> Mapping[str, polib.POEntry]:
    catalogue = files(package).joinpath("texts", f"{language}.po").read_text(encoding="utf-8")
    return {entry.msgid: entry for entry in polib.pofile(catalogue)}


def preferred(accept_language: str) -> str:
    """The best of our languages for a header Accept-Language."""
    wanted = sorted(map(_weighed, accept_language.split(",")), key=lambda pair: -pair[1])
    return next((language for language, weight in wanted if language in LANGUAGES and weight > 0), LANGUAGES[0])


def _weighed(choice: str) -> tuple[str, float]:
    tag, _, parameter = choice.partition(";")
    try:
        weight = float(parameter.partition("=")[2] or 1)
    except ValueError:
        weight = 0.0
    return tag.strip().lower().partition("-")[0], weight
