"""In which language and letters a person is written to, and whether they have said so."""

import uuid

import msgspec
import pytest

from operator_api.contract import Alphabet, GetProfile, Language, Profile, SetReading
from tests.operator_api.running import ANNA, NEW, Stack

N = ANNA.number
OF_0_4_0 = b'{"question":"SetReading","number":"79160000001","language":"en","alphabet":"latin"}'


def guess(language: Language, alphabet: Alphabet) -> SetReading:
    """By what is written."""
    return SetReading(N, language, alphabet, language_chosen=False, alphabet_chosen=False)


async def after(operator: Stack, *readings: SetReading) -> Profile:
    """What is said of Anna when these have been asked for."""
    for reading in readings:
        await operator.operator.ask(reading, uuid.uuid4().hex)
    return (await operator.operator.ask(GetProfile(N), "")).profile


async def test_who_has_said_nothing_has_chosen_nothing(operator: Stack) -> None:
    """And is written to in Russian, in its own letters."""
    assert await after(operator) == NEW


async def test_a_wish_is_remembered(operator: Stack) -> None:
    """As what it is."""
    assert await after(operator, SetReading(N, "ru", "cyrillic")) == Profile(language_chosen=True, alphabet_chosen=True)


async def test_a_guess_is_remembered_until_there_is_another(operator: Stack) -> None:
    """As what it is."""
    profile = await after(operator, guess("uk", "latin"), guess("ro", "cyrillic"))
    assert profile == Profile(language="ro", language_chosen=False, alphabet_chosen=False)


async def test_no_guess_overrides_a_wish(operator: Stack) -> None:
    """Nor does a wish for one thing make one of the other."""
    wish = SetReading(N, "ru", "cyrillic", alphabet_chosen=False)
    assert await after(operator, guess("en", "cyrillic"), wish, guess("uk", "latin")) == Profile(
        language="ru", alphabet="latin", language_chosen=True, alphabet_chosen=False
    )
    other = SetReading(N, "uk", "cyrillic", language_chosen=False)
    assert await after(operator, wish, other, guess("uk", "latin")) == Profile(
        language="ru", alphabet="cyrillic", language_chosen=True, alphabet_chosen=True
    )


@pytest.mark.parametrize(
    ("reading", "chosen"),
    [({}, (False, False)), ({"language": "uk"}, (True, False)), ({"alphabet": "latin"}, (False, True))],
)
async def test_what_an_admin_of_0_4_0_puts_in_the_books(
    operator: Stack, reading: dict[str, str], chosen: tuple[bool, bool]
) -> None:
    """Who does not have what is given to everybody has asked for it; it comes out as it went in."""
    put = await operator.put(**reading)
    profile = await after(operator)
    assert (profile.language_chosen, profile.alphabet_chosen) == chosen
    assert await operator.anna() == put


async def test_an_admin_may_say_who_has_chosen(operator: Stack) -> None:
    """Russian was; Ukrainian is where to begin."""
    await operator.put(language_chosen=True)
    assert (await after(operator)).language_chosen
    await operator.put(language="uk", language_chosen=False)
    assert await after(operator, guess("ro", "cyrillic")) == Profile(
        language="ro", language_chosen=False, alphabet_chosen=False
    )


def test_release_0_4_0_asks_for_wishes_alone() -> None:
    """In the same words as this one: a question that is repeated across the exchange is known by its key and these."""
    wish = SetReading(N, "en", "latin")
    assert msgspec.json.encode(wish) == OF_0_4_0
    assert msgspec.json.decode(OF_0_4_0, type=SetReading) == wish


def test_release_0_4_0_does_not_say_what_was_chosen() -> None:
    """Neither yes nor no."""
    told = b'{"ours":true,"language":"uk","alphabet":"cyrillic","stopped":false}'
    assert msgspec.json.decode(told, type=Profile) == Profile(language="uk")
