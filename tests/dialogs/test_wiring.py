"""The tables of the conversations: whatever they name exists, and none of their states is a dead end."""

from typing import ClassVar, get_args

import pytest
from transitions import MachineError

from dialogs.conversation import Conversation
from dialogs.conversations import CONVERSATIONS
from dialogs.conversations.menu import ITEMS
from dialogs.course import AWAITING, COMMANDS
from dialogs.events import Text
from dialogs.intents import CHOOSE_FIRST, LEADS, SPELT, led, meant
from dialogs.opinion import shipped
from dialogs.rules import BEFORE_NAMES, STRONG, WEAK
from dialogs.session import IDLE, Dialogue, Session
from dialogs.turn import Turn
from dialogs.understood import Understood
from dialogs.vocabulary import CODES, OLD_CODES
from dialogs.world import World
from operator_api.contract import CHANGES, AnyResult, Catalogue, Profile
from tests.dialogs.phone import NUMBER

ANSWERS = {"chosen", "more", "back", "yes", "no", "typed", "unclear"}
RESULTS = {result.__name__ for result in get_args(AnyResult)}
FALLBACKS = {"unclear", "Refused"}

each_conversation = pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.name)


def steps(conversation: Conversation) -> set[tuple[str, str, str]]:
    """From, said, to."""
    return {
        (source, event.name, transition.dest or source)
        for event in conversation.machine.events.values()
        for source, transitions in event.transitions.items()
        for transition in transitions
    }


@each_conversation
def test_rows_say_what_can_be_said(conversation: Conversation) -> None:
    """Commands where nothing is asked, answers and results elsewhere."""
    for source, said, _ in steps(conversation):
        assert (said in ANSWERS | RESULTS) == (source != IDLE)


@each_conversation
def test_states_can_be_reached_and_left(conversation: Conversation) -> None:
    """From idle, and to idle."""
    there = {IDLE}
    for _ in conversation.legal:
        there |= {to for source, _, to in steps(conversation) if source in there}
    back = {IDLE}
    for _ in conversation.legal:
        back |= {source for source, _, to in steps(conversation) if to in back}
    assert there == back == conversation.legal.keys()


@each_conversation
def test_states_have_a_fallback(conversation: Conversation) -> None:
    """A state that asks can be answered unclearly, one that awaits can be refused; never both."""
    for state, legal in conversation.legal.items():
        assert len(FALLBACKS & legal) == (state != IDLE)


@each_conversation
def test_the_last_row_for_a_step_has_no_condition(conversation: Conversation) -> None:
    """So something always fits."""
    for event in conversation.machine.events.values():
        for transitions in event.transitions.values():
            assert transitions[-1].conditions == []
            assert all(transition.conditions for transition in transitions[:-1])


@each_conversation
def test_what_is_not_legal_raises(conversation: Conversation) -> None:
    """And moves nothing."""
    world = World(Catalogue((), ()), Profile(), NUMBER)
    turn = Turn(Session(Dialogue(conversation.name)), Text(at=0.0, text=""), world, Profile())
    for said in conversation.machine.events.keys() - conversation.legal[IDLE]:
        with pytest.raises(MachineError, match=said):
            conversation.take(turn, said)
    assert turn.dialogue.state == IDLE


def test_a_command_begins_one_conversation() -> None:
    """And names differ."""
    begun = [said for conversation in CONVERSATIONS for said in conversation.legal[IDLE]]
    assert len(begun) == len(COMMANDS)
    assert len({conversation.name for conversation in CONVERSATIONS}) == len(CONVERSATIONS)


def test_whatever_is_understood_is_a_command_or_an_answer() -> None:
    """Of rules, codes, the second opinion and the menu, where it leads."""
    ruled = [Understood(rule.intent) for rule in (*BEFORE_NAMES.rules, *STRONG.rules, *WEAK.rules)]
    coded = [Understood(intent) for intent in (*CODES.values(), *(intent for intent, _ in OLD_CODES.values()))]
    opined = [meant(intent, "model") for intent in shipped().intents]
    understood = {led(said).intent for said in (*ruled, *coded, *opined)}
    assert understood - {"yes", "no", "back", "more", "cancel", "number"} <= COMMANDS.keys()
    assert {*LEADS.values(), *CHOOSE_FIRST.values(), *SPELT.values()} <= COMMANDS.keys()
    assert set(ITEMS) - {""} <= COMMANDS.keys()


def test_every_change_has_a_state_that_awaits_it() -> None:
    """One that can be refused."""
    assert set(CHANGES) >= AWAITING.keys()
    by_name = {conversation.name: conversation for conversation in CONVERSATIONS}
    assert all("Refused" in by_name[place.conversation].legal[place.state] for place in AWAITING.values())


def test_a_misspelt_action_is_found_at_once() -> None:
    """When the table is read, not when a person says so."""

    class Typo(Conversation):
        name: ClassVar[str] = "typo"
        table: ClassVar[str] = "hello    idle    idle    tel_hello"

        def tell_hello(self, turn: Turn) -> None: ...

    with pytest.raises(AttributeError, match="tel_hello"):
        Typo()
