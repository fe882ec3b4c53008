"""The tables of the conversations: whatever they name exists, and is said by somebody. See also `test_checks`."""

from typing import ClassVar

import pytest
from transitions import MachineError

from dialogs.conversation import Conversation
from dialogs.conversations import CONVERSATIONS
from dialogs.conversations.menu import ITEMS
from dialogs.course import AWAITING, COMMANDS
from dialogs.events import Text
from dialogs.intents import CHOOSE_FIRST, LEADS, SPELT, led, meant
from dialogs.opinion import shipped
from dialogs.rules import RULES
from dialogs.session import IDLE, Dialogue, Session
from dialogs.turn import Turn
from dialogs.understood import Understood
from dialogs.vocabulary import CODES, OLD_CODES
from dialogs.world import World
from operator_api.contract import CHANGES, Catalogue, Profile
from tests.dialogs.phone import NUMBER

each_conversation = pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.name)


@each_conversation
def test_what_is_not_legal_raises(conversation: Conversation) -> None:
    """And moves nothing."""
    world = World(Catalogue((), ()), Profile(), NUMBER)
    turn = Turn(Session(Dialogue(conversation.name)), Text(at=0.0, text=""), world, Profile())
    for said in conversation.machine.events.keys() - conversation.legal[IDLE]:
        with pytest.raises(MachineError, match=said):
            conversation.take(turn, said)
    assert turn.dialogue.state == IDLE


def test_whatever_is_understood_is_a_command_or_an_answer() -> None:
    """Of rules, codes, the model and the menu, where it leads."""
    ruled = [Understood(rule.command) for rule in RULES.rules]
    coded = [Understood(intent) for intent in (*CODES.values(), *(intent for intent, _ in OLD_CODES.values()))]
    opined = [meant(intent, "model") for intent in shipped().intents]
    understood = {led(said).intent for said in (*ruled, *coded, *opined)}
    assert understood - {"yes", "no", "back", "more", "cancel", "number"} <= COMMANDS.keys()
    assert {*LEADS.values(), *CHOOSE_FIRST.values(), *SPELT.values()} <= COMMANDS.keys()
    assert set(ITEMS) - {""} <= COMMANDS.keys()


def test_what_is_awaited_changes_something() -> None:
    """Else nobody needs to hear of it."""
    assert set(CHANGES) >= AWAITING.keys()


def test_a_misspelt_action_is_found_at_once() -> None:
    """When the table is read, not when a person says so."""

    class Typo(Conversation):
        name: ClassVar[str] = "typo"
        table: ClassVar[str] = "hello    idle    idle    tel_hello"

        def tell_hello(self, turn: Turn) -> None: ...

    with pytest.raises(AttributeError, match="tel_hello"):
        Typo()
