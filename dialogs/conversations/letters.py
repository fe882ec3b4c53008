"""In which letters a person is written to."""

from typing import ClassVar

from msgspec.structs import replace

from dialogs.conversation import Changes, Conversation
from dialogs.turn import Turn
from operator_api.contract import Alphabet, SetReading


class Letters(Conversation):
    """The language stays."""

    name = "letters"
    table = """
        letters_cyrillic    idle        setting     set_cyrillic
        letters_latin       idle        setting     set_latin
        Done                setting     idle        tell_set
        Refused             setting     idle        refuse
    """
    changes: ClassVar[Changes] = {SetReading: "setting"}

    def set_cyrillic(self, turn: Turn) -> None:
        """Have the operator note it."""
        _set(turn, "cyrillic")

    def set_latin(self, turn: Turn) -> None:
        """Have the operator note it."""
        _set(turn, "latin")

    def tell_set(self, turn: Turn) -> None:
        """In the new ones, as all that follows."""
        assert isinstance(turn.question, SetReading)
        alphabet = turn.question.alphabet
        turn.profile = replace(turn.profile, alphabet=alphabet)
        turn.say(f"letters.{alphabet}")


def _set(turn: Turn, alphabet: Alphabet) -> None:
    turn.ask(SetReading(turn.world.number, turn.profile.language, alphabet))
