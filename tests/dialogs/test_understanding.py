"""What texts say."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.course import COMMANDS
from dialogs.lexicon import Lexicon
from dialogs.spelling import words
from dialogs.understanding import understand
from dialogs.understood import Understood
from tests.dialogs.operator import CATALOGUE

LEXICON = Lexicon(CATALOGUE)

UTTERANCES = Path(__file__).with_name("utterances.tsv")
"""What people wrote, in Russian and in Latin letters, with what they meant."""

AS_GOOD_AS = {
    "help": {"menu"},
    "cancel": {"no"},
    "content_ban": {"service", "service_on", "service_off"},
    "menu_choice": {"number", "more"},
    "password_change": {"password_set"},
    "service_list": {"service_mine", "service_all", "services", "service_paid"},
    "service_on": {"service", "service_all"},
    "service_off": {"service_mine", "service_paid"},
    "tariff_info": {"tariff_mine", "tariff_all", "tariff"},
    "operator": {"call_back"},
    "other": {"insult"},
    "language_switch": {"letters_cyrillic", "letters_latin", "squares"},
    "detail_report": {"spending"},
    "tariff_change": {"tariff_all", "tariff"},
}
"""Intents by which a person is served who meant the label: a card or a list for what has to be chosen first."""

NOT_YET = {"logout"}
"""Labels without a conversation: to be told that we do not understand is right."""

FLOOR = 0.98


def utterances() -> list[tuple[str, str]]:
    """Text and label."""
    with UTTERANCES.open(encoding="utf-8", newline="") as lines:
        return [(row["utterance"], row["intent"]) for row in csv.DictReader(lines, delimiter="\t", quoting=3)]


def test_most_of_what_people_wrote_is_understood() -> None:
    """No fewer than before."""
    cases = [(text, label) for text, label in utterances() if label not in NOT_YET]
    missed = [
        (text, label, understand(text, LEXICON).intent)
        for text, label in cases
        if understand(text, LEXICON).intent not in {label} | AS_GOOD_AS.get(label, set())
    ]
    assert 1 - len(missed) / len(cases) >= FLOOR, missed


def test_what_cannot_be_done_yet_changes_nothing() -> None:
    """It is never taken for a wish to switch or change."""
    changing = {"service_on", "service_off", "tariff_change", "password_issue", "password_set", "yes"}
    assert [
        text for text, label in utterances() if label in NOT_YET and understand(text, LEXICON).intent in changing
    ] == []


def test_on_is_never_off() -> None:
    """Among labelled texts."""
    swapped = {"service_on": "service_off", "service_off": "service_on"}
    assert [text for text, label in utterances() if understand(text, LEXICON).intent == swapped.get(label)] == []


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
    assert understand(text, LEXICON) == understood


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
        ("отключить все", Understood("service_mine")),
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
    assert understand(text, LEXICON) == understood


def test_every_name_in_the_catalogue_is_known() -> None:
    """As it stands there, bare, with on and with off."""
    for service in CATALOGUE.services:
        assert understand(service.name, LEXICON) == Understood("service", service.id)
        assert understand(f"отключить {service.name}", LEXICON) == Understood("service_off", service.id)
    for tariff in CATALOGUE.tariffs:
        assert understand(f"тариф {tariff.name}", LEXICON) == Understood("tariff", tariff.id)


@settings(deadline=None)
@given(st.text() | st.text("0123456789*# .№25да"))
def test_any_text_says_something(text: str) -> None:
    """A command or an answer, at worst that we do not know."""
    assert understand(text, LEXICON).intent in {
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
