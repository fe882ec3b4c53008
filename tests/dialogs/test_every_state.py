"""Any text in any state: a reply that fits, a question to the operator, or the silence of one who waits."""

import pytest

from dialogs.conversations import CONVERSATIONS
from dialogs.session import IDLE, Dialogue
from smpp.alphabets import size
from tests.dialogs.nasty import NASTY
from tests.dialogs.operator import Operator
from tests.dialogs.phone import Phone

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
}
"""What is said to get there; a state that awaits an answer is reached with the operator away."""

ON_OLD_PHONES = set("\n \"!#%&'()*+,-./0123456789:;=?@_")
"""What our texts may hold besides letters."""


def reach(conversation: str, state: str) -> Phone:
    """A phone that is there."""
    phone = Phone(Operator(balance=5000_00, services={"aon", "waiting"}))
    *first, last = WAYS[conversation, state]
    for text in first:
        phone.text(text)
    phone.away = "Refused" in next(each.legal[state] for each in CONVERSATIONS if each.name == conversation)
    phone.text(last)
    assert (phone.session.dialogue.conversation, phone.session.dialogue.state) == (conversation, state)
    return phone


def test_there_is_a_way_to_every_state() -> None:
    """None is left out below."""
    states = {(each.name, state) for each in CONVERSATIONS for state in each.legal}
    assert states - WAYS.keys() == {(each.name, IDLE) for each in CONVERSATIONS}


@pytest.mark.parametrize("place", [*WAYS, None], ids=str)
def test_any_text_is_served(place: tuple[str, str] | None) -> None:
    """Replies take two parts at most and hold nothing that old phones show as boxes."""
    for text in NASTY:
        phone = reach(*place) if place else Phone()
        before = len(phone.says)
        replies = phone.text(text)
        assert replies or phone.session.waiting, text
        assert all(size(say.text).parts <= 2 for say in phone.says[before:])
        assert all(letter.isalpha() or letter in ON_OLD_PHONES for say in phone.says for letter in say.text)


@pytest.mark.parametrize("place", WAYS, ids=str)
def test_no_text_but_yes_agrees(place: tuple[str, str]) -> None:
    """Nothing changes in the books but by 1, да and their like, on a screen that asks; a password aside."""
    agreeing = {"1", "1)", "пункт 1", "01", "да", "ДА!!!", "дааааа", "yes", "ok", "+"}
    for text in set(NASTY) - agreeing:
        phone = reach(*place)
        books = (phone.operator.balance, phone.operator.tariff, frozenset(phone.operator.services))
        phone.text(text)
        assert books == (phone.operator.balance, phone.operator.tariff, frozenset(phone.operator.services)), text


@pytest.mark.parametrize("place", WAYS, ids=str)
def test_every_screen_can_be_left(place: tuple[str, str]) -> None:
    """By 0 to where one came from, by # to the menu, and by three unclear texts to nowhere."""
    if "Refused" in next(each.legal[place[1]] for each in CONVERSATIONS if each.name == place[0]):
        return
    home = reach(*place)
    home.text("#")
    assert home.session.dialogue.conversation == "menu"
    back = reach(*place)
    for _ in range(3):
        back.text("0")
    assert back.session.dialogue.conversation == "menu"
    lost = reach(*place)
    asked = lost.says[-1].text
    assert [lost.text("ываыва")[-1] for _ in range(2)][1] == "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890."
    assert lost.says[-2].text == asked or place == ("menu", "choosing")
    assert lost.session.dialogue == Dialogue()
