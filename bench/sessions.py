"""Many sessions: is the gateway as fast with a million of them, and what does Redis need for one?

    python -m bench.sessions [MANY] [SECONDS]

The records are made by the gateway's own codec and written as its commits write them; the load then comes from all of
these numbers, in turn.
"""

import itertools
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from msgspec import Struct
from msgspec.structs import replace
from redis import Redis

from bench.load import FIRST, NUMBERS
from bench.processes import Figures, operator, redis
from bench.turns import command, measure
from dialogs.effects import Ask
from dialogs.engine import step
from dialogs.events import Answered, Text
from dialogs.session import Session
from dialogs.world import World
from gateway.records import Codec, Delivery, Record, Window
from gateway.vault import Vault
from operator_api.catalogue import load_catalogue
from operator_api.contract import Kopecks, Number, Profile, ServiceQuote
from smpp.ussd import Operation, dialect
from state.batch import SESSION_SECONDS
from state.keys import Keys

AT = 1_793_366_000.0
MANY = 1_000_000
AT_ONCE = 10_000
WAY = 0xFFFF_FFFF
TEXTS = {
    "nothing asked": ("помощь",),
    "the menu": ("меню",),
    "a list of services": ("все услуги",),
    "an item of it": ("все услуги", "1"),
}
"""What somebody wrote who is where the name says."""

STANDARD = dialect("")
WORLD = World(load_catalogue(), Profile(), Number(str(FIRST)))
UNPROVEN = Delivery("1234.12", 123456, b"digest", int(AT))
CODEC = Codec(Vault(Fernet.generate_key()))
PROFILE = CODEC.profile_bytes(Profile())
PROFILE_SECONDS = 3600
KEYS = Keys()


class Size(Struct, frozen=True):
    """Octets that Redis needs for one session, key and all: each state's, and the average of those outside USSD."""

    states: dict[str, int]
    average: int


def main() -> None:
    """Print what Redis needs, and the speed with few and with many sessions."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    print(sizes())
    print(with_sessions(NUMBERS, seconds), with_sessions(many, seconds))


def records() -> dict[str, bytes]:
    """A record as it is stored, for each state of `TEXTS`."""
    kept = _kept()
    return _stored(kept | {"an unproven delivery": replace(kept["the menu"], unproven=(UNPROVEN,))})


def in_session() -> dict[str, bytes]:
    """The same of those that ask, while a phone shows them in a USSD session."""
    unit = STANDARD.unit(STANDARD.deliver(Operation.BEGIN, 7, str(FIRST), "111", "*111#", 0))
    assert unit
    window = Window("bench@127.0.0.1:2775", unit.session, None, AT, STANDARD.table.text.octets)
    asking = {name: record for name, record in _kept().items() if record.session.until}
    return _stored({f"{name}, in USSD": replace(record, window=window) for name, record in asking.items()})


def _kept() -> dict[str, Record]:
    sessions = {name: _after(*texts) for name, texts in TEXTS.items()} | {"confirming": _confirming()}
    return {name: Record(session, reference=7, busy_until=AT, way=WAY) for name, session in sessions.items()}


def _stored(kept: Mapping[str, Record]) -> dict[str, bytes]:
    return {name: b"1234.123456.123 " + CODEC.record_bytes(record) for name, record in kept.items()}


def _after(*texts: str) -> Session:
    session = Session()
    for text in texts:
        session, _ = step(session, Text(at=AT, text=text), WORLD)
    return session


def _confirming() -> Session:
    """The operator has told what the service costs."""
    session, effects = step(Session(), Text(at=AT, text="подключи гудок"), WORLD)
    [ask] = effects
    assert isinstance(ask, Ask)
    quote = ServiceQuote("gudok", on=True, connect_fee=Kopecks(25_00), fee=Kopecks(1_50), period="day")
    return step(session, Answered(at=AT, ask=ask, result=quote), WORLD)[0]


def sizes() -> Size:
    """What Redis needs for one of each."""
    with TemporaryDirectory() as folder, redis(Path(folder)) as url, Redis.from_url(url) as client:
        states = {}
        for name, record in (records() | in_session()).items():
            client.set(KEYS.session(str(FIRST)), record, ex=SESSION_SECONDS)
            states[name] = int(client.memory_usage(KEYS.session(str(FIRST))) or 0)
        empty = int(client.info("memory")["used_memory"])
        fill(client, 100_000)
        return Size(states, (int(client.info("memory")["used_memory"]) - empty) // 100_000)


def fill(client: Redis, count: int) -> None:
    """So many sessions, of all states in turn."""
    _write(client, map(KEYS.session, _numbers(count)), itertools.cycle(records().values()), SESSION_SECONDS)


def fill_profiles(client: Redis, count: int) -> None:
    """A fresh profile for each of so many numbers."""
    _write(client, map(KEYS.profile, _numbers(count)), itertools.repeat(PROFILE), PROFILE_SECONDS)


def _numbers(count: int) -> Iterator[str]:
    return map(str, range(FIRST, FIRST + count))


def _write(client: Redis, keys: Iterator[str], values: Iterator[bytes], seconds: int) -> None:
    pairs = zip(keys, values, strict=False)
    while page := list(itertools.islice(pairs, AT_ONCE)):
        pipeline = client.pipeline(transaction=False)
        for key, value in page:
            pipeline.set(key, value, ex=seconds)
        pipeline.execute()


def with_sessions(count: int, seconds: float, in_flight: int = 200) -> Figures:
    """The gateway's figures when so many numbers write in turn, each with a session and a fresh profile."""
    with ExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory()))
        redis_url, operator_url = exits.enter_context(redis(folder)), exits.enter_context(operator(folder))
        with Redis.from_url(redis_url) as client:
            fill(client, count)
            fill_profiles(client, count)
        return measure(command("{port}", folder, redis_url, operator_url), seconds, in_flight, "меню", 0, count)


if __name__ == "__main__":
    main()
