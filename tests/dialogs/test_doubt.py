"""In doubt we ask, once and briefly."""

import pytest

from dialogs.deciding import decided
from dialogs.opinion import Opinion
from dialogs.ruling import Ruling
from dialogs.understood import NOTHING, Understood
from tests.dialogs.phone import Phone

QUESTION = "Что нужно?\n1 Получить пароль\n2 Баланс\n0-Назад"


def ruling(intent: str, item: str = "", *, sure: bool) -> Ruling:
    """By a rule."""
    return Ruling(Understood(intent, item, how="rule"), sure)


def test_two_wishes_are_asked_about() -> None:
    """And the one that is chosen is served; anything else said is served as ever."""
    phone = Phone()
    assert phone.text("баланс пароль") == [QUESTION]
    assert phone.text("ываыва") == [QUESTION]
    assert phone.text("2") == ["Баланс: 100,00 руб. Тариф: Супер."]
    assert phone.text("баланс пароль") == [QUESTION]
    assert phone.text("не надо") == ["Отменено. Ничего не изменилось."]
    assert phone.text("баланс пароль") == [QUESTION]
    assert phone.text("0")[0].startswith("1 Баланс")


def test_a_doubt_replaces_no_question() -> None:
    """That is put again instead."""
    phone = Phone()
    question = phone.text("2122")
    assert phone.text("баланс пароль") == question


@pytest.mark.parametrize(
    ("ruled", "opinion", "understood"),
    [
        (None, Opinion("balance", 0.9), Understood("balance", how="model")),
        (None, Opinion("balance", 0.2), NOTHING),
        (None, Opinion("other", 0.9), NOTHING),
        (ruling("balance", sure=True), Opinion("other", 0.99), Understood("balance", how="rule")),
        (ruling("balance", sure=True), Opinion("operator", 0.8), Understood("balance", how="rule")),
        (
            ruling("balance", sure=True),
            Opinion("operator", 0.95),
            Understood("balance", how="ask", choices=("balance", "operator")),
        ),
        (
            ruling("balance", sure=False),
            Opinion("operator", 0.5),
            Understood("balance", how="ask", choices=("balance", "operator")),
        ),
        (ruling("balance", sure=False), Opinion("operator", 0.3), Understood("balance", how="rule")),
        (ruling("balance", sure=False), Opinion("operator", 0.8), Understood("operator", how="model")),
        (ruling("balance", sure=False), Opinion("other", 0.8), NOTHING),
        (ruling("stop", sure=True), Opinion("balance", 0.99), Understood("stop", how="rule")),
        (
            ruling("service", "goodok", sure=False),
            Opinion("service_off", 0.99),
            Understood("service", "goodok", how="rule"),
        ),
        (
            ruling("service_off", "goodok", sure=True),
            Opinion("stop", 0.99),
            Understood("service_off", "goodok", how="rule"),
        ),
    ],
)
def test_rules_and_opinion_together(ruled: Ruling | None, opinion: Opinion, understood: Understood) -> None:
    """Rules that are sure hold; an opinion speaks where they are silent, and never turns on into off."""
    assert decided(ruled, opinion) == understood
