"""What goes wrong in the simulated network, as data: for the page's sliders, the API, files and named profiles.

Where it is: `accidents` decides what befalls requests and responses, `malformed` PDUs, `oddities` messages of phones;
`trouble` acts on a link.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from simulator.mt.receipts import Receipts
from smpp.errors import LocalError
from smpp.statuses import status_of

Chance = Annotated[float, Meta(ge=0, le=1)]
PerSecond = Annotated[int, Meta(ge=0, le=100_000)]
Status = Annotated[str, Meta(max_length=32)]
"""A name such as RTHROTTLED, or a number such as 0x58."""
Digits = Annotated[str, Meta(pattern=r"^[0-9]{1,20}$")]


def _check(status: str) -> None:
    try:
        status_of(status)
    except LocalError as error:
        raise ValueError(str(error)) from None


class Latency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long responses take."""

    shape: Annotated[
        Literal["constant", "uniform", "exponential", "lognormal"], Meta(description="how the times are distributed")
    ] = "constant"
    mean: Annotated[float, Meta(ge=0, le=60, description="seconds on average; lognormal: the median")] = 0.0
    spread: Annotated[
        float, Meta(ge=0, le=3, description="uniform: part of the mean to either side, 1 at most; lognormal: sigma")
    ] = 0.5


class Throttle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages of ESMEs that are answered with RTHROTTLED (0x58)."""

    rate: Annotated[PerSecond, Meta(description="those above so many in a second on one link; 0: no limit")] = 0
    chance: Annotated[Chance, Meta(description="chance that one is, whatever the rate")] = 0.0


class Errors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages of ESMEs that are refused."""

    by_status: Annotated[
        dict[Status, Chance],
        Meta(description='chance of each status, by name or number: {"RSYSERR": 0.1, "0x14": 0.2}'),
    ] = {}
    by_number: Annotated[
        dict[Digits, Status], Meta(description='status by destination, or how it begins: {"7916": "RINVDSTADR"}')
    ] = {}

    def __post_init__(self) -> None:
        """ValueError for a status that is none."""
        for status in (*self.by_status, *self.by_number.values()):
            _check(status)


class Responses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Responses of the SMSC to messages, binds and questions that go astray; what was asked is done."""

    lost: Annotated[Chance, Meta(description="chance that there is none")] = 0.0
    late: Annotated[Chance, Meta(description="chance that it comes late")] = 0.0
    late_seconds: Annotated[float, Meta(ge=0, le=3600, description="how late")] = 90.0
    out_of_order: Annotated[Chance, Meta(description="chance that the next one overtakes it")] = 0.0
    lost_then_reset: Annotated[
        Chance, Meta(description="chance that it and all after it are lost, and the link is reset a second later")
    ] = 0.0


class Deliveries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages that ESMEs get twice."""

    again: Annotated[
        int, Meta(ge=0, le=100, description="so many that the ESME took last on a link that died go again, once")
    ] = 0


class Links(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Connections that die, or never live."""

    drop_every: Annotated[float, Meta(ge=0, le=86_400, description="seconds until a drop, on average; 0: none")] = 0.0
    drop_after: Annotated[int, Meta(ge=0, le=1_000_000, description="drop after so many PDUs sent; 0: never")] = 0
    half_open: Annotated[
        Chance, Meta(description="chance that a link says nothing, neither to what comes nor by itself")
    ] = 0.0


class Binds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Binds that are refused."""

    refused: Annotated[Chance, Meta(description="chance that one is")] = 0.0
    status: Annotated[Status, Meta(description="with what, by name or number")] = "RBINDFAIL"

    def __post_init__(self) -> None:
        """ValueError for a status that is none."""
        _check(self.status)


class Malformed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The chance of each that a PDU of the SMSC is malformed so, or that something goes before it."""

    bad_length: Annotated[Chance, Meta(description="command_length is 4 more than there is")] = 0.0
    endless: Annotated[Chance, Meta(description="command_length is 4 GiB")] = 0.0
    too_short: Annotated[Chance, Meta(description="a PDU of 8 octets goes before")] = 0.0
    truncated: Annotated[Chance, Meta(description="its fields end early")] = 0.0
    truncated_tlv: Annotated[Chance, Meta(description="a TLV at its end is longer than the PDU")] = 0.0
    long_string: Annotated[Chance, Meta(description="its first string is longer than allowed")] = 0.0
    wrong_sequence: Annotated[Chance, Meta(description="its sequence_number is another")] = 0.0
    unknown_command: Annotated[Chance, Meta(description="a PDU of no known command_id goes before")] = 0.0
    response_to_nothing: Annotated[Chance, Meta(description="a response that nobody asked for goes before")] = 0.0
    garbage: Annotated[Chance, Meta(description="16 octets by chance go before")] = 0.0


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Long messages of phones whose parts go astray."""

    shuffled: Annotated[Chance, Meta(description="chance that they come in another order")] = 0.0
    missing: Annotated[Chance, Meta(description="chance that one never comes")] = 0.0
    doubled: Annotated[Chance, Meta(description="chance that one comes twice")] = 0.0


class Coding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The chance of each that a message of a phone is coded so. The first of them that comes true counts."""

    windows_1251: Annotated[Chance, Meta(description="windows-1251 under data_coding 0")] = 0.0
    utf_8: Annotated[Chance, Meta(description="UTF-8 under data_coding 0")] = 0.0
    little_endian: Annotated[Chance, Meta(description="UCS-2 with its octets swapped")] = 0.0
    byte_order_mark: Annotated[Chance, Meta(description="UCS-2 after a byte-order mark")] = 0.0
    ascii: Annotated[Chance, Meta(description="ASCII marked as GSM 7-bit: @ $ _ differ")] = 0.0
    ucs2_as_gsm: Annotated[Chance, Meta(description="UCS-2 under data_coding 0")] = 0.0
    gsm_as_ucs2: Annotated[Chance, Meta(description="GSM 7-bit under data_coding 8")] = 0.0


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The chance of each that a number of Russia is written so. The first of them that comes true counts."""

    with_8: Annotated[Chance, Meta(description="8 for the 7: 89160000001")] = 0.0
    without_7: Annotated[Chance, Meta(description="9160000001")] = 0.0
    plus: Annotated[Chance, Meta(description="+79160000001")] = 0.0
    brackets: Annotated[Chance, Meta(description="7(916)0000001")] = 0.0


class Shapes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The chance of each that a message of a phone has this shape."""

    lone_header: Annotated[Chance, Meta(description="one part, yet with a user data header: 1 of 1")] = 0.0
    payload: Annotated[Chance, Meta(description="one part, in message_payload")] = 0.0
    header_length: Annotated[Chance, Meta(description="the user data header says that it is one octet longer")] = 0.0
    without_header: Annotated[
        Chance, Meta(description="sm_length counts no user data header: 134 octets of 140, the last six are lost")
    ] = 0.0


class Enquiries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """enquire_link."""

    flood: Annotated[int, Meta(ge=0, le=10_000, description="so many a second to each bound ESME")] = 0
    unanswered: Annotated[Chance, Meta(description="chance that one of the ESME gets no response")] = 0.0


class Queue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The queues of the SMSC."""

    full: Annotated[bool, Meta(description="every message of an ESME is answered with RMSGQFUL (0x14)")] = False
    limit: Annotated[
        int, Meta(ge=0, le=100_000, description="so many messages of phones may wait, more are refused; 0: 100 000")
    ] = 0


class Pace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How slow the SMSC is on each link, in octets a second; 0: not slow."""

    reading: Annotated[int, Meta(ge=0, le=1_000_000, description="octets a second that it reads")] = 0
    writing: Annotated[int, Meta(ge=0, le=1_000_000, description="octets a second that it writes")] = 0


class Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The faults of an SMSC; none by default. The same seed and the same traffic give the same faults."""

    seed: Annotated[int, Meta(ge=0, le=2**53, description="another seed, other accidents")] = 1
    latency: Latency = Latency()
    throttle: Throttle = Throttle()
    errors: Errors = Errors()
    responses: Responses = Responses()
    receipts: Receipts = Receipts()
    deliveries: Deliveries = Deliveries()
    links: Links = Links()
    binds: Binds = Binds()
    malformed: Malformed = Malformed()
    parts: Parts = Parts()
    coding: Coding = Coding()
    numbers: Numbers = Numbers()
    shapes: Shapes = Shapes()
    enquiries: Enquiries = Enquiries()
    queue: Queue = Queue()
    pace: Pace = Pace()

    @property
    def quiet(self) -> bool:
        """Whether nothing goes wrong on links and with messages of phones; receipts are another matter."""
        return self == Faults(seed=self.seed, receipts=self.receipts)


NO_FAULTS = Faults()
