"""Texts: none is missing, all fit, in either alphabet."""

import string
from datetime import date
from itertools import product

import pytest

from dialogs.events import SMS, Room
from dialogs.latin import latin
from dialogs.screens import Confirm, Menu, Option, Pages, Prompt, Shown
from dialogs.terms import service_done, service_question, tariff_done, tariff_question
from dialogs.wording import TEXTS, Reader, day, money, say
from operator_api.contract import Kopecks, ServiceQuote, TariffQuote
from smpp.alphabets import size, units
from tests.dialogs.operator import CATALOGUE

CYRILLIC, LATIN = Reader("ru", "cyrillic", SMS), Reader("ru", "latin", SMS)
DEAREST = Kopecks(999_999)
LONGEST = sorted((service.id for service in CATALOGUE.services), key=lambda id: -len(CATALOGUE.service[id].name))
ONE_PART = 70


def test_texts_hold_nothing_that_old_phones_show_as_boxes() -> None:
    """No-break spaces, typographic quotes, long dashes, number signs, ё."""
    letters = string.ascii_letters + "".join(map(chr, range(0x410, 0x450)))
    allowed = {*letters, *string.digits, *' "().,:?!+-/{}_@'}
    assert {letter for texts in TEXTS.values() for text in texts.values() for letter in text} <= allowed


def test_every_text_takes_one_part_with_short_values() -> None:
    """With values of a usual length; only a long list of names makes it two."""
    values = dict.fromkeys(("name", "needs", "others", "other", "drops", "tariff"), "СуперБИТ")
    values |= dict.fromkeys(("need", "have", "fee", "sums", "balance", "charged"), "1234,50")
    values |= {"password": "Kd7mPq2xTr", "since": "06.10.2012", "price": "75,00 руб./мес.", "days": "90"}
    values |= {"description": "Мелодия вместо гудков", "code": "21220"}
    too_long = {key for key in TEXTS["ru"] if units(say(key, "ru", **values)) > ONE_PART}
    assert too_long == set()


@pytest.mark.parametrize("reader", [CYRILLIC, LATIN], ids=["cyrillic", "latin"])
def test_any_terms_fit_two_parts(reader: Reader) -> None:
    """And show their price to the end."""
    extras = [(), ("gprs",), tuple(LONGEST[:1]), tuple(LONGEST[:3])]
    for service, adds, removes, burns in product(CATALOGUE.services, extras, extras, (False, True)):
        quote = ServiceQuote(service.id, True, DEAREST, DEAREST, "month", adds, removes, burns)
        shown = service_question(quote, reader, CATALOGUE).render(reader)
        assert size(shown.text).parts <= 2
        assert shown.text.endswith(reader.spell("руб./мес. 1-Да 2-Нет" if not burns else "руб. 1-Да 2-Нет"))
        assert reader.fits(service_done(quote, reader, CATALOGUE))
    for tariff, drops in product(CATALOGUE.tariffs, [(), tuple(LONGEST[:1]), tuple(LONGEST)]):
        terms = TariffQuote(tariff.id, DEAREST, DEAREST, drops)
        shown = tariff_question(terms, reader, CATALOGUE).render(reader)
        assert size(shown.text).parts <= 2
        assert shown.text.endswith(reader.spell("9999,99 + 9999,99 руб./мес. 1-Да 2-Нет"))
        assert reader.fits(tariff_done(terms, date(2012, 10, 6), reader, CATALOGUE))


def test_a_text_without_a_key_is_an_error() -> None:
    """Never an empty reply."""
    with pytest.raises(KeyError):
        say("no such text", "ru")


def test_other_languages_are_answered_in_the_first() -> None:
    """Until theirs is shipped."""
    assert say("operator", "ro") == say("operator", "ru")


@pytest.mark.parametrize(
    ("kopecks", "written"),
    [(0, "0,00"), (5, "0,05"), (15230, "152,30"), (123450, "1234,50"), (-50, "-0,50"), (-12345, "-123,45")],
)
def test_money(kopecks: int, written: str) -> None:
    """With a comma, without a space for thousands."""
    assert money(kopecks) == written


def test_a_day() -> None:
    """In full."""
    assert day(date(2012, 10, 6)) == "06.10.2012"


def test_latin_letters() -> None:
    """One table for all Cyrillic ones; the rest stays."""
    assert latin("Баланс: 125,00 руб.") == "Balans: 125,00 rub."
    assert latin("Съешь ещё этих мягких французских булок, да выпей же чаю") == (
        "Sesh eshche etikh myagkikh frantsuzskikh bulok, da vypey zhe chayu"
    )
    assert latin("ЩУКА Щука Ґанок їжа 25 Zima") == "ShchUKA Shchuka Ganok yizha 25 Zima"


def test_a_menu_leaves_its_gaps() -> None:
    """Digits keep their meaning."""
    menu = Menu((Option("a", "Один"), Option("", ""), Option("c", "Три")))
    assert menu.render(CYRILLIC) == Shown("1 Один\n3 Три", ("a", "", "c"))


def test_pages_show_eight_at_most() -> None:
    """9 and 0 are taken."""
    pages = Pages(tuple(Option(letter, letter) for letter in "abcdefghi"))
    assert pages.render(LATIN) == Shown("1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n7 g\n8 h\n9-Eshche 0-Nazad", tuple("abcdefgh"))


def test_what_does_not_fit_is_cut_and_its_end_is_not() -> None:
    """Titles, questions and notices; options never."""
    small = Reader("ru", "cyrillic", Room(ucs2=40, gsm=90))
    long = "Очень " * 20
    assert Confirm(long, "75,00 руб.").render(small).text == "Очень Очень Оче... 75,00 руб. 1-Да 2-Нет"
    assert Prompt(long).render(small).text == "Очень Очень Очень Очень Очень... 0-Назад"
    assert small.fit(long) == "Очень Очень Очень Очень Очень Очень О..."
    assert Pages((Option("a", "Да"),), long).render(small) == Shown(
        "Очень Очень Очень Очень ...\n1 Да\n0-Назад", ("a",)
    )


@pytest.mark.parametrize(("key", "length"), [("late", 25), ("stopped", 47), ("foreign", 38), ("unknown", 52)])
def test_lengths_of_common_texts(key: str, length: int) -> None:
    """In units of UCS-2."""
    assert units(say(key, "ru")) == length
