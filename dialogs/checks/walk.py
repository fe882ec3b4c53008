"""A conversation walked through: every row that can be taken, with all that may be said and answered there."""

from collections.abc import Collection, Iterator
from itertools import product
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from dialogs.checks.samples import NOW, WRITTEN, items, results, said
from dialogs.conversation import Conversation
from dialogs.effects import Ask
from dialogs.events import Room, Text
from dialogs.session import IDLE, Dialogue, Session
from dialogs.turn import Turn
from dialogs.wording import Wording
from dialogs.world import World
from operator_api.contract import AnyQuestion, AnyResult, Profile

LONG = Wording("unknown", {})
"""For the conversation that shows what others cannot."""


class Move(msgspec.Struct, frozen=True):
    """What is said or answered, and in which session. ``left``: the dialogue that is left for it."""

    session: Session
    said: str
    chosen: str = ""
    text: str = ""
    question: AnyQuestion | None = None
    result: AnyResult | None = None
    left: Dialogue | None = None

    @property
    def state(self) -> str:
        """Where it is said."""
        return self.session.dialogue.state


class Taken(NamedTuple):
    """A move, the turn after it, and what was raised in it."""

    move: Move
    turn: Turn
    raised: Exception | None


def walk(conversation: Conversation, world: World, room: Room, left: Collection[Dialogue]) -> Iterator[Taken]:
    """From each command on; what is resumed is each of the dialogues ``left``. Each place is gone on from once."""
    ahead, been = list(_beginnings(conversation, world, left)), set[object]()
    while ahead:
        taken = _take(conversation, ahead.pop(), world, room)
        yield taken
        turn = taken.turn
        place = turn.dialogue, turn.session.left, asked(turn)
        if not taken.raised and turn.dialogue.state != IDLE and place not in been:
            been.add(place)
            ahead += _onward(conversation, turn)


def asked(turn: Turn) -> AnyQuestion | None:
    """What the turn has asked of the operator, and awaits."""
    asks = (effect for effect in turn.effects if isinstance(effect, Ask) and effect.serial == turn.session.awaited)
    return next((ask.question for ask in asks), None)


def _beginnings(conversation: Conversation, world: World, left: Collection[Dialogue]) -> Iterator[Move]:
    for command in sorted(conversation.legal[IDLE]):
        for item in items(command, world.catalogue):
            session = Session(Dialogue(conversation.name, item=item))
            for text, each in product(("", *WRITTEN), left if command == "resume" else (None,)):
                yield Move(session, command, text=text, left=each)


def _take(conversation: Conversation, move: Move, world: World, room: Room) -> Taken:
    turn = Turn(move.session, Text(at=NOW, text="", room=room), world, world.profile or Profile())
    turn.said, turn.chosen, turn.text = said(move.said, turn.dialogue.item), move.chosen, move.text
    turn.question, turn.result = move.question, move.result
    turn.left, turn.long = move.left, (LONG, "")
    try:
        conversation.take(turn, move.said)
    except Exception as error:  # whatever it is, it is told
        return Taken(move, turn, error)
    return Taken(move, turn, None)


def _onward(conversation: Conversation, turn: Turn) -> Iterator[Move]:
    legal = conversation.legal[turn.dialogue.state]
    question = asked(turn)
    if question:
        session = replace(turn.session, awaited=0)
        for result in results(question, turn.world.catalogue):
            if type(result).__name__ in legal:
                yield Move(session, type(result).__name__, question=question, result=result)
    else:
        yield from _answers(conversation, turn, legal)


def _answers(conversation: Conversation, turn: Turn, legal: frozenset[str]) -> Iterator[Move]:
    """What a person may say to a screen, as `dialogs.hearing` has it."""
    afresh = replace(turn.session, dialogue=replace(turn.dialogue, page=0))
    for answer in sorted(legal & {"back", "yes", "no", "typed", "unclear"}):
        yield Move(afresh, answer)
    if read := conversation.reads.get(turn.dialogue.state):
        yield from (Move(afresh, "written", text=text) for text in WRITTEN if read(text, turn.today) is not None)
    if "chosen" in legal:
        yield from (
            Move(afresh, "chosen", chosen)
            for chosen in conversation.choices(turn.dialogue)
            if chosen and chosen not in legal
        )
    if "unclear" in legal:
        on = replace(turn.dialogue, page=turn.dialogue.page + 1)
        yield Move(replace(turn.session, dialogue=on), "unclear")
