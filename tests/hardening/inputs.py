"""What a fuzzed input means: three octets that choose, then the stream that a peer sends."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from smpp.codec import encode
from smpp.frames import HEADER_SIZE
from smpp.legal import State
from smpp.pdus import (
    BY_COMMAND_ID,
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    DeliverSm,
    DeliverSmResp,
    Pdu,
    SubmitSm,
    SubmitSmResp,
)
from smpp.receipts import RECEIPT, MessageState, Receipt, receipt_text, receipt_tlvs
from smpp.ussd import Operation, Peer, shipped
from tests.smpp.vectors import BOTH_WAYS, LENIENT

CORPUS = Path(__file__).parent / "corpus"

CHOICES = 3
"""Octets before the stream."""

CUTS = (0, 1, 7, 1000)
"""How many octets arrive at a time; 0: all at once."""

PACES = (0.0, 0.5, 5.0, 20.0)
"""Seconds between them."""

MOST_CHUNKS = 100

STATES = (*State,)


class Play(msgspec.Struct, frozen=True):
    """An input, understood. ``target`` is what is played against, see `targets`."""

    target: int
    state: State
    cut: int
    pace: float
    stream: bytes

    def chunks(self) -> Iterator[bytes]:
        """The stream as it arrives; no more than `MOST_CHUNKS` pieces of it."""
        size = max(self.cut or len(self.stream), -(-len(self.stream) // MOST_CHUNKS), 1)
        for start in range(0, len(self.stream), size):
            yield self.stream[start : start + size]


def play_of(data: bytes) -> Play:
    """Any octets are a play."""
    target, state, timing = data[:CHOICES].ljust(CHOICES, b"\0")
    pace = PACES[timing // len(CUTS) % len(PACES)]
    return Play(target, STATES[state % len(STATES)], CUTS[timing % len(CUTS)], pace, data[CHOICES:])


def frames_of(stream: bytes) -> list[bytes]:
    """The stream cut at its command_lengths, as long as they make sense; the rest is one piece."""
    frames = []
    while HEADER_SIZE <= (length := int.from_bytes(stream[:4], "big")) < len(stream):
        frames.append(stream[:length])
        stream = stream[length:]
    return [*frames, stream] if stream else frames


@cache
def known() -> tuple[bytes, ...]:
    """PDUs that make sense: as other implementations write them, one of each kind, receipts, all dialects of USSD."""
    vectors = (bytes.fromhex(octets) for octets, _ in (*BOTH_WAYS, *LENIENT))
    ours: list[Pdu] = [*(pdu(sequence=1) for pdu in BY_COMMAND_ID.values() if pdu.__name__ != "SubmitMulti")]
    ours += [bind(system_id="us", address_range="111") for bind in (BindReceiver, BindTransmitter, BindTransceiver)]
    ours += [DeliverSmResp(sequence=number, status=status) for number in (1, 2) for status in (0, 0x14, 0x65)]
    ours += [SubmitSmResp(sequence=number, message_id="1", status=status) for number in (2, 3) for status in (0, 0x58)]
    return (*vectors, *map(encode, (*ours, *_messages(), *_ussd())))


def _messages() -> Iterator[Pdu]:
    ends = {"source_addr": "79160000001", "destination_addr": "111"}
    for coding, text in ((0, b"balans"), (8, "баланс".encode("utf-16-be")), (3, "баланс".encode("cp1251"))):
        yield DeliverSm(**ends, data_coding=coding, short_message=text)  # type: ignore[arg-type]
        yield SubmitSm(**ends, data_coding=coding, short_message=text, registered_delivery=1)  # type: ignore[arg-type]
        for index in (1, 2):
            header = bytes((5, 0, 3, 7, 2, index))
            yield DeliverSm(**ends, esm_class=0x40, data_coding=coding, short_message=header + text)  # type: ignore[arg-type]
            yield SubmitSm(**ends, esm_class=0x40, data_coding=coding, short_message=header + text)  # type: ignore[arg-type]
    receipt = Receipt("17", MessageState.DELIVERED)
    text = receipt_text(receipt, submitted="2611281200", done="2611281201").encode()
    yield DeliverSm(**ends, esm_class=RECEIPT, short_message=text, tlvs=receipt_tlvs(receipt))  # type: ignore[arg-type]


def _ussd() -> Iterator[Pdu]:
    for dialect in shipped().values():
        for unit, operation in enumerate((Operation.BEGIN, Operation.ANSWER, Operation.END)):
            yield dialect.deliver(operation, 1, "79160000001", "111", "*111#", unit)
        said = dialect.unit(dialect.deliver(Operation.BEGIN, 1, "79160000001", "111", "*111#", 0))
        peer = said.peer if said else Peer(1, 1, "79160000001", 0, 1, "111", ())
        for ends in (False, True):
            yield dialect.reply(peer, "1 Баланс", ends=ends)


def seeds(targets: int) -> Iterator[bytes]:
    """A first input for each PDU and target, behind a bind of the other side and alone."""
    for index, frame in enumerate(known()):
        for target in range(targets):
            yield bytes((target, index % 4, index // 4 % 16)) + frame
    for target in range(targets):
        for start in range(0, len(known()), 12):
            yield bytes((target, 3, start % 16)) + b"".join(known()[start : start + 12])
