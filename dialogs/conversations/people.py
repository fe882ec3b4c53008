"""People of the support desk: where they answer, and that they call back; offered to who is not understood twice."""

from typing import ClassVar

from dialogs.answers import answer_to
from dialogs.conversation import Changes, Conversation
from dialogs.screens import Option, card
from dialogs.turn import Turn
from operator_api.contract import RequestCall


class People(Conversation):
    """Who is still not understood then is not asked for ever."""

    name = "people"
    table = """
        operator    idle        offering    offer
        call_back   idle        calling     request
        frequent    idle        idle        tell_answer
        other       idle        offering    offer_instead   is_second
        other       idle        idle        tell_unknown
        insult      idle        idle        calm            is_first
        insult      idle        offering    offer_instead   is_second
        insult      idle        idle        tell_unknown

        chosen      offering    calling     request
        back        offering    idle        home
        unclear     offering    offering    offer

        Done        calling     idle        tell_noted
        Refused     calling     idle        refuse
    """
    changes: ClassVar[Changes] = {RequestCall: "calling"}

    def offer(self, turn: Turn) -> None:
        """Where people answer, or that they call."""
        _offer(turn, "operator")

    def is_first(self, turn: Turn) -> bool:
        """Their last text was understood."""
        return not turn.misheard

    def calm(self, turn: Turn) -> None:
        """No word of theirs is answered in kind."""
        turn.mishear()
        turn.say("people.calm")

    def is_second(self, turn: Turn) -> bool:
        """Their last text was not understood either."""
        return turn.misheard == 1

    def offer_instead(self, turn: Turn) -> None:
        """The same, and why."""
        turn.mishear()
        _offer(turn, "people.instead")

    def tell_unknown(self, turn: Turn) -> None:
        """That we did not understand, and what we would."""
        turn.mishear()
        turn.say("unknown")

    def tell_answer(self, turn: Turn) -> None:
        """What people would say."""
        turn.tell("frequent", text=answer_to(turn.text, turn.world.answers, turn.reader.language))

    def request(self, turn: Turn) -> None:
        """Have the desk note it, and which service it is about."""
        turn.ask(RequestCall(turn.world.number, turn.dialogue.item))

    def tell_noted(self, turn: Turn) -> None:
        """It is on their list."""
        turn.say("people.noted")


def _offer(turn: Turn, key: str) -> None:
    turn.show(card(turn.reader.say(key), Option("call_back", turn.reader.say("people.call")), turn.reader))
