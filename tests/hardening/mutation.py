"""What is likely to break a reader of SMPP: streams of PDUs, changed where it hurts."""

from collections.abc import Callable
from random import Random

from smpp import tlvs
from smpp.frames import HEADER_SIZE, MAX_PDU
from smpp.pdus import BY_COMMAND_ID
from tests.hardening.inputs import CHOICES, frames_of, known

MOST_OCTETS = 4096
"""Of an input."""

_LENGTHS = (0, 1, 15, 16, 17, MAX_PDU, MAX_PDU + 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_NUMBERS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_STATUSES = (0, 0, 0x04, 0x05, 0x08, 0x0E, 0x14, 0x45, 0x58, 0x64, 0x65, 0xFE, 0x400, 0xFFFFFFFF)
_OCTETS = (0x00, 0x01, 0x02, 0x03, 0x04, 0x08, 0x1B, 0x20, 0x2A, 0x30, 0x40, 0x7F, 0x80, 0xD8, 0xDC, 0xF0, 0xFE, 0xFF)
_TAGS = sorted({each.tag for each in vars(tlvs).values() if isinstance(each, tlvs.Tlv)} | {0, 0x1401, 0xFFFF})
_COMMANDS = sorted({*BY_COMMAND_ID, 0, 0x99, 0x111, 0x80000099, 0xFFFFFFFF})
_RUNS = (1, 1, 2, 3, 16, 64, 255, 256, 300)


def mutate(data: bytes, chance: Random, most: int = MOST_OCTETS) -> bytes:
    """Another input, like this one."""
    choices, frames = bytearray(data[:CHOICES].ljust(CHOICES, b"\0")), frames_of(data[CHOICES:])
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if frames and chance.random() < 0.75:
            place = chance.randrange(len(frames))
            frames[place] = chance.choice(_OF_A_PDU)(frames[place], chance)
        else:
            chance.choice(_OF_A_STREAM)(frames, chance)
    if chance.random() < 0.1:
        choices[chance.randrange(CHOICES)] = chance.randrange(256)
    return (bytes(choices) + b"".join(frames))[:most]


# Of a stream


def _add(frames: list[bytes], chance: Random) -> None:
    frames.insert(chance.randint(0, len(frames)), chance.choice(known()))


def _leave_out(frames: list[bytes], chance: Random) -> None:
    if frames:
        del frames[chance.randrange(len(frames))]


def _repeat(frames: list[bytes], chance: Random) -> None:
    if frames:
        frames += [chance.choice(frames)] * chance.choice((1, 1, 2, 10, 70))


def _shuffle(frames: list[bytes], chance: Random) -> None:
    chance.shuffle(frames)


def _break_off(frames: list[bytes], chance: Random) -> None:
    if frames:
        frames[-1] = frames[-1][: chance.randint(0, len(frames[-1]))]


_OF_A_STREAM: tuple[Callable[[list[bytes], Random], None], ...] = (
    _add,
    _add,
    _leave_out,
    _repeat,
    _shuffle,
    _break_off,
)


# Of a PDU


def _word(place: int, values: tuple[int, ...] | list[int]) -> Callable[[bytes, Random], bytes]:
    def change(frame: bytes, chance: Random) -> bytes:
        return frame[:place] + chance.choice(values).to_bytes(4, "big") + frame[place + 4 :]

    return change


def _whole(frame: bytes) -> bytes:
    """With the command_length that it has."""
    return len(frame).to_bytes(4, "big") + frame[4:]


def _octet(frame: bytes, chance: Random) -> bytes:
    place = chance.randint(min(HEADER_SIZE, len(frame)), len(frame))
    octet = chance.choice(_OCTETS) if chance.random() < 0.7 else chance.randrange(256)
    return _whole(frame[:place] + bytes((octet,)) + frame[place + 1 :])


def _insert(frame: bytes, chance: Random) -> bytes:
    place = chance.randint(min(HEADER_SIZE, len(frame)), len(frame))
    return _whole(frame[:place] + bytes((chance.choice(_OCTETS),)) * chance.choice(_RUNS) + frame[place:])


def _delete(frame: bytes, chance: Random) -> bytes:
    place = chance.randint(min(HEADER_SIZE, len(frame)), len(frame))
    return _whole(frame[:place] + frame[place + chance.choice(_RUNS) :])


def _join(frame: bytes, chance: Random) -> bytes:
    other = chance.choice(known())
    return _whole(frame[: chance.randint(0, len(frame))] + other[chance.randint(0, len(other)) :])


def _tlv(frame: bytes, chance: Random) -> bytes:
    value = chance.randbytes(chance.choice((0, 1, 1, 2, 2, 3, 4, 65, 300)))
    length = len(value) if chance.random() < 0.8 else chance.choice((0, 1, len(value) + 1, 0xFFFF))
    return _whole(frame + chance.choice(_TAGS).to_bytes(2, "big") + length.to_bytes(2, "big") + value)


_OF_A_PDU: tuple[Callable[[bytes, Random], bytes], ...] = (
    _word(0, _LENGTHS),
    _word(4, _COMMANDS),
    _word(8, _STATUSES),
    _word(12, _NUMBERS),
    _word(12, _NUMBERS),
    _octet,
    _octet,
    _octet,
    _insert,
    _delete,
    _join,
    _tlv,
    _tlv,
)
