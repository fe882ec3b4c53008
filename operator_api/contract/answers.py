"""What the operator may answer: facts, terms of a change, outcomes, and why not."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from operator_api.contract.catalogue import Id, Kopecks, Period, Result, Value
from operator_api.contract.usage import Spending

Language = Literal["ru", "uk", "ro", "en"]
Alphabet = Literal["cyrillic", "latin"]
Format = Literal["html", "csv", "xlsx", "pdf"]
Delivery = Literal["account", "email"]
Channel = Literal["sms", "web", "support", "operator"]

MEDIA_TYPES: Mapping[Format, str] = {
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class Profile(Value, frozen=True):
    """What the operator says of a number. Not ours: the rest means nothing.

    ``language_chosen``, ``alphabet_chosen``: the person has said so; else it is where the operator began, or a guess.
    None: the operator does not say, as up to release 0.4.0.
    """

    ours: bool = True
    language: Language = "ru"
    alphabet: Alphabet = "cyrillic"
    stopped: bool = False
    language_chosen: bool | None = None
    alphabet_chosen: bool | None = None


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


class ServiceQuote(Result, frozen=True, omit_defaults=True):
    """What switching ``service`` would do: ``adds`` come with it, ``removes`` go.

    ``connect_fee`` and ``fee`` are charged at once, the fees of what it adds among them; ``fee`` again each
    ``period``. ``remainder_lost``: what is left of a replaced pack burns. ``consultant_fee`` is charged at once where a
    consultant does it.
    """

    service: Id
    on: bool
    connect_fee: Kopecks = Kopecks(0)
    fee: Kopecks = Kopecks(0)
    period: Period = "free"
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    remainder_lost: bool = False
    consultant_fee: Kopecks = Kopecks(0)


class TariffQuote(Result, frozen=True, omit_defaults=True):
    """What going over to ``tariff`` would do: the sums are charged, ``monthly`` again each month; ``drops`` go."""

    tariff: Id
    switch_fee: Kopecks
    monthly: Kopecks
    drops: tuple[str, ...] = ()
    consultant_fee: Kopecks = Kopecks(0)


class PromisedQuote(Result, frozen=True):
    """A promised payment: ``amount`` now; it and ``fee`` are taken back when the day ``until`` has ended."""

    amount: Kopecks
    fee: Kopecks
    until: date


class ServiceSwitched(Result, frozen=True):
    """The quote that was carried out."""

    quote: ServiceQuote


class TariffChanged(Result, frozen=True):
    """The quote that was carried out; ``since`` is its first day, in the operator's time zone."""

    quote: TariffQuote
    since: date


class PromisedTaken(Result, frozen=True):
    """The quote that was carried out."""

    quote: PromisedQuote


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
    """Three passwords were issued, too many documents ordered, or five wrong passports shown, in 24 hours."""
    SIM_CHANGED = "sim_changed"
    """The SIM was changed less than 24 hours ago: no password is issued."""
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    """That is not the password in force."""
    WRONG_PASSPORT = "wrong_passport"
    """The passport is not the one in the books, or there is none."""
    PROMISED = "promised"
    """Not while a promised payment is to be taken back."""
    BAD_SUM = "bad_sum"
    """Not a sum that may be promised: whole rubles, up to ``need``."""
    BAD_PERIOD = "bad_period"
    """It ends before it begins, begins more than six months ago, or ends in the future."""
    BAD_EMAIL = "bad_email"
    """Not an address of e-mail."""
    NO_EMAIL = "no_email"
    """This operator sends no e-mail."""
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


class ComingTariff(Value, frozen=True):
    """A change of tariff that is paid for, and its first day."""

    tariff: str
    since: date


class Overview(Result, frozen=True):
    """What stands at the top of a person's page.

    ``today`` and all days are those of the operator's time zone. ``promised``: the promised payment that is to be
    taken back. ``promised_most``: the largest that may be had now; 0: none. ``password_chosen``: it is one of the
    person's own. ``by_email``: documents may be had by e-mail. ``services`` are in the order of the catalogue.
    """

    name: str
    balance: Kopecks
    tariff: str
    tariff_since: float
    activated: float
    services: tuple[str, ...]
    blocked: bool
    today: date
    coming: ComingTariff | None = None
    promised: PromisedQuote | None = None
    promised_most: Kopecks = Kopecks(0)
    password_chosen: bool = False
    by_email: bool = False


class Estimate(Value, frozen=True):
    """A tariff, what the month would have cost on it (None: it cannot carry that), and the terms of going over."""

    tariff: str
    total: Kopecks | None
    terms: TariffQuote | Refused


class Comparison(Result, frozen=True):
    """Tariffs by what the month from ``first`` to ``last`` would have cost on them, the cheapest first.

    The person's own is among them; archived and support-only ones of others are not. ``spent``: what it did cost.
    """

    first: date
    last: date
    spent: Kopecks
    estimates: tuple[Estimate, ...]


class Document(Value, frozen=True):
    """An itemised bill that was ordered; kept in the account up to the day ``until``."""

    id: str
    first: date
    last: date
    format: Format
    delivery: Delivery
    email: str
    state: Literal["building", "ready", "sent", "failed"]
    ordered: float
    until: date


class Documents(Result, frozen=True):
    """The last ordered first."""

    documents: tuple[Document, ...]


class DetailOrdered(Result, frozen=True):
    """It is being made."""

    document: Document


class Happening(Value, frozen=True):
    """A line of the history: a question of the contract that was carried out, or ``SignIn``, ``WrongPassword``,
    ``SignOut``, or what a consultant did: ``Look``, ``WrongPassport``, ``TakeCall``, ``EndCall``; or what came by
    itself: ``TariffBegun``, ``PromisedReturned``.

    ``subject``: id of the service or tariff; ``on``: whether the service was switched on; ``origin``: the address that
    it came from.
    """

    at: float
    channel: Channel
    what: str
    subject: str = ""
    on: bool | None = None
    paid: Kopecks = Kopecks(0)
    origin: str = ""


class History(Result, frozen=True):
    """The last one first."""

    happenings: tuple[Happening, ...]


AnyResult = (
    Done
    | Account
    | Overview
    | Spending
    | Comparison
    | Documents
    | History
    | PasswordIssued
    | ServiceQuote
    | TariffQuote
    | PromisedQuote
    | ServiceSwitched
    | TariffChanged
    | PromisedTaken
    | DetailOrdered
    | Refused
)


class Answer(Value, frozen=True):
    """What came of a question, and how the number wants to be spoken to from now on."""

    profile: Profile
    result: AnyResult
