"""The books as they are set up and checked: for admins, tests and stories."""

from operator_api.contract.answers import Alphabet, Language
from operator_api.contract.catalogue import Kopecks, Number, Value


class Subscriber(Value, frozen=True):
    """A subscriber as the books have it, services and tariff by id. ``sim_changed``: when the SIM was, last."""

    number: Number
    name: str
    balance: Kopecks
    tariff: str
    tariff_since: float
    activated: float
    services: tuple[str, ...] = ()
    language: Language = "ru"
    alphabet: Alphabet = "cyrillic"
    stopped: bool = False
    blocked: bool = False
    sim_changed: float = 0.0


class Passport(Value, frozen=True):
    """Series and number of a person's passport, as it is put into the books; it never comes out of them."""

    passport: str


class Login(Value, frozen=True):
    """A try whether a password is the one in force."""

    number: Number
    password: str
