"""What is wrong with a turn that was taken."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from dialogs.checks.samples import results
from dialogs.checks.walk import Taken, asked
from dialogs.conversation import Conversation
from dialogs.effects import Say
from dialogs.session import IDLE
from dialogs.turn import Turn
from operator_api.contract import CHANGES, AnyQuestion
from smpp.alphabets import size

MOST_PARTS = 2

CUT = "..."
"""Stands where a text was cut (`dialogs.wording.Reader.fit`)."""


class Trouble(NamedTuple):
    """What is wrong, and the text that shows it."""

    what: str
    text: str = ""


def troubles(taken: Taken, conversation: Conversation, commands: Collection[str]) -> Iterator[Trouble]:
    """Nothing raised, nobody left without an answer, every answer known, every text within its room."""
    turn, question = taken.turn, asked(taken.turn)
    if taken.raised:
        yield Trouble(f"raises {taken.raised!r}")
        return
    if turn.next and turn.next[0] not in commands:
        yield Trouble(f"goes on with `{turn.next[0]}`, which begins nothing")
    if question:
        yield from _untaken(question, turn, conversation)
    elif turn.dialogue.state == IDLE:
        if not (turn.effects or turn.next or turn.left):
            yield Trouble("ends without a word")
    else:
        yield from _unanswerable(turn, conversation)
    for effect in turn.effects:
        if isinstance(effect, Say):
            yield from _oversized(effect, turn)


def _untaken(question: AnyQuestion, turn: Turn, conversation: Conversation) -> Iterator[Trouble]:
    """Results that the state does not take; and changes whose answer nobody would know of when the session is gone."""
    kind, state = type(question).__name__, turn.dialogue.state
    kinds = {type(result).__name__ for result in results(question, turn.world.catalogue)}
    if not kinds:
        yield Trouble(f"asks `{kind}`, and dialogs/checks/samples.py has no answer to it")
    for result in sorted(kinds - conversation.legal[state]):
        yield Trouble(f"asks `{kind}`, and `{state}` has no row `{result}`")
    if isinstance(question, CHANGES) and type(question) not in conversation.changes:
        yield Trouble(f"asks `{kind}`, and `changes` does not say which state awaits it")


def _unanswerable(turn: Turn, conversation: Conversation) -> Iterator[Trouble]:
    """What waits has asked something, and takes each of its digits."""
    state = turn.dialogue.state
    legal = conversation.legal[state]
    if not any(isinstance(effect, Say) and effect.screen for effect in turn.effects):
        yield Trouble(f"leads to `{state}`, which waits, and asks nothing")
    for choice in conversation.choices(turn.dialogue):
        if choice and choice not in legal and "chosen" not in legal:
            yield Trouble(f"offers `{choice}`, and `{state}` has no row `chosen`")


def _oversized(say: Say, turn: Turn) -> Iterator[Trouble]:
    by_sms = say.only == "sms"
    if not (size(say.text).parts <= MOST_PARTS if by_sms else turn.reader.fits(say.text)):
        yield Trouble("says what is too long", say.text)
    elif CUT in say.text:
        yield Trouble("says what has to be cut", say.text)
