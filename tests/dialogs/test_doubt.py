"""In doubt we ask, once and briefly."""

import pytest

from dialogs.deciding import decided
from dialogs.lexicon import Lexicon, Name
from dialogs.opinion import Opinion
from dialogs.ruling import Said
from dialogs.understood import NOTHING, Understood
from tests.dialogs.operator import CATALOGUE
from tests.dialogs.phone import Phone

LEXICON = Lexicon(CATALOGUE)

QUESTION = "Что нужно?\n1 Получить пароль\n2 Баланс\n0-Назад"


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
    ("there", "opinion", "understood"),
    [
        ("balance", Opinion("balance", "operator", 0.2), Understood("balance", how="rule")),
        ("", Opinion("balance", "operator", 0.5), Understood("balance", how="model")),
        (
            "",
            Opinion("balance", "operator", 0.05),
            Understood("balance", how="ask", choices=("balance", "operator")),
        ),
        ("", Opinion("balance", "other", 0.05), Understood("balance", how="model")),
        ("balance", Opinion("other", "balance", 0.5), NOTHING),
        ("swear", Opinion("other", "stop", 0.5), Understood("insult", how="rule")),
        ("", Opinion("stop", "other", 0.5), Understood("stop", how="ask", choices=("stop", "help"))),
        (
            "",
            Opinion("password_issue", "balance", 0.9),
            Understood("password_issue", how="ask", choices=("password_issue", "help")),
        ),
        ("password", Opinion("password_issue", "balance", 0.9), Understood("password_issue", how="rule")),
        ("", Opinion("stop", "other", 0.2), NOTHING),
        ("off", Opinion("service_off", "other", 0.5), Understood("service_off", how="rule")),
        (
            "off subs",
            Opinion("service_off", "other", 0.5),
            Understood("service_paid", how="rule", likely="service_off"),
        ),
        ("off", Opinion("service_on", "other", 0.9), Understood("services", how="model", likely="service_on")),
        ("off not", Opinion("service_off", "other", 0.9), Understood("services", how="model", likely="service_off")),
        ("", Opinion("tariff_change", "tariff_info", 0.5), Understood("tariff_change", how="model")),
    ],
)
def test_the_model_tells_the_intent_and_rules_confirm_it(there: str, opinion: Opinion, understood: Understood) -> None:
    """What is vague is asked; what would end something is not guessed; on and off are told by both."""
    assert decided(Said(frozenset(there.split()), None), opinion, LEXICON) == understood


@pytest.mark.parametrize(
    ("there", "opinion", "understood"),
    [
        ("off", "service_off", Understood("service_off", "goodok", how="rule")),
        ("off", "service_on", Understood("service", "goodok", how="model", likely="service_on")),
        ("want not", "service_on", Understood("service", "goodok", how="model", likely="service_on")),
        ("", "balance", Understood("service", "goodok", how="rule")),
        ("check", "balance", Understood("balance", how="model")),
    ],
)
def test_a_service_is_shown_if_on_or_off_is_not_clear(there: str, opinion: str, understood: Understood) -> None:
    """With both ways on its card."""
    said = Said(frozenset(there.split()), Name("goodok", frozenset()))
    assert decided(said, Opinion(opinion, "other", 0.5), LEXICON) == understood
