"""An operator made of plain data: enough of one to hold a conversation with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import msgspec

from dialogs.world import MOSCOW
from operator_api.catalogue import load_catalogue
from operator_api.contract import (
    Account,
    AnyQuestion,
    AnyResult,
    ChangeTariff,
    DetailOrdered,
    Document,
    Done,
    GetAccount,
    GetProfile,
    GetSpending,
    IssuePassword,
    Kopecks,
    OrderDetail,
    PasswordIssued,
    Profile,
    PromisedQuote,
    PromisedTaken,
    QuotePromised,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    RequestCall,
    ServiceQuote,
    ServiceSwitched,
    SetPassword,
    SetReading,
    SetStopped,
    Spending,
    SwitchService,
    TakePromised,
    TariffChanged,
    TariffQuote,
)

CATALOGUE = load_catalogue()

PROMISED = ((0, 50_00), (300_00, 200_00), (500_00, 400_00), (10_000_00, 800_00))
FEES = ((30_00, 0), (99_00, 7_00), (199_00, 10_00), (499_00, 25_00), (800_00, 50_00))
"""The most that is lent, by what was spent this month; and the fee, by the sum."""


@dataclass
class Operator:
    """The books of one number; money in kopecks."""

    balance: int = 100_00
    tariff: str = "super"
    services: set[str] = field(default_factory=set)
    profile: Profile = Profile()  # noqa: RUF009  a value
    password: str = ""
    spent: dict[date, int] = field(default_factory=dict)
    issued_at: list[float] = field(default_factory=list)
    promised: PromisedQuote | None = None
    called: bool = False
    asked: list[AnyQuestion] = field(default_factory=list)

    def answer(self, question: AnyQuestion, now: float) -> AnyResult:
        """What a real one would answer."""
        self.asked.append(question)
        match question:
            case GetAccount():
                services = tuple(each.id for each in CATALOGUE.services if each.id in self.services)
                return Account(Kopecks(self.balance), self.tariff, services)
            case QuoteService(service=service, on=on):
                return self._quote_service(service, on)
            case SwitchService(quote=quote):
                return self._switch(quote, now)
            case QuoteTariff(tariff=tariff):
                return self._quote_tariff(tariff)
            case ChangeTariff(quote=tariff_quote):
                return self._change(tariff_quote, now)
            case QuotePromised(amount=amount):
                return self._quote_promised(amount, now)
            case TakePromised(quote=promised):
                return self._take(promised, now)
            case IssuePassword():
                return self._issue(now)
            case SetPassword(password=password):
                return self._set(password)
            case SetStopped(stopped=stopped):
                self.profile = msgspec.structs.replace(self.profile, stopped=stopped)
                return Done()
            case SetReading(language=language, alphabet=alphabet):
                self.profile = msgspec.structs.replace(self.profile, language=language, alphabet=alphabet)
                return Done()
            case RequestCall() if self.called:
                return Refused(Reason.ALREADY)
            case RequestCall():
                self.called = True
                return Done()
            case OrderDetail():
                return self._order(question, now)
            case GetSpending(first=first, last=last) if not is_period(first, last, now):
                return Refused(Reason.BAD_PERIOD)
            case GetSpending(first=first, last=last):
                spent = [(day, Kopecks(amount)) for day, amount in sorted(self.spent.items()) if first <= day <= last]
                return Spending(Kopecks(sum(each for _, each in spent)), (), tuple(spent), Kopecks(0))
            case GetProfile():
                return Done()
        raise AssertionError(f"nobody asks {question}")

    def _quote_service(self, id: str, on: bool) -> ServiceQuote | Refused:
        service = CATALOGUE.service[id]
        if (id in self.services) == on:
            return Refused(Reason.ALREADY, id)
        if not on:
            return ServiceQuote(id, on=False)
        adds = tuple(need for need in service.needs if need not in self.services)
        removes = tuple(each for each in service.conflicts if each in self.services)
        if self.balance < service.connect_fee + service.fee:
            need = Kopecks(service.connect_fee + service.fee)
            return Refused(Reason.MONEY, id, need=need, have=Kopecks(self.balance), by=adds)
        burns = any(each.startswith("sms") for each in removes)
        return ServiceQuote(id, True, service.connect_fee, service.fee, service.period, adds, removes, burns)

    def _switch(self, quote: ServiceQuote, now: float) -> ServiceSwitched | ServiceQuote | Refused:
        current = self._quote_service(quote.service, quote.on)
        if current != quote:
            return current
        self._charge(quote.connect_fee + quote.fee, now)
        self.services = (self.services | {quote.service, *quote.adds}) - {*quote.removes}
        if not quote.on:
            self.services.remove(quote.service)
        return ServiceSwitched(quote)

    def _quote_tariff(self, id: str) -> TariffQuote | Refused:
        tariff = CATALOGUE.tariff[id]
        if id == self.tariff:
            return Refused(Reason.ALREADY, id)
        if tariff.switch_fee is None:
            return Refused(Reason.ARCHIVED, id)
        need = Kopecks(tariff.switch_fee + tariff.monthly)
        if self.balance < need:
            return Refused(Reason.MONEY, id, need=need, have=Kopecks(self.balance))
        return TariffQuote(id, tariff.switch_fee, tariff.monthly)

    def _change(self, quote: TariffQuote, now: float) -> TariffChanged | TariffQuote | Refused:
        current = self._quote_tariff(quote.tariff)
        if current != quote:
            return current
        self._charge(quote.switch_fee + quote.monthly, now)
        self.tariff = quote.tariff
        return TariffChanged(quote, datetime.fromtimestamp(now, UTC).date())

    def _charge(self, sum: int, now: float) -> None:
        self.balance -= sum
        self.spent[today(now)] = self.spent.get(today(now), 0) + sum

    def _quote_promised(self, amount: Kopecks, now: float) -> PromisedQuote | Refused:
        if self.promised:
            return Refused(Reason.PROMISED)
        if self.balance < -30_00:
            return Refused(Reason.CONDITION, have=Kopecks(self.balance), condition="balance>=-30")
        spent = sum(each for day, each in self.spent.items() if day >= today(now).replace(day=1))
        most = next(most for limit, most in PROMISED if spent <= limit)
        if not 1_00 <= amount <= most:
            return Refused(Reason.BAD_SUM, need=Kopecks(most))
        fee = next(fee for limit, fee in FEES if amount <= limit)
        return PromisedQuote(amount, Kopecks(fee), today(now) + timedelta(days=3))

    def _take(self, quote: PromisedQuote, now: float) -> PromisedTaken | PromisedQuote | Refused:
        current = self._quote_promised(quote.amount, now)
        if current != quote:
            return current
        self.balance += quote.amount
        self.promised = quote
        return PromisedTaken(quote)

    def _order(self, order: OrderDetail, now: float) -> DetailOrdered | Refused:
        if not is_period(order.first, order.last, now):
            return Refused(Reason.BAD_PERIOD)
        if ".." in order.email:
            return Refused(Reason.BAD_EMAIL)
        until = today(now) + timedelta(days=14)
        how = order.format, order.delivery, order.email
        return DetailOrdered(Document("1", order.first, order.last, *how, "building", now, until))

    def _issue(self, now: float) -> PasswordIssued | Refused:
        if self.issued_at and now - self.issued_at[-1] < 60:
            return Refused(Reason.TOO_SOON)
        self.issued_at.append(now)
        self.password = f"Kd7mPq2xT{len(self.issued_at)}"
        return PasswordIssued(self.password)

    def _set(self, password: str) -> Done | Refused:
        if len(password) < 8 or not _has_all(password, (str.islower, str.isupper, str.isdecimal)):
            return Refused(Reason.WEAK_PASSWORD)
        self.password = password
        return Done()


def is_period(first: date, last: date, now: float) -> bool:
    """Of this month or the six before it, and past; east of Moscow it is tomorrow already."""
    months = today(now).year * 12 + today(now).month - 7
    return date(months // 12, months % 12 + 1, 1) <= first <= last <= today(now) + timedelta(days=1)


def today(now: float) -> date:
    """The operator's day."""
    return datetime.fromtimestamp(now, MOSCOW).date()


def _has_all(text: str, kinds: Iterable[Callable[[str], bool]]) -> bool:
    return all(any(map(kind, text)) for kind in kinds)
