"""What may be asked of the operator about one number. Questions that change something are asked under a key."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from operator_api.contract.answers import Alphabet, Delivery, Format, Language, PromisedQuote, ServiceQuote, TariffQuote
from operator_api.contract.catalogue import Id, Kopecks, Number, Value


class Question(Value, frozen=True, tag_field="question"):
    """Something asked of the operator about one number."""

    number: Number


# Looks


class GetProfile(Question, frozen=True):
    """Who this is and how to speak to them. Answered by `Done`: the profile rides on every `Answer`."""


class GetAccount(Question, frozen=True):
    """Balance, tariff, services. Answered by `Account`."""


class GetOverview(Question, frozen=True):
    """All that stands at the top of a person's page. `Overview`."""


class GetSpending(Question, frozen=True):
    """What was spent from the first day to the last, both included. `Spending`, or `Refused` with ``bad_period``."""

    first: date
    last: date


class GetComparison(Question, frozen=True):
    """What the last whole month would have cost on each tariff. `Comparison`."""


class GetDocuments(Question, frozen=True):
    """Documents that were ordered and are still kept. `Documents`."""


class GetHistory(Question, frozen=True):
    """Sign-ins and changes, the last ones first. `History`."""


class QuoteService(Question, frozen=True):
    """What switching this service would do and cost. `ServiceQuote` or `Refused`."""

    service: Id
    on: bool


class QuoteTariff(Question, frozen=True):
    """What going over to this tariff would do and cost. `TariffQuote` or `Refused`."""

    tariff: Id


class QuotePromised(Question, frozen=True):
    """On what terms this sum would be lent. `PromisedQuote` or `Refused`."""

    amount: Kopecks


# Changes


class IssuePassword(Question, frozen=True):
    """A new password for the web account; the old one dies. `PasswordIssued` or `Refused`."""


class SendPassword(Question, frozen=True):
    """As `IssuePassword`, but the password goes to the phone and is not told. `Done` or `Refused`."""


class SetPassword(Question, frozen=True):
    """The person's own password. `Done`, or `Refused` with ``weak_password``.

    ``current``: the one before it, which the web has to give; else ``wrong_password``.
    """

    password: str
    current: str | None = None


class SwitchService(Question, frozen=True):
    """Switch it on the terms that were shown. `ServiceSwitched`, `Refused`, or the new terms: `ServiceQuote`.

    ``passport``: series and number, where support switches what needs one.
    """

    quote: ServiceQuote
    passport: str = ""


class ChangeTariff(Question, frozen=True):
    """Go over to it on the terms that were shown. `TariffChanged`, `Refused`, or the new terms: `TariffQuote`."""

    quote: TariffQuote


class TakePromised(Question, frozen=True):
    """Borrow on the terms that were shown. `PromisedTaken`, `Refused`, or the new terms: `PromisedQuote`."""

    quote: PromisedQuote


class SetStopped(Question, frozen=True):
    """Whether the person wants to be left alone (СТОП). `Done`."""

    stopped: bool


class SetReading(Question, frozen=True, omit_defaults=True):
    """In which language and alphabet the person is written to. `Done`.

    ``language_chosen``, ``alphabet_chosen``: the person has said so. Else it is a guess by what they write, which
    changes nothing that was chosen.
    """

    language: Language
    alphabet: Alphabet
    language_chosen: bool = True
    alphabet_chosen: bool = True


class OrderDetail(Question, frozen=True):
    """An itemised bill from the first day to the last. `DetailOrdered`, or `Refused`: ``bad_period``, ``too_many``,
    ``bad_email``, ``no_email`` where the operator sends none."""

    first: date
    last: date
    format: Format
    delivery: Delivery
    email: str = ""


class RequestCall(Question, frozen=True):
    """A person of the support desk shall call back. `Done`, or `Refused` with ``already``."""

    about: Annotated[str, Meta(max_length=1_000, pattern=r"^[^\x00]*\Z")] = ""


class EndSessions(Question, frozen=True):
    """Sign out wherever the account is open, here too. `Done`."""


CHANGES: tuple[type[Question], ...] = (
    IssuePassword,
    SendPassword,
    SetPassword,
    SwitchService,
    ChangeTariff,
    TakePromised,
    SetStopped,
    SetReading,
    OrderDetail,
    RequestCall,
    EndSessions,
)
"""Questions that change something: each is asked under an idempotency key."""

AnyQuestion = (
    GetProfile
    | GetAccount
    | GetOverview
    | GetSpending
    | GetComparison
    | GetDocuments
    | GetHistory
    | QuoteService
    | QuoteTariff
    | QuotePromised
    | IssuePassword
    | SendPassword
    | SetPassword
    | SwitchService
    | ChangeTariff
    | TakePromised
    | SetStopped
    | SetReading
    | OrderDetail
    | RequestCall
    | EndSessions
)

Role = Literal["dialogs", "cabinet", "support", "admin"]

Questions = frozenset[type[Question]]


def _of(*questions: type[Question]) -> Questions:
    return frozenset(questions)


_READ = _of(GetProfile, GetAccount, GetOverview, GetSpending, GetComparison, GetDocuments, GetHistory)
_TERMS = _of(QuoteService, QuoteTariff, QuotePromised)
_OWN = _of(SetPassword, SwitchService, ChangeTariff, TakePromised, SetReading, OrderDetail, RequestCall, EndSessions)

MAY_ASK: dict[Role, Questions] = {
    "dialogs": _of(GetProfile, GetAccount, GetSpending, IssuePassword, SetStopped) | _TERMS | _OWN,
    "cabinet": _READ | _TERMS | _OWN,
    "support": _READ | _TERMS | _of(SendPassword, SwitchService, ChangeTariff, EndSessions),
    "admin": _READ | _of(EndSessions),
}
"""Who may ask what."""
