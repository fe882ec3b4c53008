"""The longest that people and the operator may say: what texts are measured with, and every answer to a question."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from msgspec.structs import replace

from dialogs.understood import Understood
from operator_api.contract import (
    Account,
    AnyQuestion,
    AnyResult,
    Catalogue,
    ChangeTariff,
    DetailOrdered,
    Document,
    Done,
    EndSessions,
    GetAccount,
    GetSpending,
    IssuePassword,
    Kopecks,
    OrderDetail,
    PasswordIssued,
    PromisedQuote,
    PromisedTaken,
    Question,
    QuotePromised,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    RequestCall,
    Service,
    ServiceQuote,
    ServiceSwitched,
    SetPassword,
    SetReading,
    SetStopped,
    Spending,
    SwitchService,
    TakePromised,
    Tariff,
    TariffChanged,
    TariffQuote,
)

DEAREST = Kopecks(999_999)
WRITTEN = ("800", "с 01.09.2012 до 15.09.2012", "anna." + "a" * 46 + "@example.ru", "по-русски")
"""What conversations read in texts: the longest sum, period and address, and a language."""

NOW = 1_349_500_000.0
"""6 October 2012."""

DAY = date(2012, 12, 31)

_SERVICE = (Reason.ALREADY, Reason.SUPPORT_ONLY, Reason.NEEDED, Reason.CONFLICT, Reason.CONDITION, Reason.MONEY)
_TARIFF = (Reason.ALREADY, Reason.SUPPORT_ONLY, Reason.ARCHIVED, Reason.PENDING, Reason.MONEY)
_PROMISED = (Reason.BAD_SUM, Reason.CONDITION, Reason.CONFLICT)
_EITHER = (Reason.BLOCKED, Reason.PROMISED)

REASONS: Mapping[type[Question], tuple[Reason, ...]] = {
    GetSpending: (Reason.BAD_PERIOD,),
    **dict.fromkeys((QuoteService, SwitchService), _SERVICE + _EITHER),
    **dict.fromkeys((QuoteTariff, ChangeTariff), _TARIFF + _EITHER),
    **dict.fromkeys((QuotePromised, TakePromised), _PROMISED + _EITHER),
    IssuePassword: (Reason.TOO_SOON, Reason.TOO_MANY, Reason.SIM_CHANGED, Reason.NOT_REPEATABLE),
    SetPassword: (Reason.WEAK_PASSWORD, Reason.SIM_CHANGED),
    OrderDetail: (Reason.BAD_PERIOD, Reason.TOO_MANY, Reason.BAD_EMAIL, Reason.NO_EMAIL),
    RequestCall: (Reason.ALREADY,),
}
"""Why the operator may refuse, besides that a number is not its own."""

_MAY_NAME_OTHERS = (Reason.NEEDED, Reason.CONFLICT, Reason.MONEY)


def said(intent: str, item: str) -> Understood:
    """What a person says, with all that it may hold."""
    choices = ("password_change", "language_switch")
    return Understood(intent, item, password="Zima2026zima", slot="800", choices=choices)  # noqa: S106  nobody's


def items(command: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids that the command may be about, as its first word says: the longest of each kind."""
    match command.split("_")[0]:
        case "service":
            return _longest(catalogue.services)
        case "tariff":
            return _longest(catalogue.tariffs)
    return ("",)


def _longest(things: tuple[Service, ...] | tuple[Tariff, ...]) -> tuple[str, ...]:
    """The longest last."""
    ordered: list[Service | Tariff] = sorted(things, key=lambda thing: len(thing.name + thing.description))
    return tuple({_kind(thing): thing.id for thing in ordered}.values())


def _kind(thing: Service | Tariff) -> tuple[object, ...]:
    if isinstance(thing, Service):
        return thing.support_only, thing.period
    return thing.status, thing.monthly > 0, thing.switch_fee


def results(question: AnyQuestion, catalogue: Catalogue) -> tuple[AnyResult, ...]:
    """All that the operator may answer; nothing, if nobody says what."""
    answers = tuple(_answers(question, catalogue))
    return (*answers, *_refusals(question, catalogue)) if answers else ()


def _answers(question: AnyQuestion, catalogue: Catalogue) -> Iterator[AnyResult]:
    match question:
        case GetAccount():
            for on in ((), tuple(catalogue.service)):
                yield from (Account(Kopecks(-DEAREST), tariff, on) for tariff in _longest(catalogue.tariffs))
        case GetSpending(last=last):
            yield Spending(DEAREST, (), ((last, DEAREST),), DEAREST)
        case QuoteService(service=id, on=on):
            yield from _service_terms(id, on, catalogue)
        case SwitchService(quote=quote):
            yield from (ServiceSwitched(quote), replace(quote, connect_fee=DEAREST))
        case QuoteTariff(tariff=id):
            yield from _tariff_terms(id, catalogue)
        case ChangeTariff(quote=terms):
            yield from (TariffChanged(terms, DAY), replace(terms, switch_fee=DEAREST))
        case QuotePromised(amount=amount):
            yield PromisedQuote(amount, DEAREST, DAY)
        case TakePromised(quote=promise):
            yield from (PromisedTaken(promise), replace(promise, fee=Kopecks(0)))
        case IssuePassword():
            yield PasswordIssued("Kd7mPq2xTr")
        case SetPassword() | SetStopped() | SetReading() | RequestCall() | EndSessions():
            yield Done()
        case OrderDetail(first=first, last=last, format=format, delivery=delivery, email=email):
            yield DetailOrdered(Document("1", first, last, format, delivery, email, "building", 0.0, DAY))


def _service_terms(id: str, on: bool, catalogue: Catalogue) -> Iterator[ServiceQuote]:
    yield ServiceQuote(id, on)
    if on:
        others = ((), _others(catalogue))
        for adds, removes, burns in product(others, others, (False, True)):
            yield ServiceQuote(id, on, DEAREST, DEAREST, "month", adds, removes, burns)


def _tariff_terms(id: str, catalogue: Catalogue) -> Iterator[TariffQuote]:
    for fee, monthly, drops in product((Kopecks(0), DEAREST), (Kopecks(0), DEAREST), ((), _others(catalogue))):
        yield TariffQuote(id, fee, monthly, drops)


def _others(catalogue: Catalogue) -> tuple[str, ...]:
    """The three services with the longest names."""
    return tuple(sorted(catalogue.service, key=lambda id: -len(catalogue.service[id].name))[:3])


def _refusals(question: AnyQuestion, catalogue: Catalogue) -> Iterator[Refused]:
    subject, others = _subject(question), _others(catalogue)
    for reason in (*REASONS.get(type(question), ()), Reason.NOT_OURS):
        for by in ((), others) if reason in _MAY_NAME_OTHERS else ((),):
            for condition in _conditions(catalogue) if reason is Reason.CONDITION else ("",):
                yield Refused(reason, subject, DEAREST, Kopecks(-DEAREST), by, condition)


def _conditions(catalogue: Catalogue) -> list[str]:
    return ["tariff", *sorted({condition for service in catalogue.services for condition in service.conditions})]


def _subject(question: AnyQuestion) -> str:
    match question:
        case QuoteService(service=id) | QuoteTariff(tariff=id):
            return id
        case SwitchService(quote=ServiceQuote(service=id)) | ChangeTariff(quote=TariffQuote(tariff=id)):
            return id
    return ""
