"""Where operation, session and text stand in a PDU of USSD, as the table of a dialect has it. Both ends use it."""

from collections.abc import Mapping
from enum import Enum, auto

from smpp import reading
from smpp.alphabets import DEFAULT, UCS2, encode_gsm, encode_ucs2, is_gsm
from smpp.parts import HAS_HEADER, piece_of
from smpp.pdus import DataSm, ShortMessagePdu
from smpp.tlvs import MESSAGE_PAYLOAD, USSD_SERVICE_OP, RawTlvs
from smpp.ussd_table import Code, Table, tag_of, with_value

MOST_RETURNED = 64
"""Octets of a TLV that is returned; it is kept as long as the session."""


class Operation(Enum):
    """What a message does in a session."""

    BEGIN = auto()
    """The phone dials."""
    ANSWER = auto()
    """It answers."""
    END = auto()
    """It has hung up, or the network has let go of it."""
    ASK = auto()
    """It is shown something that it may answer."""
    CLOSE = auto()
    """It is shown something, and the session ends."""


class Wire:
    """A table, made ready for what each message asks of it."""

    def __init__(self, table: Table) -> None:
        """``done``, ``ordered``: what operations mean, of a phone and for it; ``heads``: how each is told.

        ``fixed``: TLVs that each reply bears, besides those `returned`.
        """
        come, go, session = table.from_phone, table.to_phone, table.session
        self.done = _meanings({Operation.BEGIN: come.begin, Operation.ANSWER: come.answer, Operation.END: come.end})
        self.ordered = _meanings({Operation.CLOSE: (go.close,), Operation.ASK: (go.ask,)})
        self.fixed = tuple(with_value(*each) for each in table.tlvs.items())
        self.end = session.end
        self._service_type = table.service_type
        self._by_service_type = table.operation == "service_type"
        self._session = tag_of(session.tlv) if session.tlv else _NO_TAG
        self._octets, self._id, self._sequence = session.octets, session.id, session.sequence
        self._lowest = _lowest(session.id)
        self._returned = (self._session, *map(tag_of, table.echo))
        self._gsm, self._ucs2 = table.text.gsm, table.text.ucs2
        self._codings = {table.text.gsm: DEFAULT, table.text.ucs2: UCS2}
        codes = (come.begin[0], come.answer[0], come.end[0], go.ask, go.close)
        self.heads = {one: self._head(code) for one, code in zip(Operation, codes, strict=True)}
        self.ask, self.close = self.heads[Operation.ASK], self.heads[Operation.CLOSE]

    def _head(self, code: Code) -> tuple[str, RawTlvs]:
        if isinstance(code, str):
            return code, ()
        return self._service_type, (USSD_SERVICE_OP.with_value(code),)

    # Read

    def code(self, pdu: ShortMessagePdu | DataSm, tlvs: Mapping[int, bytes]) -> bytes | None:
        """The operation, as its octets; empty if none is told, None if the message is none of USSD."""
        if self._by_service_type:
            code = pdu.service_type.encode("latin-1")
            return code if code in self.done or code in self.ordered else None
        told = tlvs.get(USSD_SERVICE_OP.tag)
        if told is None and self._service_type and pdu.service_type == self._service_type:
            return b""
        return told

    def session(self, tlvs: Mapping[int, bytes]) -> int:
        """What the session's TLV holds, 0 where there is none of the right length."""
        told = tlvs.get(self._session)
        return int.from_bytes(told, "big") if told is not None and len(told) == self._octets else 0

    def number(self, session: int) -> int:
        """The session's number in that."""
        return (session & self._id) // self._lowest

    def told(self, number: int) -> int:
        """What is told of a session's number."""
        return self.number(number * self._lowest) if self._session != _NO_TAG else 0

    def text(self, pdu: ShortMessagePdu | DataSm, tlvs: Mapping[int, bytes], alphabet: str) -> str:
        """The text, empty where there is none; it may be coded wrongly, see `smpp.reading`."""
        if pdu.esm_class & HAS_HEADER:
            data = piece_of(pdu).data
        else:
            data = (not isinstance(pdu, DataSm) and pdu.short_message) or tlvs.get(MESSAGE_PAYLOAD.tag, b"")
        if not data:
            return ""
        return reading.read(data, self._codings.get(pdu.data_coding, pdu.data_coding), alphabet)[0] or ""

    # Written

    def returned(self, tlvs: Mapping[int, bytes]) -> RawTlvs:
        """What a reply bears of what came, as it came: the session, and what the table has for echo."""
        return tuple([(tag, tlvs[tag]) for tag in self._returned if tag in tlvs and len(tlvs[tag]) <= MOST_RETURNED])

    def coded(self, text: str) -> tuple[int, bytes]:
        """The text's data_coding and octets."""
        return (self._gsm, encode_gsm(text)) if is_gsm(text) else (self._ucs2, encode_ucs2(text))

    def started(self, operation: Operation, number: int, unit: int) -> RawTlvs:
        """What tells the session of that number in its ``unit``-th message."""
        if self._session == _NO_TAG:
            return ()
        value = number * self._lowest & self._id | unit * _lowest(self._sequence) & self._sequence
        if operation is Operation.END:
            value |= self.end
        return ((self._session, value.to_bytes(self._octets, "big")),)

    def ended(self, returned: RawTlvs) -> RawTlvs:
        """What is returned, where the session ends."""
        return tuple([(tag, self._with_end(value) if tag == self._session else value) for tag, value in returned])

    def _with_end(self, value: bytes) -> bytes:
        if len(value) != self._octets:
            return value
        return (int.from_bytes(value, "big") | self.end).to_bytes(self._octets, "big")


_NO_TAG = -1


def _meanings(codes: Mapping[Operation, tuple[Code, ...]]) -> dict[bytes, Operation]:
    """Operations by what stands on the wire."""
    return {_octets(code): operation for operation, each in codes.items() for code in each}


def _octets(code: Code) -> bytes:
    return code.encode() if isinstance(code, str) else bytes((code,))


def _lowest(mask: int) -> int:
    """The lowest bit of a mask."""
    return mask & -mask
