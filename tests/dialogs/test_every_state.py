"""Any text in any state: a reply that fits, a question to the operator, or the silence of one who waits."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.conversations import CONVERSATIONS
from dialogs.engine import MOST_WAITING
from dialogs.events import SMS, Room
from dialogs.outcomes import MOST_PROMISES
from dialogs.session import IDLE, Dialogue
from dialogs.wording import Reader
from operator_api.contract import Reason, Refused
from smpp.alphabets import size
from tests.dialogs.nasty import NASTY
from tests.dialogs.operator import Operator
from tests.dialogs.phone import USSD, Phone

WAYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("menu", "choosing"): ("меню",),
    ("balance", "asking"): ("баланс",),
    ("services", "choosing"): ("услуги",),
    ("services", "listing"): ("мои услуги",),
    ("services", "mine"): ("мои услуги",),
    ("services", "browsing"): ("все услуги",),
    ("services", "looking"): ("гудок",),
    ("services", "card"): ("гудок",),
    ("services", "quoting"): ("2122",),
    ("services", "confirming"): ("2122",),
    ("services", "switching"): ("2122", "1"),
    ("tariffs", "asking"): ("тариф",),
    ("tariffs", "mine"): ("тариф",),
    ("tariffs", "browsing"): ("тарифы",),
    ("tariffs", "card"): ("смарт мини",),
    ("tariffs", "quoting"): ("116",),
    ("tariffs", "confirming"): ("116",),
    ("tariffs", "changing"): ("116", "1"),
    ("password", "issuing"): ("25",),
    ("password", "entering"): ("сменить пароль",),
    ("password", "setting"): ("25 Zima2026zima",),
    ("stop", "stopping"): ("стоп",),
    ("balance", "asking_latin"): ("#100#",),
    ("spending", "summing"): ("*152#",),
    ("spending", "told"): ("*152#",),
    ("detail", "dating"): ("детализация",),
    ("detail", "choosing"): ("детализация за вчера",),
    ("detail", "addressing"): ("детализация за вчера", "3"),
    ("detail", "ordering"): ("детализация за вчера", "2"),
    ("spending", "day"): ("*152*1#",),
    ("letters", "setting"): ("*111*6*2#",),
    ("notice", "reading"): (),
    ("doubt", "asking"): ("баланс пароль",),
    ("resume", "offering"): (),
    ("people", "offering"): ("оператор",),
    ("people", "calling"): ("оператор", "1"),
    ("logout", "asking"): ("выйти",),
    ("logout", "ending"): ("выйти", "1"),
    ("services", "referring"): ("запрет контента",),
    ("services", "pricing"): ("подписки",),
    ("services", "paid"): ("подписки",),
    ("letters", "offering"): ("квадратики",),
    ("letters", "choosing"): ("язык",),
    ("letters", "speaking"): ("на русском",),
    ("promised", "looking"): ("*111*123#",),
    ("promised", "choosing"): ("*111*123#",),
    ("promised", "quoting"): ("обещанный платеж 50",),
    ("promised", "confirming"): ("обещанный платеж 50",),
    ("promised", "taking"): ("обещанный платеж 50", "1"),
}
"""What is said to get there; a state that awaits an answer is reached with the operator away. See also `reach`."""

ON_OLD_PHONES = set("\n \"!#%&'()*+,-./0123456789:;=?@_")
"""What our texts may hold besides letters."""


LONG = Refused(Reason.NEEDED, "gprs", by=("bit", "superbit", "mms"))
"""Takes two pages of USSD."""


def reach(conversation: str, state: str, room: Room = SMS) -> Phone:
    """A phone that is there."""
    phone = Phone(Operator(balance=5000_00, services={"aon", "waiting", "bill"}), room=room)
    if conversation == "notice":
        phone.room, phone.away = USSD, True
        phone.text("21320")
        phone.answer(LONG)
        phone.away = False
    elif conversation == "resume":
        phone.text("2122")
        phone.dial("*111#")
    else:
        _go(phone, conversation, state)
    assert (phone.session.dialogue.conversation, phone.session.dialogue.state) == (conversation, state)
    phone.room = room
    return phone


def _go(phone: Phone, conversation: str, state: str) -> None:
    *first, last = WAYS[conversation, state]
    for text in first:
        phone.text(text)
    phone.away = "Refused" in next(each.legal[state] for each in CONVERSATIONS if each.name == conversation)
    phone.text(last)


def test_there_is_a_way_to_every_state() -> None:
    """None is left out below."""
    states = {(each.name, state) for each in CONVERSATIONS for state in each.legal}
    assert states - WAYS.keys() == {(each.name, IDLE) for each in CONVERSATIONS}


in_each_room = pytest.mark.parametrize("room", [SMS, USSD], ids=["sms", "ussd"])


@in_each_room
@pytest.mark.parametrize("place", [*WAYS, None], ids=str)
def test_any_text_is_served(place: tuple[str, str] | None, room: Room) -> None:
    """Replies fit the room and hold nothing that old phones show as boxes."""
    reader = Reader("ru", "cyrillic", room)
    for text in NASTY:
        phone = reach(*place, room) if place else Phone(room=room)
        before = len(phone.says)
        replies = phone.text(text)
        assert replies or phone.session.waiting, text
        assert all(reader.fits(say.text) for say in phone.says[before:] if say.only != "sms")
        assert all(size(say.text).parts <= 2 for say in phone.says[before:])
        assert all(letter.isalpha() or letter in ON_OLD_PHONES for say in phone.says for letter in say.text)


HAPPENINGS = st.sampled_from(("answer", "late", "certain", "uncertain", "stale", "later", *NASTY, *"11112222009"))


@settings(deadline=None)
@given(st.lists(HAPPENINGS, max_size=30), st.booleans())
def test_any_course_of_things_is_served(happenings: list[str], known: bool) -> None:
    """Whatever the order of texts, answers, failures and pauses; and what is remembered stays small."""
    phone = Phone(Operator(balance=5000_00, services={"aon", "waiting"}), known=known)
    phone.away = True
    for happening in happenings:
        happen(phone, happening)
        assert len(phone.session.waiting) <= MOST_WAITING
        assert len(phone.session.promises) <= MOST_PROMISES
        assert len(msgspec.json.encode(msgspec.structs.replace(phone.session, waiting=(), promises=()))) < 400
    assert all(size(say.text).parts <= 2 for say in phone.says)
    assert not any(say.secret and say.screen for say in phone.says)


def happen(phone: Phone, happening: str) -> None:
    """One thing; what is no text needs a question that waits, or it is a pause."""
    match happening:
        case "stale":
            phone.profile = None
        case "later":
            phone.now += 400
        case "answer" | "late" | "certain" | "uncertain" if not phone.pending:
            pass
        case "answer":
            phone.answer()
        case "late":
            phone.late()
        case "certain" | "uncertain":
            phone.fail(certain=happening == "certain")
        case text:
            phone.text(text)


@pytest.mark.parametrize("meanwhile", [(), ("late",), ("late", "меню"), ("late", "услуги", "1")], ids=str)
@pytest.mark.parametrize("place", [(each.name, state) for each in CONVERSATIONS for state in each.changes.values()])
def test_what_was_done_is_told_by_a_text_that_asks_nothing(place: tuple[str, str], meanwhile: tuple[str, ...]) -> None:
    """Nor does a password come with a question: those may be left out when they are old."""
    phone = reach(*place)
    for happening in meanwhile:
        happen(phone, happening)
    before = len(phone.says)
    phone.answer()
    [told] = phone.says[before:]
    assert told.screen == 0


@pytest.mark.parametrize(
    ("place", "octets"),
    [(("menu", "choosing"), 200), (("services", "browsing"), 180), (("services", "confirming"), 270)],
)
def test_a_session_is_small(place: tuple[str, str], octets: int) -> None:
    """In octets of JSON."""
    assert len(msgspec.json.encode(reach(*place).session)) <= octets


@in_each_room
@pytest.mark.parametrize("place", WAYS, ids=str)
def test_no_text_but_yes_agrees(place: tuple[str, str], room: Room) -> None:
    """Nothing changes in the books but by 1, да and their like, on a screen that asks; a password aside."""
    agreeing = {"1", "1)", "пункт 1", "01", "да", "ДА!!!", "дааааа", "yes", "ok", "+"}
    for text in set(NASTY) - agreeing:
        phone = reach(*place, room)
        books = (phone.operator.balance, phone.operator.tariff, frozenset(phone.operator.services))
        phone.text(text)
        assert books == (phone.operator.balance, phone.operator.tariff, frozenset(phone.operator.services)), text


@in_each_room
@pytest.mark.parametrize("place", WAYS, ids=str)
def test_every_screen_can_be_left(place: tuple[str, str], room: Room) -> None:
    """By 0 to where one came from, by # to the menu, and by unclear texts to a person, and then nowhere."""
    if "Refused" in next(each.legal[place[1]] for each in CONVERSATIONS if each.name == place[0]):
        return
    home = reach(*place, room)
    home.text("#")
    assert home.session.dialogue.conversation == "menu"
    back = reach(*place, room)
    for _ in range(3):
        back.text("0")
    assert back.session.dialogue.conversation == "menu"
    lost = reach(*place, room)
    asked = lost.text("")[-1] if room.session else lost.says[-1].text
    assert [lost.text("ываыва")[-1] for _ in range(2)][1].startswith("Не поняли. Поможет человек: 0890.")
    assert lost.says[-2].text == asked or place in (("menu", "choosing"), ("notice", "reading"))
    assert [lost.text("ываыва")[-1] for _ in range(2)][1] == "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890."
    assert lost.session.dialogue == Dialogue()
