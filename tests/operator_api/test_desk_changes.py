"""What consultants do for people: services, tariffs, passwords, sessions."""

import logging
from collections.abc import AsyncIterator

import pytest

from operator_api.contract import GetAccount, IssuePassword, Kopecks, PasswordIssued, SignIn
from operator_api.rules import DAY
from operator_api.seal import Seal
from tests.operator_api.desk import Browser, Page, consultant
from tests.operator_api.running import ANNA, NOW, SEAL_KEY, Stack, held_in, rows

N = ANNA.number
CARD = f"/subscribers/{N}"
GOODOK = CARD + "/services/goodok/on"
BAN = CARD + "/services/content_ban/on"
ENERGY = CARD + "/tariffs/energy"
PASSPORT = "4509 123456"


pytestmark = pytest.mark.parametrize(
    "books_url", ["sqlite"], indirect=True
)  # PostgreSQL: in the other tests of the desk


@pytest.fixture
async def olga(operator: Stack, books_url: str) -> AsyncIterator[Browser]:
    """A consultant at work; Anna has 500,00 and her passport is in the books."""
    await operator.put(balance=Kopecks(500_00))
    await operator.admin.put_passport(N, PASSPORT)
    async with consultant(operator, books_url) as signed_in:
        yield signed_in


def told(books_url: str) -> list[str]:
    """The messages that wait to be sent, unsealed."""
    seal = Seal(SEAL_KEY)
    return [seal.open(text).decode() for (text,) in rows(books_url, "select text from outbox order by id")]


def done(books_url: str) -> list[tuple[str, str]]:
    """What olga has changed: what, about which service or tariff."""
    return rows(books_url, "select what, subject from audit where who = 'support:olga' and key is not null order by id")


async def refused(olga: Browser, path: str) -> str:
    """Why there are no terms for that."""
    page = await olga.get(path)
    assert path not in page.forms
    return page.words


# Services


async def test_a_service_is_read_out_and_then_switched_on(operator: Stack, olga: Browser, books_url: str) -> None:
    """Name and price first, with the fee; then it is done, and the person is told by SMS."""
    page = await olga.get(GOODOK)
    assert (
        "Прочитайте человеку Подключаем услугу «Гудок». Сейчас со счета спишется 105,00 руб. : 75,00 плата по услуге, "
        "30,00 за помощь консультанта. Дальше 75,00 руб. в месяц. Согласны?"
    ) in page.words
    assert (await operator.anna()).services == ()
    sent = await olga.send(page, GOODOK)
    assert (sent.status, sent.to) == (303, CARD + "?done=service")
    assert "Готово." in (await olga.get(sent.to)).words
    anna = await operator.anna()
    assert (anna.services, anna.balance) == (("goodok",), 395_00)
    assert told(books_url) == ['Оператор подключил "Гудок". Списано 105,00 руб.']
    assert done(books_url) == [("SwitchService", "goodok")]


async def test_a_service_is_switched_off(operator: Stack, olga: Browser) -> None:
    """For the fee alone."""
    await operator.put(balance=Kopecks(30_00), services=("goodok",))
    page = await olga.get(CARD + "/services/goodok/off")
    assert "Сейчас со счета спишется 30,00 руб. за помощь консультанта. Плата за оплаченное время" in page.words
    await olga.send(page, CARD + "/services/goodok/off")
    anna = await operator.anna()
    assert (anna.services, anna.balance) == ((), 0)


async def test_what_comes_and_what_goes_is_read_out(operator: Stack, olga: Browser) -> None:
    """What is needed, what is replaced, what burns, what connecting costs."""
    await operator.put(balance=Kopecks(1_000_00), services=("gprs", "bit", "sms100"))
    assert "Отключится: «БИТ»." in (await olga.get(CARD + "/services/superbit/on")).words
    page = await olga.get(CARD + "/services/sms300/on")
    assert "Отключится: «Пакет 100 SMS». Остаток прежнего пакета сгорит." in page.words
    await operator.put(balance=Kopecks(1_000_00))
    assert "С ней подключится: «Мобильный интернет»." in (await olga.get(CARD + "/services/bit/on")).words
    page = await olga.get(CARD + "/services/favorite/on")
    assert "56,50 руб. : 25,00 за подключение, 1,50 плата по услуге, 30,00 за помощь консультанта." in page.words


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"services": ("goodok",)}, GOODOK, "Уже так"),
        ({"blocked": True}, GOODOK, "Номер заблокирован: услуги и тариф не меняются."),
        ({"balance": 104_99}, GOODOK, "Не хватает денег: нужно 105,00 руб., на счете 104,99 руб."),
        ({"balance": 29_99, "services": ("aon",)}, CARD + "/services/aon/off", "нужно 30,00 руб., на счете 29,99 руб."),
        ({"services": ("gprs", "mms")}, CARD + "/services/gprs/off", "Без нее не работают: «MMS». Сначала отключите"),
        (
            {"services": ("content_ban",)},
            CARD + "/services/weather/on",
            "Мешает: «Запрет контента». Сначала отключите.",
        ),
        ({"activated": NOW}, CARD + "/services/intl/on", "Нельзя: номеру должно быть не меньше 180 дней."),
        ({}, CARD + "/services/bill/on", "Нельзя: нужен адрес e-mail, его указывают в личном кабинете."),
        ({"tariff": "connect"}, CARD + "/services/conference/on", "Нельзя: на тарифе абонента ее нет."),
        ({"tariff": "connect", "services": ("forward",)}, CARD + "/services/voicemail/on", "Нельзя:"),
        ({"blocked": True}, ENERGY, "Номер заблокирован"),
        ({"tariff": "energy"}, ENERGY, "Уже так"),
        ({"balance": 129_99}, ENERGY, "Не хватает денег: нужно 130,00 руб., на счете 129,99 руб."),
        ({}, CARD + "/tariffs/zero", "Тариф архивный"),
        ({}, CARD + "/tariffs/biz", "Переход оформляют только в офисе."),
        ({}, CARD + "/tariffs/guest", "Тариф архивный"),
    ],
)
async def test_what_cannot_be_is_said_in_words(
    operator: Stack, olga: Browser, changes: dict[str, object], path: str, said: str
) -> None:
    """Before anything is asked of the person."""
    await operator.put(**{"balance": Kopecks(500_00), **changes})
    assert said in await refused(olga, path)


async def test_the_money_went_while_they_spoke(operator: Stack, olga: Browser, books_url: str) -> None:
    """Nothing is done; the page says why."""
    page = await olga.get(GOODOK)
    await operator.put(balance=Kopecks(0))
    late = await olga.send(page, GOODOK)
    assert (late.status, "Не хватает денег" in late.words) == (409, True)
    assert told(books_url) == []


async def test_the_terms_changed_while_they_spoke(operator: Stack, olga: Browser, books_url: str) -> None:
    """The new ones are shown, to be read out too, and can be agreed to."""
    await operator.put(balance=Kopecks(500_00), services=("gprs",))
    page = await olga.get(CARD + "/services/bit/on")
    await operator.put(balance=Kopecks(500_00))
    late = await olga.send(page, CARD + "/services/bit/on")
    assert (late.status, "Условия изменились" in late.words) == (409, True)
    assert "С ней подключится: «Мобильный интернет»." in late.words
    assert done(books_url) == []
    assert (await olga.send(late, CARD + "/services/bit/on")).to == CARD + "?done=service"
    assert (await operator.anna()).services == ("bit", "gprs")


@pytest.mark.parametrize("path", [GOODOK, ENERGY])
async def test_sent_twice_it_acts_once(operator: Stack, olga: Browser, books_url: str, path: str) -> None:
    """A double click, or the way back and the button again."""
    page = await olga.get(path)
    for _ in range(3):
        assert (await olga.send(page, path)).to.startswith(CARD + "?done=")
    assert len(done(books_url)) == len(told(books_url)) == 1


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "{",
        "[" * 4_000,
        "{}",
        '{"service": "aon", "on": true}',
        '{"service": "goodok", "on": false}',
        '{"tariff": "mayak", "switch_fee": 0, "monthly": 0}',
    ],
)
@pytest.mark.parametrize("path", [GOODOK, ENERGY])
async def test_terms_that_are_not_those_of_the_page(olga: Browser, books_url: str, path: str, quote: str) -> None:
    """Are no terms."""
    page = await olga.get(path)
    assert (await olga.send(page, path, quote=quote)).status == 400
    assert done(books_url) == []


async def test_a_price_made_up_is_answered_with_the_true_one(operator: Stack, olga: Browser) -> None:
    """Nothing is had for nothing."""
    page = await olga.get(GOODOK)
    cheap = await olga.send(page, GOODOK, quote='{"service": "goodok", "on": true}')
    assert (cheap.status, "105,00 руб." in cheap.words) == (409, True)
    assert (await operator.anna()).balance == 500_00


@pytest.mark.parametrize("path", ["/services/guduk/on", "/services/goodok/maybe", "/tariffs/mega"])
async def test_what_there_is_not(olga: Browser, path: str) -> None:
    """Has no page, and takes no form."""
    assert (await olga.get(CARD + path)).status == 404
    form = (await olga.get(GOODOK)).forms[GOODOK]
    for quote in ('{"service": "guduk", "on": true}', '{"tariff": "mega", "switch_fee": 0, "monthly": 0}'):
        assert (await olga.post(CARD + path, form | {"quote": quote})).status in (400, 404)


async def test_a_subscriber_that_there_is_not(olga: Browser) -> None:
    """Has no terms, no password, no sessions."""
    form = (await olga.get(GOODOK)).forms[GOODOK]
    other = "/subscribers/79169999999"
    for path in ("/services/goodok/on", "/tariffs/energy", "/password", "/sessions"):
        assert "Такого абонента нет." in (await olga.get(other + path)).words
    assert "Такого абонента нет." in (await olga.post(other + "/services/goodok/on", form)).words
    assert "Такого абонента нет." in (await olga.post(other + "/password", form)).words


# Tariffs


async def test_a_tariff_is_read_out_and_then_changed(operator: Stack, olga: Browser, books_url: str) -> None:
    """At once where there is no monthly fee."""
    page = await olga.get(ENERGY)
    assert (
        "Переходим на тариф «Энерджи» сразу. Сейчас со счета спишется 130,00 руб. : 100,00 за переход, "
        "30,00 за помощь консультанта. Согласны?"
    ) in page.words
    assert (await olga.send(page, ENERGY)).to == CARD + "?done=tariff"
    anna = await operator.anna()
    assert (anna.tariff, anna.balance) == ("energy", 370_00)
    assert told(books_url) == ['Тариф "Энерджи" с 05.10.2012. Списано 130,00 руб.']


async def test_a_tariff_with_a_monthly_fee(operator: Stack, olga: Browser) -> None:
    """Comes tomorrow and is paid now; what it does not allow goes."""
    await operator.put(balance=Kopecks(500_00), services=("ours100",))
    page = await olga.get(CARD + "/tariffs/smartmini")
    assert (
        "Переходим на тариф «Смарт мини» с завтрашнего дня. Сейчас со счета спишется 330,00 руб. : 100,00 за переход, "
        "200,00 за первый месяц, 30,00 за помощь консультанта. Дальше 200,00 руб. в месяц. "
        "Отключится: «100 минут на своих». Согласны?"
    ) in page.words
    await olga.send(page, CARD + "/tariffs/smartmini")
    assert "Уже оплачен переход" in await refused(olga, ENERGY)


async def test_a_tariff_for_the_fee_alone(olga: Browser) -> None:
    """Where going over is free."""
    page = await olga.get(CARD + "/tariffs/mayak")
    assert "Сейчас со счета спишется 30,00 руб. за помощь консультанта." in page.words


# The ban of paid content


async def test_the_ban_takes_a_passport_and_nothing_else(operator: Stack, olga: Browser, books_url: str) -> None:
    """It is free, and it can be taken off in the same way."""
    await operator.put(balance=Kopecks(-50_00), services=("weather",))
    await operator.admin.put_passport(N, PASSPORT)
    page = await olga.get(BAN)
    assert "Подключаем услугу «Запрет контента». Это бесплатно. Отключится: «Погода». Согласны?" in page.words
    assert "Попыток на сегодня: 5" in page.words
    assert (await olga.send(page, BAN, passport="45 09 №123456")).to == CARD + "?done=service"
    off = CARD + "/services/content_ban/off"
    assert (await olga.act(off, passport=PASSPORT)).to == CARD + "?done=service"
    anna = await operator.anna()
    assert (anna.services, anna.balance) == ((), -50_00)


@pytest.mark.parametrize("passport", ["", "4509", "4509 1234567", "сорок пять"])
async def test_a_passport_has_ten_digits(olga: Browser, passport: str) -> None:
    """Others are not tried; the page says so and does not repeat them."""
    page = await olga.act(BAN, passport=passport)
    assert (page.status, "Нужно десять цифр" in page.words) == (422, True)
    assert "Попыток на сегодня: 5" in page.words
    assert not passport or passport not in page.html


async def test_five_wrong_passports_a_day(operator: Stack, olga: Browser, books_url: str) -> None:
    """Each says how many are left; then not even the right one counts, until tomorrow."""
    for left in (4, 3, 2, 1, 0):
        page = await olga.act(BAN, passport="4509 654321")
        assert (page.status, "Паспорт не совпал с договором" in page.words) == (409, True)
        assert (f"Попыток на сегодня: {left}" in page.words) == (left > 0)
        assert (BAN in page.links) == (left > 0)
    page = await olga.act(BAN, passport=PASSPORT)
    assert (page.status, "Пять неверных паспортов за сутки" in page.words) == (409, True)
    assert rows(books_url, "select count(*) from audit where what = 'WrongPassport'") == [(5,)]
    assert (await operator.anna()).services == ()
    operator.clock.now += DAY
    async with consultant(operator, books_url) as next_day:
        assert (await next_day.act(BAN, passport=PASSPORT)).to == CARD + "?done=service"


async def test_the_way_back_and_another_passport(olga: Browser) -> None:
    """The same page sent again with the right one is a new try, and no error."""
    page = await olga.get(BAN)
    assert (await olga.send(page, BAN, passport="4509 654321")).status == 409
    assert (await olga.send(page, BAN, passport=PASSPORT)).to == CARD + "?done=service"


async def test_a_passport_is_written_nowhere(
    operator: Stack, olga: Browser, books_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """No address, log, book or page has it, right or wrong."""
    caplog.set_level(logging.DEBUG)
    pages = [await olga.act(BAN, passport=typed) for typed in ("4509 654321", "4509 12345", PASSPORT)]
    pages += [await olga.get(CARD), await olga.get(CARD + "/history?looks=1")]
    places = [held_in(books_url), caplog.text, *(page.html + page.to for page in pages)]
    for passport in ("4509 654321", "4509 12345"):
        for text in places:
            assert passport not in text
            assert passport.replace(" ", "") not in text


# Passwords and sessions


async def signed_in(operator: Stack) -> str:
    """Anna's session in her account."""
    issued = (await operator.operator.ask(IssuePassword(N), "issue")).result
    assert isinstance(issued, PasswordIssued)
    return (await operator.cabinet.sign_in(SignIn(N, issued.password, "10.1.2.3"))).session


async def is_over(operator: Stack, session: str) -> bool:
    """Whether that session of Anna's is."""
    try:
        await operator.cabinet.ask(GetAccount(N), "", session, "")
    except Exception as error:
        return "401" in str(error)
    return False


async def test_a_password_goes_to_the_phone_and_is_seen_by_nobody(
    operator: Stack, olga: Browser, books_url: str
) -> None:
    """The old one dies, and so do its sessions; a consultant has nothing but the word that it was sent."""
    session = await signed_in(operator)
    operator.clock.now += 60
    page = await olga.get(CARD + "/password")
    sent = [await olga.send(page, CARD + "/password") for _ in range(2)]
    assert [each.to for each in sent] == [CARD + "?done=password"] * 2
    (text,) = told(books_url)
    password = text.removeprefix("Ваш пароль: ")[:10]
    assert await operator.admin.login(N, password)
    assert await is_over(operator, session)
    assert password not in (await olga.get(sent[0].to)).html + (await olga.get(CARD + "/history")).html
    assert "Новый пароль отправлен на телефон." in (await olga.get(sent[0].to)).words


async def test_no_password_too_soon_too_often_or_after_a_new_sim(operator: Stack, olga: Browser) -> None:
    """The page says why."""
    path = CARD + "/password"
    assert (await olga.act(path)).to == CARD + "?done=password"
    page = await olga.act(path)
    assert (page.status, "меньше минуты назад" in page.words) == (409, True)
    for _ in range(2):
        operator.clock.now += 60
        assert (await olga.act(path)).to == CARD + "?done=password"
    operator.clock.now += 60
    assert "выдано три пароля" in (await olga.act(path)).words
    await operator.admin.note_sim_change(N)
    assert "SIM заменили меньше суток назад" in (await olga.act(path)).words


async def test_sessions_of_a_person_are_ended_and_none_of_a_consultants(
    operator: Stack, olga: Browser, books_url: str
) -> None:
    """Wherever they are signed in."""
    session = await signed_in(operator)
    assert CARD + "/sessions" in (await olga.get(CARD)).links
    assert (await olga.act(CARD + "/sessions")).to == CARD + "?done=sessions"
    assert await is_over(operator, session)
    assert "Все входы в личный кабинет завершены." in (await olga.get(CARD + "?done=sessions")).words
    assert done(books_url) == [("EndSessions", "")]


# Forms that are not ours


async def everything(olga: Browser) -> list[tuple[str, Page]]:
    """Pages with forms, and where those go."""
    return [(path, await olga.get(path)) for path in (GOODOK, ENERGY, BAN, CARD + "/password", CARD + "/sessions")]


@pytest.mark.parametrize("forged", [{"token": ""}, {"token": "0" * 64}])
async def test_a_forged_form_does_nothing(olga: Browser, books_url: str, forged: dict[str, str]) -> None:
    """Without the token of the session."""
    for path, page in await everything(olga):
        answer = await olga.send(page, path, **forged)
        assert (answer.status, "Форма не с нашей страницы" in answer.words) == (403, True)
    assert (await olga.send(page, "/sign-out", **forged)).status == 403
    assert done(books_url) == []


async def test_a_form_from_elsewhere_does_nothing(olga: Browser, books_url: str) -> None:
    """Even with the right token: the browser says where it comes from."""
    for path, page in await everything(olga):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            assert (await olga.post(path, page.forms[path], headers)).status == 403
    assert done(books_url) == []


async def test_a_form_of_another_consultant_does_nothing(operator: Stack, olga: Browser, books_url: str) -> None:
    """Nor one of an earlier session of one's own."""
    page = await olga.get(GOODOK)
    async with consultant(operator, books_url, "ivan") as ivan:
        assert (await ivan.post(GOODOK, page.forms[GOODOK])).status == 403
    async with consultant(operator, books_url) as again:
        assert (await again.post(GOODOK, page.forms[GOODOK])).status == 403


async def test_a_form_after_the_session_is_over_does_nothing(operator: Stack, olga: Browser, books_url: str) -> None:
    """Whoever sends it signs in again."""
    pages = await everything(olga)
    operator.clock.now += DAY
    for path, page in pages:
        assert (await olga.send(page, path, passport=PASSPORT)).to == "/sign-in?over=1"
    assert done(books_url) == []


async def test_nothing_is_changed_by_a_link(olga: Browser, books_url: str) -> None:
    """Only forms do."""
    for path, _ in await everything(olga):
        await olga.get(path + "?token=1&quote={}")
    assert done(books_url) == []
    assert told(books_url) == []


@pytest.mark.parametrize(
    ("type", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"token=%D0", 403),
        ("application/x-www-form-urlencoded", b"a" * 20_000, 413),
    ],
)
async def test_what_is_no_form(olga: Browser, type: str, body: bytes, status: int) -> None:
    """Is answered with a page too."""
    page = await olga.post(GOODOK, body, {"Content-Type": type})
    assert (page.status, "Не получилось" in page.words) == (status, True)
