"""A Redis in this process, of the commands that the shipped scripts and `state.store` use; the scripts run in Lua 5.1.

It is quick and knows no time but that of its simulation: fakeredis takes milliseconds for a script.
"""

from collections.abc import Callable, Sequence
from typing import Any

from lupa.lua51 import LuaRuntime
from redis.exceptions import ResponseError

Written = tuple[bytes, ...]
"""A command that wrote, with the id that an XADD got."""

Id = tuple[int, int]

NEEDS_MEMORY = {b"SET", b"HSET", b"HINCRBY", b"INCR", b"SADD", b"XADD"}
WRITES = NEEDS_MEMORY | {b"DEL", b"EXPIRE", b"PERSIST", b"HDEL", b"SREM", b"XDEL"}


class Stream:
    """Entries in the order of their ids."""

    def __init__(self) -> None:
        self.entries: dict[Id, list[bytes]] = {}
        self.last: Id = (0, 0)


class LittleRedis:
    """``written`` hears what each command, or script, has written; while ``full`` or ``read_only``, it refuses."""

    def __init__(self, now: Callable[[], float], written: Callable[[list[Written]], None]) -> None:
        self.full = self.read_only = False
        self._now = now
        self._written = written
        self._keys: dict[bytes, Any] = {}
        self._ends: dict[bytes, float] = {}
        self._lua = LuaRuntime(encoding=None)
        self._scripts: dict[bytes, Any] = {}
        self._writes: list[Written] = []
        redis = {b"call": self._call, b"error_reply": lambda text: self._lua.table_from({b"err": text})}
        self._redis = self._lua.table_from(redis)

    def load(self, digest: str, source: str) -> None:
        """Know a script."""
        body = f"return function(KEYS, ARGV, redis)\n{source}\nend"
        self._scripts[digest.encode()] = self._lua.execute(body.encode())

    def execute(self, *command: str | bytes | int) -> Any:  # noqa: ANN401
        """What Redis would answer; raises ResponseError."""
        name, *arguments = map(_octets, command)
        self._writes = []
        try:
            return self._evaluate(arguments) if name == b"EVALSHA" else self._do(name, arguments)
        finally:
            if self._writes:
                self._written(self._writes)

    def stream(self, key: str) -> dict[Id, list[bytes]]:
        """The entries of a stream."""
        return self._stream(key.encode()).entries

    def streams(self) -> list[str]:
        """The keys of all streams that hold something."""
        return [key.decode() for key, value in self._keys.items() if isinstance(value, Stream) and value.entries]

    def _evaluate(self, arguments: Sequence[bytes]) -> Any:  # noqa: ANN401
        digest, count, *rest = arguments
        keys, args = rest[: int(count)], rest[int(count) :]
        answer = _from_lua(self._scripts[digest](self._lua.table_from(keys), self._lua.table_from(args), self._redis))
        if isinstance(answer, dict):
            raise ResponseError(answer[b"err"].decode())
        return answer

    def _call(self, name: bytes, *arguments: bytes | float) -> Any:  # noqa: ANN401
        return self._to_lua(self._do(name, [_octets(argument) for argument in arguments]))

    def _to_lua(self, value: Any) -> Any:  # noqa: ANN401
        if value is None:
            return False
        return self._lua.table_from(list(map(self._to_lua, value))) if isinstance(value, list) else value

    def _do(self, name: bytes, arguments: list[bytes]) -> Any:  # noqa: ANN401
        if name in WRITES:
            self._permit(name)
        answer = getattr(self, f"_{name.decode().lower()}")(*arguments)
        if name in WRITES:
            self._writes.append((name, *arguments, *([answer] if name == b"XADD" else [])))
        return answer

    def _permit(self, name: bytes) -> None:
        """As Redis: after the first write of a script the others pass."""
        if self.read_only:
            raise ResponseError("READONLY You can't write against a read only replica.")
        if self.full and name in NEEDS_MEMORY and not self._writes:
            raise ResponseError("OOM command not allowed when used memory > 'maxmemory'.")

    def _get_key(self, key: bytes, kind: type) -> Any:  # noqa: ANN401
        if self._ends.get(key, self._now()) < self._now():
            self._del(key)
        value = self._keys.get(key)
        if value is not None and not isinstance(value, kind):
            raise ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value")
        return value

    def _made(self, key: bytes, kind: type) -> Any:  # noqa: ANN401
        if self._get_key(key, kind) is None:
            self._keys[key] = kind()
        return self._keys[key]

    # Strings and keys

    def _time(self) -> list[bytes]:
        seconds, fraction = divmod(self._now(), 1)
        return [b"%d" % seconds, b"%d" % (fraction * 1e6)]

    def _get(self, key: bytes) -> bytes | None:
        value: bytes | None = self._get_key(key, bytes)
        return value

    def _mget(self, *keys: bytes) -> list[bytes | None]:
        return [value if isinstance(value := self._get_key(key, object), bytes) else None for key in keys]

    def _set(self, key: bytes, value: bytes, *ex: bytes) -> bytes:
        self._del(key)
        self._keys[key] = value
        if ex:
            self._expire(key, ex[1])
        return b"OK"

    def _incr(self, key: bytes) -> int:
        self._keys[key] = b"%d" % (int(self._get(key) or 0) + 1)
        return int(self._keys[key])

    def _exists(self, key: bytes) -> int:
        return int(self._get_key(key, object) is not None)

    def _del(self, *keys: bytes) -> int:
        for key in keys:
            self._ends.pop(key, None)
        return sum(self._keys.pop(key, None) is not None for key in keys)

    def _expire(self, key: bytes, seconds: bytes) -> int:
        self._ends[key] = self._now() + int(seconds)
        return 1

    def _persist(self, key: bytes) -> int:
        return int(self._ends.pop(key, None) is not None)

    # Hashes and sets

    def _hash(self, key: bytes) -> dict[bytes, bytes]:
        return self._get_key(key, dict) or {}

    def _hget(self, key: bytes, field: bytes) -> bytes | None:
        return self._hash(key).get(field)

    def _hmget(self, key: bytes, *fields: bytes) -> list[bytes | None]:
        return list(map(self._hash(key).get, fields))

    def _hgetall(self, key: bytes) -> list[bytes]:
        return [item for pair in self._hash(key).items() for item in pair]

    def _hlen(self, key: bytes) -> int:
        return len(self._hash(key))

    def _hset(self, key: bytes, *items: bytes) -> int:
        self._made(key, dict).update(zip(items[::2], items[1::2], strict=True))
        return len(items) // 2

    def _hdel(self, key: bytes, *fields: bytes) -> int:
        return sum(self._hash(key).pop(field, None) is not None for field in fields)

    def _hincrby(self, key: bytes, field: bytes, by: bytes) -> int:
        value = int(self._hash(key).get(field, b"0")) + int(by)
        self._hset(key, field, b"%d" % value)
        return value

    def _sadd(self, key: bytes, *members: bytes) -> int:
        return self._hset(key, *(item for member in members for item in (member, b"")))

    _srem = _hdel
    _scard = _hlen

    def _smembers(self, key: bytes) -> list[bytes]:
        return list(self._hash(key))

    def _sismember(self, key: bytes, member: bytes) -> int:
        return int(member in self._hash(key))

    # Streams

    def _stream(self, key: bytes) -> Stream:
        return self._get_key(key, Stream) or Stream()

    def _xlen(self, key: bytes) -> int:
        return len(self._stream(key).entries)

    def _xadd(self, key: bytes, *arguments: bytes) -> bytes:
        if arguments[0] == b"MAXLEN":
            arguments = arguments[3:]
        stream = self._made(key, Stream)
        id = self._next(stream, arguments[0].decode())
        if id <= stream.last:
            raise ResponseError("ERR The ID specified in XADD is equal or smaller than the target stream top item")
        stream.entries[id] = list(arguments[1:])
        stream.last = id
        return b"%d-%d" % id

    def _next(self, stream: Stream, wanted: str) -> Id:
        ms, _, sequence = wanted.partition("-")
        first = max(int(self._now() * 1000), stream.last[0]) if ms == "*" else int(ms)
        if sequence not in ("", "*"):
            return first, int(sequence)
        return first, stream.last[1] + 1 if first == stream.last[0] else 0

    def _xdel(self, key: bytes, *ids: bytes) -> int:
        entries = self._stream(key).entries
        return sum(entries.pop(_id(id), None) is not None for id in ids)

    def _xrange(self, key: bytes, first: bytes, last: bytes, *count: bytes) -> list[list[Any]]:
        after = _id(first[1:]) if first.startswith(b"(") else None
        lowest = (0, 0) if first == b"-" else after or _id(first)
        highest = (1 << 64, 0) if last == b"+" else _id(last)
        found = [(id, entry) for id, entry in self._stream(key).entries.items() if lowest <= id <= highest != after]
        most = int(count[1]) if count else len(found)
        return [[b"%d-%d" % id, list(entry)] for id, entry in found if id != after][:most]


def _octets(value: str | bytes | float) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else b"%d" % value


def _id(text: bytes) -> Id:
    ms, _, sequence = text.partition(b"-")
    return int(ms), int(sequence or 0)


def _from_lua(value: Any) -> Any:  # noqa: ANN401
    """Tables as Redis answers them: up to the first nil; false is nothing; of an error the table itself."""
    if value is False:
        return None
    if not hasattr(value, "items"):
        return value
    if value[b"err"] is not None:
        return {b"err": value[b"err"]}
    items: list[Any] = []
    while (item := value[len(items) + 1]) is not None:
        items.append(_from_lua(item))
    return items
