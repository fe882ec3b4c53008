"""Frequent questions, and answers that the operator edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import MOST_ANSWERS, BadAnswers, answer_to, parse, shipped
from smpp.alphabets import size
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


def test_an_answer_is_no_misunderstanding() -> None:
    """Nobody is offered a person for it."""
    phone = Phone()
    assert [phone.text(text) for text in ("ыва", "пополнить", "ыва")] == [[UNKNOWN], [TOP_UP], [UNKNOWN]]


def test_what_is_shipped_takes_one_part() -> None:
    """Each answer."""
    assert all(size(each.answer).parts == 1 for each in shipped())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("= Ответ", "line 1: an answer without a question"),
        ("вопрос\n=", "line 2: an answer without a question, or an empty one"),
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
