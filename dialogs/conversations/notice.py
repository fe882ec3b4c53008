"""A text of several pages, which asks nothing: read to its end, or left."""

from msgspec.structs import replace

from dialogs.conversation import Conversation
from dialogs.screens import Told, notice
from dialogs.turn import Turn
from dialogs.wording import Wording


class Notice(Conversation):
    """The session keeps its key and what fills it in, so each page is written for the room that it goes to."""

    name = "notice"
    table = """
        notice      idle        reading     begin
        back        reading     idle        home
        unclear     reading     reading     show
    """

    def begin(self, turn: Turn) -> None:
        """Its first page."""
        assert turn.long is not None
        wording, only = turn.long
        turn.session = replace(turn.session, reading=wording)
        turn.show(_screen(turn, wording), only)

    def show(self, turn: Turn) -> None:
        """Another, or the same again."""
        assert turn.session.reading is not None
        turn.show(_screen(turn, turn.session.reading))


def _screen(turn: Turn, wording: Wording) -> Told:
    return notice(turn.reader.say(wording.key, **wording.values), turn.reader)
