"""Dialects of USSD on the wire: what a phone does and what it is shown, read and written from both ends."""

from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from smpp.codec import decode, encode
from smpp.pdus import DeliverSm, SubmitSm
from smpp.ussd import Dialect, Heard, Operation, Unit, dialect
from tests.smpp.test_smpplib import written_by_smpplib

PHONE = "79161234567"

SMPPLIB_KNOWS = ("standard", "tata", "sixdee", "mica", "no-session")
NAMES = {0x0204: "user_message_reference", 0x0501: "ussd_service_op", 0x1383: "its_session_info"}

SEVENTH = """
operation = "ussd_service_op"
service_type = "U7"
same_link = true
echo = ["its_reply_type"]

[from_phone]
begin = [32, 33]
answer = [34]
end = [35]

[to_phone]
ask = 40
close = 41

[session]
tlv = "0x1501"
octets = 4
id = 0xFFFFFF00
sequence = 0x000000FF

[text]
gsm = 0x0F
ucs2 = 0x48
octets = 160
code = ["destination_addr"]

[tlvs]
0x1401 = 258
"""


class Wire(NamedTuple):
    """service_type and TLVs of one message, the latter in hex."""

    service_type: str
    tlvs: str


class Spoken(NamedTuple):
    """A session in a dialect. 7 is its number; the phone's messages are the first, second and third of it.

    ``told``: the number as the phone's messages have it; ``gsm``, ``ucs2``: the two values of data_coding.
    """

    name: str
    begin: Wire
    answer: Wire
    end: Wire
    ask: Wire
    close: Wire
    told: int = 7
    gsm: int = 0
    ucs2: int = 8
    service: str = "111"


SESSIONS = [
    Spoken(
        "standard",
        begin=Wire("USSD", "0501 0001 01  1383 0002 0700"),
        answer=Wire("USSD", "0501 0001 12  1383 0002 0702"),
        end=Wire("USSD", "0501 0001 81  1383 0002 0705"),
        ask=Wire("USSD", "0501 0001 02  1383 0002 0700"),
        close=Wire("USSD", "0501 0001 11  1383 0002 0703"),
    ),
    Spoken(
        "tata",
        begin=Wire("", "0501 0001 01  1383 0002 000E"),
        answer=Wire("", "0501 0001 12  1383 0002 000E"),
        end=Wire("", "0501 0001 11  1383 0002 000F"),
        ask=Wire("", "0501 0001 02  1383 0002 000E"),
        close=Wire("", "0501 0001 02  1383 0002 000F"),
    ),
    Spoken(
        "sixdee",
        begin=Wire("", "0501 0001 01  1383 0002 000E"),
        answer=Wire("", "0501 0001 12  1383 0002 000E"),
        end=Wire("", "0501 0001 81  1383 0002 000F"),
        ask=Wire("", "0501 0001 02  1383 0002 000E"),
        close=Wire("", "0501 0001 11  1383 0002 000F"),
    ),
    Spoken(
        "mica",
        begin=Wire("", "0501 0001 01  0204 0002 0007"),
        answer=Wire("", "0501 0001 12  0204 0002 0007"),
        end=Wire("", "0501 0001 81  0204 0002 0007"),
        ask=Wire("", "0501 0001 02  0204 0002 0007"),
        close=Wire("", "0501 0001 11  0204 0002 0007"),
    ),
    Spoken(
        "service-type",
        begin=Wire("BR", ""),
        answer=Wire("CA", ""),
        end=Wire("AF", ""),
        ask=Wire("CR", "0007 0001 04  0005 0001 02"),
        close=Wire("EA", "0007 0001 04  0005 0001 02"),
        told=0,
    ),
    Spoken(
        "no-session",
        begin=Wire("", "0501 0001 01"),
        answer=Wire("", "0501 0001 12"),
        end=Wire("", "0501 0001 81"),
        ask=Wire("", "0501 0001 02"),
        close=Wire("", "0501 0001 11"),
        told=0,
    ),
    Spoken(
        "seventh",
        begin=Wire("U7", "0501 0001 20  1501 0004 00000700"),
        answer=Wire("U7", "0501 0001 22  1501 0004 00000701"),
        end=Wire("U7", "0501 0001 23  1501 0004 00000702"),
        ask=Wire("U7", "0501 0001 28  1501 0004 00000700  1401 0002 0102"),
        close=Wire("U7", "0501 0001 29  1501 0004 00000701  1401 0002 0102"),
        gsm=0x0F,
        ucs2=0x48,
        service="*111#",
    ),
]


@pytest.fixture(params=SESSIONS, ids=lambda session: session.name)
def spoken(request: pytest.FixtureRequest) -> Spoken:
    """A session in each of them."""
    session: Spoken = request.param
    return session


@pytest.fixture
def known(spoken: Spoken, tmp_path: Path) -> Dialect:
    """Its dialect; the seventh stands in a file alone."""
    if spoken.name != "seventh":
        return dialect(spoken.name)
    (tmp_path / "seventh.toml").write_text(SEVENTH)
    return dialect(str(tmp_path / "seventh.toml"))


def frame(command: int, wire: Wire, addresses: bytes, validity: bytes, coding: int, text: bytes) -> bytes:
    """A submit_sm or deliver_sm, octet for octet."""
    body = wire.service_type.encode() + b"\0" + addresses + b"\0\0\0" + b"\0" + validity + b"\0" + b"\0\0"
    body += bytes((coding, 0, len(text))) + text + bytes.fromhex(wire.tlvs)
    return b"".join(number.to_bytes(4, "big") for number in (16 + len(body), command, 0, 0)) + body


def from_phone(wire: Wire, service: str, coding: int, text: bytes) -> bytes:
    """A deliver_sm of the phone."""
    return frame(5, wire, b"\1\1" + PHONE.encode() + b"\0\0\0" + service.encode() + b"\0", b"", coding, text)


def to_phone(wire: Wire, service: str, coding: int, text: bytes) -> bytes:
    """A submit_sm for the phone, valid for a minute."""
    addresses = b"\0\0" + service.encode() + b"\0\1\1" + PHONE.encode() + b"\0"
    return frame(4, wire, addresses, b"000000000100000R", coding, text)


def what_the_phone_does(spoken: Spoken) -> list[tuple[Operation, str, bytes]]:
    """Operation, text, and the octets of each of its messages."""
    dialled = b"" if spoken.service == "*111#" else b"*111#"
    return [
        (Operation.BEGIN, "*111#", from_phone(spoken.begin, spoken.service, spoken.gsm, dialled)),
        (Operation.ANSWER, "Да", from_phone(spoken.answer, "111", spoken.ucs2, b"\4\x14\4\x30")),
        (Operation.END, "", from_phone(spoken.end, "111", spoken.gsm, b"")),
    ]


def unit_of(known: Dialect, octets: bytes) -> Unit | None:
    """What the ESME reads in a deliver_sm."""
    pdu = decode(octets)
    assert isinstance(pdu, DeliverSm)
    return known.unit(pdu)


def test_what_a_phone_does_is_read(spoken: Spoken, known: Dialect) -> None:
    """Octets of the SMSC say the operation, the session, and the text."""
    for operation, text, octets in what_the_phone_does(spoken):
        unit = unit_of(known, octets)
        assert unit
        assert (unit.operation, unit.session, unit.peer.phone) == (operation, spoken.told, PHONE)
        assert unit.text == text


def test_what_a_phone_does_is_written(spoken: Spoken, known: Dialect) -> None:
    """An SMSC of ours sends those octets."""
    for number, (operation, text, octets) in enumerate(what_the_phone_does(spoken)):
        assert encode(known.deliver(operation, 7, PHONE, "111", text, number)) == octets


def test_what_is_shown_is_written(spoken: Spoken, known: Dialect) -> None:
    """The answer to a dial may be answered, and the answer to that ends the session."""
    (_, _, dial), (_, _, answer), _ = what_the_phone_does(spoken)
    dialled, answered = unit_of(known, dial), unit_of(known, answer)
    assert dialled
    assert answered
    ask = known.reply(dialled.peer, "Да?", ends=False)
    assert encode(ask) == to_phone(spoken.ask, spoken.service, spoken.ucs2, b"\4\x14\4\x30\0?")
    close = known.reply(answered.peer, "OK", ends=True)
    assert encode(close) == to_phone(spoken.close, "111", spoken.gsm, b"OK")


def test_what_is_shown_is_heard(spoken: Spoken, known: Dialect) -> None:
    """An SMSC of ours reads those octets: what is shown, to whom, in which session, and whether it ends."""
    shown = [
        (Operation.ASK, "Да?", to_phone(spoken.ask, "111", spoken.ucs2, b"\4\x14\4\x30\0?")),
        (Operation.CLOSE, "OK", to_phone(spoken.close, "111", spoken.gsm, b"OK")),
    ]
    for operation, text, octets in shown:
        pdu = decode(octets)
        assert isinstance(pdu, SubmitSm)
        assert known.heard(pdu) == Heard(operation, known.told(7), PHONE, text)


@pytest.mark.parametrize("spoken", [one for one in SESSIONS if one.name in SMPPLIB_KNOWS], indirect=True)
def test_smpplib_writes_the_same(spoken: Spoken, known: Dialect) -> None:
    """A reply in each dialect whose TLVs smpplib knows, which writes them in its own order."""
    dialled = unit_of(known, what_the_phone_does(spoken)[0][2])
    assert dialled
    for ends in (False, True):
        ours = known.reply(dialled.peer, "OK", ends=ends)
        tlvs = {NAMES[tag]: int.from_bytes(value, "big") for tag, value in ours.tlvs}
        theirs = decode(written_by_smpplib(ours, **tlvs))
        assert replace(theirs, tlvs=tuple(sorted(theirs.tlvs))) == replace(ours, tlvs=tuple(sorted(ours.tlvs)))


def test_a_dialect_of_ones_own(tmp_path: Path) -> None:
    """A file says what its replies return besides the session, where they must go, and how much they hold."""
    (tmp_path / "seventh.toml").write_text(SEVENTH)
    known = dialect(str(tmp_path / "seventh.toml"))
    dial = from_phone(Wire("U7", "0501 0001 21  1380 0001 05  1501 0004 0000072A  1400 0001 01"), "*111#", 0x0F, b"")
    unit = unit_of(known, dial)
    assert unit
    assert (unit.operation, unit.session, unit.text) == (Operation.BEGIN, 7, "*111#")
    reply = Wire("U7", "0501 0001 28  1501 0004 0000072A  1380 0001 05  1401 0002 0102")
    assert encode(known.reply(unit.peer, "OK", ends=False)) == to_phone(reply, "*111#", 0x0F, b"OK")
    assert known.same_link
    assert known.table.text.octets == 160
