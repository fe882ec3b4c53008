"""One reader and one writer for all PDUs, driven by their declarations.

Reading is lenient: it takes over-long strings, a broken tail of optional parameters, responses without (all of) their
body. Writing is strict. The twins in `smpp.hot` do the frequent PDUs quicker and leave to these whatever is unusual.
"""

import struct
from collections.abc import Iterator
from typing import Any, get_type_hints

from smpp import hot
from smpp.errors import LocalError, RemoteError
from smpp.frames import HEADER_SIZE
from smpp.pdus import BY_COMMAND_ID, RESPONSE_BIT, Pdu
from smpp.statuses import Status
from smpp.tlvs import read_tlvs, write_tlvs
from smpp.wire import Field

MAX_SEQUENCE = 0x7FFFFFFF

Layout = tuple[tuple[str, Field], ...]

_HEADER = struct.Struct(">IIII")


def _layout(pdu: type[Pdu]) -> Layout:
    """The names and kinds of a PDU's mandatory fields, in wire order."""
    hints = get_type_hints(pdu, include_extras=True)
    return tuple((name, hint.__metadata__[0]) for name, hint in hints.items() if hasattr(hint, "__metadata__"))


_LAYOUTS = {pdu: _layout(pdu) for pdu in BY_COMMAND_ID.values()}


def decode(frame: bytes) -> Pdu:
    """One whole PDU from its octets; RemoteError, and nothing else, if they are none."""
    if len(frame) < HEADER_SIZE:
        raise RemoteError(Status.RINVCMDLEN, f"a PDU of {len(frame)} octets")
    length, command_id, status, sequence = _HEADER.unpack_from(frame)
    if length != len(frame):
        raise RemoteError(Status.RINVCMDLEN, f"command_length {length} on {len(frame)} octets", sequence=sequence)
    twin = hot.READERS.get(command_id)
    return (twin and twin(frame, status, sequence)) or read_any(frame, command_id, status, sequence)


def read_any(frame: bytes, command_id: int, status: int, sequence: int) -> Pdu:
    """What `decode` does for every PDU that has no twin."""
    pdu = BY_COMMAND_ID.get(command_id)
    if pdu is None:
        reason = f"unknown command_id 0x{command_id:08X}"
        raise RemoteError(Status.RINVCMDID, reason, sequence=sequence, command_id=command_id)
    fields: dict[str, Any] = {}
    end = HEADER_SIZE
    try:
        for name, value, after in read_fields(frame, pdu):
            fields[name], end = value, after
    except RemoteError as error:
        error.sequence, error.command_id = sequence, command_id
        raise
    return pdu(sequence=sequence, status=status, tlvs=read_tlvs(frame, end), **fields)


def read_fields(frame: bytes, pdu: type[Pdu]) -> Iterator[tuple[str, Any, int]]:
    """Each mandatory field: its name, its value, and the offset after it. RemoteError where they break off."""
    may_end = bool(pdu.command_id & RESPONSE_BIT)
    offset = HEADER_SIZE
    for name, field in _LAYOUTS[pdu]:
        if may_end and offset == len(frame):
            break
        value, offset = field.read(frame, offset)
        yield name, value, offset


def encode(pdu: Pdu, sequence: int | None = None) -> bytes:
    """The PDU's octets, under another sequence number if one is given; LocalError if a field cannot be written."""
    if sequence is None:
        sequence = pdu.sequence
    twin = hot.WRITERS.get(pdu.command_id)
    return (twin and twin(pdu, sequence)) or write_any(pdu, sequence)


def write_any(pdu: Pdu, sequence: int) -> bytes:
    """What `encode` does for every PDU that has no twin."""
    if not (0 <= sequence <= 0xFFFFFFFF and 0 <= pdu.status <= 0xFFFFFFFF):
        raise LocalError(f"sequence {sequence}, status {pdu.status}: not of 32 bits")
    body = b"" if pdu.status and pdu.bare_refusal and not pdu.tlvs else _write_fields(pdu)
    tail = write_tlvs(pdu.tlvs)
    return _HEADER.pack(HEADER_SIZE + len(body) + len(tail), pdu.command_id, pdu.status, sequence) + body + tail


def _write_fields(pdu: Pdu) -> bytes:
    octets = []
    for name, field in _LAYOUTS[type(pdu)]:
        try:
            octets.append(field.write(getattr(pdu, name)))
        except LocalError as error:
            raise LocalError(f"{name}: {error}") from None
    return b"".join(octets)
