"""Connections without sockets."""

import asyncio
from typing import Any


class Wire(asyncio.Transport):
    """Keeps what is ``written``; gone once closed, and tells its protocol so."""

    def __init__(self, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self.written = bytearray()
        self.closing = False
        self._protocol = protocol
        protocol.connection_made(self)

    def feed(self, data: bytes) -> None:
        """The peer sends this; once we are closing, nobody reads it."""
        if not self.closing:
            self._protocol.data_received(data)

    def take(self) -> bytes:
        """What was written since the last call."""
        data = bytes(self.written)
        self.written.clear()
        return data

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        """An address of the peer."""
        return ("127.0.0.1", 1) if name == "peername" else default

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """To the peer, who reads it."""
        assert not self.closing
        self.written += data

    def get_write_buffer_size(self) -> int:
        """It is read at once."""
        return 0

    def is_closing(self) -> bool:
        """Whether it was told to."""
        return self.closing

    def close(self) -> None:
        """Done as soon as the loop comes to it."""
        if not self.closing:
            self.closing = True
            asyncio.get_running_loop().call_soon(self._protocol.connection_lost, None)

    def abort(self) -> None:
        """At once, too."""
        self.close()
