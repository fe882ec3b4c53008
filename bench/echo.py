"""An ESME that costs next to nothing: it answers each message with its own text. For the ceiling of ``pomoshnik load``.

    pomoshnik load --smpp-port 2775 --phones-at-once 200 & python -m bench.echo 2775

Waits until somebody listens there, and ends with the connection.
"""

import asyncio
import sys
from contextlib import suppress
from typing import cast

import uvloop

from bench.load import DELIVER_SM, ENQUIRE_LINK, HEADER, RESPONSE, SUBMIT_SM

BIND_TRANSCEIVER = 0x09


class Echo(asyncio.Protocol):
    """One link."""

    def __init__(self) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._buffer = b""
        self._sequence = 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        body = b"echo\0echo\0\0\x34\0\0\0"
        self._transport.write(HEADER.pack(HEADER.size + len(body), BIND_TRANSCEIVER, 0, 1) + body)

    def data_received(self, data: bytes) -> None:
        out: list[bytes] = []
        data, at = self._buffer + data, 0
        while len(data) - at >= HEADER.size and len(data) - at >= (length := HEADER.unpack_from(data, at)[0]):
            _, command, _, sequence = HEADER.unpack_from(data, at)
            if command == DELIVER_SM:
                out += (HEADER.pack(17, DELIVER_SM | RESPONSE, 0, sequence), b"\0")
                out.append(self._echo(data[at + HEADER.size : at + length]))
            elif command == ENQUIRE_LINK:
                out.append(HEADER.pack(HEADER.size, ENQUIRE_LINK | RESPONSE, 0, sequence))
            at += length
        self._buffer = data[at:]
        self._transport.write(b"".join(out))

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(None)

    def _echo(self, body: bytes) -> bytes:
        """A submit_sm with both addresses (ton, npi, string) exchanged."""
        source = body.index(b"\0") + 1
        destination = body.index(b"\0", source + 2) + 1
        rest = body.index(b"\0", destination + 2) + 1
        body = body[:source] + body[destination:rest] + body[source:destination] + body[rest:]
        self._sequence += 1
        return HEADER.pack(HEADER.size + len(body), SUBMIT_SM, 0, self._sequence) + body


async def main(port: int) -> None:
    """Echo until the other end hangs up."""
    loop, echo = asyncio.get_running_loop(), Echo()
    while True:
        with suppress(ConnectionRefusedError):
            await loop.create_connection(lambda: echo, "127.0.0.1", port)
            break
        await asyncio.sleep(0.1)
    await echo.lost


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
