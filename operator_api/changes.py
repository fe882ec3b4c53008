"""Changes inside a transaction: the line after one, its result, and what else it writes."""

from collections.abc import Iterator

from sqlalchemy import Connection

from operator_api import books, calls, documents, ledger, sessions
from operator_api.answers import Moment, PlainChange, Terms, carry_out
from operator_api.books import Entry, StoredPassword
from operator_api.callers import Caller
from operator_api.contract import (
    AnyQuestion,
    AnyResult,
    ChangeTariff,
    DetailOrdered,
    Done,
    EndSessions,
    Event,
    IssuePassword,
    Kind,
    Kopecks,
    Number,
    OrderDetail,
    PasswordIssued,
    PromisedQuote,
    PromisedTaken,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    RequestCall,
    SendPassword,
    ServiceQuote,
    ServiceSwitched,
    SetPassword,
    SwitchService,
    TakePromised,
    TariffChanged,
    TariffQuote,
    Value,
)
from operator_api.limits import Limit, count, wait_of
from operator_api.notices import rubles
from operator_api.outbox import notify
from operator_api.passwords import is_good, why_not_issue
from operator_api.rules import Line
from operator_api.seal import Seal

SIM_REST = 86_400.0
"""Seconds after a change of SIM in which it gives nobody a password: whoever holds the new one may not be the owner."""

PASSPORT_TRIES = Limit("passport", 5, 86_400.0)
"""Wrong passports of a number; after so many not even the right one counts."""

PasswordChange = IssuePassword | SendPassword | SetPassword
AnyChange = PlainChange | PasswordChange | OrderDetail | RequestCall | EndSessions


class Change(Value, frozen=True):
    """A question that changes something: who asks it, under which key, when."""

    question: AnyChange
    key: str
    fingerprint: bytes
    caller: Caller
    now: float


class NewPassword(Value, frozen=True):
    """A password and what is stored of it."""

    text: str
    hash: str


class PasswordWanted(Exception):
    """The change goes through, and needs a hash: too slow a thing to make inside a transaction."""


class Changes:
    """Carries changes out."""

    def __init__(self, terms: Terms, seal: Seal) -> None:
        self._terms = terms
        self._seal = seal

    def carry_out(
        self, connection: Connection, change: Change, line: Line, password: NewPassword | None
    ) -> tuple[Line, AnyResult]:
        """The line after the change, and its result. Raises `PasswordWanted` where one has to be made first."""
        question = change.question
        match question:
            case IssuePassword() | SendPassword() | SetPassword():
                return line, self._change_password(connection, change, question, line, password)
            case OrderDetail():
                return line, self._order(connection, question, change.now)
            case RequestCall():
                noted = calls.add(connection, question.number, question.about, change.now)
                return line, Done() if noted else Refused(Reason.ALREADY)
            case EndSessions():
                sessions.close_all(connection, "cabinet", question.number)
                return line, Done()
            case SwitchService() if refused := self._wrong_passport(connection, question, change):
                return line, refused
        return self._change_line(connection, change, question, line)

    # Services, tariffs, money

    def _change_line(
        self, connection: Connection, change: Change, question: PlainChange, line: Line
    ) -> tuple[Line, AnyResult]:
        now = change.now
        spent = self._spent(connection, question, now)
        after, result = carry_out(question, line, self._terms, Moment(now, spent, change.caller.assisted))
        ledger.add_events(connection, charges(result, question.number, now))
        if change.caller.assisted:
            self._tell(connection, after, result, now)
        return after, result

    def _tell(self, connection: Connection, line: Line, result: AnyResult, now: float) -> None:
        """A person hears on their own phone what a consultant has done for them."""
        catalogue = self._terms.catalogue
        match result:
            case ServiceSwitched(quote=quote):
                name, key = catalogue.service[quote.service].name, "support.on" if quote.on else "support.off"
                paid = rubles(Kopecks(quote.connect_fee + quote.fee + quote.consultant_fee))
                notify(connection, self._seal, line, key, now, name=name, sum=paid)
            case TariffChanged(quote=terms, since=since):
                name, first = catalogue.tariff[terms.tariff].name, f"{since:%d.%m.%Y}"
                paid = rubles(Kopecks(terms.switch_fee + terms.monthly + terms.consultant_fee))
                notify(connection, self._seal, line, "support.tariff", now, name=name, since=first, sum=paid)

    def _spent(self, connection: Connection, question: PlainChange, now: float) -> Kopecks:
        if not isinstance(question, TakePromised):
            return Kopecks(0)
        return ledger.spent_since(connection, question.number, self._terms.month_start(now))

    def _wrong_passport(self, connection: Connection, question: SwitchService, change: Change) -> Refused | None:
        """What takes a passport is switched by support alone, and only for the person in the books."""
        service = self._terms.catalogue.service[question.quote.service]
        if not (change.caller.assisted and service.support_only):
            return None
        number, now, caller = question.number, change.now, change.caller
        if wait_of(connection, PASSPORT_TRIES, number, now):
            return Refused(Reason.TOO_MANY, service.id)
        known = books.passport_of(connection, number)
        if known is not None and known == passport_fingerprint(self._seal, number, question.passport):
            return None
        count(connection, PASSPORT_TRIES, number, now)
        wrong = Entry(now, caller.name, "WrongPassport", number, change.key, origin=caller.origin, subject=service.id)
        books.add_entry(connection, wrong)
        return Refused(Reason.WRONG_PASSPORT, service.id)

    # Passwords

    def _change_password(
        self, connection: Connection, change: Change, question: PasswordChange, line: Line, password: NewPassword | None
    ) -> AnyResult:
        now = change.now
        if reason := _why_no_password(connection, change, question, line):
            return Refused(reason)
        if password is None:
            raise PasswordWanted
        chosen = isinstance(question, SetPassword)
        books.save_password(connection, question.number, StoredPassword(password.hash, chosen, now))
        sessions.close_all(connection, "cabinet", question.number, but=change.caller.session if chosen else b"")
        if chosen:
            if change.caller.role == "cabinet":  # ASVS 5.0, 6.3.7: the owner hears of it on the phone
                notify(connection, self._seal, line, "password.changed", now)
            return Done()
        books.add_issue(connection, question.number, now)
        if isinstance(question, IssuePassword):
            return PasswordIssued(password.text)
        notify(connection, self._seal, line, "password.issued", now, "secret", password=password.text)
        return Done()

    # Documents

    def _order(self, connection: Connection, question: OrderDetail, now: float) -> AnyResult:
        today = self._terms.day(now)
        if reason := documents.why_not_order(connection, question, today, now, self._terms.by_email):
            return Refused(reason)
        return DetailOrdered(documents.add_document(connection, question, today, now))


def _why_no_password(connection: Connection, change: Change, question: PasswordChange, line: Line) -> Reason | None:
    knows_another = isinstance(question, SetPassword) and change.caller.role == "cabinet"
    if change.now - line.subscriber.sim_changed < SIM_REST and not knows_another:
        return Reason.SIM_CHANGED
    if isinstance(question, SetPassword):
        return None if is_good(question.password) else Reason.WEAK_PASSWORD
    return why_not_issue(books.issues_of(connection, question.number), change.now)


def passport_fingerprint(seal: Seal, number: Number, passport: str) -> bytes:
    """What is stored of a passport: without the secret its ten digits cannot be tried out."""
    digits = "".join(filter(str.isdecimal, passport))
    return seal.fingerprint(f"passport {number} {digits}".encode())


def subject_of(question: AnyQuestion) -> str:
    """The service or tariff that it is about."""
    match question:
        case QuoteService(service=subject) | QuoteTariff(tariff=subject):
            return subject
        case SwitchService(quote=ServiceQuote(service=subject)) | ChangeTariff(quote=TariffQuote(tariff=subject)):
            return subject
    return ""


def charges(result: AnyResult, number: Number, now: float) -> list[Event]:
    """What a change that took place took from the balance, and put there."""
    return [Event(number, now, kind, peer, 1, charge) for kind, peer, charge in _charges(result) if charge]


def _charges(result: AnyResult) -> Iterator[tuple[Kind, str, Kopecks]]:
    match result:
        case ServiceSwitched(quote=quote):
            yield "service", quote.service, Kopecks(quote.connect_fee + quote.fee)
            yield "consultant", quote.service, quote.consultant_fee
        case TariffChanged(quote=terms):
            yield "tariff", terms.tariff, Kopecks(terms.switch_fee + terms.monthly)
            yield "consultant", terms.tariff, terms.consultant_fee
        case PromisedTaken(quote=PromisedQuote(amount=amount)):
            yield "payment", "promised", Kopecks(-amount)
