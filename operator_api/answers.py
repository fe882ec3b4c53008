"""From a question and a line to a result, and to the line after it. Nothing is read, nothing written."""

from datetime import tzinfo

from operator_api.contract import (
    Account,
    AnyResult,
    Catalogue,
    ChangeTariff,
    Done,
    GetAccount,
    GetProfile,
    Profile,
    QuoteService,
    QuoteTariff,
    ServiceSwitched,
    SetStopped,
    SwitchService,
    TariffChanged,
    Value,
)
from operator_api.rules import (
    Line,
    change_tariff,
    in_catalogue_order,
    quote_service,
    quote_tariff,
    stop,
    switch_service,
)

Look = GetProfile | GetAccount | QuoteService | QuoteTariff
PlainChange = SwitchService | ChangeTariff | SetStopped


class Terms(Value, frozen=True):
    """What the operator goes by: its catalogue, and where its days begin."""

    catalogue: Catalogue
    zone: tzinfo


def profile_of(line: Line) -> Profile:
    """How the number wants to be spoken to."""
    subscriber = line.subscriber
    return Profile(language=subscriber.language, alphabet=subscriber.alphabet, stopped=subscriber.stopped)


def look(question: Look, line: Line, terms: Terms, now: float) -> AnyResult:
    """The result of a question that changes nothing."""
    match question:
        case GetProfile():
            return Done()
        case GetAccount():
            return _account(line, terms.catalogue)
        case QuoteService():
            return quote_service(line, question.service, question.on, terms.catalogue, now)
        case QuoteTariff():
            return quote_tariff(line, question.tariff, terms.catalogue, now)


def carry_out(question: PlainChange, line: Line, terms: Terms, now: float) -> tuple[Line, AnyResult]:
    """The line after a change, and its result; the line as it was when the terms are no longer those shown."""
    match question:
        case SwitchService():
            return _switch_service(question, line, terms, now)
        case ChangeTariff():
            return _change_tariff(question, line, terms, now)
        case SetStopped():
            return stop(line, question.stopped), Done()


def _account(line: Line, catalogue: Catalogue) -> Account:
    subscriber = line.subscriber
    return Account(subscriber.balance, subscriber.tariff, in_catalogue_order(subscriber.services, catalogue))


def _switch_service(question: SwitchService, line: Line, terms: Terms, now: float) -> tuple[Line, AnyResult]:
    shown = question.quote
    current = quote_service(line, shown.service, shown.on, terms.catalogue, now)
    if current != shown:
        return line, current
    return switch_service(line, shown, terms.catalogue), ServiceSwitched(shown)


def _change_tariff(question: ChangeTariff, line: Line, terms: Terms, now: float) -> tuple[Line, AnyResult]:
    shown = question.quote
    current = quote_tariff(line, shown.tariff, terms.catalogue, now)
    if current != shown:
        return line, current
    after, since = change_tariff(line, shown, terms.catalogue, now, terms.zone)
    return after, TariffChanged(shown, since)
