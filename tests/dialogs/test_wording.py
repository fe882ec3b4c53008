"""How texts are made: sums and days, letters, screens. What they say: `test_catalogues`."""

from datetime import date
from itertools import product

import pytest

from dialogs.events import SMS, Room
from dialogs.latin import latin
from dialogs.pages import Shown
from dialogs.screens import Listed, Menu, Option, confirm, prompt
from dialogs.terms import service_done, service_question, tariff_done, tariff_question
from dialogs.wording import SHIPPED, TEXTS, Reader, day, money, say
from operator_api.contract import Kopecks, ServiceQuote, TariffQuote
from smpp.alphabets import septets, size, units
from tests.dialogs.operator import CATALOGUE

CYRILLIC, LATIN = Reader("ru", "cyrillic", SMS), Reader("ru", "latin", SMS)
READERS = (CYRILLIC, LATIN, *(Reader(language, "cyrillic", SMS) for language in ("uk", "ro", "en")))
DEAREST = Kopecks(999_999)
LONGEST = sorted((service.id for service in CATALOGUE.services), key=lambda id: -len(CATALOGUE.service[id].name))


@pytest.mark.parametrize("language", SHIPPED)
def test_every_text_takes_one_part_with_short_values(language: str) -> None:
    """With values of a usual length; only a long list of names makes it two."""
    values = dict.fromkeys(("name", "needs", "others", "other", "drops", "tariff"), "СуперБИТ")
    values |= dict.fromkeys(("need", "have", "fee", "sums", "balance", "charged", "today", "month"), "1234,50")
    values |= {"password": "Kd7mPq2xTr", "since": "06.10.2012", "price": "75,00 руб./мес."}
    values |= {"sum": "800", "most": "800", "until": "06.10", "back": "850,00"}
    values |= {"period": "сентябрь", "days": "90", "example": "01.09-15.09", "email": "ivan.petrov@mail.ru"}
    values |= {"text": "Пополнить: банк."}
    values |= {"description": "Мелодия вместо гудков", "code": "21220"}
    reader = Reader(language, "cyrillic", SMS)
    too_long = {key for key in TEXTS["ru"] if size(reader.spell(reader.say(key, **values))).parts > 1}
    assert too_long == set()


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: f"{reader.language}-{reader.alphabet}")
def test_any_terms_fit_two_parts(reader: Reader) -> None:
    """And show their price to the end."""
    extras = [(), ("gprs",), tuple(LONGEST[:1]), tuple(LONGEST[:3])]
    for service, adds, removes, burns in product(CATALOGUE.services, extras, extras, (False, True)):
        quote = ServiceQuote(service.id, True, DEAREST, DEAREST, "month", adds, removes, burns)
        pages = service_question(quote, reader, CATALOGUE).render(reader)
        assert all(size(page.text).parts <= 2 for page in pages)
        price = reader.say("price.once" if burns else "price.month", sums="")
        assert reader.spell(f"{price} {reader.say('yes_no')}") in pages[-1].text
        done = service_done(quote, reader, CATALOGUE)
        assert reader.fits(reader.say(done.key, **done.values))
    for tariff, drops in product(CATALOGUE.tariffs, [(), tuple(LONGEST[:1]), tuple(LONGEST)]):
        terms = TariffQuote(tariff.id, DEAREST, DEAREST, drops)
        pages = tariff_question(terms, reader, CATALOGUE).render(reader)
        assert all(size(page.text).parts <= 2 for page in pages)
        price = reader.say("price.month", sums="9999,99 + 9999,99")
        assert reader.spell(f"{price} {reader.say('yes_no')}") in pages[-1].text
        done = tariff_done(terms, date(2012, 10, 6), CATALOGUE)
        assert reader.fits(reader.say(done.key, **done.values))


def test_a_text_without_a_key_is_an_error() -> None:
    """Never an empty reply."""
    with pytest.raises(KeyError):
        say("no such text", "ru")


def test_other_languages_are_answered_in_russian() -> None:
    """Until theirs is shipped."""
    assert say("operator", "kk") == say("operator", "ru")


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


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Баланс: 125,00 руб.", "Balans: 125,00 rub."),
        (
            "Съешь ещё этих мягких французских булок, да выпей же чаю",
            "Sesh eshche etikh myagkikh frantsuzskikh bulok, da vypey zhe chayu",
        ),
        ("Отправьте МЕНЮ. Щука, ЩУКА, АнтиАОН, Я", "Otpravte MENYU. Shchuka, SHCHUKA, AntiAON, Ya"),
        ("Ґанок, її їжа, мова моєї сім'ї: БЕЗ ЇЖІ", "Ganok, yiyi yizha, mova moyeyi sim'yi: BEZ YIZHI"),
        ("Încă o dată, Țară, însușește mâine", "Inca o data, Tara, insuseste maine"),
        ("«Сигнал» № 1 — „даром“", '"Signal" No 1 - "darom"'),
        ("25 Zima", "25 Zima"),
    ],
)
def test_latin_letters(text: str, spelt: str) -> None:
    """One table for Cyrillic, Romanian marks and what else old phones lack; the rest stays."""
    assert latin(text) == spelt


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_latin_letters_take_a_fifth_more_at_most(language: str) -> None:
    """Of what the texts take in Cyrillic, all in all; and no text becomes longer than a page."""
    texts = list(TEXTS[language].values())
    assert len(texts) > 90
    assert sum(map(len, texts)) < sum(map(len, map(latin, texts))) < 1.2 * sum(map(len, texts))
    assert max(septets(latin(text)) for text in texts) <= 164


def test_a_menu_leaves_its_gaps() -> None:
    """Digits keep their meaning."""
    menu = Menu((Option("a", "Один"), Option("", ""), Option("c", "Три")))
    assert menu.render(CYRILLIC) == (Shown("1 Один\n3 Три"),)


def test_a_list_shows_eight_at_most() -> None:
    """9 and 0 are taken."""
    listed = Listed(tuple(Option(letter, letter) for letter in "abcdefghi"))
    first = Shown("1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n7 g\n8 h\n9-Eshche 0-Nazad 1/2", tuple("abcdefgh"), last=7)
    assert listed.render(LATIN) == (first, Shown("1 i\n0-Nazad 2/2", ("i",), last=8))


def test_a_question_is_cut_at_words_and_asked_at_its_end() -> None:
    """Where its price is; a digit means nothing before."""
    small = Reader("ru", "cyrillic", Room(ucs2=40, gsm=90))
    assert confirm("Очень " * 4 + "долго?", "75,00 руб.", small).render(small) == (
        Shown("Очень Очень Очень\n9-Еще 0-Назад 1/2", (), last=2),
        Shown("Очень долго? 75,00 руб. 1-Да 2-Нет 2/2", ("yes", "no"), last=4),
    )
    assert prompt("Очень " * 6 + "долго.", small).render(small)[-1] == Shown(
        "Очень Очень Очень долго. 0-Назад 2/2", (), last=6
    )


def test_a_word_longer_than_a_page_is_cut_and_its_end_is_not() -> None:
    """The name of an option too."""
    small = Reader("ru", "cyrillic", Room(ucs2=40, gsm=90))
    assert small.fit("Очень " * 20) == "Очень Очень Очень Очень Очень Очень О..."
    [page] = Listed((Option("a", "Оч" + "е" * 50 + "нь"),)).render(small)
    assert page == Shown("1 Оч" + "е" * 25 + "...\n0-Назад", ("a",))


@pytest.mark.parametrize(("key", "length"), [("late", 25), ("stopped", 47), ("foreign", 38), ("unknown", 52)])
def test_lengths_of_common_texts(key: str, length: int) -> None:
    """In units of UCS-2."""
    assert units(say(key, "ru")) == length
