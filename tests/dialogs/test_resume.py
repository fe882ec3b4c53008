"""After a drop: who dials the menu's code soon may go on where it was, and nothing is agreed to by that."""

import msgspec
import pytest

from dialogs.conversations import CONVERSATIONS
from dialogs.engine import step
from dialogs.events import SMS, Closed, Dialled
from dialogs.resuming import RESUMABLE
from dialogs.session import IDLE
from dialogs.world import World
from operator_api.contract import Profile
from tests.dialogs.operator import CATALOGUE, Operator
from tests.dialogs.phone import NUMBER, USSD, Phone
from tests.dialogs.test_every_state import reach

MENU = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"
GOODOK = 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
GOODOK_ON = 'Услуга "Гудок" подключена. Плата 75,00 руб./мес.'
OFFER = 'Вы остановились: "Гудок". 1-Продолжить 2-Меню'
ACCEPTED = "Запрос принят. Ждите SMS."

ASKING = [
    (each.name, state)
    for each in CONVERSATIONS
    for state, said in sorted(each.legal.items())
    if "unclear" in said and each.name not in ("menu", "notice", "doubt")
]
"""Where something is asked."""


def asked(text: str = "2122") -> Phone:
    """Somebody who was asked something in a session."""
    phone = Phone(room=USSD)
    phone.text(text)
    return phone


@pytest.mark.parametrize("place", ASKING, ids=str)
def test_every_screen_is_offered_and_shown_again(place: tuple[str, str]) -> None:
    """By 1, which acts on nothing; by 2 there is the menu."""
    phone = reach(*place, USSD)
    shown = phone.text("")
    asked = list(phone.operator.asked)
    [offer] = phone.dial("*111#")
    assert offer.startswith("Вы остановились: ")
    assert offer.endswith(" 1-Продолжить 2-Меню")
    assert phone.operator.asked == asked
    if place[0] != "resume":
        again = Phone(phone.operator, room=USSD)
        again.session = phone.session
        assert again.text("1") == shown
    assert phone.text("2") == [MENU]
    assert phone.session.left is None


@pytest.mark.parametrize("code", ["*111#", "#111#", " * 111 #"])
@pytest.mark.parametrize("told_of_it", [True, False], ids=["told of the drop", "not told"])
def test_a_question_is_offered(code: str, told_of_it: bool) -> None:
    """Its yes is said on its own screen only."""
    phone = asked()
    if told_of_it:
        phone.happen(Closed(at=phone.now))
    assert phone.dial(code) == [OFFER]
    assert phone.text("да") == [GOODOK]
    assert phone.operator.services == set()
    assert phone.text("1")[-1] == GOODOK_ON


@pytest.mark.parametrize(("text", "told"), [("0", MENU), ("нет", MENU), ("#", MENU), ("баланс", "Баланс: 100,00 руб.")])
def test_an_offer_is_declined(text: str, told: str) -> None:
    """Or something else is said."""
    phone = asked()
    phone.dial("*111#")
    assert phone.text(text)[0].startswith(told)
    assert phone.dial("*111#") == [MENU]


def test_an_offer_is_made_again() -> None:
    """If it was dropped too, or answered unclearly."""
    phone = asked()
    assert phone.dial("*111#") == phone.dial("*111#") == phone.text("ы") == [OFFER]
    assert phone.text("1") == [GOODOK]


def test_later_there_is_the_menu() -> None:
    """Three minutes after the last screen."""
    for seconds, told in ((RESUMABLE - 1, OFFER), (RESUMABLE, MENU)):
        phone = asked()
        phone.now += seconds
        assert phone.dial("*111#") == [told]


def test_a_code_of_its_own_goes_straight_to_its_screen() -> None:
    """Whatever was left."""
    phone = asked()
    assert phone.dial("*111*21220#") == ['Услуга "Гудок" не подключена.']


@pytest.mark.parametrize("text", ["меню", "*111#"])
def test_an_sms_goes_on_where_it_was(text: str) -> None:
    """One conversation in two channels; the code of the menu in a text is the menu, and so it is as an answer.

    The phone may never have shown what was put in the session, so an SMS that agrees to it is shown it first.
    """
    phone = asked()
    phone.room = SMS
    assert phone.text("1") == [GOODOK]
    assert phone.text("1") == [GOODOK_ON]
    for room in (SMS, USSD):
        phone = asked()
        phone.room = room
        assert phone.text(text) == [MENU]


def test_a_page_is_offered_where_it_was() -> None:
    """Of a list."""
    phone = asked("все услуги")
    second = phone.text("9")
    phone.dial("*111#")
    assert phone.text("1") == second
    assert phone.text("9") != second


def test_what_is_no_more_is_not_gone_on_with() -> None:
    """The catalogue may change at any minute."""
    phone = asked()
    phone.dial("*111#")
    bare = msgspec.structs.replace(CATALOGUE, services=())
    world = World(bare, Profile(), NUMBER)
    session, effects = step(phone.session, Dialled(at=phone.now, text="1", room=USSD), world)
    assert [getattr(effect, "text", "") for effect in effects] == [MENU]
    assert session.dialogue.conversation == "menu"


# While an answer is awaited


def test_who_dials_while_an_answer_is_awaited_sees_what_they_asked_for() -> None:
    """Once, and is not asked whether to go on with what is before them."""
    phone = Phone(room=USSD)
    phone.away = True
    phone.text("2122")
    assert phone.dial("*111#") == []
    assert phone.answer() == [GOODOK]


def test_who_dials_again_and_again_is_answered_once() -> None:
    """However impatient."""
    phone = Phone(room=USSD)
    phone.away = True
    phone.text("баланс")
    assert [phone.dial("*111#") for _ in range(9)] == [[]] * 9
    assert phone.answer() == ["Баланс: 100,00 руб. Тариф: Супер.", MENU]


def test_an_answer_that_asks_nothing_is_followed_by_the_menu() -> None:
    """Both were asked for."""
    phone = Phone(room=USSD)
    phone.away = True
    phone.text("баланс")
    assert phone.dial("*111#") == []
    assert phone.answer() == ["Баланс: 100,00 руб. Тариф: Супер.", MENU]


def test_who_dials_while_an_answer_is_late_is_free() -> None:
    """They are told to wait for it, and served."""
    phone = Phone(room=USSD)
    phone.away = True
    phone.text("2122")
    assert phone.dial("*111#") == []
    assert phone.late() == [ACCEPTED, MENU]
    assert phone.says[-2].only == "session"


def test_a_dial_waits_for_the_profile_and_is_a_dial_then() -> None:
    """It offers what was left."""
    phone = asked()
    phone.profile, phone.away = None, True
    assert phone.dial("*111#") == []
    assert phone.answer() == [OFFER]


def test_a_small_session() -> None:
    """What was left and the offer, in octets of JSON."""
    phone = Phone(Operator(balance=5000_00, services={"bit"}), room=USSD)
    phone.text("2131")
    assert phone.session.dialogue.state != IDLE
    phone.dial("*111#")
    assert len(msgspec.json.encode(phone.session)) <= 350
