"""What texts say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.model import EXAMPLES, FILES, examples, is_held, learn
from dialogs.course import COMMANDS
from dialogs.intents import label, led
from dialogs.lexicon import Lexicon
from dialogs.opinion import read, shipped
from dialogs.spelling import words
from dialogs.understanding import remembered, understand
from dialogs.understood import Understood
from tests.dialogs.operator import CATALOGUE

LEXICON = Lexicon(CATALOGUE)


def exactly(text: str) -> Understood:
    """What is understood, however."""
    return replace(understand(text, LEXICON), how="code")


SERVED = 0.98
HELD = 0.84
OUT_OF_SCOPE = 0.85


def test_most_of_what_people_wrote_is_understood() -> None:
    """The examples that the lexicon was written with."""
    cases = examples(EXAMPLES / "utterances.tsv")
    missed = [each for each in cases if label(understand(each.text, LEXICON)) != each.intent]
    assert 1 - len(missed) / len(cases) >= SERVED, missed


def test_most_of_what_nobody_looked_at_is_understood() -> None:
    """By a second opinion that has not learnt from it; on and off are never swapped."""
    every = [each for name in FILES for each in examples(EXAMPLES / name)]
    held = [each for each in examples(EXAMPLES / "two.tsv") if is_held(each)]
    model = read(learn([each for each in every if each not in held], LEXICON))
    found = [(each, label(understand(each.text, LEXICON, model))) for each in held]
    missed = [(each, intent) for each, intent in found if intent != each.intent]
    others = [each for each in held if each.intent == "other"]
    assert 1 - len(missed) / len(held) >= HELD
    assert 1 - sum(each.intent == "other" for each, _ in missed) / len(others) >= OUT_OF_SCOPE
    assert [each for each, intent in missed if {each.intent, intent} == {"service_on", "service_off"}] == []


def test_on_is_never_off() -> None:
    """Among all labelled texts."""
    swapped = {"service_on": "service_off", "service_off": "service_on"}
    every = [each for name in FILES for each in examples(EXAMPLES / name)]
    assert [each for each in every if label(understand(each.text, LEXICON)) == swapped.get(each.intent)] == []


def test_the_shipped_opinion_is_what_is_learnt() -> None:
    """It has the intents of the examples, and a word of each language."""
    assert set(shipped().intents) == {each.intent for name in FILES for each in examples(EXAMPLES / name)}
    assert {"=password", "=debt", "*"} <= shipped().weights.keys()


@pytest.mark.parametrize(
    "verb", ["подключить", "подключи", "включить", "включите", "отключить", "отключи", "выключить"]
)
def test_a_wrong_letter_never_turns_on_into_off(verb: str) -> None:
    """One letter left out, doubled, swapped or replaced: on stays on, or is not understood."""
    meant = understand(f"{verb} гудок", LEXICON).intent
    for at in range(len(verb)):
        for letter in ("", verb[at] * 2, *"абвгдежзиклмнопрстуфхцчшщыьэюя"):
            wrong = f"{verb[:at]}{letter}{verb[at + 1 :]}"
            if not _is_word(wrong):
                assert understand(f"{wrong} гудок", LEXICON).intent in (meant, "service"), wrong


def _is_word(wrong: str) -> bool:
    """Whether that slip of the finger wrote the other word itself: «включить» would be «выключить»."""
    return words(wrong)[0].startswith(("виклуч", "вклуч", "атклуч", "падклуч"))


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("11", Understood("balance", number=11)),
        ("*100#", Understood("balance")),
        ("25", Understood("password_issue", number=25)),
        ("25 Zima2026zima", Understood("password_set", password="Zima2026zima")),
        ("25Zima2026zima", Understood("password_set", password="Zima2026zima")),
        ("25 12345", Understood("password_set", password="12345")),
        ("2512345", Understood("other")),
        ("2122", Understood("service_on", "goodok")),
        (" 2122. ", Understood("service_on", "goodok")),
        ("21 22", Understood("service_on", "goodok")),
        ("21220", Understood("service_off", "goodok")),
        ("*111*21220#", Understood("service_off", "goodok")),
        ("9001", Understood("service_on", "content_ban")),
        ("90010", Understood("service_off", "content_ban")),
        ("0100", Understood("service_on", "sms100")),
        ("00100", Understood("service_off", "sms100")),
        ("116", Understood("tariff_change", "energy")),
        ("подключи 2122", Understood("service_on", "goodok")),
        ("7", Understood("number", number=7)),
        ("7.", Understood("number", number=7)),
        ("№2", Understood("number", number=2)),
        ("пункт 3", Understood("number", number=3)),
        ("два", Understood("number", number=2)),
        ("0", Understood("back", number=0)),
        ("9", Understood("more", number=9)),
        ("00", Understood("menu")),
        ("#", Understood("menu")),
        ("", Understood("help")),
        ("???", Understood("help")),
        ("+", Understood("yes")),
        ("-", Understood("no")),
    ],
)
def test_codes_and_numbers(text: str, understood: Understood) -> None:
    """Whole, with or without spaces, as a text or as dialled."""
    assert exactly(text) == understood


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("отключи мобильный интернет", Understood("service_off", "gprs")),
        ("включите супербит", Understood("service_on", "superbit")),
        ("супер бит подключите", Understood("service_on", "superbit")),
        ("podkluchi gudok", Understood("service_on", "goodok")),
        ("подключи смс 300", Understood("service_on", "sms300")),
        ("пакет 500 sms", Understood("service", "sms500")),
        ("не подключайте гудок", Understood("service", "goodok")),
        ("включи отключи гудок", Understood("service", "goodok")),
        ("отменить гудок", Understood("service_off", "goodok")),
        ("отписаться от погоды", Understood("service_off", "weather")),
        ("тключить гудок", Understood("service", "goodok")),
        ("ПЕРЕЙТИ НА СМАРТ МИНИ!!!", Understood("tariff_change", "smartmini")),
        ("тариф смарт+", Understood("tariff", "smartplus")),
        ("тариф мы", Understood("tariff", "group")),
        ("мы дома", Understood("other")),
        ("тариф без интернета", Understood("tariff_mine")),
        ("отключить все", Understood("service_off")),
        (",fkfyc", Understood("balance")),
        ("БАЛЛАНС", Understood("balance")),
        ("нет денег", Understood("other")),
        ("да пошли вы", Understood("other")),
        ("конечно да подключайте", Understood("yes")),
        ("не согласен", Understood("no")),
        ("неееет", Understood("no")),
        ("дааа", Understood("yes")),
        ("всязь", Understood("other")),
    ],
)
def test_words(text: str, understood: Understood) -> None:
    """Whatever their case, ending, alphabet and keyboard."""
    assert exactly(text) == understood


def test_every_name_in_the_catalogue_is_known() -> None:
    """As it stands there, bare, with on and with off."""
    for service in CATALOGUE.services:
        assert exactly(service.name) == Understood("service", service.id)
        assert exactly(f"отключить {service.name}") == Understood("service_off", service.id)
    for tariff in CATALOGUE.tariffs:
        assert exactly(f"тариф {tariff.name}") == Understood("tariff", tariff.id)


@settings(deadline=None)
@given(st.text() | st.text("0123456789*# .№25да"))
def test_any_text_says_something(text: str) -> None:
    """A command or an answer, at worst that we do not know."""
    assert led(understand(text, LEXICON)).intent in {
        *COMMANDS,
        "yes",
        "no",
        "back",
        "more",
        "cancel",
        "number",
        "code",
        "password_set",
    }


@pytest.mark.parametrize("text", ["25 Zima2026zima", "25 зима2026", "пароль поставьте Zima2026zima"])
def test_what_may_hold_a_password_is_not_remembered(text: str) -> None:
    """Anywhere."""
    kept = remembered.cache_info().currsize
    understand(text, LEXICON)
    assert remembered.cache_info().currsize == kept
