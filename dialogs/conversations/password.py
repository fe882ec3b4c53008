"""The password of the web account: a new one, or one of the person's own. Neither is ever kept in the session."""

from typing import ClassVar

from dialogs.conversation import Changes, Conversation
from dialogs.screens import prompt
from dialogs.turn import Turn
from operator_api.contract import IssuePassword, PasswordIssued, Reason, Refused, SetPassword


class Password(Conversation):
    """A new one is issued unasked, for it costs nothing and the old one may be lost."""

    name = "password"
    table = """
        password_issue      idle                issuing     issue
        PasswordIssued      issuing             idle        tell_issued
        Refused             issuing             idle        refuse

        password_change     idle                entering    prompt
        password_set        idle                setting     set
        typed               entering            setting     set
        back                entering            idle        home
        unclear             entering            entering    prompt

        Done                setting             idle        tell_set
        Refused             setting             entering    prompt_again    is_weak
        Refused             setting             idle        refuse
    """
    changes: ClassVar[Changes] = {IssuePassword: "issuing", SetPassword: "setting"}

    def issue(self, turn: Turn) -> None:
        """Ask for a new one."""
        turn.ask(IssuePassword(turn.world.number))

    def tell_issued(self, turn: Turn) -> None:
        """The one text of ours that holds a password."""
        turn.tell_password("password.issued", turn.answer(PasswordIssued).password)

    def prompt(self, turn: Turn) -> None:
        """Ask for one of their own."""
        turn.show(prompt(turn.reader.say("password.prompt"), turn.reader))

    def prompt_again(self, turn: Turn) -> None:
        """Ask for a better one."""
        turn.show(prompt(turn.reader.say("refused.weak_password"), turn.reader))

    def set(self, turn: Turn) -> None:
        """Hand the one that they wrote to the operator."""
        turn.ask(SetPassword(turn.world.number, turn.said.password))

    def tell_set(self, turn: Turn) -> None:
        """Without showing it."""
        turn.say("password.set")

    def is_weak(self, turn: Turn) -> bool:
        """It was refused for being easy to guess."""
        return turn.answer(Refused).reason is Reason.WEAK_PASSWORD
