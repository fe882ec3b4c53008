"""An operator made of plain data: enough of one to hold a conversation with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import msgspec

from operator_api.catalogue import load_catalogue
from operator_api.contract import (
    Account,
    AnyQuestion,
    AnyResult,
    ChangeTariff,
    Done,
    GetAccount,
    GetProfile,
    GetSpending,
    IssuePassword,
    Kopecks,
    PasswordIssued,
    Profile,
    QuoteService,
    QuoteTariff,
    Reason,
    Refused,
    ServiceQuote,
    ServiceSwitched,
    SetPassword,
    SetReading,
    SetStopped,
    Spending,
    SwitchService,
    TariffChanged,
    TariffQuote,
)

CATALOGUE = load_catalogue()


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
                return self._switch(quote)
            case QuoteTariff(tariff=tariff):
                return self._quote_tariff(tariff)
            case ChangeTariff(quote=tariff_quote):
                return self._change(tariff_quote, now)
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

    def _switch(self, quote: ServiceQuote) -> ServiceSwitched | ServiceQuote | Refused:
        now = self._quote_service(quote.service, quote.on)
        if now != quote:
            return now
        self.balance -= quote.connect_fee + quote.fee
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
        self.balance -= quote.switch_fee + quote.monthly
        self.tariff = quote.tariff
        return TariffChanged(quote, datetime.fromtimestamp(now, UTC).date())

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


def _has_all(text: str, kinds: Iterable[Callable[[str], bool]]) -> bool:
    return all(any(map(kind, text)) for kind in kinds)
