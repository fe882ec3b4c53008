"""The first page, the assistant, the language of SMS, the history."""

import pytest

from operator_api.contract import Profile, SetReading, Usage
from tests.cabinet.browsing import Browser, House
from tests.operator_api.running import ANNA, NOW


async def test_the_first_page(house: House) -> None:
    """Balance, spending, tariff, services, what one may borrow, and a word about the password."""
    await house.operator.put(services=("aon",))
    await house.operator.admin.charge(Usage(ANNA.number, NOW - 60, "sms", "7", 2, "k"))
    page = await house.enter()
    assert "Баланс 96,00 руб. Можно взять до 200,00 руб. в долг" in page.text
    assert "Сегодня 4,00 руб. Этот месяц 4,00 руб." in page.text
    assert "Задайте свой" in page.text
    assert "Определитель номера" in page.text


async def test_a_debt_is_shown_as_one(house: House) -> None:
    """With a minus."""
    await house.operator.put(balance=-12_50)
    assert "-12,50 руб." in (await house.enter()).text


async def test_the_menu_of_the_assistant(anna: Browser) -> None:
    """All that the account is for; each of its pages is there."""
    page = await anna.get("/assistant")
    menu = ("/services", "/spending", "/detail", "/tariffs", "/own-password", "/promised", "/reading", "/history")
    assert set(menu) <= set(page.links)
    assert "Выход из кабинета" in page.text
    for link in menu:
        assert (await anna.get(link)).status == 200


@pytest.mark.parametrize(("language", "word"), [("uk", "Збережено"), ("ro", "Salvat"), ("en", "Saved")])
async def test_language_and_letters_of_sms(house: House, anna: Browser, language: str, word: str) -> None:
    """The pages follow."""
    page = await anna.fill("/reading", language=language, alphabet="latin")
    assert word in page.text
    assert page.language == language
    subscriber = await house.operator.anna()
    assert (subscriber.language, subscriber.alphabet) == (language, "latin")


async def test_a_language_that_there_is_not(anna: Browser) -> None:
    """Is refused."""
    for fields in ({"language": "fr"}, {"alphabet": "greek"}):
        assert (await anna.fill("/reading", **fields)).status == 400


async def test_what_was_chosen_on_the_site_is_no_guess(house: House, anna: Browser) -> None:
    """Though it is what everybody has: who then writes another language is still answered in this one."""
    await anna.fill("/reading", language="ru", alphabet="cyrillic")
    guess = SetReading(ANNA.number, "uk", "latin", language_chosen=False, alphabet_chosen=False)
    profile = (await house.operator.operator.ask(guess, "key")).profile
    assert profile == Profile(language_chosen=True, alphabet_chosen=True)


async def test_the_history_tells_what_was_done_and_how(house: House, anna: Browser) -> None:
    """By SMS and on the site, with sums; each language has words for it."""
    reading = SetReading(ANNA.number, "ru", "latin")
    await house.operator.operator.ask(reading, "key")
    await anna.fill("/services/goodok/on")
    await anna.fill("/services/goodok/off")
    await anna.fill("/tariffs/mayak")
    await anna.fill("/promised/terms?sum=30", "/promised")
    page = await anna.get("/history")
    assert "Обещанный платеж 05.10.2012 16:00 · на сайте · 127.0.0.1 +30,00 руб." in page.text
    assert "Смена тарифа на «Маяк» 05.10.2012 16:00" in page.text
    assert "Отключена услуга «Гудок» 05.10.2012 16:00 · на сайте" in page.text
    assert "Подключена услуга «Гудок» 05.10.2012 16:00 · на сайте · 127.0.0.1 -75,00 руб." in page.text
    assert "Язык и буквы SMS 05.10.2012 16:00 · по SMS" in page.text
    assert "Изменение у оператора" in page.text


async def test_a_name_is_text_and_nothing_else(house: House) -> None:
    """Whatever the books hold."""
    await house.operator.put(name='<script>alert("1")</script>')
    page = await house.enter()
    assert "<script>alert" not in page.body.decode()
    assert '<script>alert("1")</script>' in page.text
