"""The promised payment: money lent for three days."""

from typing import ClassVar

from dialogs.conversation import Changes, Conversation, Reads
from dialogs.screens import Listed, Option, confirm
from dialogs.slots import amount, amount_alone
from dialogs.turn import Turn
from dialogs.wording import Wording, day_short, money
from operator_api.contract import Kopecks, PromisedQuote, PromisedTaken, QuotePromised, Reason, Refused, TakePromised

MOST = Kopecks(800_00)
"""To ask for it tells how much may be had, or why nothing."""

OFFERED = (50_00, 100_00, 200_00, 400_00, 800_00)
"""Sums on the screen; any other may be written."""


class Promised(Conversation):
    """Who names no sum is shown what may be had."""

    name = "promised"
    table = """
        promised_payment    idle                quoting     quote_said      is_said
        promised_payment    idle                looking     quote_most

        PromisedQuote       looking             choosing    show_sums
        Refused             looking             choosing    show_sums       is_too_much
        Refused             looking             idle        refuse
        chosen              choosing            quoting     quote_chosen
        written             choosing            quoting     quote_said
        back                choosing            idle        home
        unclear             choosing            looking     quote_most

        PromisedQuote       quoting,taking      confirming  confirm
        Refused             quoting,taking      choosing    show_sums       is_too_much
        Refused             quoting,taking      idle        refuse
        yes                 confirming          taking      borrow
        no                  confirming          idle        cancel
        back                confirming          idle        home
        unclear             confirming          confirming  repeat
        PromisedTaken       taking              idle        tell_taken
    """
    changes: ClassVar[Changes] = {TakePromised: "taking"}
    reads: ClassVar[Reads] = {"choosing": lambda text, _: amount_alone(text) or None}

    # How much

    def is_said(self, turn: Turn) -> bool:
        """The sum came with the wish."""
        return bool(turn.said.slot)

    def quote_most(self, turn: Turn) -> None:
        """Ask how much may be had."""
        _quote(turn, MOST)

    def quote_said(self, turn: Turn) -> None:
        """Ask for the terms of the sum that was named."""
        _quote(turn, Kopecks(int(turn.said.slot or amount(turn.text)) * 100))

    def quote_chosen(self, turn: Turn) -> None:
        """Ask for the terms of the sum on the screen."""
        _quote(turn, Kopecks(int(turn.chosen)))

    def is_too_much(self, turn: Turn) -> bool:
        """Some may be had, though not that."""
        return turn.answer(Refused).reason is Reason.BAD_SUM

    def show_sums(self, turn: Turn) -> None:
        """Those that may be had."""
        most = turn.result.need if isinstance(turn.result, Refused) else MOST
        sums = [each for each in OFFERED if each <= most]
        options = (Option(str(each), turn.reader.say("promised.sum", sum=rubles(each))) for each in sums)
        turn.show(Listed(tuple(options), turn.reader.say("promised.sums", most=rubles(most))))

    # Taking it

    def confirm(self, turn: Turn) -> None:
        """Name sum, day and price."""
        turn.remember(quote=turn.answer(PromisedQuote))
        self.repeat(turn)

    def repeat(self, turn: Turn) -> None:
        """The same question."""
        quote, reader = turn.quote(PromisedQuote), turn.reader
        question = reader.say("promised.question", sum=rubles(quote.amount), until=day_short(quote.until))
        price = reader.say("promised.fee", fee=money(quote.fee)) if quote.fee else reader.say("price.free")
        turn.show(confirm(question, price, reader))

    def borrow(self, turn: Turn) -> None:
        """Do it, on the terms that were shown."""
        turn.ask(TakePromised(turn.world.number, turn.quote(PromisedQuote)))

    def tell_taken(self, turn: Turn) -> None:
        """What came, and what will go, and when."""
        quote = turn.answer(PromisedTaken).quote
        back, until = money(quote.amount + quote.fee), day_short(quote.until)
        turn.tell_done(Wording("promised.done", {"sum": rubles(quote.amount), "until": until, "back": back}))


def rubles(kopecks: int) -> str:
    """A sum of whole rubles."""
    return f"{kopecks // 100}"


def _quote(turn: Turn, amount: Kopecks) -> None:
    turn.ask(QuotePromised(turn.world.number, amount))
