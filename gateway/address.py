"""Where an SMSC is and how it wants to be spoken to: ``smpp://ID:PASSWORD@HOST:PORT?option=value``."""

import re
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec
from msgspec import Meta

from gateway.errors import BadSetting
from smpp.errors import LocalError
from smpp.parts import Long
from smpp.ussd import LEAST_OCTETS, MOST_OCTETS, Dialect, dialect

ASCII = r"^[\x20-\x7e]*$"
Octet = Annotated[int, Meta(ge=0, le=255)]
Seconds = Annotated[float, Meta(gt=0, le=86400)]

MOST_LINKS = 16
"""To one SMSC."""


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One SMSC. Times in seconds; TON, NPI and the fields of the bind as in SMPP 3.4, 5.2. docs/settings.md is made of
    the descriptions."""

    host: Annotated[str, Meta(pattern=r"^[0-9A-Za-z._:%-]+$")]
    port: int
    tls: bool
    system_id: Annotated[str, Meta(pattern=ASCII, max_length=15)]
    password: Annotated[str, Meta(pattern=ASCII, max_length=8)]
    bind: Annotated[Literal["trx", "tx-rx"], Meta(description="a transceiver, or a pair of one-way binds")] = "trx"
    links: Annotated[int, Meta(ge=1, le=MOST_LINKS, description="how many at once; with `tx-rx` each is a pair")] = 1
    window: Annotated[int, Meta(ge=1, le=1000, description="submit_sm unanswered at once on each link")] = 64
    rate: Annotated[int, Meta(ge=0, le=100_000, description="parts (submit_sm) a second on each link; 0: no limit")] = 0
    system_type: Annotated[str, Meta(pattern=ASCII, max_length=12)] = ""
    address_range: Annotated[str, Meta(pattern=ASCII, max_length=40)] = ""
    source_ton: Octet = 0
    source_npi: Octet = 1
    dest_ton: Octet = 1
    dest_npi: Octet = 1
    service_type: Annotated[str, Meta(pattern=ASCII, max_length=5)] = ""
    alphabet: Annotated[
        Literal["gsm", "ascii", "latin1"], Meta(description="what the SMSC means by data_coding 0 when it delivers")
    ] = "gsm"
    long: Annotated[Long, Meta(description="how long replies travel: UDH, SAR, or message_payload")] = Long.UDH8
    dialect: Annotated[
        str, Meta(max_length=200, description="how USSD is spoken: a name, or a file (docs/dialects.md)")
    ] = ""
    ussd_octets: Annotated[
        int, Meta(ge=0, le=MOST_OCTETS, description=f"of a USSD page, {LEAST_OCTETS} at least; 0: as the dialect says")
    ] = 0
    ussd_deadline: Annotated[Seconds, Meta(description="within which a USSD session must be answered")] = 15.0
    receipts: Annotated[int, Meta(ge=0, le=1, description="1: ask for a receipt of each part, for the trace")] = 0
    enquire: Annotated[Seconds, Meta(description="silence after which the SMSC is asked whether it is there")] = 30.0
    response: Annotated[Seconds, Meta(description="for which the SMSC may leave a submit_sm unanswered")] = 60.0
    temp_error: Annotated[
        int, Meta(ge=1, le=0xFFFF_FFFF, description="status for a message that cannot be stored now; it comes again")
    ] = 0x14

    def __post_init__(self) -> None:
        """Raises ValueError for a dialect that cannot be used, and for pages that hold no question."""
        try:
            one_way = self.ussd.same_link and self.bind != "trx"
        except LocalError as error:
            raise ValueError(f"dialect: {error}") from None
        if one_way:
            raise ValueError("dialect: replies go on the link of their questions, which takes bind=trx")
        if 0 < self.ussd_octets < LEAST_OCTETS:
            raise ValueError(f"ussd_octets: no question fits less than {LEAST_OCTETS}")

    @property
    def ussd(self) -> Dialect:
        """How USSD is spoken."""
        return dialect(self.dialect)

    @property
    def name(self) -> str:
        """How queues and logs call it; without the password."""
        return f"{self.system_id}@{self.host}:{self.port}"


FORM = "should be smpp://ID:PASSWORD@HOST:PORT?options or smpps://..., / ? # of a password written as %2F %3F %23"


def parse(url: str) -> Address:
    """Read an SMSC's URL; raises `BadSetting` with one line that never shows the password."""
    try:
        return _parse(_split(url))
    except (ValueError, msgspec.ValidationError) as error:
        raise BadSetting(f"SMSC URL: {error}") from None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # its words show what stands there, perhaps a password; so do those of the port
        raise ValueError(FORM) from None


def _parse(split: SplitResult) -> Address:
    if split.scheme not in ("smpp", "smpps") or "@" not in split.netloc or split.path.strip("/") or split.fragment:
        raise ValueError(FORM)
    tls = split.scheme == "smpps"
    options = {name: _decimal(value) for name, value in parse_qsl(split.query, keep_blank_values=True)}
    place = {
        "host": _host(split.hostname or ""),
        "port": _port(split) or (3550 if tls else 2775),
        "tls": tls,
        "system_id": unquote(split.username or ""),
        "password": unquote(split.password or ""),
    }
    if stray := sorted(options.keys() & place.keys()):
        raise ValueError(f"{stray[0]} is no option; {FORM}")
    return msgspec.convert(options | place, Address, strict=False)


def _host(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"{name!r} is no host: {error}") from None


def _port(split: SplitResult) -> int | None:
    try:
        return split.port
    except ValueError:
        raise ValueError("the port is a number up to 65535") from None


def _decimal(value: str) -> str:
    """Statuses are written in hex."""
    return str(int(value, 16)) if re.fullmatch("0x[0-9A-Fa-f]{1,8}", value) else value
