"""From a question and a line to a result, and to the line after it. Nothing is read, nothing written."""

from datetime import date, datetime, time, tzinfo

from msgspec.structs import replace

from operator_api.contract import (
    Account,
    AnyResult,
    Catalogue,
    ChangeTariff,
    ComingTariff,
    Done,
    GetAccount,
    GetOverview,
    GetProfile,
    Kopecks,
    Overview,
    Profile,
    PromisedQuote,
    PromisedTaken,
    QuotePromised,
    QuoteService,
    QuoteTariff,
    ServiceSwitched,
    SetReading,
    SetStopped,
    SwitchService,
    TakePromised,
    TariffChanged,
    Value,
)
from operator_api.promised import largest, quote_promised, take_promised
from operator_api.rules import (
    Line,
    change_tariff,
    in_catalogue_order,
    quote_service,
    quote_tariff,
    switch_service,
)

PlainLook = GetProfile | GetAccount | GetOverview | QuoteService | QuoteTariff | QuotePromised
"""Looks for which a line is enough."""

PlainChange = SwitchService | ChangeTariff | TakePromised | SetStopped | SetReading
"""Changes of a line and nothing else."""


class Terms(Value, frozen=True):
    """What the operator goes by: its catalogue, where its days begin, and whether it sends e-mail."""

    catalogue: Catalogue
    zone: tzinfo
    by_email: bool = False

    def day(self, at: float) -> date:
        """The operator's day at that time."""
        return datetime.fromtimestamp(at, self.zone).date()

    def midnight(self, day: date) -> float:
        """When a day begins there."""
        return datetime.combine(day, time(), self.zone).timestamp()

    def month_start(self, at: float) -> float:
        """When the month of that time began there."""
        return self.midnight(self.day(at).replace(day=1))


class Moment(Value, frozen=True):
    """What a decision depends on besides the line; ``spent``: this month, ``assisted``: a consultant acts."""

    now: float
    spent: Kopecks = Kopecks(0)
    assisted: bool = False
    password_chosen: bool = False


def profile_of(line: Line) -> Profile:
    """How the number wants to be spoken to."""
    subscriber = line.subscriber
    return Profile(
        language=subscriber.language,
        alphabet=subscriber.alphabet,
        stopped=subscriber.stopped,
        language_chosen=_is_chosen(subscriber.language_chosen, otherwise=subscriber.language != "ru"),
        alphabet_chosen=_is_chosen(subscriber.alphabet_chosen, otherwise=subscriber.alphabet != "cyrillic"),
    )


def _is_chosen(noted: bool | None, *, otherwise: bool) -> bool:
    return otherwise if noted is None else noted


def look(question: PlainLook, line: Line, terms: Terms, moment: Moment) -> AnyResult:
    """The result of a question that changes nothing."""
    catalogue, now, assisted = terms.catalogue, moment.now, moment.assisted
    match question:
        case GetProfile():
            return Done()
        case GetAccount():
            return _account(line, catalogue)
        case GetOverview():
            return _overview(line, terms, moment)
        case QuoteService():
            return quote_service(line, question.service, question.on, catalogue, now, assisted=assisted)
        case QuoteTariff():
            return quote_tariff(line, question.tariff, catalogue, now, assisted=assisted)
        case QuotePromised():
            return quote_promised(line, question.amount, moment.spent, terms.day(now))


def carry_out(question: PlainChange, line: Line, terms: Terms, moment: Moment) -> tuple[Line, AnyResult]:
    """The line after a change, and its result; the line as it was when the terms are no longer those shown."""
    match question:
        case SwitchService():
            return _switch_service(question, line, terms, moment)
        case ChangeTariff():
            return _change_tariff(question, line, terms, moment)
        case TakePromised():
            return _take_promised(question, line, terms, moment)
        case SetStopped(stopped=stopped):
            return _told(line, stopped=stopped)
        case SetReading():
            return _read(line, question)


def _account(line: Line, catalogue: Catalogue) -> Account:
    subscriber = line.subscriber
    return Account(subscriber.balance, subscriber.tariff, in_catalogue_order(subscriber.services, catalogue))


def _overview(line: Line, terms: Terms, moment: Moment) -> Overview:
    subscriber, pending, promised = line.subscriber, line.pending, line.promised
    return Overview(
        name=subscriber.name,
        balance=subscriber.balance,
        tariff=subscriber.tariff,
        tariff_since=subscriber.tariff_since,
        activated=subscriber.activated,
        services=in_catalogue_order(subscriber.services, terms.catalogue),
        blocked=subscriber.blocked,
        today=terms.day(moment.now),
        coming=ComingTariff(pending.tariff, terms.day(pending.at)) if pending else None,
        promised=PromisedQuote(promised.amount, promised.fee, promised.until) if promised else None,
        promised_most=largest(line, moment.spent),
        password_chosen=moment.password_chosen,
        by_email=terms.by_email,
    )


def _switch_service(question: SwitchService, line: Line, terms: Terms, moment: Moment) -> tuple[Line, AnyResult]:
    shown = question.quote
    current = quote_service(line, shown.service, shown.on, terms.catalogue, moment.now, assisted=moment.assisted)
    if current != shown:
        return line, current
    return switch_service(line, shown, terms.catalogue), ServiceSwitched(shown)


def _change_tariff(question: ChangeTariff, line: Line, terms: Terms, moment: Moment) -> tuple[Line, AnyResult]:
    shown = question.quote
    current = quote_tariff(line, shown.tariff, terms.catalogue, moment.now, assisted=moment.assisted)
    if current != shown:
        return line, current
    after, since = change_tariff(line, shown, terms.catalogue, moment.now, terms.zone)
    return after, TariffChanged(shown, since)


def _take_promised(question: TakePromised, line: Line, terms: Terms, moment: Moment) -> tuple[Line, AnyResult]:
    shown = question.quote
    current = quote_promised(line, shown.amount, moment.spent, terms.day(moment.now))
    if current != shown:
        return line, current
    return take_promised(line, shown, terms.zone), PromisedTaken(shown)


def _read(line: Line, reading: SetReading) -> tuple[Line, AnyResult]:
    """A guess changes nothing that was chosen: who guesses may not have heard of it yet."""
    known, how = profile_of(line), dict[str, object]()
    if reading.language_chosen or not known.language_chosen:
        how |= {"language": reading.language, "language_chosen": reading.language_chosen}
    if reading.alphabet_chosen or not known.alphabet_chosen:
        how |= {"alphabet": reading.alphabet, "alphabet_chosen": reading.alphabet_chosen}
    return _told(line, **how)


def _told(line: Line, **how: object) -> tuple[Line, AnyResult]:
    """The line of somebody who says how to be written to."""
    return replace(line, subscriber=replace(line.subscriber, **how)), Done()
