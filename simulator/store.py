"""Messages from ESMEs to phones: each gets an id, arrives at once, and can be asked about for a while."""

import time
from collections import OrderedDict
from collections.abc import Callable
from itertools import count

from simulator.events import SmsArrived
from simulator.feed import Feed
from simulator.phones import Phones, Sms
from smpp.alphabets import decode
from smpp.parts import Joiner, Piece, piece_of
from smpp.pdus import DataSm, SubmitSm

MESSAGES_LIMIT = 10_000
"""Messages whose fate is remembered; the oldest are forgotten first."""
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
    """Takes messages and brings them to the phones."""

    def __init__(self, phones: Phones, feed: Feed, clock: Callable[[], float]) -> None:
        self._phones = phones
        self._feed = feed
        self._clock = clock
        self._ids = count(int(clock() * 1_000_000))  # another run does not repeat the ids of this one
        self._delivered: OrderedDict[str, float] = OrderedDict()
        self._joiner = Joiner(INCOMPLETE_LIMIT, INCOMPLETE_LIFETIME)

    def accept(self, pdu: SubmitSm | DataSm) -> str:
        """Deliver the message, or keep it until its other parts come; gives the message id."""
        message_id, now = self.new_id(), self._clock()
        piece = piece_of(pdu)
        text = self._joiner.add((pdu.source_addr, pdu.destination_addr), piece, now)
        if text is None and piece.total == 1:
            text = piece.data.hex()
        if text is not None:
            self._show(pdu, piece, text, now)
        return message_id

    def new_id(self) -> str:
        """For a message that arrives now."""
        message_id = str(next(self._ids))
        self._delivered[message_id] = self._clock()
        if len(self._delivered) > MESSAGES_LIMIT:
            self._delivered.popitem(last=False)
        return message_id

    def delivered_at(self, message_id: str) -> float | None:
        """When the phone got that message, in seconds since 1970; None if there was none, or long ago."""
        return self._delivered.get(message_id)

    def _show(self, pdu: SubmitSm | DataSm, piece: Piece, text: str, now: float) -> None:
        number = pdu.destination_addr.removeprefix("+")
        coding = piece.data_coding
        sms = Sms(pdu.source_addr, text, piece.total, _CODINGS[coding], now, _FLASHES[coding])
        self._phones[number].take(sms)
        if self._feed.watched:
            self._feed.publish(SmsArrived(number, sms))


def absolute_time(at: float) -> str:
    """Seconds since 1970 as SMPP writes them, in UTC (SMPP 3.4, 7.1.1): YYMMDDhhmmsstnn+."""
    return time.strftime("%y%m%d%H%M%S000+", time.gmtime(at))
