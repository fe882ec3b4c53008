"""Pages: whatever does not fit one reply can be read on, and is answered where it ends."""

from collections.abc import Iterator

import pytest

from dialogs.events import SMS, Room
from dialogs.pages import Shown
from dialogs.screens import Listed, Option, Screen, card, notice, rendered
from dialogs.session import Session
from dialogs.terms import service_question, tariff_question
from dialogs.wording import Reader, Wording
from operator_api.contract import (
    Kopecks,
    PasswordIssued,
    Profile,
    Reason,
    Refused,
    ServiceQuote,
    ServiceSwitched,
    TariffQuote,
)
from smpp.ussd import LEAST_OCTETS, MOST_OCTETS
from tests.dialogs.operator import CATALOGUE, Operator
from tests.dialogs.phone import USSD, Phone

ROOMS = [
    SMS,
    *(Room(ucs2=octets // 2, gsm=octets * 8 // 7, session=True) for octets in (LEAST_OCTETS, 144, MOST_OCTETS)),
]
READERS = [Reader("ru", alphabet, room) for alphabet in ("cyrillic", "latin") for room in ROOMS]
DEAREST = Kopecks(999_999)
ALL = (
    *(Option(service.id, service.name) for service in CATALOGUE.services),
    *(Option(tariff.id, tariff.name) for tariff in CATALOGUE.tariffs),
)
LONGEST = tuple(sorted(CATALOGUE.service, key=lambda id: -len(CATALOGUE.service[id].name)))

each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: f"{reader.alphabet} {reader.room.ucs2}")


def screens(reader: Reader) -> Iterator[Screen]:
    """Of everything in the catalogue, at its longest."""
    yield Listed(ALL)
    yield Listed(ALL[:9], reader.say("services.mine"))
    for service in CATALOGUE.services:
        price = reader.price(DEAREST, DEAREST, "month")
        for key in ("services.card.service_on", "services.card.service_off"):
            text = reader.say(key, name=service.name, description=service.description, price=price)
            yield card(text, Option("service_on", reader.say("services.service_on")), reader)
        for extras in ((), LONGEST[:1], LONGEST[:4]):
            for burns in (False, True):
                quote = ServiceQuote(service.id, True, DEAREST, DEAREST, "month", extras, extras, burns)
                yield service_question(quote, reader, CATALOGUE)
        yield notice(reader.say("refused.needed", name=service.name, others='", "'.join(LONGEST)), reader)
    for tariff in CATALOGUE.tariffs:
        yield tariff_question(TariffQuote(tariff.id, DEAREST, DEAREST, LONGEST), reader, CATALOGUE)


@each_reader
def test_every_page_fits_its_room(reader: Reader) -> None:
    """And says which it is, and how to go on and out."""
    for screen in screens(reader):
        pages = rendered(screen, reader)
        for number, page in enumerate(pages, 1):
            assert reader.fits(page.text), page
            if len(pages) > 1:
                more = reader.spell("9-Еще 0-Назад ") if number < len(pages) else ""
                assert page.text.endswith(f"{more}{number}/{len(pages)}")
            assert "..." not in page.text


@each_reader
def test_no_word_is_lost(reader: Reader) -> None:
    """The pages of a text hold all its words, in order; what can be answered is on the last alone."""
    for screen in screens(reader):
        if isinstance(screen, Listed):
            continue
        pages = rendered(screen, reader)
        assert " ".join(map(body, pages)).split()[: len(words(screen, reader))] == words(screen, reader)
        assert not any(page.choices for page in pages[:-1])


def body(page: Shown) -> str:
    """Without its last line if that leads on."""
    head, _, foot = page.text.rpartition("\n")
    return head if foot.startswith("9-") else page.text


def words(screen: Screen, reader: Reader) -> list[str]:
    """Of its text."""
    return reader.spell(getattr(screen, "text", "")).split()


@each_reader
def test_every_option_of_a_list_is_on_a_page(reader: Reader) -> None:
    """Once, whole, under its own digit."""
    pages = rendered(Listed(ALL), reader)
    assert [choice for page in pages for choice in page.choices] == [option.id for option in ALL]
    for page in pages:
        labels = [reader.spell(option.label) for option in ALL if option.id in page.choices]
        assert page.text.split("\n")[:-1] == [f"{digit} {label}" for digit, label in enumerate(labels, 1)]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.ucs2))
@pytest.mark.parametrize("alphabet", ["cyrillic", "latin"])
def test_every_service_is_reached_by_nine(alphabet: str, room: Room) -> None:
    """From the last page on the first follows; 0 leads out of each."""
    profile = Profile(alphabet="latin" if alphabet == "latin" else "cyrillic")
    phone = Phone(Operator(profile=profile), room=room)
    first, seen = phone.text("все услуги"), list[str]()
    while not seen or phone.text("9") != first:
        seen += phone.session.dialogue.choices
        aside = Phone(Operator(profile=profile), room=room)
        aside.session = phone.session
        assert aside.text("0")[0].startswith(("1 Мои", "1 Moi"))
    assert seen == list(CATALOGUE.service)


def asked(room: Room) -> Phone:
    """Whether to go over to a tariff, at a length that takes two pages of USSD."""
    phone = Phone(Operator(balance=5000_00), room=room)
    phone.away = True
    phone.text("124")
    phone.answer(TariffQuote("connect", Kopecks(100_00), Kopecks(0), drops=LONGEST[:2]))
    phone.away = False
    return phone


def test_a_price_is_seen_before_it_is_agreed_to() -> None:
    """A digit or a yes on an earlier page puts that page again."""
    for text in ("1", "да"):
        phone = asked(USSD)
        first = phone.says[-1].text
        assert "1-Да" not in first
        assert "100,00" not in first
        assert phone.text(text) == [first]
        [last] = phone.text("9")
        assert last.endswith("Переход 100,00 руб. 1-Да 2-Нет 2/2")
        phone.away = True
        assert phone.text(text) == []
        assert len(phone.pending) == 1


def test_new_terms_are_read_from_their_first_page() -> None:
    """Though the old ones were agreed to on their last."""
    phone = asked(USSD)
    first = phone.says[-1].text
    phone.text("9")
    phone.away = True
    phone.text("1")
    assert phone.answer(TariffQuote("connect", Kopecks(200_00), Kopecks(0), drops=LONGEST[:2])) == [first]
    assert phone.text("9")[0].endswith("Переход 200,00 руб. 1-Да 2-Нет 2/2")


@pytest.mark.parametrize(("text", "told"), [("2", "1"), ("нет", "Отменено"), ("0", "1 Баланс"), ("стоп", "Отменено")])
def test_an_earlier_page_can_be_left(text: str, told: str) -> None:
    """Who says no has seen enough; a 2 there is no answer yet."""
    phone = asked(USSD)
    first = phone.says[-1].text
    assert phone.text(text)[0].startswith(first if text == "2" else told)


def test_after_the_last_page_comes_the_first() -> None:
    """Of a question too."""
    phone = asked(USSD)
    first = phone.says[-1].text
    assert phone.text("9") != [first]
    assert phone.text("9") == [first]


def test_the_room_may_change_between_pages() -> None:
    """From USSD to SMS and back nothing is skipped, and what was seen can be seen again."""
    phone = Phone(room=USSD)
    phone.text("все услуги")
    seen = list(phone.session.dialogue.choices)
    for room in (SMS, USSD, SMS, USSD, SMS):
        phone.room = room
        phone.text("9")
        unseen = [id for id in CATALOGUE.service if id not in seen]
        assert unseen[0] in phone.session.dialogue.choices
        seen += phone.session.dialogue.choices
    phone = asked(USSD)
    phone.room = SMS
    [whole] = phone.text("9")
    assert whole.endswith("Переход 100,00 руб. 1-Да 2-Нет")


# Texts that ask nothing

NEEDED = Refused(Reason.NEEDED, "gprs", by=("bit", "superbit", "mms"))
FIRST = '"Мобильный интернет" нельзя отключить: сначала\n9-Еще 0-Назад 1/2'
SECOND = 'отключите "БИТ", "СуперБИТ", "MMS".\n0-Назад 2/2'
WHOLE = '"Мобильный интернет" нельзя отключить: сначала отключите "БИТ", "СуперБИТ", "MMS".'


def refused(room: Room) -> Phone:
    """At length."""
    phone = Phone(room=room)
    phone.away = True
    phone.text("21320")
    phone.answer(NEEDED)
    phone.away = False
    return phone


def test_a_long_text_is_read_on() -> None:
    """The session keeps what it takes to write it, and forgets it elsewhere."""
    phone = refused(USSD)
    assert phone.says[-1].text == FIRST
    assert phone.session.reading == Wording(
        "refused.needed", {"name": "Мобильный интернет", "others": 'БИТ", "СуперБИТ", "MMS'}
    )
    assert [phone.text(text) for text in ("9", "9", "", "ы")] == [[SECOND], [FIRST], [FIRST], [FIRST]]
    assert phone.text("0")[0].startswith("1 Баланс")
    assert not phone.session.reading
    assert refused(SMS).says[-1].text == WHOLE


def test_a_long_text_in_passing_goes_whole_and_by_sms() -> None:
    """The person is in another dialogue."""
    phone = Phone(room=USSD)
    phone.away = True
    phone.text("21320")
    phone.late()
    phone.text("баланс")
    phone.answer(NEEDED)
    said = phone.says[-1]
    assert (said.text, said.only, said.screen) == (WHOLE, "sms", 0)
    assert phone.session.dialogue.conversation == "balance"


# What was done


ON = ServiceSwitched(ServiceQuote("goodok", on=True, fee=Kopecks(75_00), period="month"))
DONE = 'Услуга "Гудок" подключена. Плата 75,00 руб./мес.'


def switching(room: Room) -> Phone:
    """Somebody who has agreed."""
    phone = Phone(room=room)
    phone.text("2122")
    phone.away = True
    phone.text("1")
    phone.says.clear()
    return phone


def told(phone: Phone) -> list[tuple[str, str, bool]]:
    """What they are told of it: the text, where, whether it can be read on."""
    phone.says.clear()
    phone.answer(ON)
    return [(say.text, say.only, say.screen > 0) for say in phone.says]


def test_what_was_done_is_told_in_the_session_and_by_sms() -> None:
    """In an SMS once."""
    assert told(switching(USSD)) == [(DONE, "sms", False), (DONE, "session", False)]
    assert told(switching(SMS)) == [(DONE, "", False)]


def test_what_was_done_is_told_in_passing_by_sms_alone() -> None:
    """Whoever waits in the session waits for something else."""
    phone = switching(USSD)
    phone.late()
    phone.text("баланс")
    assert told(phone) == [(DONE, "sms", False)]


def test_what_was_done_takes_pages_in_a_small_session_and_one_sms() -> None:
    """It can be read on in the session; the SMS holds all of it."""
    phone = switching(USSD)
    phone.room = Room(ucs2=44, gsm=100, session=True)
    assert told(phone) == [
        (DONE, "sms", False),
        ('Услуга "Гудок" подключена.\n9-Еще 0-Назад 1/2', "session", True),
    ]
    assert phone.text("9") == ["Плата 75,00 руб./мес.\n0-Назад 2/2"]


# Passwords


@pytest.mark.parametrize(
    ("room", "told"),
    [
        (USSD, "Ваш пароль: Kd7mPq2xTr. Никому его не сообщайте. Старый отменен."),
        (Room(ucs2=60, gsm=137, session=True), "Kd7mPq2xTr"),
    ],
    ids=["fits", "does not"],
)
def test_a_password_is_neither_cut_nor_kept(room: Room, told: str) -> None:
    """It is said once, alone if the room is small."""
    phone = Phone(room=room)
    phone.away = True
    phone.text("25")
    phone.answer(PasswordIssued("Kd7mPq2xTr"))
    [said] = phone.says
    assert (said.text, said.secret, said.screen, said.only) == (told, True, 0, "")
    assert phone.session == Session(serial=phone.session.serial)
