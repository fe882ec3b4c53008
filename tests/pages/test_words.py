"""Texts, templates, and how things are written and read."""

from datetime import UTC, date

import pytest
from jinja2 import UndefinedError

from pages.assets import Assets
from pages.shown import day, moment, money, phone, read_day, read_phone, read_rubles
from pages.templates import make_environment
from pages.texts import Texts, preferred

TEXTS = Texts("tests.pages")


@pytest.mark.parametrize(("language", "expected"), [("ru", "Анна: ru"), ("ro", "Анна: ro"), ("fr", "Анна: ru")])
def test_a_text_in_a_language(language: str, expected: str) -> None:
    """Who reads another is answered in the first."""
    assert TEXTS.say("hello", language, name="Анна") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", {"one": (1, 21, 101), "few": (2, 24, 102), "many": (0, 5, 11, 12, 14, 111, 112)}),
        ("uk", {"one": (1, 31), "few": (3, 33), "many": (0, 7, 13, 20)}),
        ("ro", {"one": (1,), "few": (0, 2, 19, 101, 119), "many": (20, 100, 120)}),
        ("en", {"one": (1,), "few": (0, 2, 11, 21)}),
        ("fr", {"one": (21,), "few": (2,), "many": (5,)}),
    ],
)
def test_plurals(language: str, expected: dict[str, tuple[int, ...]]) -> None:
    """As CLDR has them."""
    for form, counts in expected.items():
        for count in counts:
            assert TEXTS.say_count("days", language, count) == f"{count} {form}"


def test_whether_there_is_a_text() -> None:
    """By its key."""
    assert (TEXTS.has("hello"), TEXTS.has("goodbye")) == (True, False)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "ru"),
        ("uk-UA,uk;q=0.9,ru;q=0.8", "uk"),
        ("de, en;q=0.5, ro;q=0.7", "ro"),
        ("fr", "ru"),
        ("en;q=0", "ru"),
        ("en;q=rather, ro", "ro"),
        ("EN-gb", "en"),
    ],
)
def test_the_language_that_a_browser_prefers(header: str, expected: str) -> None:
    """Of ours, the best; else the first."""
    assert preferred(header) == expected


def test_a_template_escapes_what_it_is_given() -> None:
    """And has sums and numbers as people write them."""
    page = make_environment("tests.pages", Assets("pages")).get_template("page.html")
    text = page.render(name='"><script>', sum=123456, number="79161234567")
    assert text.startswith('<p title="&#34;&gt;&lt;script&gt;">1 234,56 +7 916 123-45-67 /static/style.')
    with pytest.raises(UndefinedError):
        page.render(sum=0, number="")


@pytest.mark.parametrize(
    ("kopecks", "expected"),
    [(0, "0,00"), (5, "0,05"), (15230, "152,30"), (-1250, "-12,50"), (123456789, "1 234 567,89"), (100000, "1 000,00")],
)
def test_sums(kopecks: int, expected: str) -> None:
    """In rubles, with a comma."""
    assert money(kopecks) == expected


def test_numbers_and_times_as_people_write_them() -> None:
    """One of another country keeps its digits together."""
    assert phone("79161234567") == "+7 916 123-45-67"
    assert phone("4912345") == "+4912345"
    assert day(date(2012, 10, 6)) == "06.10.2012"
    assert moment(1_349_438_400.0, UTC) == "05.10.2012 12:00"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("89161234567", "79161234567"),
        ("8 916 123-45-67", "79161234567"),
        ("8 (916) 123 45 67", "79161234567"),
        ("+7 (916) 123-45-67", "79161234567"),
        ("+79161234567", "79161234567"),
        ("7 916 123 45 67", "79161234567"),
        ("79161234567", "79161234567"),
        ("9161234567", "79161234567"),
        ("916-123-45-67", "79161234567"),
        ("916 123\u00a045\u201367", "79161234567"),
        ("", None),
        ("+", None),
        ("+8 916 123 45 67", None),
        ("+9161234567", None),
        ("916123456", None),
        ("791612345678", None),
        ("+380501234567", None),
        ("1234567890a", None),
        ("٩١٦١٢٣٤٥٦٧", None),
        ("++79161234567", None),
    ],
)
def test_a_number_typed_anyhow(typed: str, expected: str | None) -> None:
    """Is one number, or none."""
    assert read_phone(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2012-10-06", date(2012, 10, 6)),
        (" 06.10.2012 ", date(2012, 10, 6)),
        ("6.1.2012", date(2012, 1, 6)),
        ("31.02.2012", None),
        ("0000-01-01", None),
        ("06/10/2012", None),
        ("вчера", None),
        ("", None),
    ],
)
def test_a_day_typed_either_way(typed: str, expected: date | None) -> None:
    """As a browser that knows dates sends it, or as a person writes it."""
    assert read_day(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *(("100", 10000), (" 50,00 ", 5000), ("50.0", 5000), ("0", 0), ("50,50", None), ("-5", None), ("сто", None)),
        *(("1 000 руб.", 100000), ("50р", 5000), ("50,00 Руб", 5000), ("руб", None), ("1000000", None), ("١٠", None)),
    ],
)
def test_whole_rubles(typed: str, expected: int | None) -> None:
    """However they are typed; or none."""
    assert read_rubles(typed) == expected
