"""What goes into a session and what by SMS, of what a turn says."""

import pytest
from msgspec.structs import replace

from dialogs.effects import Ask, Effect, Only, Say
from dialogs.events import Answered, Closed, Event, Late, Text
from dialogs.session import Session
from gateway.inbox import Notice
from gateway.records import Record, Route, Window
from gateway.ussd import answered, arrived
from operator_api.contract import Account, GetAccount, Kopecks, Number, Profile
from smpp.ussd import Operation
from state.batch import Once
from tests.gateway.dialling import STANDARD
from tests.gateway.message_centre import ANNA

UNIT = STANDARD.unit(STANDARD.deliver(Operation.BEGIN, 7, ANNA, "111", "*111#", 0))
assert UNIT
HERE = Window("smsc", 7, UNIT.peer, 15.0, 144)
ELSEWHERE = replace(HERE, session=8)
SMS, IN_IT = Route("smsc", "111"), Route("smsc", "111", HERE)
OPEN = Record(window=HERE)
ASK = Ask(GetAccount(Number(ANNA)), 5, 600.0, Profile())
TYPED = Text(at=1.0, text="1")
ACCOUNT = Answered(at=1.0, ask=ASK, result=Account(Kopecks(1), "super", ()))
NOTICE = Notice(Once("key", b""), ())


def said(text: str, screen: int = 0, only: Only = "") -> Say:
    """A text of the turn."""
    return Say(text, screen=screen, only=only)


ONE, TWO, LONG, MENU = said("один"), said("два"), said("ы" * 70), said("меню", 3)


def ways(
    event: Event | Notice, route: Route, *effects: Effect, awaited: int = 0, waiting: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """Where each goes: into the session, or by SMS; a question with the session, or without."""
    before = replace(OPEN, session=Session(waiting=waiting))
    _, routed = answered(before, replace(OPEN, session=Session(awaited=awaited)), route, event, effects)
    return [
        ("session" if way.window else "sms", effect.text if isinstance(effect, Say) else "ask")
        for way, effect in routed
    ]


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ([], []),
        ([ONE], [("session", "один")]),
        ([ONE, MENU], [("session", "один\nменю")]),
        ([LONG, MENU], [("session", "меню"), ("sms", LONG.text)]),
        ([said("слово", only="session"), LONG], [("session", LONG.text)]),
        ([said("итог", only="sms"), ONE], [("session", "один"), ("sms", "итог")]),
        ([ASK], [("session", "ask")]),
        ([ASK, ONE], [("session", "один"), ("sms", "ask")]),
    ],
)
def test_what_the_phone_has_typed_is_answered_with_one_page(
    effects: list[Effect], expected: list[tuple[str, str]]
) -> None:
    """The last text, with those before it that there is room for; the rest by SMS, if it is worth anything there."""
    assert ways(TYPED, IN_IT, *effects) == expected


@pytest.mark.parametrize("event", [TYPED, NOTICE])
def test_what_does_not_come_from_the_session_is_answered_by_sms(event: Event | Notice) -> None:
    """An SMS, though a session waits; and what the operator has to say."""
    assert ways(event, SMS, ONE, said("слово", only="session"), ASK) == [("sms", "один"), ("sms", "ask")]


@pytest.mark.parametrize(
    ("route", "effects", "awaited", "waiting", "expected"),
    [
        pytest.param(IN_IT, [ONE], 0, (), [("session", "один")], id="its own"),
        pytest.param(IN_IT, [ONE, TWO], 0, ("sms",), [("session", "один"), ("sms", "два")], id="an SMS waited"),
        pytest.param(IN_IT, [ONE, ASK], 6, ("sms",), [("session", "один"), ("sms", "ask")], id="an SMS asks"),
        pytest.param(IN_IT, [ASK], 6, (), [("session", "ask")], id="its own leads to another"),
        pytest.param(SMS, [ONE, MENU], 0, ("dial",), [("session", "меню"), ("sms", "один")], id="of an SMS"),
        pytest.param(SMS, [ONE, ASK], 6, ("dial",), [("sms", "один"), ("session", "ask")], id="the dial asks"),
        pytest.param(
            Route("smsc", "111", ELSEWHERE), [ONE, MENU], 0, ("dial",), [("session", "меню"), ("sms", "один")], id="old"
        ),
    ],
)
def test_an_answer_of_the_operator(
    route: Route, effects: list[Effect], awaited: int, waiting: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """It goes where its question came from; the session that waits gets what is its own."""
    assert ways(ACCOUNT, route, *effects, awaited=awaited, waiting=waiting) == expected


def test_a_word_that_it_takes_long_is_for_whatever_session_waits() -> None:
    """Though the question may have been that of an SMS: no other word would come in time."""
    assert ways(Late(at=1.0, ask=ASK), SMS, ONE, awaited=5, waiting=("dial",)) == [("session", "один")]


def test_the_same_word_is_worth_nothing_when_the_session_is_over() -> None:
    """What waited behind it is answered by SMS."""
    before, late = replace(OPEN, window=None), Late(at=1.0, ask=ASK)
    assert answered(before, before, IN_IT, late, [ONE, TWO])[1] == [(SMS, TWO)]
    assert answered(before, before, SMS, late, [ONE, TWO])[1] == [(SMS, ONE), (SMS, TWO)]
    told = replace(before, session=Session(asked_to_wait=True))
    assert answered(told, told, IN_IT, late, [TWO])[1] == [(SMS, TWO)]


@pytest.mark.parametrize(
    ("record", "route", "at", "room"),
    [
        (OPEN, IN_IT, 1.0, (72, 164, True)),
        (OPEN, SMS, 1.0, (134, 306, False)),
        (Record(), replace(IN_IT, window=replace(HERE, octets=160)), 1.0, (80, 182, True)),
        (OPEN, IN_IT, 15.0, (134, 306, False)),
    ],
)
def test_the_room_for_an_answer(record: Record, route: Route, at: float, room: tuple[int, int, bool]) -> None:
    """That of a page where one can still be shown, else that of an SMS."""
    _, event = arrived(record, route, replace(TYPED, at=at))
    assert event
    assert (event.room.ucs2, event.room.gsm, event.room.session) == room


LATER = replace(HERE, deadline=30.0)
"""The same session, after one more message of the phone."""


@pytest.mark.parametrize(
    ("was", "of", "screen", "stays", "heard"),
    [
        pytest.param(HERE, HERE, 0, False, True, id="hung up"),
        pytest.param(LATER, HERE, 0, False, True, id="hung up later"),
        pytest.param(ELSEWHERE, HERE, 0, True, False, id="of an older session"),
        pytest.param(None, HERE, 0, True, False, id="of one that is over"),
        pytest.param(HERE, replace(HERE, link="other"), 0, True, False, id="on a link that is not its own"),
        pytest.param(HERE, HERE, 3, False, True, id="not shown"),
        pytest.param(LATER, HERE, 3, True, True, id="not known to be shown, and answered"),
        pytest.param(ELSEWHERE, HERE, 3, True, True, id="not shown, and dialled again"),
        pytest.param(None, HERE, 3, True, True, id="not shown, and hung up"),
    ],
)
def test_the_end_of_a_session(was: Window | None, of: Window, screen: int, stays: bool, heard: bool) -> None:
    """The dialogs hear of that of the open one, and of every screen that was not shown."""
    closed = Closed(at=1.0, screen=screen)
    record, event = arrived(Record(window=was), Route("smsc", "111", of), closed)
    assert record.window == (was if stays else None)
    assert event == (closed if heard else None)
