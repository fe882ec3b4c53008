"""The course of a dialogue: from state to state, and from one conversation to another."""

from collections.abc import Mapping
from datetime import date

from dialogs.conversations import CONVERSATIONS
from dialogs.session import IDLE, Dialogue, Period
from dialogs.turn import Turn
from operator_api.contract import Catalogue, Question

_BY_NAME = {conversation.name: conversation for conversation in CONVERSATIONS}

COMMANDS: Mapping[str, str] = {
    said: conversation.name for conversation in CONVERSATIONS for said in conversation.legal[IDLE]
}
"""What can be said at any time, and the conversation that it begins."""

AWAITING: Mapping[type[Question], Dialogue] = {
    question: Dialogue(conversation.name, state)
    for conversation in CONVERSATIONS
    for question, state in conversation.changes.items()
}
"""Where the answer to a question that changes something is told, should nobody remember having asked it."""


def legal(dialogue: Dialogue) -> frozenset[str]:
    """What can be said or answered there."""
    return _BY_NAME[dialogue.conversation].legal[dialogue.state]


def choices(dialogue: Dialogue) -> tuple[str, ...]:
    """What the digits 1, 2, ... stand for there, as ids ('': nothing)."""
    return _BY_NAME[dialogue.conversation].choices(dialogue)


def reads(dialogue: Dialogue, text: str, today: date) -> bool:
    """Whether the text holds what may be written there in a person's own words."""
    read = _BY_NAME[dialogue.conversation].reads.get(dialogue.state)
    return read is not None and read(text, today) is not None


def exists(dialogue: Dialogue, catalogue: Catalogue) -> bool:
    """Whether there is such a place (still: releases and catalogues change)."""
    conversation = _BY_NAME.get(dialogue.conversation)
    return conversation is not None and dialogue.state in conversation.legal and _offers(catalogue, dialogue.item)


def advance(turn: Turn, said: str) -> None:
    """Move the turn by what was said or answered, and on to whatever that leads to."""
    _BY_NAME[turn.dialogue.conversation].take(turn, said)
    if turn.next:
        command, item, period = turn.next
        turn.next = None
        begin(turn, command, item, period)
    elif turn.left:
        left, turn.left = turn.left, None
        _return(turn, left)


def begin(turn: Turn, command: str, item: str = "", period: Period | None = None) -> None:
    """Leave whatever the person is in for this command, or for the menu if its service or tariff is gone."""
    if not _offers(turn.world.catalogue, item):
        command, item = "menu", ""
    turn.start(Dialogue(COMMANDS[command], item=item, period=period))
    advance(turn, command)


def _return(turn: Turn, left: Dialogue) -> None:
    """See its screen again, if there is still such a place."""
    if not exists(left, turn.world.catalogue):
        begin(turn, "menu")
        return
    turn.start(left)
    advance(turn, "unclear")


def _offers(catalogue: Catalogue, item: str) -> bool:
    return not item or item in catalogue.service or item in catalogue.tariff
