"""The kinds of field in a PDU's body (SMPP 3.4, 3.1). Each reads itself from a frame and writes itself as octets.

`read(frame, offset)` gives the value and the offset after it, or raises RemoteError; `write(value)` gives the octets,
or raises LocalError. We read more than we write: a string may be longer than its field allows, up to MAX_STRING.
"""

from typing import Any, Protocol

import msgspec

from smpp.errors import LocalError, RemoteError
from smpp.statuses import Status

MAX_STRING = 256
"""Octets of the longest C-octet string that is read, with its NUL; the longest field of SMPP 3.4 has 65."""

MAX_SHORT_MESSAGE = 254
"""Octets of the longest short_message that is written (SMPP 3.4, 5.2.22); a peer may send 255."""


class Field(Protocol):
    """What every kind of field can do."""

    def read(self, frame: bytes, offset: int) -> tuple[Any, int]:
        """The value that begins at the offset, and the offset after it."""

    def write(self, value: Any) -> bytes:  # noqa: ANN401
        """The value's octets."""


class Integer(msgspec.Struct, frozen=True):
    """An unsigned integer of `size` octets, big-endian."""

    size: int

    def read(self, frame: bytes, offset: int) -> tuple[int, int]:
        """See Field."""
        end = offset + self.size
        if end > len(frame):
            raise RemoteError(Status.RINVCMDLEN, f"the body ends within an integer at octet {offset}")
        return int.from_bytes(frame[offset:end], "big"), end

    def write(self, value: int) -> bytes:
        """See Field."""
        try:
            return value.to_bytes(self.size, "big")
        except OverflowError:
            raise LocalError(f"{value} does not fit in {self.size} octets") from None


class CString(msgspec.Struct, frozen=True):
    """A C-octet string of at most `size` octets with its NUL; `str` to us, octet for octet (Latin-1).

    With `exact`, as for times, it is empty or fills the field.
    """

    size: int
    exact: bool = False

    def read(self, frame: bytes, offset: int) -> tuple[str, int]:
        """See Field."""
        end = frame.find(b"\0", offset, offset + MAX_STRING)
        if end < 0:
            end = len(frame)  # the last string of a PDU may lack its NUL
            if not offset < end < offset + MAX_STRING:
                raise RemoteError(Status.RINVCMDLEN, f"no end to the string at octet {offset}")
            return frame[offset:].decode("latin-1"), end
        return frame[offset:end].decode("latin-1"), end + 1

    def write(self, value: str) -> bytes:
        """See Field."""
        if not self.fits(value):
            raise LocalError(f"{value!r} does not fit a C-octet string of {self.size} octets")
        return value.encode("latin-1") + b"\0"

    def fits(self, value: str) -> bool:
        """Whether this field can carry the value."""
        right_length = len(value) in (0, self.size - 1) if self.exact else len(value) < self.size
        return right_length and "\0" not in value and (value.isascii() or max(value) <= "\xff")


class ShortMessage(msgspec.Struct, frozen=True):
    """sm_length and short_message, as one value (SMPP 3.4, 5.2.21-22)."""

    def read(self, frame: bytes, offset: int) -> tuple[bytes, int]:
        """See Field."""
        if offset >= len(frame):
            raise RemoteError(Status.RINVCMDLEN, "the body ends before sm_length")
        end = offset + 1 + frame[offset]
        if end > len(frame):
            raise RemoteError(Status.RINVMSGLEN, "sm_length goes beyond the end of the PDU")
        return frame[offset + 1 : end], end

    def write(self, value: bytes) -> bytes:
        """See Field."""
        if len(value) > MAX_SHORT_MESSAGE:
            raise LocalError(f"short_message of {len(value)} octets, {MAX_SHORT_MESSAGE} at most")
        return bytes((len(value),)) + value
