"""Between a gateway and Redis: slow, cut, away; commands that were executed though their answer got lost, or later."""

import asyncio
from contextvars import Context
from typing import Any

from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import ConnectionError, ResponseError

from tests.simulation.little_redis import LittleRedis
from tests.simulation.loop import Loop


class Weather(Struct):
    """What commands have to expect. ``away``: nobody connects, and what is under way is never answered.

    ``lost``: how many do not reach Redis, ``unheard``: of how many the answer is lost; ``delay``: the mean, each way.
    """

    away: bool = False
    lost: float = 0.0
    unheard: float = 0.0
    delay: float = 0.001


class Channel(Redis):
    """One gateway's way to Redis: what `state.connection.call` needs of redis-py's client and its pool."""

    def __init__(self, redis: LittleRedis, loop: Loop, world: Context, weather: Weather) -> None:
        self.connection_pool = self  # type: ignore[assignment]
        self.connection = None
        self.redis = redis
        self.loop = loop
        self.world = world
        self.weather = weather

    async def get_connection(self) -> "Line":
        """See redis-py."""
        if self.weather.away:
            raise ConnectionError("connection refused")
        return Line(self)

    async def release(self, line: "Line") -> None:
        """See redis-py."""


class Line:
    """One command and its answer."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._answer: asyncio.Future[Any] = channel.loop.create_future()

    async def send_packed_command(self, packed: bytes) -> None:
        """It is under way."""
        command = unpacked(packed)
        if self._happens(self._channel.weather.lost):
            self._break_soon()
        else:
            self._later(self._arrive, command)

    async def read_response(self) -> Any:  # noqa: ANN401
        """See redis-py."""
        return await self._answer

    def _arrive(self, command: list[bytes]) -> None:
        if self._channel.weather.away:
            return
        try:
            answer, error = self._channel.redis.execute(*command), None
        except ResponseError as refusal:
            answer, error = None, refusal
        if self._happens(self._channel.weather.unheard):
            self._break_soon()
        else:
            self._later(self._tell, answer, error)

    def _break_soon(self) -> None:
        """The connection breaks, or nothing is heard of it any more."""
        if self._happens(0.5):
            self._later(self._tell, None, ConnectionError("reset by peer"))

    def _tell(self, answer: Any, error: Exception | None) -> None:  # noqa: ANN401
        if self._answer.done():
            return
        if error:
            self._answer.set_exception(error)
        else:
            self._answer.set_result(answer)

    def _later(self, what: Any, *arguments: Any) -> None:  # noqa: ANN401
        channel = self._channel
        delay = channel.loop.chance.expovariate(1 / channel.weather.delay)
        channel.loop.call_later(delay, what, *arguments, context=channel.world)

    def _happens(self, how_often: float) -> bool:
        return self._channel.loop.chance.random() < how_often


def unpacked(packed: bytes) -> list[bytes]:
    """A command as it was before it was packed: a line with each item's length, and the item."""
    items, at = [], packed.index(b"\r\n") + 2
    while at < len(packed):
        begin = packed.index(b"\r\n", at) + 2
        end = begin + int(packed[at + 1 : begin])
        items.append(packed[begin:end])
        at = end + 2
    return items
