"""PDUs by themselves: each is read or refused, and what is read can be written, told and understood."""

from contextlib import suppress

from smpp import alphabets, parts, reading
from smpp.codec import decode, encode, read_any, write_any
from smpp.errors import LocalError, RemoteError
from smpp.frames import HEADER_SIZE
from smpp.parts import Joiner, Piece, piece_of
from smpp.pdus import DataSm, DeliverSm, Pdu, SubmitSm
from smpp.receipts import is_receipt, receipt_of
from smpp.statuses import describe
from smpp.ussd import Dialect, shipped
from tests.hardening.inputs import Play, frames_of

_ALPHABETS = ("gsm", "ascii", "latin1")


def play(play: Play) -> None:
    """Read all of the stream, whatever its command_lengths say."""
    joiner = Joiner(limit=4, lifetime=600.0)
    for now, frame in enumerate(frames_of(play.stream)):
        pdu = read(frame)
        if pdu is None:
            continue
        assert repr(pdu)
        assert describe(pdu.status)
        write_again(pdu)
        if isinstance(pdu, SubmitSm | DeliverSm | DataSm):
            understand(pdu, joiner, float(now))


def read(frame: bytes) -> Pdu | None:
    """The PDU, None if it is refused; the quick reader agrees with the general one."""
    header = [int.from_bytes(frame[at : at + 4], "big") for at in range(0, HEADER_SIZE, 4)]
    quick = general = None
    with suppress(RemoteError):
        quick = decode(frame)
    if len(frame) >= HEADER_SIZE and header[0] == len(frame):
        with suppress(RemoteError):
            general = read_any(frame, *header[1:])
    assert quick == general
    return quick


def write_again(pdu: Pdu) -> None:
    """What we take we may not write (a string too long); what we write is read as the same."""
    try:
        octets = encode(pdu)
    except LocalError:
        return
    assert octets == write_any(pdu, pdu.sequence)
    if not (pdu.status and pdu.bare_refusal):
        assert decode(octets) == pdu


def understand(pdu: SubmitSm | DeliverSm | DataSm, joiner: Joiner, now: float) -> None:
    """All that the programs make of a message."""
    piece = piece_of(pdu)
    assert 1 <= piece.total <= 255
    assert piece.index <= piece.total
    read_text(piece)
    written(joiner.add((pdu.source_addr, pdu.destination_addr), piece, now))
    if is_receipt(pdu) and (receipt := receipt_of(pdu)):
        written(receipt.message_id + receipt.error + receipt.text)
    for dialect in shipped().values():
        speak(dialect, pdu)


def read_text(piece: Piece) -> None:
    """In each alphabet."""
    for alphabet in _ALPHABETS:
        written(alphabets.decode(piece.data, piece.data_coding, alphabet))
        written(reading.read(piece.data, piece.data_coding, alphabet)[0])
        written(parts.read({1: piece, 2: piece}, alphabet)[0])


def speak(dialect: Dialect, pdu: SubmitSm | DeliverSm | DataSm) -> None:
    """As USSD; a reply to it can be written."""
    if heard := dialect.heard(pdu):
        written(heard.text)
    if unit := dialect.unit(pdu):
        written(unit.text)
        for ends in (False, True):
            decode(encode(dialect.reply(unit.peer, "1 Баланс", ends=ends), 1))


def written(text: str | None) -> None:
    """Texts can be stored: they have no lone surrogates."""
    if text is not None:
        text.encode()
