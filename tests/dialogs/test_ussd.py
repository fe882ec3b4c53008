"""The manners of a session: whatever happens in it is answered once, or an answer is awaited."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.engine import MOST_WAITING
from dialogs.events import SMS, Closed, Dialled, Flooded, Room, Text
from dialogs.session import Session
from dialogs.wording import Reader
from operator_api.contract import Account, Kopecks, Profile
from tests.dialogs.nasty import NASTY
from tests.dialogs.operator import Operator
from tests.dialogs.phone import USSD, Phone
from tests.dialogs.test_every_state import WAYS, reach

MENU = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"
GOODOK = 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
GOODOK_ON = 'Услуга "Гудок" подключена. Плата 75,00 руб./мес.'
LATE = "Запрос принят. Ждите SMS."
FOREIGN = "Номер не обслуживается. Справка: 0890."
STOPPED = "Больше не пишем. Вернуться: любое слово на 111."


def asked() -> Phone:
    """Somebody who was asked something in a session."""
    phone = Phone(room=USSD)
    phone.text("2122")
    return phone


def unseeing(phone: Phone, text: str, room: Room = USSD) -> Text:
    """An answer to a session that we do not know."""
    return Text(at=phone.now, text=text, room=room, unseeing=True)


# Nothing is met with silence


def test_stop_again() -> None:
    """By SMS there is silence, as they wished."""
    phone = Phone(room=USSD)
    assert [phone.text("стоп") for _ in range(2)] == [[STOPPED], [STOPPED]]
    phone.room = SMS
    assert phone.text("стоп") == []


def test_a_number_that_is_not_ours_is_told_so_each_time() -> None:
    """By SMS once a day; a flood of theirs too."""
    phone = Phone(Operator(profile=Profile(ours=False)), room=USSD)
    assert [phone.dial("*111#") for _ in range(2)] == [[FOREIGN], [FOREIGN]]
    assert phone.happen(Flooded(at=phone.now, room=USSD)) == [FOREIGN]
    phone.room = SMS
    assert phone.text("баланс") == []


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_answer_puts_the_screen_again(text: str) -> None:
    """However often; where nothing is asked there is the menu."""
    phone = asked()
    assert [phone.text(text) for _ in range(3)] == [[GOODOK]] * 3
    assert phone.text("ы") == [GOODOK]
    assert Phone(room=USSD).dial(text) == [MENU]
    on_menu = Phone(room=USSD)
    on_menu.dial("*111#")
    assert on_menu.text(text) == [MENU]


def test_yes_in_a_session_that_we_do_not_know_puts_the_question_again() -> None:
    """In this one; then it counts. What was put by SMS stands, unsaid."""
    phone = asked()
    assert phone.happen(unseeing(phone, "1")) == [GOODOK]
    assert phone.operator.services == set()
    assert phone.text("1")[-1] == GOODOK_ON
    phone = Phone()
    phone.text("2122")
    assert phone.happen(unseeing(phone, "1", SMS)) == []


def test_a_session_is_told_at_once_that_it_takes_long_if_nobody_else_will() -> None:
    """The operator is late with who this is, and whoever asked was told; each later dial is told so too."""
    phone = Phone(known=False, room=USSD)
    phone.away = True
    assert phone.dial("*100#") == []
    assert phone.late() == [LATE]
    assert phone.dial("*111#") == [LATE]
    assert phone.dial("*111#") == [LATE]
    phone.room = SMS
    phone.away = False
    assert phone.answer() == ["Баланс: 100,00 руб. Тариф: Супер.", MENU]


def test_a_dial_replaces_the_one_before_it() -> None:
    """That waited for the operator: its session is gone. An SMS still waits, and so does what is promised."""
    phone = Phone(known=False, room=USSD)
    phone.away = True
    assert phone.dial("*111*2122#") == phone.text("баланс") == phone.dial("*100#") == []
    phone.away = False
    assert phone.answer() == ["Баланс: 100,00 руб. Тариф: Супер."] * 2


def test_yes_without_a_screen_is_asked_again_after_what_was_told_first() -> None:
    """Both texts that waited are answered."""
    phone = asked()
    phone.profile, phone.away = None, True
    phone.text("*999#")
    phone.text("1")
    phone.session = msgspec.structs.replace(phone.session, unseen=True)
    assert phone.answer() == ["Не поняли запрос. Отправьте МЕНЮ или позвоните 0890.", GOODOK]
    phone.happen(unseeing(phone, "*999#"))
    assert phone.happen(unseeing(phone, "1")) == [GOODOK]


def test_an_answer_that_nobody_waits_for_is_followed_by_the_menu() -> None:
    """The phone waits for something, and we have nothing else."""
    phone = Phone(room=USSD)
    phone.away = True
    phone.text("баланс")
    phone.session = Session()
    assert phone.answer(Account(Kopecks(0), "super", ())) == [MENU]


def test_more_texts_than_can_wait() -> None:
    """Once they are told; the answer that all wait for is on its way."""
    phone = Phone(room=USSD)
    phone.away = True
    told = [phone.text("баланс") for _ in range(MOST_WAITING + 3)]
    assert told == [[]] * (MOST_WAITING + 1) + [["Подождите: отвечаем на прошлые запросы."], []]
    assert phone.session.awaited


ROUGH = ("unseeing 1", "empty", "flooded", "stranger", "stopped", "expired")


def rough(phone: Phone, event: str) -> None:
    """Something that a phone does in a session."""
    match event:
        case "unseeing 1":
            phone.happen(unseeing(phone, "1"))
        case "empty":
            phone.text("")
        case "flooded":
            phone.happen(Flooded(at=phone.now, room=USSD))
        case "stranger":
            phone.profile = Profile(ours=False)
            phone.text("1")
        case "stopped":
            phone.profile = Profile(stopped=True)
            phone.text("стоп")
        case "expired":
            phone.now += 601
            phone.text("1")
        case code if code[:1] in "*#":
            phone.happen(Dialled(at=phone.now, text=code, room=USSD))
        case text:
            phone.text(text)


@pytest.mark.parametrize("place", [*WAYS, None], ids=str)
def test_whatever_a_phone_does_is_answered(place: tuple[str, str] | None) -> None:
    """By one text that fits, in the session; or an answer is awaited."""
    reader = Reader("ru", "cyrillic", USSD)
    for event in (*ROUGH, *NASTY):
        phone = reach(*place, USSD) if place else Phone(room=USSD)
        phone.says.clear()
        rough(phone, event)
        pages = [say for say in phone.says if say.only != "sms"]
        assert phone.session.awaited or len(pages) == 1, event
        assert all(reader.fits(say.text) for say in pages)


HAPPENINGS = st.sampled_from(("answer", "late", "certain", "uncertain", *ROUGH, "*111#", *NASTY, *"1111122200999"))


@settings(deadline=None)
@given(st.lists(HAPPENINGS, max_size=25), st.booleans())
def test_whatever_happens_is_answered(happenings: list[str], known: bool) -> None:
    """After each event of a course, too; with the operator away or at hand."""
    phone = Phone(Operator(balance=5000_00, services={"aon", "waiting"}), known=known, room=USSD)
    phone.away = True
    for happening in happenings:
        phone.says.clear()
        if happening not in ("answer", "late", "certain", "uncertain"):
            rough(phone, happening)
        elif phone.pending:
            {"answer": phone.answer, "late": phone.late}.get(
                happening, lambda happening=happening: phone.fail(certain=happening == "certain")
            )()
        else:
            continue
        assert phone.session.awaited or any(say.only != "sms" for say in phone.says), happening
        assert len(msgspec.json.encode(msgspec.structs.replace(phone.session, waiting=(), promises=()))) < 400


# A screen that was lost on its way


@pytest.mark.parametrize("room", [SMS, USSD], ids=["sms", "ussd"])
@pytest.mark.parametrize("yes", ["1", "да"])
def test_nobody_agrees_to_a_screen_that_was_lost(room: Room, yes: str) -> None:
    """In whatever channel it is put again first, and then yes counts."""
    phone = asked()
    phone.happen(Closed(at=phone.now, screen=phone.session.screen))
    phone.room = room
    assert phone.text(yes) == [GOODOK]
    assert phone.operator.services == set()
    assert phone.text(yes)[-1] == GOODOK_ON


@pytest.mark.parametrize(("text", "told"), [("2", "Отменено. Ничего не изменилось."), ("0", MENU), ("2133", '"MMS"')])
def test_a_lost_screen_can_be_refused_and_left(text: str, told: str) -> None:
    """It changes nothing that costs."""
    phone = asked()
    phone.happen(Closed(at=phone.now, screen=phone.session.screen))
    assert told in phone.text(text)[0]


def test_a_lost_screen_is_gone_on_with() -> None:
    """The offer is seen, and then the question."""
    phone = asked()
    phone.happen(Closed(at=phone.now, screen=phone.session.screen))
    phone.dial("*111#")
    assert phone.text("1") == [GOODOK]
    assert phone.text("1")[-1] == GOODOK_ON


@pytest.mark.parametrize("screen", [0, 7])
def test_a_session_that_ends_leaves_the_dialogue_as_it_is(screen: int) -> None:
    """By hanging up, or with a screen that is not the last."""
    phone = asked()
    before = phone.session
    assert phone.happen(Closed(at=phone.now, screen=screen)) == []
    assert phone.happen(Closed(at=phone.now, screen=screen, room=USSD)) == []
    assert phone.session == before


def test_a_promise_is_made_in_the_session_alone() -> None:
    """After it nobody needs to be told so."""
    phone = Phone(room=USSD)
    phone.away = True
    phone.text("баланс")
    assert phone.late() == [LATE]
    assert phone.says[-1].only == "session"
    phone.room = SMS
    assert phone.answer() == ["Баланс: 100,00 руб. Тариф: Супер."]
