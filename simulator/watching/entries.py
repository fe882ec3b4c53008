"""A PDU as the log keeps it, and which PDUs belong together. Nothing is decoded here."""

import msgspec

OTHER_WAY = {"in": "out", "out": "in"}


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A whole PDU that passed; see `events.LoggedPdu`."""

    id: int
    at: float
    link: str
    direction: str
    frame: bytes

    @property
    def command_id(self) -> int:
        """SMPP 3.4, 5.1.2."""
        return int.from_bytes(self.frame[4:8], "big")

    @property
    def status(self) -> int:
        """SMPP 3.4, 5.1.3."""
        return int.from_bytes(self.frame[8:12], "big")

    @property
    def is_response(self) -> bool:
        """Whether it answers something; generic_nack does too."""
        return self.frame[4] >= 0x80

    @property
    def exchange(self) -> tuple[str, str, bytes]:
        """What a request and its response have in common: the link, the way of the request, the sequence_number."""
        way = OTHER_WAY[self.direction] if self.is_response else self.direction
        return self.link, way, self.frame[12:16]


def answers(response: Entry, request: Entry) -> bool:
    """Whether they belong together, by their link, sequence_number and command_id (a generic_nack answers any)."""
    return (
        response.frame[12:16] == request.frame[12:16]
        and response.is_response
        and not request.is_response
        and response.frame[4:8] in (b"\x80\0\0\0", b"\x80" + request.frame[5:8])
        and response.exchange == request.exchange
    )
