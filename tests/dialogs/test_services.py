"""Services: lists, cards, on and off."""

import pytest

from dialogs.events import Room
from operator_api.contract import AnyResult, Kopecks, Reason, Refused, RequestCall, ServiceQuote
from tests.dialogs.operator import CATALOGUE, Operator
from tests.dialogs.phone import NUMBER, Phone

LISTS = "1 Мои услуги\n2 Все услуги\n0-Назад"
FIRST_PAGE = """1 Определитель номера
2 АнтиАОН
3 АнтиАОН по запросу
4 Супер АОН
5 Вам звонили
6 Ожидание вызова
7 Конференц-связь
9-Еще 0-Назад 1/5"""
MENU = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"
PERSON = "Не поняли. Поможет человек: 0890.\n1 Перезвоните мне\n0-Назад"
SUPPORT = "Запрет контента меняет только поддержка: 0890, паспорт. Бесплатно.\n1 Перезвоните мне\n0-Назад"
CARD = '"Гудок": Мелодия вместо гудков. 75,00 руб./мес.\n1 Подключить\n0-Назад'
GOODOK = 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'


def test_from_the_menu_to_a_service_and_back() -> None:
    """Every screen is one digit from the next."""
    phone = Phone()
    walk = ["меню", "2", "2", "1", "0", "0", "0"]
    card = '"Определитель номера": Номер звонящего виден на экране. Бесплатно.\n1 Подключить\n0-Назад'
    assert [phone.text(text) for text in walk] == [[MENU], [LISTS], [FIRST_PAGE], [card], [FIRST_PAGE], [LISTS], [MENU]]


def test_the_catalogue_goes_round() -> None:
    """After the last page comes the first; no service is left out."""
    phone = Phone()
    pages = phone.text("все услуги") + [phone.text("9")[0] for _ in range(4)]
    assert phone.text("9") == pages[:1]
    assert phone.text("9") == pages[1:2]
    names = [line[2:] for page in pages for line in page.splitlines()[:-1]]
    assert names == [service.name for service in CATALOGUE.services]


def test_a_small_room_makes_small_pages() -> None:
    """A page is cut between services."""
    phone = Phone(room=Room(ucs2=72, gsm=182))
    assert phone.text("все услуги") == ["1 Определитель номера\n2 АнтиАОН\n3 АнтиАОН по запросу\n9-Еще 0-Назад 1/12"]
    assert phone.text("9") == ["1 Супер АОН\n2 Вам звонили\n3 Ожидание вызова\n9-Еще 0-Назад 2/12"]


def test_what_is_on_is_listed_and_can_be_switched_off() -> None:
    """By three digits."""
    phone = Phone(Operator(services={"aon", "goodok"}))
    assert phone.text("мои услуги") == ["Подключено:\n1 Определитель номера\n2 Гудок\n0-Назад"]
    assert phone.text("2") == ['Подключена "Гудок": Мелодия вместо гудков. 75,00 руб./мес.\n1 Отключить\n0-Назад']
    assert phone.text("1") == ['Отключить "Гудок"? Плата не вернется. 1-Да 2-Нет']
    assert phone.text("да") == ['Услуга "Гудок" отключена. Плата за месяц не возвращается.']
    assert phone.operator.services == {"aon"}


def test_a_long_list_of_mine_has_pages() -> None:
    """Which are asked for anew."""
    phone = Phone(Operator(services={service.id for service in CATALOGUE.services[:9]}))
    first, second = phone.text("что у меня подключено"), phone.text("9")
    assert first[0].splitlines()[0] == second[0].splitlines()[0] == "Подключено:"
    assert len({*first[0].splitlines()[1:-1], *second[0].splitlines()[1:-1]}) == 9
    assert phone.text("0") == [LISTS]


def test_nothing_is_on() -> None:
    """And where to find what could be."""
    assert Phone().text("мои услуги") == ["Услуги не подключены. Все услуги: отправьте УСЛУГИ."]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["2"], "Отменено. Ничего не изменилось."),
        (["нет"], "Отменено. Ничего не изменилось."),
        (["не надо"], "Отменено. Ничего не изменилось."),
        (["отмена"], "Отменено. Ничего не изменилось."),
        (["СТОП"], "Отменено. Ничего не изменилось."),
        (["0"], MENU),
        (["#"], MENU),
        (["меню"], MENU),
        (["баланс"], "Баланс: 100,00 руб. Тариф: Супер."),
        (["3"], GOODOK),
        (["11"], GOODOK),
        (["а сколько"], GOODOK),
        (["а сколько", "ну"], PERSON),
        (["а сколько", "1"], 'Услуга "Гудок" подключена. Плата 75,00 руб./мес.'),
        (["2112"], 'Подключить "АнтиАОН"? 3,95 руб./день 1-Да 2-Нет'),
    ],
)
def test_a_question_is_answered_cancelled_replaced_or_put_again(texts: list[str], told: str) -> None:
    """Only yes agrees."""
    phone = Phone()
    assert phone.text("2122") == [GOODOK]
    assert [phone.text(text) for text in texts][-1] == [told]


def test_stop_on_a_list_only_leaves_it() -> None:
    """The person is not silenced."""
    phone = Phone()
    phone.text("все услуги")
    assert phone.text("стоп") == ["Отменено. Ничего не изменилось."]
    assert not phone.operator.profile.stopped


def test_a_list_is_put_again_once_though_it_is_asked_for_anew() -> None:
    """Then we admit that we do not understand."""
    phone = Phone(Operator(services={"aon"}))
    mine = phone.text("мои услуги")
    assert phone.text("ываыва") == mine
    assert phone.text("ываыва") == [PERSON]


def test_a_bare_name_shows_the_card() -> None:
    """Nothing is asked for but the service is meant."""
    phone = Phone()
    assert phone.text("гудок") == [CARD]
    assert phone.text("1") == [GOODOK]


@pytest.mark.parametrize("text", ["запрет контента", "9001", "90010", "сними запрет контента", "*111*9001#"])
def test_what_takes_a_passport_is_never_asked_of_the_operator(text: str) -> None:
    """Neither on nor off; a person calls back, and knows what about."""
    phone = Phone()
    assert phone.text(text) == [SUPPORT]
    assert phone.text("ываыва") == [SUPPORT]
    assert phone.operator.asked == []
    assert phone.text("1") == ["Перезвоним на этот номер. Или позвоните сами: 0890."]
    assert phone.operator.asked == [RequestCall(NUMBER, "content_ban")]


@pytest.mark.parametrize(
    ("quote", "question"),
    [
        (
            ServiceQuote("favorite", True, Kopecks(2500), Kopecks(150), "day"),
            'Подключить "Любимый номер"? 25,00 + 1,50 руб./день 1-Да 2-Нет',
        ),
        (ServiceQuote("mms", True), 'Подключить "MMS"? Бесплатно. 1-Да 2-Нет'),
        (
            ServiceQuote("sms50", True, Kopecks(4000), period="once"),
            'Подключить "50 SMS разово"? 40,00 руб. 1-Да 2-Нет',
        ),
        (
            ServiceQuote("superbit", True, fee=Kopecks(350_00), period="month", adds=("gprs",)),
            'Включить "СуперБИТ" и "Мобильный интернет"? 350,00 руб./мес. 1-Да 2-Нет',
        ),
        (
            ServiceQuote("superbit", True, fee=Kopecks(350_00), period="month", removes=("bit",)),
            '"СуперБИТ" вместо "БИТ"? 350,00 руб./мес. 1-Да 2-Нет',
        ),
        (
            ServiceQuote("voicemail", True, fee=Kopecks(230), period="day", adds=("forward",), removes=("missed",)),
            '"Голосовая почта" вместо "Вам звонили"? Нужен "Переадресация". 2,30 руб./день 1-Да 2-Нет',
        ),
        (
            ServiceQuote("sms300", True, fee=Kopecks(120_00), period="month", removes=("sms100",), remainder_lost=True),
            "Пакет 300 SMS вместо 100? Остаток сгорит. 120,00 руб. 1-Да 2-Нет",
        ),
        (
            ServiceQuote(
                "sms300", True, fee=Kopecks(120_00), period="month", removes=("sms_day",), remainder_lost=True
            ),
            'Пакет 300 SMS вместо "SMS в день"? Остаток сгорит. 120,00 руб. 1-Да 2-Нет',
        ),
        (ServiceQuote("aon", False), 'Отключить "Определитель номера"? Бесплатно. 1-Да 2-Нет'),
        (ServiceQuote("unheard_of", False), 'Отключить "unheard_of"? Бесплатно. 1-Да 2-Нет'),
    ],
    ids=lambda value: value.service if isinstance(value, ServiceQuote) else "",
)
def test_a_question_names_thing_and_price(quote: ServiceQuote, question: str) -> None:
    """And what else comes or goes."""
    assert answered("2122", quote) == [question]


@pytest.mark.parametrize(
    ("text", "refused", "told"),
    [
        ("2122", Refused(Reason.ALREADY, "goodok"), 'Услуга "Гудок" уже подключена.'),
        ("21220", Refused(Reason.ALREADY, "goodok"), 'Услуга "Гудок" не подключена.'),
        (
            "2126",
            Refused(Reason.MONEY, "sms300", need=Kopecks(120_00), have=Kopecks(25_00)),
            "Недостаточно средств: нужно 120,00, на счете 25,00 руб.",
        ),
        (
            "2131",
            Refused(Reason.MONEY, "superbit", need=Kopecks(350_00), have=Kopecks(25_00), by=("gprs",)),
            '"СуперБИТ" и "Мобильный интернет": нужно 350,00, есть 25,00 руб.',
        ),
        ("2122", Refused(Reason.SUPPORT_ONLY, "goodok"), "Гудок меняет только поддержка: 0890, паспорт. Бесплатно."),
        (
            "21320",
            Refused(Reason.NEEDED, "gprs", by=("bit", "mms")),
            '"Мобильный интернет" нельзя отключить: сначала отключите "БИТ", "MMS".',
        ),
        (
            "2140",
            Refused(Reason.CONFLICT, "weather", by=("content_ban",)),
            '"Погода" нельзя подключить: мешает "Запрет контента".',
        ),
        (
            "2118",
            Refused(Reason.CONDITION, "trust", condition="age>=90d"),
            '"На полном доверии": номеру должно быть больше 90 дней.',
        ),
        (
            "2118",
            Refused(Reason.CONDITION, "trust", condition="balance>0"),
            '"На полном доверии": нужны деньги на счете.',
        ),
        (
            "2143",
            Refused(Reason.CONDITION, "suspend", condition="full moon"),
            '"Блокировка номера": не выполнено условие услуги. Справка: 0890.',
        ),
        ("2122", Refused(Reason.BLOCKED, "goodok"), "Номер заблокирован. Справка: 0890."),
        ("2122", Refused(Reason.NOT_OURS), "Номер не обслуживается. Справка: 0890."),
    ],
)  # fmt: skip
def test_a_refusal_says_why(text: str, refused: Refused, told: str) -> None:
    """And what is missing."""
    assert answered(text, refused) == [told]


def test_a_switch_can_be_refused_after_all() -> None:
    """Somebody else was faster."""
    phone = Phone(Operator(services={"goodok"}))
    phone.text("21220")
    phone.operator.services.clear()
    assert phone.text("1") == ['Услуга "Гудок" не подключена.']


@pytest.mark.parametrize(
    ("code", "services", "told"),
    [
        ("2133", {"gprs"}, 'Услуга "MMS" подключена. Бесплатно.'),
        ("2134", set(), 'Услуга "Любимый номер" подключена. Плата 25,00 + 1,50 руб./день.'),
        ("2128", set(), 'Услуга "50 SMS разово" подключена. Плата 40,00 руб.'),
        ("21330", {"mms"}, 'Услуга "MMS" отключена.'),
    ],
)
def test_what_was_done_is_told_with_its_price(code: str, services: set[str], told: str) -> None:
    """Nothing is charged unsaid."""
    phone = Phone(Operator(services=services))
    phone.text(code)
    assert phone.text("1") == [told]


def answered(text: str, result: AnyResult) -> list[str]:
    """What is told when the operator answers this text so."""
    phone = Phone()
    phone.away = True
    phone.text(text)
    return phone.answer(result)
