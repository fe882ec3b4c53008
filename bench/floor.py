"""The floor: compiled structs, uvloop, one atomic commit a batch, one transition a turn, and nothing else.

An ESME of the least code that is still durable, to compare the gateway with: no understanding, texts, limits or logs.

    python -m bench.floor SMPP_PORT REDIS_URL [own|shipped]

With ``shipped`` it makes its batches with `state.store`, as the gateway does; by default with a script of its own.
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

from state.batch import Entry
from state.connection import connect
from state.store import Store

HEADER = struct.Struct(">4L")
BIND_TRANSCEIVER, SUBMIT_SM, DELIVER_SM, ENQUIRE_LINK = 0x09, 0x04, 0x05, 0x15
RESPONSE = 0x80000000
MOST, MOST_DELETIONS = 256, 1000
LEASE = "{00}:lease:floor"
SESSION = (
    b'[{"dialogue":["menu","choosing","",["balance","services"]],"until":1793366000.0,"screen":7},7,1793366000.0,false]'
)
TEXT = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек".encode("utf-16-be")

COMMIT = """
-- KEYS: lease, queue, sessions
-- ARGV: epoch, batch, count of ids to delete, those ids, then for each session: version, value, effect
local lease, queue = KEYS[1], KEYS[2]
local held = redis.call('HMGET', lease, 'epoch', 'batch', 'answer')
if held[1] ~= ARGV[1] then return redis.error_reply('DISPLACED') end
if held[2] == ARGV[2] then return held[3] end
local stored, answer = redis.call('MGET', unpack(KEYS, 3)), {}
local at = 3 + tonumber(ARGV[3])
if at > 3 then redis.call('XDEL', queue, unpack(ARGV, 4, at)) end
for i = 1, #stored do
  local version, value, effect = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local accepted = not stored[i] and version == '' or stored[i] and string.sub(stored[i], 1, #version) == version
  if accepted then
    redis.call('SET', KEYS[2 + i], value, 'EX', 90000)
    redis.call('XADD', queue, ARGV[2] .. '-' .. i, 'effect', effect)
  end
  answer[i] = accepted and '1' or '0'
  at = at + 3
end
answer = table.concat(answer)
redis.call('HSET', lease, 'batch', ARGV[2], 'answer', answer)
return answer
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
        self._batch = 0
        self._sent: dict[int, bytes] = {}
        self._done: list[bytes] = []

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
            self._done.append(self._sent.pop(sequence))

    async def begin(self) -> None:
        """Take the lease."""
        await self._redis.hset(LEASE, "epoch", "1")

    async def run(self) -> None:
        """Serve for ever."""
        await self.begin()
        while True:
            await self._something.wait()
            self._something.clear()
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._serve(batch)
            if self._waiting:
                self._something.set()

    async def _serve(self, batch: list[tuple[int, bytes]]) -> None:
        done, self._done = self._done[:MOST_DELETIONS], self._done[MOST_DELETIONS:]
        await self._store([number for _, number in batch], done)
        self._transport.write(b"".join(self._answers(batch)))

    async def _store(self, numbers: list[bytes], done: list[bytes]) -> None:
        sessions = [b"{00}:s:" + number for number in numbers]
        keys = [key for session in sessions for key in (session, session + b":profile")]
        loaded: list[Any] = await self._redis.mget(keys)
        self._batch += 1
        arguments: list[Any] = ["1", self._batch, len(done), *done]
        for index, stored in enumerate(loaded[::2]):
            MACHINE.events["text"].trigger(Conversation())
            version = stored.partition(b" ")[0] if stored else b""
            arguments += (version, b"1.%d.%d " % (self._batch, index) + SESSION, TEXT)
        await self._commit(keys=[LEASE, "{00}:q:floor", *sessions], args=arguments)

    def _answers(self, batch: list[tuple[int, bytes]]) -> list[bytes]:
        answers = []
        for index, (deliver_sequence, number) in enumerate(batch, 1):
            answers.append(HEADER.pack(17, DELIVER_SM | RESPONSE, 0, deliver_sequence) + b"\0")
            sequence = self._batch * MOST + index
            self._sent[sequence] = b"%d-%d" % (self._batch, index)
            body = b"\0\0\x01111\0\x01\x01" + number + b"\0\0\0\0\0\0\0\0\x08\0" + bytes((len(TEXT),)) + TEXT
            answers.append(HEADER.pack(16 + len(body), SUBMIT_SM, 0, sequence) + body)
        return answers


class ShippedFloor(Floor):
    """The same with the gateway's own store."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._shipped = Store(redis, "floor")

    async def begin(self) -> None:
        """Take the lease."""
        await self._shipped.take()

    async def _store(self, numbers: list[bytes], done: list[bytes]) -> None:
        names = [number.decode() for number in numbers]
        entries = []
        for name, was in zip(names, await self._shipped.load(names), strict=True):
            MACHINE.events["text"].trigger(Conversation())
            entries.append(Entry(name, was.version, SESSION, (TEXT,)))
        await self._shipped.commit(entries, [f"{batch}-{int(index) - 1}" for batch, index in map(_halves, done)])
        self._batch += 1


def _halves(id: bytes) -> list[str]:
    return id.decode().split("-")


async def main(port: int, redis_url: str, commit: str = "own") -> None:
    """Bind to the load generator and serve until it hangs up."""
    if commit == "shipped":
        floor: Floor = ShippedFloor(connect(redis_url))
    else:
        floor = Floor(Redis.from_url(redis_url, retry=Retry(NoBackoff(), 0)))
    await asyncio.get_running_loop().create_connection(lambda: floor, "127.0.0.1", port)
    await floor.run()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), *sys.argv[2:]))
