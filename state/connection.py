"""One command to Redis, and what became of it."""

from asyncio import timeout
from collections.abc import Sequence
from hashlib import sha1
from importlib.resources import files
from typing import Any, Protocol

from fakeredis import FakeAsyncRedis, FakeServer
from hiredis import pack_command
from msgspec import Struct
from redis import exceptions
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from state.errors import Denied, Displaced, Lost, Moved, Rejected, StateError, Unavailable, Unreachable, Vanished

CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 2.0
"""Without an answer for so long, the outcome of a command is unknown."""

Argument = str | bytes | int

_REFUSALS = (exceptions.ResponseError, exceptions.BusyLoadingError, exceptions.AuthenticationError)
_GONE = (exceptions.ConnectionError, exceptions.TimeoutError, OSError)

_ERRORS: dict[str, type[StateError]] = {
    "LOADING": Unreachable,
    "BUSY": Unreachable,
    "CLUSTERDOWN": Unreachable,
    "MASTERDOWN": Unreachable,
    "TRYAGAIN": Unreachable,
    "ASK": Unreachable,
    "OOM": Unavailable,
    "MISCONF": Unavailable,
    "READONLY": Unavailable,
    "NOREPLICAS": Unavailable,
    "NOAUTH": Denied,
    "WRONGPASS": Denied,
    "DISPLACED": Displaced,
    "VANISHED": Vanished,
}
"""Error codes of Redis: refused before the script ran, refused at its first write, or answered by the script itself."""


class Script(Struct, frozen=True):
    """A Lua script, known to Redis by its digest."""

    source: str
    digest: str


def script(name: str) -> Script:
    """The script in the file `name` of this package."""
    source = files("state").joinpath(name).read_text()
    return Script(source, sha1(source.encode(), usedforsecurity=False).hexdigest())


def connect(url: str) -> Redis:
    """A client that repeats nothing by itself: by default redis-py wrote one XADD twice when its answer was lost.

    It has no time limits of its own either, for `call` sets them: below Python 3.12 redis-py's way of limiting a write,
    `asyncio.wait_for`, swallows a cancellation that comes as the write ends.
    """
    return Redis.from_url(
        url, protocol=2, retry=Retry(NoBackoff(), 0), socket_connect_timeout=CONNECT_SECONDS, socket_timeout=None
    )


def in_memory() -> Redis:
    """A Redis inside this process, which dies with it. It has no time limits of its own, as in `connect`."""
    redis: Redis = FakeAsyncRedis(server=FakeServer(), protocol=2, socket_timeout=None)  # else fakeredis keeps it
    return redis


class Elsewhere(Protocol):
    """A Redis that has to be found first (`state.cluster`)."""

    async def call(self, *command: Argument) -> Any:  # noqa: ANN401
        """See the function."""


async def call(redis: Redis | Elsewhere, *command: Argument) -> Any:  # noqa: ANN401
    """Send one command, once, and return its answer as Redis words it.

    Raises Unreachable when it was surely not executed, Lost when nobody knows, and what `_ERRORS` says for an error
    of Redis. The pool connects first, apart from sending: that is how the first two are told from each other.
    """
    if not isinstance(redis, Redis):
        return await redis.call(*command)
    try:
        async with timeout(CONNECT_SECONDS):
            connection = await redis.connection_pool.get_connection()  # type: ignore[no-untyped-call]
    except _REFUSALS as error:
        raise _translated(error) from error
    except _GONE as error:
        raise Unreachable(_said(error)) from error
    try:
        async with timeout(ANSWER_SECONDS):
            # redis-py's own packing takes seven times as long
            await connection.send_packed_command(pack_command(command))  # type: ignore[arg-type]
            return await connection.read_response()
    except _REFUSALS as error:
        raise _translated(error) from error
    except _GONE as error:
        raise Lost(_said(error)) from error
    finally:
        await redis.connection_pool.release(connection)


async def run(redis: Redis | Elsewhere, script: Script, keys: Sequence[str], arguments: Sequence[Argument]) -> Any:  # noqa: ANN401
    """Run a script by its digest; a Redis that does not know it yet gets the source. Raises as `call`."""
    try:
        return await call(redis, "EVALSHA", script.digest, len(keys), *keys, *arguments)
    except Rejected as error:
        if error.code != "NOSCRIPT":
            raise
        return await call(redis, "EVAL", script.source, len(keys), *keys, *arguments)


def _translated(error: exceptions.RedisError) -> StateError:
    if isinstance(error, exceptions.MovedError):
        return Moved(error.node_addr)
    code = error.status_code or str(error).partition(" ")[0]
    kind = _ERRORS.get(code)
    return kind(f"{code}: {error}") if kind else Rejected(code, str(error))


def _said(error: Exception) -> str:
    return "Redis does not answer" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
