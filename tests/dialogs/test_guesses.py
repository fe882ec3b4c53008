"""What people write, in every state: nothing changes in the books by a guess, nor by what was not asked about."""

from copy import copy, deepcopy

import pytest

from bench.model import FILES
from dialogs.events import Room
from dialogs.lexicon import Lexicon
from dialogs.understanding import understand
from pomoshnik.scoring import examples
from tests.dialogs.operator import CATALOGUE, Operator
from tests.dialogs.phone import Phone
from tests.dialogs.test_every_state import WAYS, in_each_room, reach

LEXICON = Lexicon(CATALOGUE)
TEXTS = sorted({each.text for path in FILES.values() for each in examples(path)})

PRICED = {
    ("services", "confirming"): ("Гудок", "75,00 руб."),
    ("tariffs", "confirming"): ("Энерджи", "100,00 руб."),
    ("promised", "confirming"): ("50 руб.", "7,00 руб."),
}
"""Where a yes costs money, and what is named there."""

CHOSEN = {("password", "entering"), ("doubt", "asking")}
"""Where a password is typed, and where a new one is among what a digit chooses."""

CALLED = {("people", "offering"), ("services", "referring")}
"""Where a digit asks to be called back."""

CERTAIN = {"code", "rule"}


def again(there: Phone) -> Phone:
    """Another phone where that one is."""
    phone = copy(there)
    phone.operator, phone.pending, phone.says = deepcopy(there.operator), [*there.pending], [*there.says]
    return phone


def books(operator: Operator) -> tuple[object, ...]:
    """All that costs something."""
    return operator.balance, operator.tariff, frozenset(operator.services), operator.promised


@in_each_room
@pytest.mark.parametrize("place", WAYS, ids=str)
def test_no_guess_changes_the_books(place: tuple[str, str], room: Room) -> None:
    """A yes does that is known as one, to a question with a price; and a password changes for who says it clearly."""
    there = reach(*place, room)
    for text in TEXTS[[*WAYS].index(place) % 20 :: 20]:
        phone, said = again(there), understand(text, LEXICON)
        phone.text(text)
        if books(phone.operator) != books(there.operator):
            assert (said.how in CERTAIN, said.intent in ("yes", "number"), place in PRICED) == (True, True, True), text
        if phone.operator.password != there.operator.password:
            assert place in CHOSEN or (said.how in CERTAIN and said.intent in ("password_issue", "password_set")), text
        if phone.operator.called:
            assert said.how in CERTAIN, text
            assert said.intent == "call_back" or place in CALLED, text


@in_each_room
@pytest.mark.parametrize("place", PRICED, ids=str)
def test_what_costs_money_is_named_with_its_price(place: tuple[str, str], room: Room) -> None:
    """On the screen that a yes answers."""
    shown = reach(*place, room).says[-1].text
    assert all(named in shown for named in PRICED[place]), shown
