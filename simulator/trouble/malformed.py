"""PDUs that are none: what a broken SMSC writes instead of a PDU, or before it. Pure.

A frame is one whole PDU of the SMSC; what comes of it are the octets that are written, PDU by PDU.
"""

import struct
from collections.abc import Callable, Iterator

from simulator.trouble.dice import Dice
from simulator.trouble.faults import Malformed
from smpp.frames import HEADER_SIZE
from smpp.pdus import SubmitSmResp

LONG_STRING = b"A" * 80
NO_SEQUENCE = 0x7FFF_FFF0
"""A sequence_number that no request has."""

_HEADER = struct.Struct(">IIII")


def malform(frame: bytes, chances: Malformed, dice: Dice) -> Iterator[bytes]:
    """What is written for this PDU."""
    hit = [name for name in chances.__struct_fields__ if dice.hit(name, getattr(chances, name))]
    yield from (_BEFORE[name](dice) for name in hit if name in _BEFORE)
    for name in hit:
        frame = _INSTEAD[name](frame) if name in _INSTEAD else frame
    yield frame


def _with_length(frame: bytes) -> bytes:
    return len(frame).to_bytes(4, "big") + frame[4:]


def _bad_length(frame: bytes) -> bytes:
    return (len(frame) + 4).to_bytes(4, "big") + frame[4:]


def _endless(frame: bytes) -> bytes:
    return b"\xff" * 4 + frame[4:]


def _truncated(frame: bytes) -> bytes:
    return _with_length(frame[: (len(frame) + HEADER_SIZE) // 2])


def _truncated_tlv(frame: bytes) -> bytes:
    return _with_length(frame + bytes.fromhex("1400 0020 00"))


def _long_string(frame: bytes) -> bytes:
    return _with_length(frame[:HEADER_SIZE] + LONG_STRING + frame[HEADER_SIZE:]) if len(frame) > HEADER_SIZE else frame


def _wrong_sequence(frame: bytes) -> bytes:
    return frame[:12] + (NO_SEQUENCE - 1).to_bytes(4, "big") + frame[HEADER_SIZE:]


_INSTEAD: dict[str, Callable[[bytes], bytes]] = {
    "truncated": _truncated,
    "truncated_tlv": _truncated_tlv,
    "long_string": _long_string,
    "wrong_sequence": _wrong_sequence,
    "bad_length": _bad_length,
    "endless": _endless,
}
_BEFORE: dict[str, Callable[[Dice], bytes]] = {
    "too_short": lambda dice: bytes.fromhex("00000008 00000005"),
    "unknown_command": lambda dice: _HEADER.pack(HEADER_SIZE, 0x0000_0099, 0, NO_SEQUENCE),
    "response_to_nothing": lambda dice: _HEADER.pack(17, SubmitSmResp.command_id, 0, NO_SEQUENCE) + b"\0",
    "garbage": lambda dice: bytes(int(dice.throw("octets of garbage") * 256) for _ in range(16)),
}
