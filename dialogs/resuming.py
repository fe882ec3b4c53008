"""After a drop: who soon dials the code of the menu is offered to go on where they were."""

from msgspec.structs import replace

from dialogs.course import advance, begin
from dialogs.events import Text
from dialogs.session import IDLE
from dialogs.turn import EXPIRY, Turn
from dialogs.understanding import dialled

HOME = frozenset({"*111#", "#111#"})

RESUMABLE = 180.0
"""Seconds after its last screen in which a dialogue is offered again."""

NOT_OFFERED = frozenset({"menu", "notice", "doubt"})


def resumed(turn: Turn, text: str) -> bool:
    """Whether that is what the text has led to. As an answer in an open session it is a way to the menu."""
    if isinstance(turn.event, Text) or not _is_left(turn) or dialled(text) not in HOME:
        return False
    if not turn.has_shown:
        _offer(turn)
    return True


def _is_left(turn: Turn) -> bool:
    """Whether something was asked a short while ago, and waits for its answer."""
    dialogue, shown = turn.dialogue, turn.session.until - EXPIRY
    is_asked = dialogue.state != IDLE and dialogue.conversation not in NOT_OFFERED
    return is_asked and turn.event.at < shown + RESUMABLE


def _offer(turn: Turn) -> None:
    if turn.dialogue.conversation == "resume":
        advance(turn, "unclear")
    else:
        turn.left = replace(turn.dialogue, choices=(), repeated=False)
        begin(turn, "resume")
