"""What was spent."""

from dialogs.conversation import Conversation
from dialogs.periods import period_in, period_named
from dialogs.screens import Option, card
from dialogs.session import Period
from dialogs.turn import Turn
from dialogs.wording import money
from operator_api.contract import GetSpending, Spending


class Spent(Conversation):
    """Days are the operator's; who names no period is told of today and this month."""

    name = "spending"
    table = """
        spending        idle            summing     ask
        spending_today  idle            day         ask_today

        Spending        summing         idle        tell_sum    is_passing
        Spending        summing         told        show_sum
        Spending        day             idle        tell_today
        Refused         summing,day     idle        refuse

        chosen          told            idle        detail
        back            told            idle        home
        unclear         told            summing     ask
    """

    def ask(self, turn: Turn) -> None:
        """Of the period that it is about, or was named with the wish; or of this month, from its first day."""
        period = turn.dialogue.period or period_in(turn.text, turn.today) or _month(turn)
        turn.remember(period=period)
        turn.ask(GetSpending(turn.world.number, *period))

    def ask_today(self, turn: Turn) -> None:
        """Of one day."""
        turn.ask(GetSpending(turn.world.number, turn.today, turn.today))

    def is_passing(self, turn: Turn) -> bool:
        """The person is elsewhere by now."""
        return turn.passing

    def tell_sum(self, turn: Turn) -> None:
        """Without a way on."""
        key, values = _sum(turn)
        turn.tell(key, only="", **values)

    def show_sum(self, turn: Turn) -> None:
        """And the way to the details."""
        key, values = _sum(turn)
        option = Option("detail_report", turn.reader.say("spending.details"))
        turn.show(card(turn.reader.say(key, **values), option, turn.reader))

    def tell_today(self, turn: Turn) -> None:
        """One sum."""
        turn.tell("spending.today", today=money(turn.answer(Spending).total))

    def detail(self, turn: Turn) -> None:
        """Go on with an itemised bill of the same days."""
        turn.then("detail_report", period=turn.dialogue.period)


def _month(turn: Turn) -> Period:
    return turn.today.replace(day=1), turn.today


def _sum(turn: Turn) -> tuple[str, dict[str, str]]:
    """What was spent in the period that was asked about; of this month, today apart."""
    assert isinstance(turn.question, GetSpending)
    spending, period = turn.answer(Spending), (turn.question.first, turn.question.last)
    if period == _month(turn):
        today = dict(spending.days).get(turn.today, 0)
        return "spending", {"today": money(today), "month": money(spending.total)}
    return "spending.period", {"period": period_named(period, turn.reader), "sum": money(spending.total)}
