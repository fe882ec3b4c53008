"""Frequent questions, and answers that the operator edits."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import MOST_ANSWERS, BadAnswers, answer_to, parse, shipped
from dialogs.events import SMS
from dialogs.wording import SHIPPED, Reader
from operator_api.contract import Language, Profile
from smpp.alphabets import size
from tests.dialogs.operator import Operator
from tests.dialogs.phone import USSD, Phone

TOP_UP = "Пополнить: терминал, банк, салон связи. Или отправьте В ДОЛГ."
UNKNOWN = "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("как пополнить счет", "Пополнить: "),
        ("KAK POPOLNIT SCHET???", "Пополнить: "),
        ("потерял телефон заблокируйте номер", "Позвоните 0890: номер заблокируют."),
        ("какой у меня пук код", "PIN и PUK "),
        ("PUK", "PIN и PUK "),
        ("адрес офиса", "Где ближайший салон"),
        ("спасибо большое", "Всегда рады помочь."),
        ("верните мои деньги", "Списания: отправьте РАСХОДЫ."),
    ],
)
def test_frequent_questions_are_answered(text: str, answer: str) -> None:
    """Those that the release ships, in many spellings; a question that stands is left for it."""
    phone = Phone()
    assert phone.text(text)[0].startswith(answer)
    phone.text("2122")
    assert phone.text(text)[0].startswith(answer)
    assert not phone.operator.services


def test_the_operator_writes_its_own() -> None:
    """The first that fits is told, in pages where it is long, in the person's letters; others are not understood."""
    phone = Phone()
    phone.answers = parse(
        "# часы\nработа до\nкогда открыт\n= Работаем с 9 до 21.\n\nкогда\n= Позвоните 0890." + " Да." * 20
    )
    assert phone.text("до скольки работаете") == ["Работаем с 9 до 21."]
    assert phone.text("как пополнить счет") == [UNKNOWN]
    phone.room = USSD
    assert phone.text("когда")[0].endswith("\n9-Еще 0-Назад 1/2")
    assert phone.text("9")[0].endswith("\n0-Назад 2/2")


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("uk", "як поповнити рахунок", "Поповнити: термінал"),
        ("uk", "як пополнить", "Поповнити: термінал"),
        ("ro", "cum alimentez contul", "Alimentati la terminal"),
        ("ro", "mi-am pierdut telefonul", "Sunati la 0890"),
        ("en", "how to top up", "Top up at a terminal"),
        ("en", "where is your office", "Call 0890 to find the nearest shop"),
    ],
)
def test_answers_are_in_the_language_of_who_asks(language: Language, text: str, answer: str) -> None:
    """Whatever they asked in."""
    phone = Phone(Operator(profile=Profile(language=language)))
    assert phone.text(text)[0].startswith(answer)


def test_where_a_language_has_none_all_are_told_the_same() -> None:
    """One translation is not all."""
    answers = parse("когда открыт\n= С 9 до 21.\nen = 9 to 21.\n\nгде\n= Здесь.")
    assert [answer_to(text, answers, "en") for text in ("когда открыто", "где")] == ["9 to 21.", "Здесь."]
    assert [answer_to("когда открыто", answers, language) for language in ("uk", "ru")] == ["С 9 до 21."] * 2


def test_an_answer_is_no_misunderstanding() -> None:
    """Nobody is offered a person for it."""
    phone = Phone()
    assert [phone.text(text) for text in ("ыва", "пополнить", "ыва")] == [[UNKNOWN], [TOP_UP], [UNKNOWN]]


def test_what_is_shipped_takes_one_part() -> None:
    """Each answer."""
    for each, language in product(shipped(), SHIPPED):
        assert size(Reader(language, "cyrillic", SMS).spell(each.told(language))).parts == 1


def test_what_is_shipped_is_there_in_every_language() -> None:
    """Each answer."""
    assert all({language for language, _ in each.translations} == {*SHIPPED} - {"ru"} for each in shipped())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("= Ответ", "line 1: an answer without a question"),
        ("вопрос\n=", "line 2: an empty answer"),
        ("вопрос\n= Ответ\nen=", "line 3: an empty answer"),
        ("вопрос\n= Ответ\nde= Antwort", "line 3: 'de' is none of the languages ru, "),
        ("вопрос\nen= Answer", "line 2: before it stands an answer for all"),
        ("en= Answer", "line 1: before it stands an answer for all"),
        ("вопрос\n= Ответ\nеще вопрос\nen= Answer", "line 4: before it stands an answer for all"),
        ("вопрос\n= " + "а" * 135, "line 2: longer than 2 SMS"),
        ("???\n= Ответ", "line 1: a question without a word"),
        ("вопрос\n= Ответ\nеще вопрос", "the last questions have no answer"),
        ("в\n= О\n" * (MOST_ANSWERS + 1), "more than 200 answers"),
    ],
)
def test_what_is_wrong_is_told(text: str, wrong: str) -> None:
    """With its line."""
    with pytest.raises(BadAnswers, match=wrong):
        parse(text)


@given(st.text())
def test_any_text_has_an_answer_or_none(text: str) -> None:
    """Never an error."""
    answer_to(text, shipped())
