"""Texts in every language: whole, and true. How long they are: `test_lengths`; that each is said: `test_checks`."""

import re
import string
from collections.abc import Iterator
from itertools import product

import pytest

from dialogs.events import SMS
from dialogs.intents import ASKED
from dialogs.refusals import CONDITIONS
from dialogs.understanding import understand
from dialogs.wording import SHIPPED, TEXTS, Counted, Reader, names, say
from dialogs.world import World
from operator_api.contract import Profile
from tests.dialogs.operator import CATALOGUE
from tests.dialogs.phone import NUMBER

RUSSIAN = TEXTS["ru"]
FORMS = {"ru": 3, "uk": 3, "ro": 3, "en": 2}
OLD_PHONES = {*string.ascii_letters, *string.digits, *" \"().,:?!+-/{}_@*#'"}
LETTERS = {
    "ru": {*map(chr, range(0x410, 0x450))},
    "uk": {*map(chr, range(0x410, 0x450)), *"ІЇЄҐіїєґ"} - {*"ЫЭЪыэъ"},
    "ro": {*"ĂÂÎȘȚăâîșț"},
    "en": set[str](),
}

SHOUTED = re.compile(r"\b(?!SIM|SMS)[A-ZА-ЯІЇЄ]{3,}(?: [A-ZА-ЯІЇЄ]{3,})*\b")
"""What stands in capitals is to be sent to us."""

READERS = tuple(product(SHIPPED, ("cyrillic", "latin")))

each_language = pytest.mark.parametrize("language", SHIPPED)
each_reader = pytest.mark.parametrize(("language", "alphabet"), READERS)


@each_language
def test_every_text_is_there_in_every_language(language: str) -> None:
    """In the same order, with the same things to fill in and every form of a plural."""
    texts = TEXTS[language]
    assert list(texts) == list(RUSSIAN)
    for key, text in texts.items():
        assert names(text) == names(RUSSIAN[key]), key
        assert isinstance(text, Counted) == isinstance(RUSSIAN[key], Counted), key
        assert all(text.forms if isinstance(text, Counted) else [text]), key
        if isinstance(text, Counted):
            assert len(text.forms) == FORMS[language]
            assert text.by in names(text)


def test_what_may_be_doubted_and_every_month_has_a_name() -> None:
    """No check takes all of these."""
    named = {*(f"doubt.{command}" for command in ASKED), *(f"month.{number}" for number in range(1, 13))}
    assert named <= RUSSIAN.keys()


@each_language
def test_texts_hold_nothing_that_old_phones_show_as_boxes(language: str) -> None:
    """No no-break spaces, typographic quotes, long dashes, number signs, ё; no letters of another language."""
    assert {letter for text in forms(language) for letter in text} <= OLD_PHONES | LETTERS[language]


def forms(language: str) -> Iterator[str]:
    """All of its texts."""
    for text in TEXTS[language].values():
        yield from text.forms if isinstance(text, Counted) else (text,)


# What they tell people to send


@each_reader
def test_what_we_tell_people_to_send_is_understood(language: str, alphabet: str) -> None:
    """As a command, in the letters in which they read it."""
    reader = Reader(language, alphabet, SMS)
    lexicon = World(CATALOGUE, Profile(), NUMBER).lexicon
    words = {word for text in forms(language) for word in SHOUTED.findall(reader.spell(text))}
    assert len(words) >= 6
    assert {word for word in words if understand(word, lexicon).intent in ("other", "number")} == set()


def test_a_condition_of_the_catalogue_has_a_text() -> None:
    """Each that we know."""
    assert set(CONDITIONS.values()) <= RUSSIAN.keys()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["0 дней", "1 дня", "2 дней", "5 дней", "11 дней", "21 дня", "111 дней"]),
        ("uk", ["0 днів", "1 дня", "2 днів", "5 днів", "11 днів", "21 дня", "111 днів"]),
        ("ro", ["0 zile", "1 zi", "2 zile", "5 zile", "11 zile", "21 de zile", "111 zile"]),
        ("en", ["0 days", "1 day", "2 days", "5 days", "11 days", "21 days", "111 days"]),
    ],
)
def test_numbers_are_counted_by_the_rules_of_the_language(language: str, said: list[str]) -> None:
    """Those of CLDR."""
    texts = [say("refused.condition.age", language, name="MMS", days=str(days)) for days in (0, 1, 2, 5, 11, 21, 111)]
    assert [text for text, counted in zip(texts, said, strict=True) if not re.search(rf"\b{counted}\b", text)] == []
