"""Languages, and letters for phones that show squares."""

import pytest

from dialogs.languages import NAMES, language_in
from dialogs.wording import SHIPPED
from operator_api.contract import Profile, Reason, Refused, SetReading
from tests.dialogs.operator import Operator
from tests.dialogs.phone import NUMBER, Phone
from tests.dialogs.test_periods import TODAY

OFFER = "Kvadratiki vmesto bukv? Pisat latinskimi? 1-Da 2-Net"
LATIN = "Teper pishem latinskimi bukvami. Vernut russkie: *111*6*1#"
RUSSIAN = "Теперь пишем по-русски."


@pytest.mark.parametrize("text", ["квадратики", "одни крякозябры", "не читается", "у меня вместо букв квадраты"])
def test_who_sees_squares_is_asked_in_letters_that_can_be_read(text: str) -> None:
    """And nothing changes without a yes."""
    phone = Phone()
    assert phone.text(text) == [OFFER]
    assert phone.text("hmm") == [OFFER]
    assert phone.operator.asked == []
    assert phone.text("1") == [LATIN]
    assert phone.text("11") == ["Balans: 100,00 rub. Tarif: Super."]


@pytest.mark.parametrize(
    ("text", "told"), [("2", "Otmeneno. Nichego ne izmenilos."), ("стоп", "Otmeneno."), ("0", "1 Баланс")]
)
def test_the_letters_stay_without_a_yes(text: str, told: str) -> None:
    """Whoever says no may not read Cyrillic."""
    phone = Phone()
    phone.text("квадратики")
    assert phone.text(text)[0].startswith(told)
    assert phone.operator.profile == Profile()


def test_languages_by_their_own_names() -> None:
    """And the letters that one does not have."""
    languages = "\n".join(f"{digit} {NAMES[each]}" for digit, each in enumerate(SHIPPED, 1))
    letters = len(SHIPPED) + 1
    phone = Phone()
    assert phone.text("сменить язык") == [f"{languages}\n{letters} Латинские буквы\n0-Назад"]
    assert phone.text("1") == [RUSSIAN]
    phone.text("язык")
    assert phone.text(f"{letters}") == [LATIN]
    assert phone.text("yazyk")[0].endswith(f"{letters} Russkie bukvy\n0-Nazad")
    assert phone.text(f"{letters}") == ["Теперь пишем русскими буквами."]


def test_a_language_in_the_wish() -> None:
    """Is taken at once; the letters stay."""
    phone = Phone(Operator(profile=Profile(language="en", alphabet="latin")))
    assert phone.text("на русском пожалуйста") == ["Teper pishem po-russki."]
    assert phone.operator.asked == [SetReading(NUMBER, "ru", "latin")]


def test_a_language_in_words_where_it_is_asked_for() -> None:
    """As well as by its digit; unclear texts put the list again."""
    phone = Phone()
    listed = phone.text("язык")
    assert phone.text("по-китайски") == listed
    assert phone.text("давай русский") == [RUSSIAN]
    phone.text("язык")
    assert phone.text("0")[0].startswith("1 Баланс")


def test_a_language_may_be_refused() -> None:
    """As any change."""
    phone = Phone()
    phone.away = True
    phone.text("на русском")
    assert phone.answer(Refused(Reason.NOT_OURS)) == ["Номер не обслуживается. Справка: 0890."]


@pytest.mark.parametrize(
    ("text", "language"),
    [("по-русски", "ru"), ("po russki", "ru"), ("на русском языке", "ru"), ("язык", None), ("клингонский", None)],
)
def test_a_language_in_a_text(text: str, language: str | None) -> None:
    """The first that we have."""
    assert language_in(text, TODAY) == language
