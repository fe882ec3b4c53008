"""Cuts a stream of octets into whole PDUs."""

import struct
from collections.abc import Iterator

from smpp.errors import RemoteError
from smpp.statuses import Status

_LENGTH = struct.Struct(">I")
HEADER_SIZE = 16
MAX_PDU = 65 * 1024
"""Octets of the longest PDU that is taken: a message_payload of 64 KiB and what goes around it."""


class Framer:
    """Octets in, however the network cut them; whole PDUs out. Linear in what it is fed."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take the octets; the iterator gives the PDUs that are whole by now.

        It raises RemoteError (RINVCMDLEN) at a length that no PDU has: the stream is lost from there on.
        """
        self._buffer += data
        return self._whole()

    def _whole(self) -> Iterator[bytes]:
        buffer = self._buffer
        while len(buffer) >= 4:
            (length,) = _LENGTH.unpack_from(buffer)
            if not HEADER_SIZE <= length <= MAX_PDU:
                raise RemoteError(Status.RINVCMDLEN, f"command_length {length}")
            if len(buffer) < length:
                return
            frame = bytes(buffer[:length])
            del buffer[:length]
            yield frame
