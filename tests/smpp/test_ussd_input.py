"""What SMSCs get wrong in USSD, and what is read of it all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from smpp.alphabets import encode_gsm, encode_ucs2
from smpp.codec import encode
from smpp.pdus import DataSm, DeliverSm, SubmitSm
from smpp.tlvs import MESSAGE_PAYLOAD, RawTlvs
from smpp.ussd import Dialect, Heard, Operation, Unit, dialect, shipped
from tests.smpp.strategies import pdus_of

STANDARD, TATA = dialect("standard"), dialect("tata")

BEGIN, ANSWER = (0x0501, b"\x01"), (0x0501, b"\x12")
SEVEN = (0x1383, b"\x07\x00")
PHONE = "79161234567"


def sent(*tlvs: tuple[int, bytes], text: bytes = b"1", coding: int = 0, to: str = "111") -> DeliverSm:
    """What a phone sends."""
    return DeliverSm(source_addr=PHONE, destination_addr=to, data_coding=coding, short_message=text, tlvs=tlvs)


def read(pdu: DeliverSm | DataSm, name: str = "standard") -> tuple[Operation | None, int, str]:
    """What it says: operation, session, text."""
    unit = dialect(name).unit(pdu)
    assert unit
    return unit.operation, unit.session, unit.text


def returned(pdu: DeliverSm, *, ends: bool, name: str = "standard") -> RawTlvs:
    """TLVs of the reply to it."""
    unit = dialect(name).unit(pdu)
    assert unit
    return dialect(name).reply(unit.peer, "OK", ends=ends).tlvs


@pytest.mark.parametrize("value", [b"", b"\x07", b"\x07\x00\x00"])
def test_a_session_of_a_wrong_length(value: bytes) -> None:
    """Its octets tell no session, and are returned as they came, even by the reply that ends it."""
    assert read(sent(ANSWER, (0x1383, value))) == (Operation.ANSWER, 0, "1")
    assert returned(sent(ANSWER, (0x1383, value)), ends=True) == ((0x0501, b"\x11"), (0x1383, value))


def test_no_session() -> None:
    """Where it should be told and is not, the reply has none either."""
    assert read(sent(ANSWER)) == (Operation.ANSWER, 0, "1")
    assert returned(sent(ANSWER), ends=False) == ((0x0501, b"\x02"),)


def test_session_octets_that_change() -> None:
    """The number of a message is no part of the session's; where nothing is the same all session long, none is."""
    assert [read(sent(ANSWER, (0x1383, octets)))[1] for octets in (b"\x07\x02", b"\x07\x04")] == [7, 7]
    assert [read(sent(ANSWER, (0x1383, octets)), "no-session")[1] for octets in (b"\1\2", b"\3\4")] == [0, 0]


def test_octets_that_are_not_compared_are_returned() -> None:
    """Whatever they are for."""
    came = sent(ANSWER, (0x0204, b"\1\2"), (0x1400, b"x"), (0x1383, b"\3\5"))
    assert returned(came, ends=True, name="no-session") == ((0x0501, b"\x11"), (0x1383, b"\3\5"), (0x0204, b"\1\2"))


def test_what_is_returned_is_bounded() -> None:
    """It is kept with the session: a TLV once, the last of its kind, and none that is longer than any session."""
    assert returned(sent(ANSWER, (0x1383, b"\3\4"), SEVEN), ends=False) == ((0x0501, b"\x02"), SEVEN)
    assert returned(sent(ANSWER, (0x1383, b"x" * 65)), ends=False) == ((0x0501, b"\x02"),)


@pytest.mark.parametrize("value", [b"\x00", b"\xff", b"", b"\x00\x12"])
def test_an_unknown_operation(value: bytes) -> None:
    """It is USSD, and nobody knows what for; the text is there."""
    assert read(sent((0x0501, value), SEVEN)) == (None, 7, "1")


def test_an_unknown_operation_that_says_nothing() -> None:
    """What was typed goes before a code in the address, that goes before nothing, and a service number is no text."""
    assert read(sent((0x0501, b"\x63"), SEVEN, to="*111#")) == (None, 7, "1")
    assert read(sent((0x0501, b"\x63"), SEVEN, text=b"", to="*111#")) == (None, 7, "*111#")
    assert read(sent((0x0501, b"\x63"), SEVEN, text=b"")) == (None, 7, "")


def test_no_operation() -> None:
    """The service_type of USSD suffices to know it for USSD; without that it is an SMS."""
    assert STANDARD.unit(DeliverSm(service_type="USSD", short_message=b"1", tlvs=(SEVEN,))) is not None
    assert STANDARD.unit(sent(SEVEN)) is None
    assert TATA.unit(DeliverSm(service_type="USSD", short_message=b"1", tlvs=(SEVEN,))) is None
    assert dialect("service-type").unit(DeliverSm(service_type="WAP", short_message=b"1")) is None


def test_the_end_is_told_in_any_operation() -> None:
    """The last bit of the session says it too."""
    assert read(sent(ANSWER, (0x1383, b"\x07\x01")))[:2] == (Operation.END, 7)


@pytest.mark.parametrize(
    ("text", "to", "dialled"),
    [
        (b"*100#", "111", "*100#"),
        (b"", "*100#", "*100#"),
        (b"*100*1#", "*100#", "*100*1#"),
        (b"hello", "#100#", "#100#"),
        (b"100", "111", "100"),
        (b"", "111", "111"),
    ],
)
def test_where_the_code_stands(text: bytes, to: str, dialled: str) -> None:
    """In short_message or destination_addr; the first that looks like one, else what there is."""
    assert read(sent(BEGIN, SEVEN, text=text, to=to)) == (Operation.BEGIN, 7, dialled)


def test_an_answer_is_what_was_typed() -> None:
    """Nothing, if nothing was; a code in the address is none."""
    assert read(sent(ANSWER, SEVEN, text=b"", to="*111#")) == (Operation.ANSWER, 7, "")


@pytest.mark.parametrize(
    ("coding", "octets", "text"),
    [
        (8, encode_ucs2("Да"), "Да"),
        (0x48, encode_ucs2("Да"), "Да"),
        (0x0F, b"1", "1"),
        (0, encode_ucs2("Баланс"), "Баланс"),
        (0, "Баланс".encode("cp1251"), "Баланс"),
        (8, b"1", "1"),
        (8, b"*100#", "*100#"),
        (8, encode_ucs2("Да") + b"\x04", "Да"),
        (4, b"\xff\xfe\xfd", ""),
        (8, b"\xd8\x00", "\ufffd"),
    ],
)
def test_alphabets(coding: int, octets: bytes, text: str) -> None:
    """Cyrillic under both values; what is wrongly coded, or cut, as in an SMS; octets that are no text are none."""
    assert read(sent(ANSWER, SEVEN, text=octets, coding=coding)) == (Operation.ANSWER, 7, text)


def test_alphabets_by_numbers_of_a_vendors_own() -> None:
    """What SMPP has for octets that are no text may be text here."""
    table = STANDARD.table
    known = Dialect("own", replace(table, text=replace(table.text, gsm=2, ucs2=4)))
    for coding, octets, text in ((2, b"1", "1"), (4, encode_ucs2("\u0416"), "Ж")):
        unit = known.unit(sent(ANSWER, SEVEN, text=octets, coding=coding))
        assert unit
        assert unit.text == text


def test_the_most_that_a_phone_may_type() -> None:
    """182 septets in one message, a septet an octet."""
    assert read(sent(ANSWER, SEVEN, text=b"x" * 182)) == (Operation.ANSWER, 7, "x" * 182)


def test_message_payload() -> None:
    """A text may stand there, in a deliver_sm and in a data_sm."""
    payload = MESSAGE_PAYLOAD.with_value(b"*100#")
    assert read(sent(BEGIN, SEVEN, payload, text=b"")) == (Operation.BEGIN, 7, "*100#")
    assert read(DataSm(source_addr=PHONE, destination_addr="111", tlvs=(BEGIN, SEVEN, payload))) == (
        Operation.BEGIN,
        7,
        "*100#",
    )
    assert read(DataSm(destination_addr="*100#", tlvs=(BEGIN, SEVEN))) == (Operation.BEGIN, 7, "*100#")


def test_a_user_data_header() -> None:
    """There should be none in USSD; it is no part of the text."""
    pdu = DeliverSm(esm_class=0x40, short_message=b"\5\0\3\1\1\1*100#", tlvs=(BEGIN, SEVEN))
    assert read(pdu) == (Operation.BEGIN, 7, "*100#")


def test_a_code_longer_than_an_address() -> None:
    """It is dialled whole; an address of 20 octets is as much as can be returned of it."""
    code = "*111*23*79161234567*1#"
    pdu = sent(BEGIN, SEVEN, text=b"", to=code)
    assert read(pdu) == (Operation.BEGIN, 7, code)
    unit = STANDARD.unit(pdu)
    assert unit
    assert STANDARD.reply(unit.peer, "OK", ends=True).source_addr == code[:20]
    assert STANDARD.reply(replace(unit.peer, phone="7" * 65), "OK", ends=True).destination_addr == "7" * 20


def test_what_no_phone_can_be_shown() -> None:
    """An SMSC of ours hears that it is USSD, for which session, and refuses it; an SMS it does not hear at all."""
    assert STANDARD.heard(SubmitSm(tlvs=((0x0501, b"\x63"), SEVEN), destination_addr=PHONE)) == Heard(
        None, 7, PHONE, ""
    )
    assert STANDARD.heard(SubmitSm(tlvs=((0x0501, b"\x63"), (0x1383, b"\x07\x01")))) == Heard(None, 7, "", "")
    assert STANDARD.heard(SubmitSm(service_type="USSD", destination_addr=PHONE)) == Heard(None, 0, PHONE, "")
    assert STANDARD.heard(SubmitSm(destination_addr=PHONE, short_message=b"1")) is None
    assert dialect("service-type").heard(SubmitSm(service_type="BR")) == Heard(None, 0, "", "")
    assert dialect("service-type").heard(SubmitSm(service_type="WAP")) is None


def test_numbers_of_sessions() -> None:
    """There are as many as there is room for: 256 in an octet, 32768 in 15 bits, and one where none is told."""
    assert [STANDARD.told(number) for number in (7, 255, 263)] == [7, 255, 7]
    assert [TATA.told(number) for number in (7, 32767, 32775)] == [7, 32767, 7]
    assert dialect("no-session").told(7) == 0


TAGS = st.sampled_from([0x0501, 0x1383, 0x0204, 0x0424, 0x020C, 0x1501]) | st.integers(0, 0xFFFF)
TLVS = st.lists(st.tuples(TAGS, st.binary(max_size=5) | st.just(b"\1")), max_size=5).map(tuple)
TYPES = st.sampled_from(["", "USSD", "BR", "CA", "AF", "CMT"])
MESSAGES = st.builds(DeliverSm, TYPES, destination_addr=st.sampled_from(["111", "*1#"]), tlvs=TLVS) | pdus_of(DeliverSm)
SHOWN = st.text(max_size=80).filter(lambda text: len(encode_ucs2(text)) <= 160) | st.text("aA1€[", max_size=91)


@given(st.sampled_from(sorted(shipped())), MESSAGES | pdus_of(DataSm), SHOWN, st.booleans())
def test_anything(name: str, pdu: DeliverSm | DataSm, text: str, ends: bool) -> None:
    """Whatever comes is USSD or it is not, and what answers it can be written, and is heard as meant."""
    unit = dialect(name).unit(pdu)
    if unit is not None:
        reply = dialect(name).reply(unit.peer, text, ends=ends)
        assert encode(reply)
        heard = dialect(name).heard(reply)
        assert isinstance(unit, Unit)
        assert heard
        assert heard.session == unit.session


def test_a_page_of_septets() -> None:
    """182 of them go in one message."""
    unit = STANDARD.unit(sent(BEGIN, SEVEN))
    assert unit
    assert STANDARD.reply(unit.peer, "x" * 182, ends=True).short_message == encode_gsm("x" * 182)
