"""What is on offer, and the values that everything else is made of."""

from functools import cached_property
from typing import Annotated, Literal, NewType

import msgspec
from msgspec import Meta

Number = NewType("Number", Annotated[str, Meta(pattern=r"^[1-9][0-9]{2,14}\Z", examples=["79160000001"])])
"""Anybody's number, E.164 without the plus: ``79160000001``."""

MOST_KOPECKS = 2**53 - 1
"""Whole numbers up to this one are told apart by every reader of JSON; no balance goes beyond it."""

Kopecks = NewType("Kopecks", Annotated[int, Meta(ge=-MOST_KOPECKS, le=MOST_KOPECKS)])
"""Money, in hundredths of a ruble; may be negative."""

Time = Annotated[float, Meta(ge=0, le=32_503_680_000)]
"""Seconds since the Unix epoch, up to the year 3000."""

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,32}\Z")]
"""The id of a service or tariff."""

Key = Annotated[str, Meta(pattern=r"^[!-~](?:[ -~]{0,253}[!-~])?\Z", examples=["7d5c1e42"])]
"""What makes a repetition known as one: 1-255 printable characters of ASCII."""

Address = Annotated[str, Meta(pattern=r"^[!-~]{0,64}\Z", examples=["192.0.2.7"])]
"""Where somebody sits."""

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
