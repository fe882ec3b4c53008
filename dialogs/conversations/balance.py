"""What is on the account."""

from dialogs.conversation import Conversation
from dialogs.naming import name_of
from dialogs.turn import Turn
from dialogs.wording import money
from operator_api.contract import Account


class Balance(Conversation):
    """One question, one answer."""

    name = "balance"
    table = """
        balance     idle        asking      ask_account
        Account     asking      idle        tell_balance
        Refused     asking      idle        refuse
    """

    def tell_balance(self, turn: Turn) -> None:
        """The balance, and the tariff that spends it."""
        account = turn.answer(Account)
        turn.say("balance", balance=money(account.balance), tariff=name_of(account.tariff, turn.world.catalogue))
