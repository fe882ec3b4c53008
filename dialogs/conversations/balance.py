"""What is on the account."""

from dialogs.conversation import Conversation, in_latin
from dialogs.naming import name_of
from dialogs.turn import Turn
from dialogs.wording import money
from operator_api.contract import Account


class Balance(Conversation):
    """One question, one answer."""

    name = "balance"
    table = """
        balance         idle            asking          ask_account
        balance_latin   idle            asking_latin    ask_account
        Account         asking          idle            tell_balance
        Account         asking_latin    idle            tell_in_latin
        Refused         asking          idle            refuse
        Refused         asking_latin    idle            refuse_in_latin
    """

    def tell_balance(self, turn: Turn) -> None:
        """The balance, and the tariff that spends it."""
        account = turn.answer(Account)
        turn.tell("balance", balance=money(account.balance), tariff=name_of(account.tariff, turn.world.catalogue))

    def tell_in_latin(self, turn: Turn) -> None:
        """The same in Latin letters, whatever the person reads else."""
        in_latin(turn, self.tell_balance)

    def refuse_in_latin(self, turn: Turn) -> None:
        """Say why not, in the same."""
        in_latin(turn, self.refuse)
