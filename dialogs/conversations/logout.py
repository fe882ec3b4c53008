"""Leaving the account on the web."""

from typing import ClassVar

from dialogs.conversation import Changes, Conversation
from dialogs.screens import offer
from dialogs.turn import Turn
from operator_api.contract import EndSessions


class Logout(Conversation):
    """Wherever it is open; the password stays. Asked first: who says «выход» may mean something else."""

    name = "logout"
    table = """
        logout      idle        asking      ask
        yes         asking      ending      end
        no          asking      idle        cancel
        back        asking      idle        home
        unclear     asking      asking      ask

        Done        ending      idle        tell_ended
        Refused     ending      idle        refuse
    """
    changes: ClassVar[Changes] = {EndSessions: "ending"}

    def ask(self, turn: Turn) -> None:
        """Whether that is meant."""
        turn.show(offer(turn.reader.say("logout"), turn.reader.say("yes_no")))

    def end(self, turn: Turn) -> None:
        """Have the operator do it."""
        turn.ask(EndSessions(turn.world.number))

    def tell_ended(self, turn: Turn) -> None:
        """Nobody is in it now."""
        turn.say("logout.done")
