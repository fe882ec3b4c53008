"""Tariffs: mine, those on offer, one of them, and going over to it."""

from typing import ClassVar

from dialogs.conversation import Changes, Conversation
from dialogs.naming import name_of
from dialogs.screens import Listed, Option, card
from dialogs.terms import tariff_done, tariff_question
from dialogs.turn import Turn
from dialogs.wording import Reader
from operator_api.contract import (
    Account,
    ChangeTariff,
    Kopecks,
    QuoteTariff,
    Tariff,
    TariffChanged,
    TariffQuote,
)


class Tariffs(Conversation):
    """Only those that can be entered are listed; of any other the operator says why not."""

    name = "tariffs"
    table = """
        tariff_mine         idle                    asking      ask_account
        tariff_all          idle                    browsing    show_page
        tariff              idle                    card        show_card
        tariff_change       idle                    quoting     ask_quote

        Account             asking                  mine        show_mine
        chosen              mine                    idle        follow
        back                mine                    idle        home
        unclear             mine                    asking      ask_account

        chosen              browsing                idle        change_to_chosen
        back                browsing                idle        home
        unclear             browsing                browsing    show_page

        chosen              card                    idle        follow
        back                card                    browsing    show_page
        unclear             card                    card        show_card

        TariffQuote         quoting,changing        confirming  confirm
        yes                 confirming              changing    change
        no                  confirming              idle        cancel
        back                confirming              idle        home
        unclear             confirming              confirming  repeat
        TariffChanged       changing                idle        tell_changed

        Refused             asking,quoting,changing idle        refuse
    """
    changes: ClassVar[Changes] = {ChangeTariff: "changing"}

    # Mine

    def show_mine(self, turn: Turn) -> None:
        """What it is and costs, and the way to another."""
        mine = turn.answer(Account).tariff
        tariff = turn.world.catalogue.tariff.get(mine)
        title = _described(tariff, turn.reader) if tariff else name_of(mine, turn.world.catalogue)
        turn.show(card(title, Option("tariff_all", turn.reader.say("tariffs.others")), turn.reader))

    # On offer

    def show_page(self, turn: Turn) -> None:
        """Those that can be entered."""
        options = (
            Option(tariff.id, tariff.name)
            for tariff in turn.world.catalogue.tariffs
            if tariff.status == "open" and tariff.switch_fee is not None
        )
        turn.show(Listed(tuple(options)))

    def change_to_chosen(self, turn: Turn) -> None:
        """Go on with what it would cost."""
        turn.then("tariff_change", turn.chosen)

    def show_card(self, turn: Turn) -> None:
        """One of them."""
        tariff = turn.world.catalogue.tariff[turn.dialogue.item]
        option = Option("tariff_change", turn.reader.say("tariffs.change"))
        turn.show(card(_described(tariff, turn.reader), option, turn.reader))

    # Going over

    def ask_quote(self, turn: Turn) -> None:
        """Ask what it would cost."""
        turn.ask(QuoteTariff(turn.world.number, turn.dialogue.item))

    def confirm(self, turn: Turn) -> None:
        """Name tariff and price."""
        turn.remember(quote=turn.answer(TariffQuote))
        self.repeat(turn)

    def repeat(self, turn: Turn) -> None:
        """The same question."""
        turn.show(tariff_question(turn.quote(TariffQuote), turn.reader, turn.world.catalogue))

    def change(self, turn: Turn) -> None:
        """Do it, on the terms that were shown."""
        turn.ask(ChangeTariff(turn.world.number, turn.quote(TariffQuote)))

    def tell_changed(self, turn: Turn) -> None:
        """Since when, and what was charged."""
        changed = turn.answer(TariffChanged)
        turn.tell_done(tariff_done(changed.quote, changed.since, turn.world.catalogue))


def _described(tariff: Tariff, reader: Reader) -> str:
    price = reader.price(Kopecks(0), tariff.monthly, "month")
    key = "tariffs.card" if tariff.monthly else "tariffs.card.no_fee"
    return reader.say(key, name=tariff.name, description=tariff.description, price=price)
