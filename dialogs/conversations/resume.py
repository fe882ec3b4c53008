"""Going on with what a dropped session left undone."""

from msgspec.structs import replace

from dialogs.conversation import Conversation
from dialogs.naming import name_of
from dialogs.screens import offer
from dialogs.session import Dialogue
from dialogs.turn import Turn


class Resume(Conversation):
    """Yes agrees to nothing but to see the old screen again."""

    name = "resume"
    table = """
        resume      idle        offering    offer
        yes         offering    idle        go_on
        no          offering    idle        home
        back        offering    idle        home
        unclear     offering    offering    offer
    """

    def offer(self, turn: Turn) -> None:
        """Say what it was about."""
        if turn.left:
            turn.session, turn.left = replace(turn.session, left=turn.left), None
        left = _left(turn)
        subject = name_of(left.item, turn.world.catalogue) if left.item else ""
        key = "resume.item" if subject else f"resume.{left.conversation}"
        turn.show(offer(turn.reader.say(key, name=subject), turn.reader.say("resume.ways")))

    def go_on(self, turn: Turn) -> None:
        """Be there again."""
        turn.left = _left(turn)


def _left(turn: Turn) -> Dialogue:
    assert turn.session.left is not None
    return turn.session.left
