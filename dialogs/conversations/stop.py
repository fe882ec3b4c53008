"""Leaving a person alone."""

from typing import ClassVar

from dialogs.conversation import Changes, Conversation
from dialogs.turn import Turn
from operator_api.contract import SetStopped


class Stop(Conversation):
    """СТОП where nothing is asked. Their next text to us ends it (`dialogs.engine`)."""

    name = "stop"
    table = """
        stop        idle        stopping    stop
        Done        stopping    idle        tell_stopped
        Refused     stopping    idle        refuse
    """
    changes: ClassVar[Changes] = {SetStopped: "stopping"}

    def stop(self, turn: Turn) -> None:
        """Have the operator note it."""
        turn.ask(SetStopped(turn.world.number, stopped=True))

    def tell_stopped(self, turn: Turn) -> None:
        """The last we write, and how to come back."""
        turn.say("stopped")
