"""An itemised bill, in the account or by e-mail; or the sum alone."""

from typing import ClassVar

from dialogs.addresses import email_in
from dialogs.conversation import Changes, Conversation, Reads
from dialogs.periods import period_in, period_named
from dialogs.screens import Listed, Option, prompt
from dialogs.session import Period
from dialogs.turn import Turn
from dialogs.wording import Wording, day_short
from operator_api.contract import DetailOrdered, OrderDetail, Reason, Refused

PERIODS = ("yesterday", "week", "month", "last month")
"""On the screen, as `dialogs.periods` reads them; any other may be written."""

WAYS = ("sum", "account", "email")


class Detail(Conversation):
    """Which days, and how: both may be written at any time before it is ordered."""

    name = "detail"
    table = """
        detail_report   idle        choosing    choose_said         is_said
        detail_report   idle        dating      ask_period

        chosen          dating      choosing    choose_chosen
        written         dating      choosing    choose_written
        back            dating      idle        home
        unclear         dating      dating      ask_period

        chosen          choosing    idle        sum                 is_sum
        chosen          choosing    addressing  ask_address         is_email
        chosen          choosing    ordering    order_to_account
        written         choosing    ordering    order_by_email      is_address
        written         choosing    choosing    choose_written
        back            choosing    dating      ask_period
        unclear         choosing    choosing    choose_way

        written         addressing  ordering    order_by_email
        back            addressing  choosing    choose_way
        unclear         addressing  addressing  ask_address

        DetailOrdered   ordering    idle        tell_ordered
        Refused         ordering    dating      ask_period          is_bad_period
        Refused         ordering    addressing  ask_better_address  is_bad_address
        Refused         ordering    idle        refuse
    """
    changes: ClassVar[Changes] = {OrderDetail: "ordering"}
    reads: ClassVar[Reads] = {
        "dating": period_in,
        "choosing": lambda text, today: email_in(text) or period_in(text, today),
        "addressing": lambda text, _: email_in(text),
    }

    # Which days

    def is_said(self, turn: Turn) -> bool:
        """They are known, or came with the wish."""
        return bool(turn.dialogue.period or period_in(turn.text, turn.today))

    def choose_said(self, turn: Turn) -> None:
        """How to have that of them."""
        self._choose(turn, turn.dialogue.period or _read(turn.text, turn))

    def ask_period(self, turn: Turn) -> None:
        """Some to choose from, and an example of what may be written."""
        first, _ = _read("last month", turn)
        example = f"{day_short(first)}-{day_short(first.replace(day=15))}"
        key = "detail.when.other" if isinstance(turn.result, Refused) else "detail.when"
        options = tuple(Option(each, _label(each, turn)) for each in PERIODS)
        turn.show(Listed(options, turn.reader.say(key, example=example)))

    def choose_written(self, turn: Turn) -> None:
        """How to have that of the period that was written."""
        self._choose(turn, _read(turn.text, turn))

    def choose_chosen(self, turn: Turn) -> None:
        """How to have that of the period on the screen."""
        self._choose(turn, _read(turn.chosen, turn))

    # How

    def _choose(self, turn: Turn, period: Period) -> None:
        turn.remember(period=period)
        self.choose_way(turn)

    def choose_way(self, turn: Turn) -> None:
        """A sum, or the bill here or there."""
        options = tuple(Option(way, turn.reader.say(f"detail.{way}")) for way in WAYS)
        turn.show(Listed(options, turn.reader.say("detail.for", period=period_named(_period(turn), turn.reader))))

    def is_sum(self, turn: Turn) -> bool:
        """The sum is enough."""
        return turn.chosen == "sum"

    def sum(self, turn: Turn) -> None:
        """Go on with that of the same days."""
        turn.then("spending", period=_period(turn))

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
    period = turn.dialogue.period
    assert period is not None
    return period


def _read(words: str, turn: Turn) -> Period:
    period = period_in(words, turn.today)
    assert period is not None
    return period


def _label(period: str, turn: Turn) -> str:
    """Months by their names."""
    if "month" in period:
        return turn.reader.say(f"month.{_read(period, turn)[0].month}").capitalize()
    return turn.reader.say(f"detail.{period}")
