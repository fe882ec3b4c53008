"""PDUs that are none, as they are written, and what our own session makes of them."""

import asyncio
from contextlib import suppress

import pytest

from simulator.trouble.dice import Dice
from simulator.trouble.faults import Faults, Malformed
from simulator.trouble.malformed import malform
from smpp.codec import decode, encode
from smpp.errors import RemoteError
from smpp.pdus import DeliverSm, EnquireLinkResp, SubmitSm, SubmitSmResp
from tests.gateway.virtual import virtually
from tests.simulator.esme import TIMEOUT, Esme
from tests.simulator.faulty import PHONE, SERVICE, suffering

RESPONSE = encode(SubmitSmResp("17", sequence=5))
MESSAGE = encode(DeliverSm(source_addr=PHONE, destination_addr=SERVICE, short_message=b"Hello", sequence=5))
KINDS = Malformed.__struct_fields__


def written(frame: bytes, **kinds: float) -> list[str]:
    """In hex."""
    return [octets.hex(" ", 4) for octets in malform(frame, Malformed(**kinds), Dice(1, ""))]


WHOLE = "00000013 80000004 00000000 00000005 313700"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("bad_length", ["00000017 80000004 00000000 00000005 313700"]),
        ("endless", ["ffffffff 80000004 00000000 00000005 313700"]),
        ("too_short", ["00000008 00000005", WHOLE]),
        ("truncated", ["00000011 80000004 00000000 00000005 31"]),
        ("truncated_tlv", ["00000018 80000004 00000000 00000005 313700 1400002000"]),
        ("wrong_sequence", ["00000013 80000004 00000000 7fffffef 313700"]),
        ("unknown_command", ["00000010 00000099 00000000 7ffffff0", WHOLE]),
        ("response_to_nothing", ["00000011 80000004 00000000 7ffffff0 00", WHOLE]),
        ("long_string", ["00000063 80000004 00000000 00000005 " + ("41" * 80 + "313700")]),
    ],
)
def test_each_kind_has_its_octets(kind: str, expected: list[str]) -> None:
    """Of a submit_sm_resp."""
    assert [octets.replace(" ", "") for octets in written(RESPONSE, **{kind: 1.0})] == [
        octets.replace(" ", "") for octets in expected
    ]


def test_garbage_goes_before() -> None:
    """Sixteen octets, the same by the same seed."""
    garbage, whole = written(RESPONSE, garbage=1.0)
    assert (len(bytes.fromhex(garbage)), whole) == (16, RESPONSE.hex(" ", 4))
    assert written(RESPONSE, garbage=1.0)[0] == garbage


@pytest.mark.parametrize("kind", ["bad_length", "endless", "truncated", "long_string"])
def test_a_message_malformed_so_is_no_pdu_or_another(kind: str) -> None:
    """It cannot be read as what it was."""
    [octets] = malform(MESSAGE, Malformed(**{kind: 1.0}), Dice(1, ""))
    with suppress(RemoteError):
        assert decode(octets) != decode(MESSAGE)


def test_nothing_is_malformed_by_no_chance() -> None:
    """And by a small one little is."""
    dice = Dice(1, "")
    assert written(RESPONSE) == [RESPONSE.hex(" ", 4)]
    assert 5 <= sum([*malform(RESPONSE, Malformed(truncated=0.1), dice)] != [RESPONSE] for _ in range(100)) <= 15


def test_a_pdu_without_strings_cannot_have_a_long_one() -> None:
    """It goes as it is."""
    frame = encode(EnquireLinkResp(sequence=5))
    assert [*malform(frame, Malformed(long_string=1.0), Dice(1, ""))] == [frame]


@pytest.mark.parametrize("kind", KINDS)
@virtually
async def test_our_session_survives_each_kind_or_ends_in_good_order(kind: str) -> None:
    """An ESME that is bound either goes on, or its link is closed: it never hangs, and binds again afterwards."""
    async with suffering(Faults()) as (smsc, port):
        esme = await Esme.bound(port)
        smsc.faults = Faults(malformed=Malformed(**{kind: 1.0}))
        esme.ask(SubmitSm(source_addr=SERVICE, destination_addr=PHONE))
        async with asyncio.timeout(TIMEOUT):
            while not any(pdu.command == "submit_sm" for pdu in smsc.wire.latest(10)):
                await asyncio.sleep(0)
        smsc.faults = Faults()
        assert len(smsc.wire.latest(10)) >= 3
        assert (await Esme.bound(port)).session.bound
