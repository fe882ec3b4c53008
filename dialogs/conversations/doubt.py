"""Which of two things is meant."""

from dialogs.conversation import Conversation
from dialogs.screens import Listed, Option
from dialogs.turn import Turn


class Doubt(Conversation):
    """One short question, and on with what is chosen."""

    name = "doubt"
    table = """
        doubt       idle        asking      ask
        chosen      asking      idle        follow
        back        asking      idle        home
        unclear     asking      asking      ask
    """

    def ask(self, turn: Turn) -> None:
        """Name both, the likelier first."""
        commands = turn.dialogue.choices or turn.said.choices
        options = tuple(Option(command, turn.reader.say(f"doubt.{command}")) for command in commands)
        turn.show(Listed(options, turn.reader.say("doubt")))
