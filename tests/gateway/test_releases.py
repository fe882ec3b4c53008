"""Releases side by side: what older ones wrote is read, what newer ones wrote is left to them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import pytest

from dialogs.effects import Ask, Say
from dialogs.events import Text
from dialogs.session import Dialogue, Promise, Session
from gateway.inbox import Arrival
from gateway.metrics import REGISTRY
from gateway.questions import LATE_AFTER
from gateway.records import Newer, Part, Queued, Record, Route
from operator_api.contract import GetAccount, Number, Profile
from smpp.statuses import Status
from state.batch import Committed, Entry
from state.connection import in_memory
from state.errors import Unavailable
from state.store import Store
from tests.gateway.fake_smsc import Taker
from tests.gateway.message_centre import ANNA, BORIS, deliver, message_centre
from tests.gateway.serving import CODEC, Operator, queue_of, serving
from tests.gateway.stores import queue, said
from tests.gateway.turning import known, turning
from tests.gateway.virtual import virtually

HELP = "Отправьте БАЛАНС"
NEWER_BYTES = b'[2,"whatever"]'

RECORD = (
    b'[{"dialogue":["services","confirm","beep",["beep","x"],1,null,true],"until":1795809600.5,"serial":3,"awaited":3,'
    b'"screen":2,"promises":[[2,["menu","idle","",[],0,null,false]]],"crowded":true,"told_foreign":5.0},'
    b"300,1795809000.25,true,3735928559]"
)
WAITING = (
    b'[{"serial":1,"waiting":["gAAAAABrCePnAcZxqKY47eIW9KZURt_2X4XRiCs8Buk7subZewuqCGxrkGYad66WAb7ZQlHIWvEfI6YHDXPSjEmZ'
    b'vkyWI3yXrQuuNfP2hTUDtObRmVEcjPA="]},0,0.0,false,0]'
)
PROFILE = b'{"ours":true,"language":"ro","alphabet":"latin","stopped":true}'
SAY = (
    '["79160000001",["esme@host:2775","111"],300,"",{"type":"Say","text":"1-Да 2-Нет","secret":false,"screen":7}]'
).encode()
ASK = (
    b'["79160000001",["esme@host:2775","111"],301,"a-key",{"type":"Ask","question":{"question":"GetAccount",'
    b'"number":"79160000001"},"serial":5,"deadline":1795809600.0,'
    b'"profile":{"ours":true,"language":"en","alphabet":"cyrillic","stopped":false}}]'
)
SECRET = (
    b'["79160000001",["esme@host:2775","111"],302,"",{"type":"_Sealed","token":"gAAAAABrCePnXHcVlBFLPeVZ2lQjhn_kpz3S_mhT'
    b"TSOHBP0b6p1LyyffIkpv00QhpIGXaGQkFANgorP71JW3XNytRQdzAdkGD5nZ7-_bZg_VVvcYKepjOGUJ7qgoc3YlCTsd-1__OyqP8fXmWAfG5tu3"
    b'7YZKX5zh-mB3Ab-eEIfMz6mHFAooO_HXi8g_q5a9RssTsdR4D5VG"}]'
)
PIECE = (
    b"gAAAAABrCePnsuiOHhqebnRbimQe3WbMu6R7h26REEf97SkrcCml-3iwYLj7KgwpyetU6NT7NGImchyo7KZRsChFmj6fJJOs2Tnu0cMFARsDxHHF8i"
    b"I5gMSVcGzicr1uTkvffvGDCmx-OfM1-rl7kJQsqTq-xzWqX_vv3h4ujhDONsG_zAv9DZ0="
)

NUMBER, ROUTE = Number(ANNA), Route("esme@host:2775", "111")


@pytest.mark.parametrize(
    ("data", "record"),
    [
        (
            RECORD,
            Record(
                Session(
                    Dialogue("services", "confirm", "beep", ("beep", "x"), 1, None, True),
                    until=1795809600.5,
                    serial=3,
                    awaited=3,
                    screen=2,
                    promises=(Promise(2, Dialogue()),),
                    crowded=True,
                    told_foreign=5.0,
                ),
                reference=300,
                busy_until=1795809000.25,
                warned=True,
                way=3735928559,
            ),
        ),
        (WAITING, Record(Session(serial=1, waiting=("пароль Kd7mPq2xTr",)))),
        (RECORD[:-1] + b',[],null,"appended",[1]]', CODEC.record(RECORD)),
        (b"[{}]", Record()),
    ],
)
def test_a_record_of_release_0_2_0_is_read(data: bytes, record: Record) -> None:
    """So is one with fewer fields, and one to which a later release has appended some."""
    assert CODEC.record(data) == record


@pytest.mark.parametrize(
    ("data", "queued"),
    [
        (SAY, Queued(NUMBER, ROUTE, 300, "", Say("1-Да 2-Нет", screen=7))),
        (
            ASK,
            Queued(NUMBER, ROUTE, 301, "a-key", Ask(GetAccount(NUMBER), 5, 1795809600.0, Profile(language="en"))),
        ),
        (SECRET, Queued(NUMBER, ROUTE, 302, "", Say("Ваш пароль: Kd7mPq2xTr", secret=True))),
        (SAY[:-1] + b",7]", CODEC.queued(SAY)),
    ],
)
def test_an_entry_of_release_0_2_0_is_read(data: bytes, queued: Queued) -> None:
    """So is one to which a later release has appended something."""
    assert CODEC.queued(data) == queued


def test_profiles_and_parts_of_release_0_2_0_are_read() -> None:
    """They wait in Redis for up to an hour."""
    assert CODEC.profile(PROFILE) == Profile(language="ro", alphabet="latin", stopped=True)
    assert CODEC.profile(PROFILE[:-1] + b',"new":1}') == CODEC.profile(PROFILE)
    assert CODEC.part(PIECE) == Part(7, 2, 1, 8, b"text", 0)


@pytest.mark.parametrize("read", [CODEC.record, CODEC.profile, CODEC.queued, CODEC.part])
@pytest.mark.parametrize("data", [NEWER_BYTES, b"[10]"])
def test_what_is_of_a_newer_schema_says_so(read: Callable[[bytes], object], data: bytes) -> None:
    """By the number that stands first."""
    with pytest.raises(Newer, match=r"schema (2|10)"):
        read(data)


@virtually
async def test_who_was_served_by_a_newer_release_is_left_to_it() -> None:
    """The SMSC keeps the message; nobody apologises, and the others of the batch are served."""
    store, counted = await known(Store(in_memory(), "alpha"), ANNA, BORIS), count()
    await written(store, NEWER_BYTES)
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        both = [peer.ask(deliver("помощь", number)[0]) for number in (ANNA, BORIS)]
        assert [answer.status for answer in await asyncio.gather(*both)] == [Status.RMSGQFUL, Status.ROK]
        assert (await centre.submit()).destination_addr == BORIS
    [loaded] = await store.load([ANNA])
    assert loaded.session == NEWER_BYTES
    assert count() == counted + 1


@virtually
async def test_an_answer_for_who_was_served_by_a_newer_release_is_left_to_it() -> None:
    """The question stays in the queue; whoever adopts it asks again, with the same key."""
    store, operator = await known(Store(in_memory(), "alpha"), ANNA), Operator()
    async with message_centre() as centre, serving(store, centre.address(), operator=operator) as running:
        peer = await centre.bound()
        operator.open.clear()
        await peer.ask(deliver("баланс")[0])
        [question] = await queue_of(store)
        await written(store, NEWER_BYTES)
        await asyncio.sleep(2 * LATE_AFTER)
        operator.open.set()
        await asyncio.sleep(1)
        running.gateway.drain()
        await running.task
    assert await queue_of(store) == [question]
    assert centre.submits.empty()


class Full(Store):
    """A store that once takes nothing."""

    full = False

    async def commit(
        self, entries: Sequence[Entry], deletions: Sequence[str] = (), acked: Mapping[str, str] | None = None
    ) -> Committed:
        """See Store."""
        was_full, self.full = self.full, False
        if was_full:
            raise Unavailable("OOM")
        return await super().commit(entries, deletions, acked)


@virtually
async def test_what_is_left_to_a_newer_release_is_refused_once_though_the_batch_is_not_stored() -> None:
    """For who is refused may be there no more."""
    store, refused = await known(Full(in_memory(), "alpha"), ANNA, BORIS), list[None]()
    await written(store, NEWER_BYTES)
    store.full = True
    async with turning(store, Taker()) as core:
        arrival = Arrival(
            event=Text(at=0.0, text="помощь"), route=Route("smsc", "111"), refuse=lambda: refused.append(None)
        )
        core.inbox.put(Number(ANNA), arrival)
        await core.write(BORIS, "помощь").wait()
    assert len(refused) == 1


async def test_an_entry_of_a_newer_release_is_left_in_the_queue() -> None:
    """Neither performed nor deleted; the others are."""
    store, counted = await known(Store(in_memory(), "alpha"), ANNA), count()
    await queue(store, NEWER_BYTES, *said(["Баланс"]))
    async with turning(store, smsc := Taker()) as core:
        await core.performer.restore()
        await core.write(ANNA, "помощь").wait()
        await core.write(BORIS, "помощь").wait()
    assert smsc.told[0] == "Баланс"
    assert (await queue_of(store))[0] == NEWER_BYTES
    assert count() == counted + 1


@virtually
async def test_a_long_message_with_a_part_of_a_newer_release_is_left_to_it() -> None:
    """The part that came here comes again, perhaps there."""
    store = await known(Store(in_memory(), "alpha"), ANNA)
    first, second = deliver("помощь " * 12)
    async with message_centre() as centre, serving(store, centre.address(), operator=Operator()):
        peer = await centre.bound()
        await store.add_part(ANNA, "111", 7, 2, 8, 1, NEWER_BYTES)
        assert (await peer.ask(second)).status == Status.RMSGQFUL
        assert (await peer.ask(first)).status == Status.ROK
        assert (await centre.text()).startswith(HELP)


async def written(store: Store, session: bytes) -> None:
    """Somebody has written Anna's record."""
    [loaded] = await store.load([ANNA])
    await store.commit([Entry(ANNA, loaded.version, session)])


def count() -> float:
    """How often something was left to newer releases."""
    return REGISTRY.get_sample_value("pomoshnik_newer_total") or 0
