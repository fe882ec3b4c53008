"""Who has not said how to be written to is answered as they write, and it is remembered."""

import pytest

from dialogs.events import SMS, Answered, Room, Text
from dialogs.session import Session
from operator_api.contract import Alphabet, Done, GetAccount, Language, Profile, SetReading
from smpp.alphabets import size
from tests.dialogs.operator import CATALOGUE, Operator
from tests.dialogs.phone import NUMBER, Phone

NEW = Profile(language_chosen=False, alphabet_chosen=False)
"""What the operator says of somebody who has never said how to be written to."""

TOLD: dict[Language, str] = {
    "ru": "Баланс: 100,00 руб. Тариф: Супер.",
    "uk": "Баланс: 100,00 руб. Тариф: Супер.",
    "ro": "Sold: 100,00 rub. Tarif: Super.",
    "en": "Balance: 100,00 rub. Tariff: Super.",
}
QUESTION = {
    "ru": 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет',
    "uk": 'Підключити "Гудок"? 75,00 руб./міс. 1-Так 2-Ні',
}
IN_LATIN = "Balans: 100,00 rub. Tarif: Super."
HINT = "Russkie bukvy: *111*6*1#"


def somebody(profile: Profile = NEW) -> Phone:
    """Of whom the operator says this."""
    return Phone(Operator(profile=profile))


def next_day(phone: Phone) -> Phone:
    """The phone when the session is forgotten."""
    phone.session = Session()
    phone.now += 2 * 86_400
    return phone


def guesses(phone: Phone) -> list[SetReading]:
    """What the operator was asked to remember."""
    return [question for question in phone.operator.asked if isinstance(question, SetReading)]


def guess(language: Language, alphabet: Alphabet = "cyrillic") -> SetReading:
    """By what was written."""
    return SetReading(NUMBER, language, alphabet, language_chosen=False, alphabet_chosen=False)


# The language


def test_the_language_written_in_is_answered_at_once_and_remembered() -> None:
    """Digits the next day tell nothing, and need not."""
    phone = somebody()
    assert phone.text("підключіть гудок") == [QUESTION["uk"]]
    assert next_day(phone).text("2122") == [QUESTION["uk"]]
    assert next_day(phone).text("cati bani am") == [TOLD["ro"]]
    assert next_day(phone).text("11") == [TOLD["ro"]]


def test_the_operator_is_asked_once_a_change() -> None:
    """Neither by what tells nothing, nor by more of the same."""
    phone = somebody()
    for text in ("баланс", "мій баланс", "дякую", "11", "сколько денег", "мой счет"):
        phone.text(text)
    assert guesses(phone) == [guess("uk"), guess("ru")]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_wish_stays(language: Language) -> None:
    """Whatever they write, in whatever letters; Russian too."""
    phone = somebody(Profile(language=language, language_chosen=True, alphabet_chosen=True))
    for text in ("мій баланс", "cati bani am", "skolko deneg"):
        assert phone.text(text) == [TOLD[language]]
    assert guesses(phone) == []


def test_a_wish_of_today_stays_tomorrow() -> None:
    """Said to us."""
    phone = somebody()
    phone.text("мій баланс")
    assert phone.text("на русском") == ["Теперь пишем по-русски."]
    assert phone.text("підключіть гудок") == next_day(phone).text("підключіть гудок") == [QUESTION["ru"]]


def test_a_wish_elsewhere_counts_as_soon_as_it_is_heard_of() -> None:
    """What was guessed is forgotten; a guess made before that changes nothing."""
    phone = somebody()
    phone.text("підключіть гудок")
    phone.operator.profile = wish = Profile(language="ru", language_chosen=True, alphabet_chosen=False)
    assert phone.text("cati bani am") == [TOLD["ru"]]
    assert guesses(phone) == [guess("uk"), guess("ro")]
    assert phone.operator.profile == wish


def test_the_letters_chosen_leave_the_language_to_be_guessed() -> None:
    """And the language the letters."""
    phone = somebody()
    phone.text("*111*6*2#")
    assert phone.text("cati bani am") == [TOLD["ro"]]
    assert phone.text("сколько денег") == [IN_LATIN]
    assert phone.operator.profile == Profile(alphabet="latin", language_chosen=False, alphabet_chosen=True)


def test_the_answer_does_not_wait_for_the_operator_to_remember() -> None:
    """Nor for its success; what it says meanwhile is older than the guess."""
    phone = somebody()
    phone.away = True
    assert phone.text("skolko deneg") == []
    remember, look = phone.pending
    assert (remember.question, look.question) == (guess("ru", "latin"), GetAccount(NUMBER))
    phone.pending.reverse()
    assert phone.answer() == [f"{IN_LATIN}\n{HINT}"]
    assert phone.late() == phone.fail(certain=False) == []
    assert phone.text("меню")[0].startswith("1 Баланс")


def test_a_guess_that_is_answered_when_the_session_is_gone_is_not_told() -> None:
    """Nobody has asked for it."""
    phone = somebody()
    phone.away = True
    phone.text("мій баланс")
    asked = phone.pending[0]
    assert next_day(phone).happen(Answered(at=phone.now, ask=asked, result=Done())) == []


def test_a_session_goes_on_in_the_language_written_in_it() -> None:
    """And begins in it the next time, by SMS too."""
    phone = somebody()
    phone.dial("*111#")
    assert phone.text("підключіть гудок") == [QUESTION["uk"]]
    assert next_day(phone).dial("2122") == [QUESTION["uk"]]
    assert guesses(phone) == [guess("uk")]


# The letters


def test_who_writes_in_latin_letters_is_answered_in_them() -> None:
    """And told once how to have the others; the next day they are, still."""
    phone = somebody()
    assert phone.text("balans") == [f"{IN_LATIN}\n{HINT}"]
    assert phone.text("skolko deneg") == phone.text("11") == next_day(phone).text("balans") == [IN_LATIN]
    assert guesses(phone) == [guess("ru", "latin")]


@pytest.mark.parametrize("wish", ["*111*6*1#", "kirillicey pishite"])
def test_who_follows_the_hint_may_write_on_in_latin_letters(wish: str) -> None:
    """It is a wish."""
    phone = somebody()
    phone.text("balans")
    assert phone.text(wish) == ["Теперь пишем русскими буквами."]
    assert phone.text("balans") == next_day(phone).text("balans") == [TOLD["ru"]]


def test_who_writes_in_cyrillic_again_is_answered_so() -> None:
    """They have it, whatever they write in on that day."""
    phone = somebody()
    phone.text("balans")
    for text in ("баланс", "skolko deneg", "баланс"):
        assert phone.text(text) == [TOLD["ru"]]
    assert guesses(phone) == [guess("ru", "latin"), guess("ru")]
    assert next_day(phone).text("11") == [TOLD["ru"]]


def test_who_has_written_in_cyrillic_has_it() -> None:
    """And may write in Latin letters for other reasons."""
    phone = somebody()
    phone.text("баланс")
    assert phone.text("balans") == [TOLD["ru"]]
    assert guesses(phone) == []


@pytest.mark.parametrize(
    "text",
    [
        *("11", "*100#", "2122", "1", "gudok", "tarif", "internet", "roaming", "menu", "stop", "ok", "da", "net"),
        *(",fkfyc", "6A/\\AHC", "Zima2026zima", "25 Skolko2026", "sold", "cati bani am", "how much money left"),
    ],
)
def test_what_does_not_tell_that_there_are_no_other_letters(text: str) -> None:
    """Codes, names, passwords, keys and shapes, other languages."""
    phone = somebody()
    assert HINT not in "".join(phone.text(text))
    assert phone.operator.profile.alphabet == "cyrillic"


def test_a_password_that_is_asked_for_tells_nothing() -> None:
    """It may be a word."""
    phone = somebody()
    phone.text("25 x")
    phone.text("skolkodeneg")
    assert guesses(phone) == []


def test_the_hint_is_never_beside_a_password() -> None:
    """It waits for the next text."""
    phone = somebody()
    assert phone.text("parol")[0].endswith("Staryy otmenen.")
    assert phone.text("11") == [f"{IN_LATIN}\n{HINT}"]


@pytest.mark.parametrize(("services", "hinted"), [(6, True), (7, False), (9, True)])
def test_the_hint_costs_no_part(services: int, hinted: bool) -> None:
    """A text that fills its part goes without; the next one has it."""
    on = {service.id for service in CATALOGUE.services[:services]}
    phone = Phone(Operator(profile=NEW, services=on))
    [told] = phone.text("moi podkluchennye uslugi")
    assert told.endswith(f"\n{HINT}") is hinted
    assert size(told).parts == size(told.removesuffix(f"\n{HINT}")).parts
    assert phone.text("balans")[0].endswith(HINT) is not hinted


def test_the_hint_is_no_longer_than_the_room() -> None:
    """A page holds what it can."""
    phone = Phone(Operator(profile=NEW), room=Room(ucs2=72, gsm=50, session=True))
    assert phone.text("balans") == [IN_LATIN]


def test_a_language_in_latin_letters_has_no_hint() -> None:
    """Russian letters are nothing to them."""
    phone = somebody(Profile(language="ro", language_chosen=True, alphabet_chosen=False))
    assert phone.text("skolko deneg") == [TOLD["ro"]]
    assert guesses(phone) == []


def test_a_language_that_is_wished_for_in_latin_letters() -> None:
    """Is written in them: they are still a guess, and who has learnt to ask needs no hint."""
    phone = somebody()
    assert phone.text("smenite yazyk na russkiy") == ["Teper pishem po-russki."]
    assert phone.operator.profile == Profile(alphabet="latin", language_chosen=True, alphabet_chosen=False)


# An operator that does not say


def test_letters_are_left_to_an_operator_that_does_not_say_who_chose_them() -> None:
    """As up to release 0.4.0: Cyrillic may be a wish there."""
    phone = somebody(Profile())
    assert phone.text("balans") == [TOLD["ru"]]
    assert phone.text("мій баланс") == [TOLD["uk"]]
    assert guesses(phone) == []


def test_a_text_of_an_unknown_number_is_answered_as_it_is_written() -> None:
    """Though it waits for what the operator says of them."""
    phone = Phone(Operator(profile=NEW), known=False)
    assert phone.happen(Text(at=phone.now, text="balans", room=SMS)) == [f"{IN_LATIN}\n{HINT}"]
