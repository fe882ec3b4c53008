"""The books as they are set up and checked: for admins, tests and stories."""

from typing import Annotated

from msgspec import Meta

from operator_api.contract.answers import Alphabet, Language
from operator_api.contract.catalogue import Id, Kopecks, Number, Time, Value

SubscriberNumber = Annotated[Number, Meta(min_length=11, max_length=11)]


class Subscriber(Value, frozen=True):
    """A subscriber as the books have it, services and tariff by id. ``sim_changed``: when the SIM was, last.

    ``language_chosen``, ``alphabet_chosen``: the person has said so; None: nobody noted it, and Russian and Cyrillic
    are taken for not chosen, all else for chosen.
    """

    number: SubscriberNumber
    name: Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f]*\Z")]
    balance: Kopecks
    tariff: Id
    tariff_since: Time
    activated: Time
    services: tuple[Id, ...] = ()
    language: Language = "ru"
    alphabet: Alphabet = "cyrillic"
    stopped: bool = False
    blocked: bool = False
    sim_changed: Time = 0.0
    language_chosen: bool | None = None
    alphabet_chosen: bool | None = None


class Passport(Value, frozen=True):
    """Series and number of a person's passport, as it is put into the books; it never comes out of them."""

    passport: Annotated[str, Meta(pattern=r"^[0-9]{2} ?[0-9]{2} ?[0-9]{6}\Z", examples=["4509 123456"])]


class Login(Value, frozen=True):
    """A try whether a password is the one in force."""

    number: Number
    password: str
