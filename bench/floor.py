"""The floor: compiled structs, uvloop, one atomic commit a batch, one transition a turn, and nothing else.

An ESME of the least code that is still durable, to compare the gateway with: no understanding, texts, limits or logs.

    python -m bench.floor SMPP_PORT REDIS_URL
"""

import asyncio
import struct
import sys
from typing import Any, cast

import uvloop
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from transitions import Machine

HEADER = struct.Struct(">4L")
BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x15
RESPONSE = 0x80000000
TEXT = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n8 Человек".encode("utf-16-be")

COMMIT = """
local versions = redis.call('MGET', unpack(KEYS, 2))
for i = 1, #KEYS - 1 do
  redis.call('SET', KEYS[i + 1], ARGV[2 * i], 'EX', 90000)
  redis.call('XADD', KEYS[1], '*', 'effect', ARGV[2 * i + 1])
end
if tonumber(ARGV[1]) > 0 then
  local ids = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', ARGV[1])
  for _, entry in ipairs(ids) do redis.call('XDEL', KEYS[1], entry[1]) end
end
return #versions
"""


class Conversation:
    """What a transition is triggered on."""

    state = "menu"


MACHINE = Machine(
    model=None,
    states=["menu", "list"],
    initial="menu",
    auto_transitions=False,
    send_event=True,
    transitions=[["text", "menu", "list"], ["text", "list", "menu"]],
)


class Floor(asyncio.Protocol):
    """Binds, and answers each deliver_sm with a submit_sm after a commit; one batch is under way at a time."""

    def __init__(self, redis: Redis) -> None:
        self._commit = redis.register_script(COMMIT)
        self._redis = redis
        self._buffer = b""
        self._waiting: list[tuple[int, bytes]] = []
        self._something = asyncio.Event()
        self._sequence = 1
        self._done = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        body = b"floor\0floor\0\0\x34\0\0\0"
        self._transport.write(HEADER.pack(16 + len(body), BIND_TRANSCEIVER, 0, 1) + body)

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data
        at = 0
        while len(data) - at >= 16:
            length, command, _, sequence = HEADER.unpack_from(data, at)
            if len(data) - at < length:
                break
            self._received(command, sequence, data[at + 16 : at + length])
            at += length
        self._buffer = data[at:]

    def _received(self, command: int, sequence: int, body: bytes) -> None:
        if command == DELIVER_SM:
            self._waiting.append((sequence, body[3 : body.index(b"\0", 3)]))
            self._something.set()
        elif command == ENQUIRE_LINK:
            self._transport.write(HEADER.pack(16, ENQUIRE_LINK | RESPONSE, 0, sequence))
        elif command == SUBMIT_SM | RESPONSE:
            self._done += 1

    async def run(self) -> None:
        """Serve for ever."""
        while True:
            await self._something.wait()
            self._something.clear()
            batch, self._waiting = self._waiting, []
            numbers = {number for _, number in batch}
            keys = ["{00}:q:floor", *(f"{{00}}:s:{number.decode()}" for number in numbers)]
            await self._redis.mget(keys[1:])
            arguments: list[Any] = [self._done]
            for _ in numbers:
                conversation = Conversation()
                MACHINE.events["text"].trigger(conversation)
                arguments += (b'[["list",[],null,0]]', TEXT)
            self._done = 0
            await self._commit(keys=keys, args=arguments)
            self._transport.write(b"".join(self._answers(batch)))

    def _answers(self, batch: list[tuple[int, bytes]]) -> list[bytes]:
        answers = []
        for sequence, number in batch:
            answers.append(HEADER.pack(17, DELIVER_SM | RESPONSE, 0, sequence) + b"\0")
            self._sequence += 1
            body = b"\0\0\x01111\0\x01\x01" + number + b"\0\0\0\0\0\0\0\0\x08\0" + bytes((len(TEXT),)) + TEXT
            answers.append(HEADER.pack(16 + len(body), SUBMIT_SM, 0, self._sequence) + body)
        return answers


async def main(port: int, redis_url: str) -> None:
    """Bind to the load generator and serve until it hangs up."""
    redis = Redis.from_url(redis_url, retry=Retry(NoBackoff(), 0))
    _, floor = await asyncio.get_running_loop().create_connection(lambda: Floor(redis), "127.0.0.1", port)
    await floor.run()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
