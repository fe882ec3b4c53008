"""What is on offer, and the values that everything else is made of."""

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


class Result(Value, frozen=True, tag_field="result"):
    """One outcome of a question."""


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

    ``minutes`` a month are in the monthly fee, to any number of this country.
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
