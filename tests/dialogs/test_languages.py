"""A whole conversation in each language, by SMS and in a session, in either alphabet."""

import pytest

from dialogs.events import SMS, Room
from dialogs.latin import latin
from dialogs.wording import IN_LATIN, SHIPPED, Reader
from operator_api.contract import Alphabet, Language, Profile
from smpp.alphabets import size
from tests.dialogs.operator import Operator
from tests.dialogs.phone import USSD, Phone
from tests.dialogs.test_every_state import WAYS, reach

WRITTEN = ("11", "111", "2", "гудок", "1", "1", "21220", "2", "116", "1", "25", "25 x", "0", "*999#", "стоп")

READ: dict[Language, tuple[str, ...]] = {
    "ru": (
        "Баланс: 500,00 руб. Тариф: Супер.",
        "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек",
        "1 Мои услуги\n2 Все услуги\n0-Назад",
        '"Гудок": Мелодия вместо гудков. 75,00 руб./мес.\n1 Подключить\n0-Назад',
        'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет',
        'Услуга "Гудок" подключена. Плата 75,00 руб./мес.',
        'Отключить "Гудок"? Плата не вернется. 1-Да 2-Нет',
        "Отменено. Ничего не изменилось.",
        'Перейти на "Энерджи"? Переход 100,00 руб. 1-Да 2-Нет',
        'Тариф "Энерджи" с 30.09.2012. Списано 100,00 руб.',
        "Ваш пароль: Kd7mPq2xT1. Никому его не сообщайте. Старый отменен.",
        "Пароль не принят: нужно 8-64 знака, A-Z, a-z и цифра. 0-Назад",
        "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек",
        "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890.",
        "Больше не пишем. Вернуться: любое слово на 111.",
    ),
    "uk": (
        "Баланс: 500,00 руб. Тариф: Супер.",
        "1 Баланс\n2 Послуги\n3 Тариф\n4 Пароль\n5 Витрати\n6 У борг\n7 Мова\n8 Людина",
        "1 Мої послуги\n2 Усі послуги\n0-Назад",
        '"Гудок": Мелодия вместо гудков. 75,00 руб./міс.\n1 Підключити\n0-Назад',
        'Підключити "Гудок"? 75,00 руб./міс. 1-Так 2-Ні',
        'Послугу "Гудок" підключено. Плата 75,00 руб./міс.',
        'Вимкнути "Гудок"? Плата не повернеться. 1-Так 2-Ні',
        "Скасовано. Нічого не змінилося.",
        'Перейти на "Энерджи"? Перехід 100,00 руб. 1-Так 2-Ні',
        'Тариф "Энерджи" з 30.09.2012. Списано 100,00 руб.',
        "Ваш пароль: Kd7mPq2xT1. Нікому його не повідомляйте. Старий скасовано.",
        "Пароль не прийнято: потрібно 8-64 знаки, A-Z, a-z і цифра. 0-Назад",
        "1 Баланс\n2 Послуги\n3 Тариф\n4 Пароль\n5 Витрати\n6 У борг\n7 Мова\n8 Людина",
        "Не зрозуміли запит. Надішліть МЕНЮ або дзвоніть 0890.",
        "Більше не пишемо. Повернутися: будь-яке слово на 111.",
    ),
    "ro": (
        "Sold: 500,00 rub. Tarif: Super.",
        "1 Sold\n2 Servicii\n3 Tarif\n4 Parola\n5 Cheltuieli\n6 Pe datorie\n7 Limba\n8 Operator",
        "1 Serviciile mele\n2 Toate serviciile\n0-Inapoi",
        '"Gudok": Melodiya vmesto gudkov. 75,00 rub./luna\n1 Activare\n0-Inapoi',
        'Activati "Gudok"? 75,00 rub./luna 1-Da 2-Nu',
        'Serviciul "Gudok" este activat. Plata 75,00 rub./luna.',
        'Dezactivati "Gudok"? Plata nu se returneaza. 1-Da 2-Nu',
        "Anulat. Nimic nu s-a schimbat.",
        'Treceti la "Enerdzhi"? Trecerea 100,00 rub. 1-Da 2-Nu',
        'Tariful "Enerdzhi" din 30.09.2012. S-au retinut 100,00 rub.',
        "Parola dvs.: Kd7mPq2xT1. Nu o spuneti nimanui. Cea veche nu mai este valabila.",
        "Parola nu este acceptata: 8-64 de caractere, A-Z, a-z si o cifra. 0-Inapoi",
        "1 Sold\n2 Servicii\n3 Tarif\n4 Parola\n5 Cheltuieli\n6 Pe datorie\n7 Limba\n8 Operator",
        "Nu am inteles cererea. Trimiteti MENIU sau sunati la 0890.",
        "Nu va mai scriem. Revenire: orice cuvant la 111.",
    ),
    "en": (
        "Balance: 500,00 rub. Tariff: Super.",
        "1 Balance\n2 Services\n3 Tariff\n4 Password\n5 Spending\n6 On credit\n7 Language\n8 Operator",
        "1 My services\n2 All services\n0-Back",
        '"Gudok": Melodiya vmesto gudkov. 75,00 rub./month\n1 Switch on\n0-Back',
        'Switch on "Gudok"? 75,00 rub./month 1-Yes 2-No',
        'Service "Gudok" is on. Fee 75,00 rub./month.',
        'Switch off "Gudok"? The fee is not returned. 1-Yes 2-No',
        "Cancelled. Nothing has changed.",
        'Change to "Enerdzhi"? Change fee 100,00 rub. 1-Yes 2-No',
        'Tariff "Enerdzhi" from 30.09.2012. Charged 100,00 rub.',
        "Your password: Kd7mPq2xT1. Do not share it. The old one is void.",
        "Password not accepted: 8-64 characters, A-Z, a-z and a digit. 0-Back",
        "1 Balance\n2 Services\n3 Tariff\n4 Password\n5 Spending\n6 On credit\n7 Language\n8 Operator",
        "Request not understood. Send MENU or call 0890.",
        "No more messages. To come back: any word to 111.",
    ),
}


def held(language: Language, alphabet: Alphabet, room: Room) -> Phone:
    """The phone after it, and all that it was told."""
    phone = Phone(Operator(balance=500_00, profile=Profile(language=language, alphabet=alphabet)), room=room)
    for text in WRITTEN:
        phone.text(text)
    return phone


@pytest.mark.parametrize("room", [SMS, USSD], ids=["sms", "ussd"])
@pytest.mark.parametrize("language", SHIPPED)
def test_a_conversation_reads_in_its_language(language: Language, room: Room) -> None:
    """The same in both alphabets, but for the letters, and each reply is one part; what was done is an SMS too."""
    phone, in_latin = held(language, "cyrillic", room), held(language, "latin", room)
    assert tuple(say.text for say in phone.says if say.only != "sms") == READ[language]
    assert [say.text for say in in_latin.says] == [latin(say.text) for say in phone.says]
    assert [say.only == "sms" for say in phone.says].count(True) == 2 * room.session
    assert {size(say.text).parts for say in (*phone.says, *in_latin.says)} == {1}
    assert all(say.text.isascii() for say in (*in_latin.says, *phone.says * (language in IN_LATIN)))


@pytest.mark.parametrize("language", [language for language in SHIPPED if language != "ru"])
@pytest.mark.parametrize("place", WAYS, ids=str)
def test_every_screen_fits_a_page_in_every_language(place: tuple[str, str], language: Language) -> None:
    """Whatever leads to it or on from it."""
    phone, reader = reach(*place, USSD), Reader(language, "cyrillic", USSD)
    phone.profile = phone.operator.profile = Profile(language=language)
    phone.says.clear()
    while phone.pending:
        phone.answer()
    phone.away = False
    for text in ("", "9", "?", "1", "0"):
        phone.text(text)
    pages = [say.text for say in phone.says if say.only != "sms"]
    assert pages
    assert [page for page in pages if not reader.fits(page)] == []
