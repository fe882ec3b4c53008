"""Services: mine, all of them, one of them, on and off."""

from typing import ClassVar

from dialogs.conversation import Changes, Conversation
from dialogs.naming import name_of
from dialogs.screens import Listed, Option, card
from dialogs.terms import service_done, service_question
from dialogs.turn import Turn
from dialogs.wording import Reader
from operator_api.contract import (
    Account,
    Kopecks,
    QuoteService,
    Service,
    ServiceQuote,
    ServiceSwitched,
    SwitchService,
)


class Services(Conversation):
    """What must not change by text alone (passport needed) never reaches the operator."""

    name = "services"
    table = """
        services            idle                choosing    choose_list
        service_mine        idle                listing     ask_account
        service_all         idle                browsing    show_page
        service_paid        idle                pricing     ask_account
        service             idle                referring   refer_to_support    only_by_support
        service             idle                looking     ask_account
        service_on          idle                referring   refer_to_support    only_by_support
        service_on          idle                quoting     quote_on
        service_off         idle                referring   refer_to_support    only_by_support
        service_off         idle                quoting     quote_off

        chosen              choosing            idle        follow
        back                choosing            idle        home
        unclear             choosing            choosing    choose_list

        Account             listing             mine        show_mine           has_services
        Account             listing             idle        tell_none
        chosen              mine                idle        look_at_chosen
        back                mine                choosing    choose_list
        unclear             mine                listing     ask_account

        Account             pricing             paid        show_paid           has_paid
        Account             pricing             idle        tell_none_paid
        chosen              paid                idle        leave_chosen
        back                paid                idle        home
        unclear             paid                pricing     ask_account

        chosen              browsing            idle        look_at_chosen
        back                browsing            choosing    choose_list
        unclear             browsing            browsing    show_page

        Account             looking             card        show_card
        chosen              card                idle        follow
        back                card                browsing    show_page
        unclear             card                looking     ask_account

        chosen              referring           idle        follow
        back                referring           idle        home
        unclear             referring           referring   refer_to_support

        ServiceQuote        quoting,switching   confirming  confirm
        yes                 confirming          switching   switch
        no                  confirming          idle        cancel
        back                confirming          idle        home
        unclear             confirming          confirming  repeat
        ServiceSwitched     switching           idle        tell_switched

        Refused             listing,looking     idle        refuse
        Refused             pricing             idle        refuse
        Refused             quoting,switching   idle        refuse
    """
    changes: ClassVar[Changes] = {SwitchService: "switching"}

    # Lists

    def choose_list(self, turn: Turn) -> None:
        """Mine, or all."""
        lists = ("service_mine", "service_all")
        turn.show(Listed(tuple(Option(each, turn.reader.say(f"services.{each}")) for each in lists)))

    def has_services(self, turn: Turn) -> bool:
        """Something is on."""
        return bool(turn.answer(Account).services)

    def show_mine(self, turn: Turn) -> None:
        """What is on."""
        mine = turn.answer(Account).services
        options = tuple(Option(id, name_of(id, turn.world.catalogue)) for id in mine)
        turn.show(Listed(options, turn.reader.say("services.mine")))

    def tell_none(self, turn: Turn) -> None:
        """Nothing is on."""
        turn.say("services.none")

    def has_paid(self, turn: Turn) -> bool:
        """Something is on that costs."""
        return bool(_paid(turn))

    def show_paid(self, turn: Turn) -> None:
        """What is on and costs, with its price."""
        options = (Option(each.id, _priced(each, turn.reader)) for each in _paid(turn))
        turn.show(Listed(tuple(options), turn.reader.say("services.paid")))

    def tell_none_paid(self, turn: Turn) -> None:
        """Nothing that is on costs."""
        turn.say("services.none.paid")

    def leave_chosen(self, turn: Turn) -> None:
        """Go on with what it would be to switch it off."""
        turn.then("service_off", turn.chosen)

    def show_page(self, turn: Turn) -> None:
        """All there are."""
        turn.show(Listed(tuple(Option(service.id, service.name) for service in turn.world.catalogue.services)))

    def look_at_chosen(self, turn: Turn) -> None:
        """Go on with its card."""
        turn.then("service", turn.chosen)

    # One service

    def only_by_support(self, turn: Turn) -> bool:
        """It takes a passport."""
        return _service(turn).support_only

    def refer_to_support(self, turn: Turn) -> None:
        """Say who may, and that they call."""
        title = turn.reader.say("refused.support_only", name=_service(turn).name)
        turn.show(card(title, Option("call_back", turn.reader.say("people.call")), turn.reader))

    def show_card(self, turn: Turn) -> None:
        """What it is, what it costs, whether it is on; and what can be done."""
        service = _service(turn)
        command = "service_off" if service.id in turn.answer(Account).services else "service_on"
        title = turn.reader.say(
            f"services.card.{command}",
            name=service.name,
            description=service.description,
            price=turn.reader.price(service.connect_fee, service.fee, service.period),
        )
        turn.show(card(title, Option(command, turn.reader.say(f"services.{command}")), turn.reader))

    # On and off

    def quote_on(self, turn: Turn) -> None:
        """Ask what it would cost."""
        turn.ask(QuoteService(turn.world.number, turn.dialogue.item, on=True))

    def quote_off(self, turn: Turn) -> None:
        """Ask what it would take away."""
        turn.ask(QuoteService(turn.world.number, turn.dialogue.item, on=False))

    def confirm(self, turn: Turn) -> None:
        """Name thing and price."""
        turn.remember(quote=turn.answer(ServiceQuote))
        self.repeat(turn)

    def repeat(self, turn: Turn) -> None:
        """The same question."""
        turn.show(service_question(turn.quote(ServiceQuote), turn.reader, turn.world.catalogue))

    def switch(self, turn: Turn) -> None:
        """Do it, on the terms that were shown."""
        turn.ask(SwitchService(turn.world.number, turn.quote(ServiceQuote)))

    def tell_switched(self, turn: Turn) -> None:
        """What was done, and what it costs."""
        turn.tell_done(service_done(turn.answer(ServiceSwitched).quote, turn.reader, turn.world.catalogue))


def _paid(turn: Turn) -> list[Service]:
    on = turn.answer(Account).services
    return [service for service in turn.world.catalogue.services if service.id in on and service.fee]


def _priced(service: Service, reader: Reader) -> str:
    return f"{service.name} {reader.price(Kopecks(0), service.fee, service.period)}"


def _service(turn: Turn) -> Service:
    return turn.world.catalogue.service[turn.dialogue.item]
