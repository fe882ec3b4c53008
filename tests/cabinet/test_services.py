"""Services on and off, and the one that people alone may switch."""

import re

import pytest

from operator_api.contract import Kopecks
from tests.cabinet.browsing import Browser, House, Page

GOODOK_ON = "/services/goodok/on"


async def test_all_that_is_on_and_all_there_is(house: House) -> None:
    """With prices, needs, exclusions and conditions, each once."""
    await house.operator.put(services=("aon",), balance=Kopecks(500_00))
    await house.enter()
    page = await house.browser.get("/services")
    assert "Подключено Определитель номера Номер звонящего виден на экране Бесплатно Отключить" in page.text
    assert "Гудок Мелодия вместо гудков 75,00 руб. в месяц Подключить" in page.text
    assert "Любимый номер Скидка 50% на один номер 25,00 руб. один раз, затем 1,50 руб. в день" in page.text
    assert "50 SMS разово 50 SMS на 30 дней, без продления 40,00 руб. один раз" in page.text
    assert "Нужна услуга: «Мобильный интернет» Не совмещается: «СуперБИТ»" in page.text
    assert "Номеру должно быть больше 90 дней." in page.text
    assert "Только на тарифах без абонентской платы." in page.text
    switches = [link for link in page.links if re.fullmatch(r"/services/\w+/(on|off)", link)]
    assert len(switches) == len(set(switches)) == 34
    assert "/services/aon/off" in switches


async def test_on_after_a_question(house: House, anna: Browser) -> None:
    """That names thing and price; then it is done, and what it cost is said."""
    page = await anna.get(GOODOK_ON)
    assert "Подключить «Гудок»?" in page.text
    assert "Цена 75,00 руб. в месяц Спишется сейчас 75,00 руб. Останется на счете 25,00 руб." in page.text
    page = await anna.send(page, GOODOK_ON)
    assert page.place == "/services/goodok?done"
    assert "Услуга «Гудок» подключена. Списано 75,00 руб. 05.10.2012 16:00" in page.text
    assert (await house.operator.anna()).balance == 25_00


async def test_off_after_a_question(house: House, anna: Browser) -> None:
    """That says what will not come back."""
    await anna.fill(GOODOK_ON)
    page = await anna.get("/services/goodok/off")
    assert "Отключить «Гудок»?" in page.text
    assert "Плата не вернется." in page.text
    page = await anna.send(page, "/services/goodok/off")
    assert "Услуга «Гудок» отключена." in page.text
    assert "Ничего не списано." in page.text
    assert (await house.operator.anna()).services == ()


async def test_what_comes_and_what_goes(house: House) -> None:
    """And what burns: the question says it all."""
    await house.operator.put(services=("bit", "gprs", "sms100"), balance=Kopecks(1_000_00))
    await house.enter()
    page = await house.browser.get("/services/superbit/on")
    assert "Отключится «БИТ»" in page.text
    page = await house.browser.get("/services/sms300/on")
    assert "Отключится «Пакет 100 SMS» Остаток прежнего пакета сгорит." in page.text
    page = await house.browser.get("/services/sms_filter/on")
    assert "Спишется сейчас 2,50 руб." in page.text
    assert "Подключится вместе «Черный список»" in page.text


async def test_sent_twice_it_is_done_once(house: House, anna: Browser) -> None:
    """Double click, or the back button: the same page says the same."""
    page = await anna.get("/services/sms50/on")
    for _ in range(3):
        done = await anna.send(page, "/services/sms50/on")
        assert "Списано 40,00 руб." in done.text
    assert (await house.operator.anna()).balance == 60_00


async def test_two_tabs(house: House, anna: Browser) -> None:
    """What was done in one is said in the other, and not done again."""
    one, two = await anna.get(GOODOK_ON), await anna.get(GOODOK_ON)
    await anna.send(one, GOODOK_ON)
    page = await anna.send(two, GOODOK_ON)
    assert page.status == 409
    assert "Услуга «Гудок» уже подключена. Ничего не изменилось" in page.text
    assert (await house.operator.anna()).balance == 25_00


async def test_new_terms_are_asked_about(house: House) -> None:
    """What would come with it was taken meanwhile: the price is another."""
    await house.operator.put(balance=Kopecks(500_00))
    await house.enter()
    stale = await house.browser.get("/services/sms_filter/on")
    await house.browser.fill("/services/blacklist/on")
    page = await house.browser.send(stale, "/services/sms_filter/on")
    assert page.status == 409
    assert "условия изменились" in page.text
    assert "Спишется сейчас 1,00 руб." in page.text
    page = await house.browser.send(page, "/services/sms_filter/on")
    assert "подключена. Списано 1,00 руб." in page.text


@pytest.mark.parametrize(
    ("services", "balance", "path", "expected"),
    [
        ((), 10_00, "goodok/on", "Недостаточно денег: нужно 75,00 руб., на счете 10,00 руб."),
        ((), 1_00, "sms_filter/on", "вместе с «Черный список» услуга «SMS-фильтр» стоит 2,50 руб."),
        (("goodok",), 100_00, "goodok/on", "«Гудок» уже подключена"),
        ((), 100_00, "goodok/off", "«Гудок» не подключена"),
        (("blacklist", "sms_filter"), 0, "blacklist/off", "она нужна для «SMS-фильтр»"),
        ((), 100_00, "content_ban/on", "меняет только поддержка: 0890"),
        (("content_ban",), 100_00, "content_ban/off", "меняет только поддержка: 0890"),
        (("content_ban",), 100_00, "weather/on", "мешает «Запрет контента»"),
        ((), 100_00, "barring/on", "Услугу «Запрет вызовов» нельзя подключить. Только на тарифах с абонентской"),
        ((), 100_00, "locator/on", "Нужно согласие второго номера"),
        ((), -5_00, "trust/on", "Нужны деньги на счете"),
    ],
)
async def test_why_not(house: House, services: tuple[str, ...], balance: int, path: str, expected: str) -> None:
    """In words, with the way back, and nothing done."""
    before = await house.operator.put(services=services, balance=Kopecks(balance))
    await house.enter()
    page = await house.browser.get(f"/services/{path}")
    assert expected in page.text
    assert "/services" in page.links
    assert page.forms[1:] == []
    assert await house.operator.anna() == before


async def test_a_condition_of_what_would_come_along(house: House) -> None:
    """Is told as that one's: a tariff for modems has no forwarding, and so no voicemail."""
    await house.operator.put(tariff="connect")
    await house.enter()
    page = await house.browser.get("/services/voicemail/on")
    assert "На вашем тарифе это не предлагается." in page.text


async def test_a_blocked_number_changes_nothing(house: House) -> None:
    """And is told so everywhere."""
    await house.operator.put(blocked=True)
    page = await house.enter()
    assert "Номер заблокирован" in page.text
    assert "Номер заблокирован. Справка: 0890." in (await house.browser.get(GOODOK_ON)).text


# People alone


async def test_the_ban_of_content_is_shown_and_not_switched(house: House, anna: Browser) -> None:
    """It says how: 0890, passport, free; a call can be asked for, once."""
    page = await anna.get("/services/content_ban")
    for fact in ("0890", "с паспортом", "бесплатно", "Не совмещается «Погода»"):
        assert fact in page.text
    assert [form.action for form in page.forms] == ["/logout", "/services/content_ban/call"]
    called = await anna.send(page, "/services/content_ban/call")
    assert "Заявка принята" in called.text
    assert "Заявка принята" in (await anna.send(page, "/services/content_ban/call")).text
    again = await anna.fill("/services/content_ban", "/services/content_ban/call")
    assert "заявка уже есть" in again.text


# Forms that were tampered with


@pytest.mark.parametrize("terms", ["", "{}", "[" * 3_000, '{"result":"ServiceQuote","service":"aon","on":true}'])
async def test_terms_that_are_none(house: House, anna: Browser, terms: str) -> None:
    """Or another's: nothing is done."""
    page = await anna.fill(GOODOK_ON, terms=terms)
    assert page.status == 400
    assert "Форму не удалось прочитать" in page.text
    assert (await house.operator.anna()).services == ()


async def test_terms_that_are_too_good(house: House, anna: Browser) -> None:
    """Are compared with those in force."""
    terms = '{"result":"ServiceQuote","service":"goodok","on":true}'
    page = await anna.fill(GOODOK_ON, terms=terms)
    assert "условия изменились" in page.text
    assert "Спишется сейчас 75,00 руб." in page.text
    assert (await house.operator.anna()).balance == 100_00


@pytest.mark.parametrize(
    "path", ["/services/guduk", "/services/guduk/on", "/services/goodok/up", "/services/Гудок", "/tariffs/mega"]
)
async def test_what_there_is_not(anna: Browser, path: str) -> None:
    """Is told to be none."""
    page: Page = await anna.get(path)
    assert page.status == 404
    assert "Такой страницы нет" in page.text


async def test_a_card_says_what_is_so(anna: Browser) -> None:
    """Whatever the address claims."""
    page = await anna.get("/services/goodok?done")
    assert "Не подключена" in page.text
    assert "Списано" not in page.text
    await anna.fill(GOODOK_ON)
    assert "/services/goodok/off" in (await anna.get("/services/goodok")).links
