"""What stands on an itemised bill, whatever the format."""

from typing import get_args

import pytest
from msgspec.structs import replace

from operator_api.contract import Format
from operator_api.details import MOST_EVENTS, TooLongError, render
from operator_api.details.rows import (
    TOTAL_COLUMNS,
    columns,
    grand_total,
    heading,
    length,
    money,
    phone,
    rows,
    shown,
    totals,
    volume,
)
from operator_api.details.words import WORDS
from tests.operator_api.details.bills import BILL, EVENTS


def test_the_heading() -> None:
    """Whose bill, of which days, made when and by which clock."""
    assert heading(BILL) == [
        ("Абонент", "Иванова Анна Сергеевна"),
        ("Номер", "+7 916 000-00-01"),
        ("Тариф", "Смарт мини"),
        ("Период", "01.10.2012 - 31.10.2012"),
        ("Составлено", "04.11.2012 16:00"),
        ("Часовой пояс", "Europe/Moscow"),
    ]


def test_every_event_has_a_row() -> None:
    """In order, each with its date, time, words, peer, amount, and one of two sums."""
    assert [row.cells for row in rows(BILL)] == [
        ("05.10.2012", "16:00:00", "Плата по тарифу", "Смарт мини", "", "200,00", ""),
        ("05.10.2012", "16:01:00", "Плата за услугу", "Гудок", "", "75,00", ""),
        ("05.10.2012", "16:02:00", "Пополнение счета", "", "", "", "1300,00"),
        ("05.10.2012", "16:03:00", "Исходящий вызов, своя сеть", "+7 916 123-45-67", "3:05", "0,00", ""),
        ("05.10.2012", "16:04:00", "Исходящий вызов, другая сеть", "+7 495 123-45-67", "1:00:09", "91,50", ""),
        ("05.10.2012", "16:05:00", "Входящий вызов", "+38067 123-45-67", "0:59", "0,00", ""),
        ("05.10.2012", "16:06:00", "Исходящее SMS", "+7 916 123-45-67", "2 SMS", "3,00", ""),
        ("05.10.2012", "16:07:00", "Исходящее SMS", "111", "1 SMS", "1,50", ""),
        ("05.10.2012", "16:08:00", "Мобильный интернет", "", "1,2 МБ", "0,00", ""),
        ("05.10.2012", "16:09:00", "Обещанный платеж", "", "", "7,00", ""),
        ("05.10.2012", "23:59:59", "Помощь консультанта", "", "", "30,00", ""),
    ]


def test_times_are_those_of_the_zone() -> None:
    """In Vladivostok it is the next day already."""
    (row,) = rows(replace(BILL, zone="Asia/Vladivostok", events=EVENTS[-1:]))
    assert (row.date, row.time) == ("06.10.2012", "06:59:59")


def test_totals_by_kind() -> None:
    """In the order of kinds, amounts added up; then all."""
    assert [total.cells for total in totals(BILL)] == [
        ("Исходящий вызов, своя сеть", "1", "3:05", "0,00", ""),
        ("Исходящий вызов, другая сеть", "1", "1:00:09", "91,50", ""),
        ("Входящий вызов", "1", "0:59", "0,00", ""),
        ("Исходящее SMS", "2", "3 SMS", "4,50", ""),
        ("Мобильный интернет", "1", "1,2 МБ", "0,00", ""),
        ("Плата за услугу", "1", "", "75,00", ""),
        ("Плата по тарифу", "1", "", "200,00", ""),
        ("Обещанный платеж", "1", "", "7,00", ""),
        ("Помощь консультанта", "1", "", "30,00", ""),
        ("Пополнение счета", "1", "", "", "1300,00"),
    ]
    assert grand_total(BILL).cells == ("Всего", "11", "", "408,00", "1300,00")


def test_an_id_without_a_name_stands_for_itself() -> None:
    """A service may have left the catalogue."""
    (row,) = rows(replace(BILL, events=EVENTS[1:2], names={}))
    assert row.peer == "goodok"


@pytest.mark.parametrize(
    ("number", "shown_as"),
    [
        ("79161234567", "+7 916 123-45-67"),
        ("380671234567", "+38067 123-45-67"),
        ("37369123456", "+3736 912-34-56"),
        ("111", "111"),
        ("0890", "0890"),
        ("Signal", "Signal"),
        ("", ""),
    ],
)
def test_numbers(number: str, shown_as: str) -> None:
    """In groups; short ones and names as they are."""
    assert phone(number) == shown_as


def test_lengths_volumes_and_sums() -> None:
    """As people write them."""
    assert [length(seconds) for seconds in (0, 9, 60, 3599, 3600)] == ["0:00", "0:09", "1:00", "59:59", "1:00:00"]
    assert [volume(count, "КБ", "МБ") for count in (0, 1023, 1024, 1536)] == ["0 КБ", "1023 КБ", "1,0 МБ", "1,5 МБ"]
    assert [money(kopecks) for kopecks in (0, 5, 4_50, 1234_50)] == ["0,00", "0,05", "4,50", "1234,50"]


def test_what_is_not_for_reading_is_left_out() -> None:
    """Line ends and controls."""
    assert shown("Анна\r\n\t\0Иванова \N{RIGHT-TO-LEFT OVERRIDE}1") == "АннаИванова 1"


def test_every_language_has_every_word() -> None:
    """And none is empty."""
    assert WORDS.keys() == {"ru", "uk", "ro", "en"}
    for words in WORDS.values():
        assert words.keys() == WORDS["ru"].keys()
        assert all(words.values())


def test_in_another_language() -> None:
    """Names of services and tariffs stay what they are."""
    bill = replace(BILL, language="ro")
    assert columns(bill, TOTAL_COLUMNS) == ["Ce", "Nr.", "Volum", "Debitat, rub.", "Creditat, rub."]
    assert next(rows(replace(bill, events=EVENTS[3:]))).what == "Apel efectuat, aceeași rețea"
    assert next(rows(replace(bill, events=EVENTS[1:]))).peer == "Гудок"


@pytest.mark.parametrize("format", get_args(Format))
def test_a_bill_has_a_limit(format: Format) -> None:
    """Beyond it nothing is made."""
    with pytest.raises(TooLongError, match="50001 events, at most 50000"):
        render(replace(BILL, events=EVENTS[:1] * (MOST_EVENTS + 1)), format)
