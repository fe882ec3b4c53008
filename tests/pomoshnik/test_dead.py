"""``pomoshnik dead``: what nobody got, and what an engineer does with it."""

import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from dialogs.effects import Ask, Effect, Say
from gateway.letters import DeadLetter
from operator_api.contract import GetAccount, Number, Profile, SetPassword
from pomoshnik.commands.dead import Letters, OneLetter, Settings, drop, letter_id, list_letters, retry, show
from pomoshnik.main import main
from smpp.pdus import SubmitSm, reply
from smpp.statuses import Status
from state.cluster import Cluster
from state.connection import Elsewhere, connect
from state.embedded import open_embedded
from state.graveyard import LAZARUS, Graveyard
from state.store import Store
from tests.gateway.message_centre import ANNA, deliver, message_centre
from tests.gateway.serving import CODEC, Operator, dead_letters, emptied, serving
from tests.gateway.stores import entry
from tests.pomoshnik.programs import Finished
from tests.redis_cluster import RedisCluster
from tests.redis_server import RedisServer

SECRET = "Kd7mPq2xT1"


@pytest.fixture
async def redis(server: RedisServer) -> AsyncIterator[Redis]:
    """A real one."""
    async with connect(server.url) as redis:
        yield redis


Dead = Callable[..., Awaitable[Finished]]


def command_on(url: str, capsys: pytest.CaptureFixture[str]) -> Dead:
    """The command on a Redis, with what follows its name."""

    async def run(name: str, *ids: str) -> Finished:
        several = tuple(map(letter_id, ids))
        match name:
            case "list":
                status = await list_letters(Settings(redis=url))
            case "show":
                status = await show(OneLetter(redis=url, id=several[0]))
            case _:
                status = await {"retry": retry, "drop": drop}[name](Letters(redis=url, ids=several))
        return Finished(status, *capsys.readouterr())

    return run


@pytest.fixture
def dead(server: RedisServer, capsys: pytest.CaptureFixture[str]) -> Dead:
    """The command on that Redis."""
    return command_on(server.url, capsys)


async def bury(redis: Redis | Elsewhere, letter: DeadLetter | bytes, shard: int = 0) -> str:
    """A letter, and its id as the command shows it."""
    await Store(redis, "alpha", shard).dead(letter if isinstance(letter, bytes) else msgspec.json.encode(letter))
    *_, (id, _) = await Graveyard(redis, shard).page()
    return f"{shard}:{id}"


def refused(effect: Effect) -> DeadLetter:
    """An effect for Anna that no SMSC takes."""
    return DeadLetter("Invalid Destination Address", CODEC.queued_bytes(entry(effect)), "permanent", 0x0B, 1)


def lines(done: Finished) -> list[list[str]]:
    """What it said, in columns, without the time."""
    assert done.status == 0, done.err
    rows = [re.split("  +", line) for line in done.out.splitlines()]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", row[1]) for row in rows)
    return [[row[0], *row[2:]] for row in rows]


async def test_the_list_tells_of_each_letter_in_a_line(dead: Dead, redis: Redis) -> None:
    """Oldest first: id, time, masked number, kind, why. Also of those that cannot be read, or were written by 0.2."""
    ask = Ask(SetPassword(Number(ANNA), SECRET), 1, 0.0, Profile())
    ids = [
        await bury(redis, letter)
        for letter in (
            refused(Say("Баланс: 1 руб.")),
            refused(Say(f"Ваш пароль: {SECRET}", secret=True)),
            refused(ask),
            refused(Ask(GetAccount(Number(ANNA)), 1, 0.0, Profile())),
            DeadLetter("KeyError", ANNA.encode(), "poison"),
            DeadLetter("unreadable", b"no effect", "unreadable"),
            b'{"why":"no outcome","what":"' + msgspec.json.encode(b"no effect")[1:-1] + b'"}',
            b"no letter",
        )
    ]
    why, masked = "Invalid Destination Address", "+7916***0001"
    done = await dead("list")
    assert lines(done) == [
        [ids[0], masked, "reply", why],
        [ids[1], masked, "sealed", why],
        [ids[2], masked, "sealed", why],
        [ids[3], masked, "question", why],
        [ids[4], masked, "turn", "KeyError"],
        [ids[5], "***", "unreadable", "unreadable"],
        [ids[6], "***", "unreadable", "no outcome"],
        [ids[7], "***", "unreadable"],
    ]
    assert ANNA not in done.out
    assert SECRET not in done.out + done.err


async def test_a_letter_is_shown_whole_but_for_passwords(dead: Dead, redis: Redis) -> None:
    """Its number and text too; control characters do nothing to the terminal."""
    said = await bury(redis, refused(Say("Баланс:\n1 руб.\x1b[2J")))
    sealed = await bury(redis, refused(Say(f"Ваш пароль: {SECRET}", secret=True)))
    broken = await bury(redis, b"no letter")
    shown, hidden, unread = [await dead("show", id) for id in (said, sealed, broken)]
    about = dict(re.split(" +", line, maxsplit=1) for line in shown.out.splitlines())
    assert about.pop("when").endswith(" UTC")
    assert about == {
        "id": said,
        "number": ANNA,
        "kind": "reply",
        "reason": "permanent",
        "why": "Invalid Destination Address",
        "status": "0x0000000B",
        "tries": "1",
        "smsc": "id@host:2775",
        "service": "111",
        "text": r'"Баланс:\n1 руб.\u001b[2J"',
    }
    assert "text     not shown" in hidden.out
    assert SECRET not in hidden.out
    assert "letter   9 octets that cannot be read" in unread.out
    assert (shown.status, hidden.status, unread.status) == (0, 0, 0)


async def test_what_is_dropped_is_gone(dead: Dead, redis: Redis) -> None:
    """Each that was named, though it cannot be read; one that is not there is told, and the others are dropped."""
    first, broken, last = [await bury(redis, letter) for letter in (refused(Say("1")), b"no letter", refused(Say("2")))]
    done = await dead("drop", first, "0:1-1", broken)
    assert (done.status, done.out) == (1, "")
    assert done.err == "0:1-1: there is no such letter, or no longer\n"
    assert [f"0:{id}" for id, _ in await Graveyard(redis).page()] == [last]


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        pytest.param(DeadLetter("KeyError", ANNA.encode(), "poison"), "a turn that failed", id="a turn"),
        pytest.param(b"no letter", "this letter cannot be read", id="no letter"),
    ],
)
async def test_what_cannot_go_again_stays(dead: Dead, redis: Redis, letter: DeadLetter | bytes, said: str) -> None:
    """It says why; what can does."""
    wrong, right = await bury(redis, letter), await bury(redis, refused(Say("1")))
    done = await dead("retry", wrong, right)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"{wrong}: {said}")
    assert [f"0:{id}" for id, _ in await Graveyard(redis).page()] == [wrong]
    assert len(await Store(redis, LAZARUS).queued()) == 1


async def test_a_living_gateway_performs_what_is_retried(dead: Dead, redis: Redis) -> None:
    """Once, though it was asked for twice; also what nobody could read and somebody can now."""
    async with message_centre() as centre:
        async with serving(Store(redis, "alpha"), centre.address(), operator=Operator()):
            peer = await centre.bound()
            centre.answer = lambda request: reply(request, Status.RINVDSTADR if isinstance(request, SubmitSm) else 0)
            await peer.ask(deliver("помощь")[0])
            [letter] = await dead_letters(redis)
            assert (letter.reason, letter.status, letter.tries) == ("permanent", Status.RINVDSTADR, 1)
            await centre.text()
        centre.answer = reply
        sealed = CODEC.queued_bytes(entry(Say(SECRET, secret=True), centre.address().name))
        await bury(redis, DeadLetter("unreadable", sealed, "unreadable"))
        ids = [f"0:{id}" for id, _ in await Graveyard(redis).page()]
        done = await dead("retry", *ids, *ids)
        assert done.err == "".join(f"{id}: there is no such letter, or no longer\n" for id in ids)
        async with serving(store := Store(redis, "beta"), centre.address(), operator=Operator()):
            await centre.bound()
            assert (await centre.text()).startswith("Отправьте")
            assert await centre.text() == SECRET
            await emptied(store)
            assert centre.submits.empty()


async def test_on_a_cluster_the_letters_of_all_shards_are_looked_after(
    shared_cluster: RedisCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever they lie; each is known by its shard."""
    for node in shared_cluster.masters:
        node.say("FLUSHALL")
    dead, cluster = command_on(shared_cluster.url, capsys), Cluster(shared_cluster.url)
    shards = cluster.shards()
    ids = [await bury(redis, refused(Say(str(shard))), shard) for shard, redis in enumerate(shards)]
    assert [row[0] for row in lines(await dead("list"))] == ids
    assert [(await dead("show", id)).out.split()[-1] for id in ids] == [f'"{shard}"' for shard in range(len(ids))]
    assert await dead("retry", *ids[:5]) == await dead("drop", *ids[5:15]) == (0, "", "")
    assert [row[0] for row in lines(await dead("list"))] == ids[15:]
    revived = [len(await Store(redis, LAZARUS, shard).queued()) for shard, redis in enumerate(shards)]
    assert revived == [1] * 5 + [0] * 11
    await cluster.aclose()


async def test_on_one_redis_other_shards_are_empty(dead: Dead) -> None:
    """What is looked for there is not there."""
    assert (await dead("retry", "5:1-1")).err == "5:1-1: there is no such letter, or no longer\n"


async def test_the_embedded_store_is_found_whether_a_gateway_runs_or_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its redis-server is joined, or started for a moment."""
    settings = Settings(data=tmp_path / "data")
    embedded = await open_embedded(settings.data)
    id = await bury(embedded.redis, refused(Say("1")))
    running = Finished(await list_letters(settings), *capsys.readouterr())
    assert await Graveyard(embedded.redis).page()
    await embedded.aclose()
    stopped = Finished(await list_letters(settings), *capsys.readouterr())
    assert lines(running) == lines(stopped) == [[id, "+7916***0001", "reply", "Invalid Destination Address"]]


@pytest.mark.usefixtures("no_settings")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("list",), 2, "--data data: nothing is kept there; --redis (or POMOSHNIK_REDIS) names another"),
        (("list", "--redis", "unix:///nowhere/redis.sock"), 1, "pomoshnik dead: "),
        (("list", "--redis", "redis://127.0.0.1/x?db=y"), 2, "--redis redis://127.0.0.1/x: "),
        (("show", "1-1"), 2, "ID: '1-1' is not an id such as 0:1764271757000-0"),
        (("retry", "16:1-1"), 2, "ID: '16:1-1': there are shards 0 to 15"),
        (("drop",), 2, "the following arguments are required: ID"),
        ((), 2, "the following arguments are required: COMMAND"),
    ],
)
def test_what_is_wrong_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    """And nothing is made on the disk."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["dead", *arguments])
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.count("\n")) == (status, "", 1)
    assert said in err
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("id", ["0:1-1", "1:1-1"])
@pytest.mark.parametrize("command", ["show", "retry", "drop"])
async def test_one_that_is_not_there_is_told(dead: Dead, command: str, id: str) -> None:
    """Nor is one of a shard that only a Cluster has."""
    done = await dead(command, id)
    assert (done.status, done.out, done.err) == (1, "", f"{id}: there is no such letter, or no longer\n")


async def test_a_time_that_is_none_is_no_trouble(dead: Dead, redis: Redis) -> None:
    """Somebody wrote it by hand."""
    await redis.xadd(Store(redis, "").keys.dead, {"entry": b"no letter"}, id="9999999999999999999-1")
    done = await dead("list")
    assert done.out == "0:9999999999999999999-1  ?  ***  unreadable\n"
