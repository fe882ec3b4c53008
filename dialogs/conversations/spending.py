"""What was spent: a sum by text, or an itemised bill in the account or by e-mail."""

from typing import ClassVar

from dialogs.addresses import email_in
from dialogs.conversation import Changes, Conversation, Reads
from dialogs.periods import Period, period_in, period_named
from dialogs.screens import Listed, Option, card, prompt
from dialogs.turn import Turn
from dialogs.wording import Wording, day_short, money
from operator_api.contract import DetailOrdered, GetSpending, OrderDetail, Reason, Refused, Spending

PERIODS = ("yesterday", "week", "month", "last month")
"""On the screen, as `dialogs.periods` reads them; any other may be written."""

WAYS = ("sum", "account", "email")


class Spent(Conversation):
    """Days are the operator's; who names no period is told of today and this month."""

    name = "spending"
    table = """
        spending        idle                summing     ask_said            is_said
        spending        idle                summing     ask_month
        spending_today  idle                day         ask_today
        detail_report   idle                choosing    choose_said         is_said
        detail_report   idle                dating      ask_period

        Spending        summing             idle        tell_sum            is_passing
        Spending        summing             told        show_sum
        Spending        day                 idle        tell_today
        Refused         summing,day         idle        refuse
        chosen          told                choosing    choose_way
        back            told                idle        home
        unclear         told                summing     ask_again

        chosen          dating              choosing    choose_chosen
        written         dating              choosing    choose_said
        back            dating              idle        home
        unclear         dating              dating      ask_period

        chosen          choosing            summing     ask_again           is_sum
        chosen          choosing            addressing  ask_address         is_email
        chosen          choosing            ordering    order_to_account
        written         choosing            ordering    order_by_email      is_address
        written         choosing            choosing    choose_said
        back            choosing            dating      ask_period
        unclear         choosing            choosing    choose_way

        written         addressing          ordering    order_by_email
        back            addressing          choosing    choose_way
        unclear         addressing          addressing  ask_address

        DetailOrdered   ordering            idle        tell_ordered
        Refused         ordering            dating      ask_period          is_bad_period
        Refused         ordering            addressing  ask_better_address  is_bad_address
        Refused         ordering            idle        refuse
    """
    changes: ClassVar[Changes] = {OrderDetail: "ordering"}
    reads: ClassVar[Reads] = {
        "dating": period_in,
        "choosing": lambda text, today: email_in(text) or period_in(text, today),
        "addressing": lambda text, _: email_in(text),
    }

    # Sums

    def is_said(self, turn: Turn) -> bool:
        """The period came with the wish."""
        return period_in(turn.text, turn.today) is not None

    def ask_said(self, turn: Turn) -> None:
        """Of the period that was named."""
        _note(turn, turn.text)
        self.ask_again(turn)

    def ask_month(self, turn: Turn) -> None:
        """Of this month, from its first day."""
        _note(turn, "month")
        self.ask_again(turn)

    def ask_today(self, turn: Turn) -> None:
        """Of one day."""
        turn.ask(GetSpending(turn.world.number, turn.today, turn.today))

    def ask_again(self, turn: Turn) -> None:
        """Of the period that it is about."""
        turn.ask(GetSpending(turn.world.number, *_period(turn)))

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

    # Which period, and how

    def ask_period(self, turn: Turn) -> None:
        """Some to choose from, and an example of what may be written."""
        last_month = _read("last month", turn)
        options = (Option(each, _label(each, turn)) for each in PERIODS)
        example = f"{day_short(last_month[0])}-{day_short(last_month[0].replace(day=15))}"
        key = "detail.when.other" if isinstance(turn.result, Refused) else "detail.when"
        turn.show(Listed(tuple(options), turn.reader.say(key, example=example)))

    def choose_said(self, turn: Turn) -> None:
        """How to have that of the period that was named."""
        _note(turn, turn.text)
        self.choose_way(turn)

    def choose_chosen(self, turn: Turn) -> None:
        """How to have that of the period on the screen."""
        _note(turn, turn.chosen)
        self.choose_way(turn)

    def choose_way(self, turn: Turn) -> None:
        """A sum, or the bill here or there."""
        options = tuple(Option(way, turn.reader.say(f"detail.{way}")) for way in WAYS)
        turn.show(Listed(options, turn.reader.say("detail.for", period=period_named(_period(turn), turn.reader))))

    def is_sum(self, turn: Turn) -> bool:
        """The sum is enough."""
        return turn.chosen == "sum"

    def is_email(self, turn: Turn) -> bool:
        """It shall come by e-mail."""
        return turn.chosen == "email"

    def is_address(self, turn: Turn) -> bool:
        """An address was written without being asked for."""
        return email_in(turn.text) is not None

    # Ordering

    def ask_address(self, turn: Turn) -> None:
        """Where to."""
        turn.show(prompt(turn.reader.say("detail.address"), turn.reader))

    def ask_better_address(self, turn: Turn) -> None:
        """Where to, for that is no address."""
        turn.show(prompt(turn.reader.say("refused.bad_email"), turn.reader))

    def order_to_account(self, turn: Turn) -> None:
        """It will be there for two weeks."""
        turn.ask(OrderDetail(turn.world.number, *_period(turn), "html", "account"))

    def order_by_email(self, turn: Turn) -> None:
        """The address is nowhere kept by us."""
        turn.ask(OrderDetail(turn.world.number, *_period(turn), "html", "email", email_in(turn.text) or ""))

    def is_bad_period(self, turn: Turn) -> bool:
        """Another may do."""
        return turn.answer(Refused).reason is Reason.BAD_PERIOD

    def is_bad_address(self, turn: Turn) -> bool:
        """Another may do."""
        return turn.answer(Refused).reason is Reason.BAD_EMAIL

    def tell_ordered(self, turn: Turn) -> None:
        """What is being made, and where it will be."""
        document = turn.answer(DetailOrdered).document
        period = period_named((document.first, document.last), turn.reader)
        key, until = f"detail.ordered.{document.delivery}", day_short(document.until)
        turn.tell_done(Wording(key, {"period": period, "until": until, "email": document.email}))


def _period(turn: Turn) -> Period:
    return turn.dialogue.period or _read("month", turn)


def _read(words: str, turn: Turn) -> Period:
    period = period_in(words, turn.today)
    assert period is not None
    return period


def _note(turn: Turn, words: str) -> None:
    turn.remember(period=_read(words, turn))


def _label(period: str, turn: Turn) -> str:
    """Months by their names."""
    if "month" in period:
        return turn.reader.say(f"month.{_read(period, turn)[0].month}").capitalize()
    return turn.reader.say(f"detail.{period}")


def _sum(turn: Turn) -> tuple[str, dict[str, str]]:
    """What was spent in the period that was asked about; of this month, today apart."""
    assert isinstance(turn.question, GetSpending)
    spending, period = turn.answer(Spending), (turn.question.first, turn.question.last)
    if period == _read("month", turn):
        today = dict(spending.days).get(turn.today, 0)
        return "spending", {"today": money(today), "month": money(spending.total)}
    return "spending.period", {"period": period_named(period, turn.reader), "sum": money(spending.total)}
