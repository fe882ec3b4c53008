"""The Redis of the simulation answers as a real one does."""

from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from state.connection import call, connect
from state.errors import Rejected
from tests.redis_server import RedisServer
from tests.simulation.little_redis import LittleRedis

COMMANDS = """
GET s|SET s 1 EX 100|GET s|MGET s t|EXISTS s|EXISTS t|SET t 2|MGET s t|INCR n|INCR n|GET n|PERSIST s|PERSIST s|DEL s t
HSET h a 1 b 2|HGET h a|HGET h c|HMGET h a c b|HGETALL h|HLEN h|HINCRBY h a 5|HINCRBY h new 1|HDEL h a c|HGETALL h
EXPIRE h 10|SADD g x|SADD g y|SISMEMBER g x|SISMEMBER g z|SREM g x|SMEMBERS g
XLEN q|XADD q 5-0 e one|XADD q 5-1 e two|XADD q 5-* e three|XADD q 7-* e four|XADD q 7-0 e no|XADD q 3-* e no|XLEN q
XRANGE q - +|XRANGE q (5-0 + COUNT 2|XRANGE q 5-1 5-1|XRANGE q 6-0 6-0|XRANGE q (0 + COUNT 10|XDEL q 5-0 5-9
XRANGE q - +|XDEL q 5-1 5-2 7-0|XLEN q|XADD q 7-0 e no|XADD q 8-0 e five|DEL q|XADD q 1-0 e anew
GET h|HGET n a|XLEN h|MGET h n
""".replace("\n", "|").strip("|")


async def _answer(redis: Redis, command: list[str]) -> Any:  # noqa: ANN401
    try:
        return await call(redis, *command)
    except Rejected:
        return "refused"


def _little_answer(redis: LittleRedis, command: list[str]) -> Any:  # noqa: ANN401
    try:
        return redis.execute(*command)
    except ResponseError:
        return "refused"


async def _real(server: RedisServer) -> list[Any]:
    async with connect(server.url) as redis:
        await redis.flushall()
        return [await _answer(redis, command.split()) for command in COMMANDS.split("|")]


async def test_each_command_is_answered_as_redis_answers_it(shared_server: RedisServer) -> None:
    """One after the other, the refused ones too."""
    little = LittleRedis(lambda: 1_700_000_000.0, lambda _: None)
    answers = [_little_answer(little, command.split()) for command in COMMANDS.split("|")]
    for command, real, answer in zip(COMMANDS.split("|"), await _real(shared_server), answers, strict=True):
        assert (command, answer) == (command, real)


@pytest.mark.parametrize(
    "script", ["return {1, 'a', false, 2}", "return redis.call('HGETALL', KEYS[1])", "return ARGV[2]"]
)
async def test_what_scripts_return_reads_as_redis_words_it(shared_server: RedisServer, script: str) -> None:
    """Tables, nothing, numbers and texts."""
    little = LittleRedis(lambda: 0.0, lambda _: None)
    little.load("digest", script)
    async with connect(shared_server.url) as redis:
        await redis.flushall()
        real = await call(redis, "EVAL", script, 1, "h", "x", "y")
    assert little.execute("EVALSHA", "digest", 1, "h", "x", "y") == real
