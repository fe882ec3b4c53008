"""Messages on their phones: parts joined, octets read."""

from collections.abc import Callable

from simulator.events import SmsArrived
from simulator.phones import Phones, Sms
from simulator.watching.feed import Feed
from smpp.alphabets import decode
from smpp.parts import Joiner, Piece, piece_of
from smpp.pdus import DataSm, SubmitSm

INCOMPLETE_LIMIT = 10_000
INCOMPLETE_LIFETIME = 600.0
"""Long messages that wait for their parts, and for how many seconds."""


def _coding(data_coding: int) -> str:
    """What phones call a data_coding, told by how it reads octets."""
    if decode(b"", data_coding) is None:
        return "binary"
    if decode("я".encode("utf-16-be"), data_coding) == "я":
        return "UCS-2"
    return "GSM" if decode(b"\0", data_coding) == "@" else "8-bit"


def _is_flash(data_coding: int) -> bool:
    """Whether it names class 0 (3GPP TS 23.038, 4)."""
    has_class = data_coding & 0x90 == 0x10 or data_coding >= 0xF0
    return has_class and data_coding & 0x03 == 0


_CODINGS = tuple(map(_coding, range(256)))
_FLASHES = tuple(map(_is_flash, range(256)))


class Store:
    """Brings messages to their phones; `alphabet` is that of data_coding 0, see `smpp.alphabets.decode`."""

    def __init__(self, phones: Phones, feed: Feed, clock: Callable[[], float], alphabet: str = "gsm") -> None:
        self._phones = phones
        self._feed = feed
        self._clock = clock
        self._joiner = Joiner(INCOMPLETE_LIMIT, INCOMPLETE_LIFETIME, alphabet)

    def accept(self, pdu: SubmitSm | DataSm) -> None:
        """The phone gets the message, or its parts when all have come."""
        now = self._clock()
        piece = piece_of(pdu)
        text = self._joiner.add((pdu.source_addr, pdu.destination_addr), piece, now)
        if text is None and piece.total == 1:
            text = piece.data.hex()
        if text is not None:
            self._show(pdu, piece, text, now)

    def _show(self, pdu: SubmitSm | DataSm, piece: Piece, text: str, now: float) -> None:
        number = pdu.destination_addr.removeprefix("+")
        coding = piece.data_coding
        sms = Sms(pdu.source_addr, text, piece.total, _CODINGS[coding], now, _FLASHES[coding])
        self._phones[number].take(sms)
        if self._feed.watched:
            self._feed.publish(SmsArrived(number, sms))
