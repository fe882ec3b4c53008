"""What may be asked of the operator, and what it may answer.

A question is one struct, an answer another; both travel as JSON. The dialogs and the gateway know the operator by
this page alone, so a real operator may put its own server behind it. Money is integer kopecks; times are seconds
since the Unix epoch, UTC.
"""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal, NewType

import msgspec

Number = NewType("Number", str)
"""A subscriber's number, E.164 without the plus: ``79160000001``."""

Kopecks = NewType("Kopecks", int)
"""Money, in hundredths of a ruble; may be negative."""

Period = Literal["free", "day", "month", "once"]


class Value(msgspec.Struct, frozen=True):
    """A value of the contract: immutable, compared by its fields."""


# The catalogue


class Service(Value, frozen=True):
    """A service; ``needs`` and ``conflicts`` are ids, ``conditions`` the catalogue's own words (``age>=90d``)."""

    code: str
    id: str
    name: str
    description: str
    connect_fee: Kopecks
    fee: Kopecks
    period: Period
    needs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def off_code(self) -> str:
        """Code that switches it off: ``2122`` on, ``21220`` off."""
        return self.code + "0"

    @property
    def support_only(self) -> bool:
        """Only people may change it (passport needed)."""
        return "passport" in self.conditions


class Tariff(Value, frozen=True):
    """A tariff. ``switch_fee`` None: it cannot be entered. Prices a minute or a message; None: not offered.

    ``minutes`` are included each month, to numbers of other networks too.
    """

    code: str
    id: str
    name: str
    status: Literal["open", "archive", "support"]
    monthly: Kopecks
    switch_fee: Kopecks | None
    onnet_minute: Kopecks | None
    offnet_minute: Kopecks | None
    sms: Kopecks | None
    description: str
    minutes: int = 0


class Catalogue(Value, frozen=True, dict=True):
    """Every service and tariff there is, in the operator's order."""

    services: tuple[Service, ...]
    tariffs: tuple[Tariff, ...]

    @cached_property
    def service(self) -> dict[str, Service]:
        """Services by id."""
        return {service.id: service for service in self.services}

    @cached_property
    def tariff(self) -> dict[str, Tariff]:
        """Tariffs by id."""
        return {tariff.id: tariff for tariff in self.tariffs}


# Questions


class Question(Value, frozen=True, tag_field="question"):
    """Something asked of the operator about one number."""

    number: Number


class GetProfile(Question, frozen=True):
    """Who this is and how to speak to them. Answered by `Done`: the profile rides on every `Answer`."""


class GetAccount(Question, frozen=True):
    """Balance, tariff, services. Answered by `Account`."""


class IssuePassword(Question, frozen=True):
    """A new password for the web account; the old one dies. `PasswordIssued` or `Refused`."""


class SetPassword(Question, frozen=True):
    """The person's own password. `Done`, or `Refused` with ``weak_password``."""

    password: str


class QuoteService(Question, frozen=True):
    """What switching this service would do and cost. `ServiceQuote` or `Refused`."""

    service: str
    on: bool


class QuoteTariff(Question, frozen=True):
    """What going over to this tariff would do and cost. `TariffQuote` or `Refused`."""

    tariff: str


class SwitchService(Question, frozen=True):
    """Switch it on the terms that were shown. `ServiceSwitched`, `Refused`, or the new terms: `ServiceQuote`."""

    quote: "ServiceQuote"


class ChangeTariff(Question, frozen=True):
    """Go over to it on the terms that were shown. `TariffChanged`, `Refused`, or the new terms: `TariffQuote`."""

    quote: "TariffQuote"


class SetStopped(Question, frozen=True):
    """Whether the person wants to be left alone (СТОП). `Done`."""

    stopped: bool


CHANGES: tuple[type[Question], ...] = (IssuePassword, SetPassword, SwitchService, ChangeTariff, SetStopped)
"""Questions that change something: each is asked under an idempotency key."""

AnyQuestion = (
    GetProfile
    | GetAccount
    | IssuePassword
    | SetPassword
    | QuoteService
    | QuoteTariff
    | SwitchService
    | ChangeTariff
    | SetStopped
)


# Answers


class Profile(Value, frozen=True):
    """What the operator says of a number. Not ours: the rest means nothing."""

    ours: bool = True
    language: Literal["ru", "uk", "ro", "en"] = "ru"
    alphabet: Literal["cyrillic", "latin"] = "cyrillic"
    stopped: bool = False


class Result(Value, frozen=True, tag_field="result"):
    """One outcome of a question."""


class Done(Result, frozen=True):
    """It is so now."""


class Account(Result, frozen=True):
    """The state of an account: tariff and services by id, services in the order of the catalogue."""

    balance: Kopecks
    tariff: str
    services: tuple[str, ...]


class PasswordIssued(Result, frozen=True):
    """A secret: never logged, sealed wherever it waits."""

    password: str


class ServiceQuote(Result, frozen=True):
    """What switching ``service`` would do: ``adds`` come with it, ``removes`` go.

    ``connect_fee`` and ``fee`` are charged at once, the fees of what it adds among them; ``fee`` again each
    ``period``. ``remainder_lost``: what is left of a replaced pack burns.
    """

    service: str
    on: bool
    connect_fee: Kopecks = Kopecks(0)
    fee: Kopecks = Kopecks(0)
    period: Period = "free"
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    remainder_lost: bool = False


class TariffQuote(Result, frozen=True):
    """What going over to ``tariff`` would do: both sums are charged, ``monthly`` again each month; ``drops`` go."""

    tariff: str
    switch_fee: Kopecks
    monthly: Kopecks
    drops: tuple[str, ...] = ()


class ServiceSwitched(Result, frozen=True):
    """The quote that was carried out."""

    quote: ServiceQuote


class TariffChanged(Result, frozen=True):
    """The quote that was carried out; ``since`` is its first day, in the operator's time zone."""

    quote: TariffQuote
    since: date


class Reason(StrEnum):
    """Why not."""

    ALREADY = "already"
    """The service is on (off), the tariff is theirs."""
    SUPPORT_ONLY = "support_only"
    """Only people may change it."""
    NEEDED = "needed"
    """Other services need this one: ``by``."""
    CONFLICT = "conflict"
    """It excludes something that must be switched off first: ``by``."""
    CONDITION = "condition"
    """A condition of the catalogue is not met: ``condition``, or ``tariff`` when theirs excludes the service.

    ``by``: it is the condition of something that would come with it.
    """
    MONEY = "money"
    """``need`` and ``have`` say how much; ``by``: what else would have to come with it."""
    ARCHIVED = "archived"
    """The tariff can no longer be entered."""
    PENDING = "pending"
    """Another change of tariff waits for its day."""
    BLOCKED = "blocked"
    """The number is blocked: services and tariffs stay as they are. Reading, passwords and СТОП go on."""
    TOO_SOON = "too_soon"
    """A password was issued less than a minute ago."""
    TOO_MANY = "too_many"
    """Three passwords were issued in 24 hours."""
    WEAK_PASSWORD = "weak_password"  # noqa: S105
    """Not 8-64 characters with a-z, A-Z and a digit, or a common one."""
    NOT_REPEATABLE = "not_repeatable"
    """A password was issued under this key, too long ago to be told again."""
    NOT_OURS = "not_ours"
    """The number is not a subscriber of this operator."""


class Refused(Result, frozen=True):
    """Nothing was changed and nothing charged."""

    reason: Reason
    subject: str = ""
    """Id of the service or tariff that it is about."""
    need: Kopecks = Kopecks(0)
    have: Kopecks = Kopecks(0)
    by: tuple[str, ...] = ()
    condition: str = ""


AnyResult = Done | Account | PasswordIssued | ServiceQuote | TariffQuote | ServiceSwitched | TariffChanged | Refused


class Answer(Value, frozen=True):
    """What came of a question, and how the number wants to be spoken to from now on."""

    profile: Profile
    result: AnyResult


# Admin: for stories and the support desk


class Subscriber(Value, frozen=True):
    """A subscriber as the books have it, services and tariff by id."""

    number: Number
    name: str
    balance: Kopecks
    tariff: str
    tariff_since: float
    activated: float
    services: tuple[str, ...] = ()
    language: Literal["ru", "uk", "ro", "en"] = "ru"
    alphabet: Literal["cyrillic", "latin"] = "cyrillic"
    stopped: bool = False
    blocked: bool = False


class Login(Value, frozen=True):
    """A try to open the account."""

    number: Number
    password: str
