"""A person is offered: to who wants one, and to who is not understood twice."""

import pytest

from operator_api.contract import Reason, Refused, RequestCall
from tests.dialogs.phone import NUMBER, Phone

UNKNOWN = "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890."
OFFER = "Позвоните 0890: ответит человек.\n1 Перезвоните мне\n0-Назад"
INSTEAD = "Не поняли. Поможет человек: 0890.\n1 Перезвоните мне\n0-Назад"
NOTED = "Перезвоним на этот номер. Или позвоните сами: 0890."
GOODOK = 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'


@pytest.mark.parametrize("text", ["оператор", "0890", "хочу поговорить с человеком"])
def test_a_person_calls_back(text: str) -> None:
    """It is noted once."""
    phone = Phone()
    assert phone.text(text) == [OFFER]
    assert phone.text("1") == [NOTED]
    assert phone.operator.asked == [RequestCall(NUMBER)]
    assert phone.text("1")[0].startswith("1 Баланс")
    assert phone.text("перезвоните мне") == ["Вы уже просили перезвонить. Ждите звонка."]


def test_the_offer_can_be_left() -> None:
    """By 0, by another wish, by a no."""
    for text, told in (("0", "1 Баланс"), ("баланс", "Баланс: 100,00"), ("нет", "Отменено.")):
        phone = Phone()
        phone.text("оператор")
        assert phone.text(text)[0].startswith(told)
    assert not phone.operator.called


def test_after_two_misunderstandings_a_person_is_offered() -> None:
    """Once; who goes on so is only told where people are."""
    phone = Phone()
    assert [phone.text("ыва ыва") for _ in range(6)] == [[UNKNOWN], [INSTEAD], [OFFER], [UNKNOWN], [UNKNOWN], [UNKNOWN]]
    phone.text("баланс")
    assert [phone.text("ыва ыва") for _ in range(2)] == [[UNKNOWN], [INSTEAD]]
    assert phone.text("1") == [NOTED]


def test_what_is_understood_between_is_a_new_beginning() -> None:
    """Two in a row."""
    phone = Phone()
    assert [phone.text(text) for text in ("ыва", "баланс", "ыва")][::2] == [[UNKNOWN], [UNKNOWN]]


def test_at_a_question_too() -> None:
    """It is put again, then a person is offered, and yes agrees to nothing but that."""
    phone = Phone()
    phone.text("2122")
    assert [phone.text("ыва ыва") for _ in range(2)] == [[GOODOK], [INSTEAD]]
    assert phone.text("да") == [OFFER]
    assert not phone.operator.services


def test_a_call_may_be_refused_or_unsure() -> None:
    """As any change."""
    phone = Phone()
    phone.away = True
    phone.text("перезвоните мне")
    assert phone.answer(Refused(Reason.NOT_OURS)) == ["Номер не обслуживается. Справка: 0890."]
    phone.text("перезвоните мне")
    assert phone.fail(certain=False) == ["Не знаем, принята ли просьба. Позвоните 0890."]
