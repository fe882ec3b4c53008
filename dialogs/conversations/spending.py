"""What was spent."""

from dialogs.conversation import Conversation
from dialogs.turn import Turn
from dialogs.wording import money
from operator_api.contract import GetSpending, Spending


class Spent(Conversation):
    """Today and this month, or today alone; days are the operator's."""

    name = "spending"
    table = """
        spending        idle                month           ask_month
        spending_today  idle                day             ask_today
        Spending        month               idle            tell_month
        Spending        day                 idle            tell_today
        Refused         month,day           idle            refuse
    """

    def ask_month(self, turn: Turn) -> None:
        """From its first day."""
        turn.ask(GetSpending(turn.world.number, turn.today.replace(day=1), turn.today))

    def ask_today(self, turn: Turn) -> None:
        """One day."""
        turn.ask(GetSpending(turn.world.number, turn.today, turn.today))

    def tell_month(self, turn: Turn) -> None:
        """Both sums, of the day on which it was asked."""
        assert isinstance(turn.question, GetSpending)
        spending = turn.answer(Spending)
        today = dict(spending.days).get(turn.question.last, 0)
        turn.tell("spending", today=money(today), month=money(spending.total))

    def tell_today(self, turn: Turn) -> None:
        """One sum."""
        turn.tell("spending.today", today=money(turn.answer(Spending).total))
