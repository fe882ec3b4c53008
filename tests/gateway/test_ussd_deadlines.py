"""Pages of USSD that come in time, go another way, or are not sent at all."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from dialogs.effects import Say
from dialogs.session import Session
from gateway.pages import RESPONSE
from gateway.records import Queued, Record, Route, Window
from gateway.stale import OLD
from operator_api.client import OperatorError
from operator_api.contract import Number
from smpp.pdus import Pdu, SubmitSm, reply
from smpp.statuses import Status
from smpp.ussd import Dialect, Operation, dialect
from state.batch import Entry
from state.store import Store
from tests.gateway.counting import counted
from tests.gateway.dialling import (
    BALANCE,
    GOODOK,
    HELP,
    MENU,
    NOON,
    SMS,
    STANDARD,
    WAIT,
    LoopStore,
    Phone,
    Served,
    again,
    dialling,
    refusing,
    shown,
)
from tests.gateway.linked import send
from tests.gateway.message_centre import ANNA
from tests.gateway.serving import CODEC, emptied
from tests.gateway.virtual import virtually

ASK, CLOSE = Operation.ASK, Operation.CLOSE
DEADLINE = 15.0
SAME_LINK = (
    (Path("smpp") / "dialects" / "standard.toml").read_text("utf-8").replace("default = true", "same_link = true")
)


def now() -> float:
    """The loop's time."""
    return asyncio.get_running_loop().time()


def missed(what: str, why: str) -> float:
    """How many pages so far."""
    return counted("pomoshnik_ussd_missed_total", what=what, why=why)


async def menu(phone: Phone) -> None:
    """It is dialled, and shown."""
    await phone.dial()
    assert (await phone.sees())[2].startswith(MENU)


def silent(request: Pdu) -> Pdu | None:
    """No submit_sm is answered."""
    return None if isinstance(request, SubmitSm) else reply(request)


def throttled(request: Pdu) -> Pdu | None:
    """All is too fast."""
    return reply(request, Status.RTHROTTLED if isinstance(request, SubmitSm) else 0)


# The operator takes its time


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (12.5, [(CLOSE, 7, BALANCE)]),
        (14.5, [(CLOSE, 7, WAIT), (SMS, 0, BALANCE)]),
        (16.0, [(CLOSE, 7, WAIT), (SMS, 0, BALANCE)]),
    ],
)
@virtually
async def test_an_operator_that_takes_its_time(seconds: float, told: list[object]) -> None:
    """Two seconds before the deadline the session ends with a word; the result comes by SMS."""
    async with dialling() as served:
        await menu(served.phone)
        served.operator.open.clear()
        begun = now()
        await served.phone.type("1")
        asyncio.get_running_loop().call_at(begun + seconds, served.operator.open.set)
        assert await served.phone.sees() == told[0]
        assert now() - begun < DEADLINE
        assert [await served.phone.sees() for _ in told[1:]] == told[1:]
        assert now() - begun >= seconds


@pytest.mark.parametrize("after", [0.0, 300.0])
@virtually
async def test_an_operator_that_never_answers(after: float) -> None:
    """First the word in the session, then that it failed; though the question stands in line all the time."""
    async with dialling() as served:
        await menu(served.phone)
        served.operator.trouble = OperatorError("no answer", None, retryable=True, certain=True, after=after)
        await served.phone.type("1")
        assert await served.phone.sees() == (CLOSE, 7, WAIT)
        await asyncio.sleep(100)
        operation, _, text = await served.phone.sees()
        assert (operation, text[:13]) == (SMS, "Не получилось")
        served.operator.trouble = None


@virtually
async def test_who_is_not_known_yet() -> None:
    """The operator does not say who that is: the same word in time, and the menu when it does."""
    async with dialling(knows=()) as served:
        served.operator.open.clear()
        begun = now()
        await served.phone.dial()
        assert await served.phone.sees() == (CLOSE, 7, WAIT)
        assert DEADLINE - 3 < now() - begun < DEADLINE
        served.operator.open.set()
        operation, _, text = await served.phone.sees()
        assert (operation, text[: len(MENU)]) == (SMS, MENU)


@virtually
async def test_a_shorter_deadline() -> None:
    """As the SMSC's URL says; if it is shorter than the two seconds, the word comes at once."""
    async with dialling("ussd_deadline=1.5") as served:
        await menu(served.phone)
        served.operator.open.clear()
        begun = now()
        await served.phone.type("1")
        assert await served.phone.sees() == (CLOSE, 7, WAIT)
        assert now() - begun < 1
        served.operator.open.set()
        assert await served.phone.sees() == (SMS, 0, BALANCE)


# The way to the SMSC is not free


@virtually
async def test_in_a_full_queue_ussd_goes_first() -> None:
    """Hundreds of SMS wait for a place in the window."""
    async with dialling("window=2") as served:
        smsc = next(iter(served.running.gateway.smscs.by_name.values()))
        served.centre.answer = silent
        sent = [send(smsc, str(number), number) for number in range(300)]
        under_way = [await served.centre.submit() for _ in range(2)]
        await served.phone.dial()
        served.centre.answer = reply
        served.phone.peer.respond(reply(under_way[0]))
        assert (await served.phone.sees())[2].startswith(MENU)
        served.phone.peer.respond(reply(under_way[1]))
        await asyncio.gather(*sent)
        assert [(await served.centre.submit()).short_message for _ in sent[2:]] == [
            str(number).encode() for number in range(2, 300)
        ]


@virtually
async def test_on_a_throttled_bind_ussd_goes_first_and_in_time() -> None:
    """The same page again after the pause, before the SMS that were refused with it."""
    async with dialling() as served:
        smsc = next(iter(served.running.gateway.smscs.by_name.values()))
        served.centre.answer = throttled
        sent = [send(smsc, str(number), number) for number in range(20)]
        for _ in range(20):
            await served.centre.submit()
        served.centre.answer = reply
        begun = now()
        await served.phone.dial()
        assert (await served.phone.sees())[2].startswith(MENU)
        assert now() - begun < 3
        await asyncio.gather(*sent)
        for _ in sent:
            await served.centre.submit()


@virtually
async def test_a_bind_that_stays_throttled_beyond_the_deadline() -> None:
    """The page is tried until then, and goes by SMS; what was no more than a word is dropped."""
    late = missed("sms", "late")
    async with dialling() as served:
        await menu(served.phone)
        served.centre.answer = refusing(Status.RTHROTTLED)
        begun = now()
        await served.phone.type("1")
        await asyncio.sleep(DEADLINE + 1)
        served.centre.answer = reply
        await served.phone.sees_at_last((SMS, 0, BALANCE))
        assert now() - begun > DEADLINE
    assert missed("sms", "late") == late + 1


@virtually
async def test_a_number_whose_sms_wait_is_shown_pages_and_the_other_way_round() -> None:
    """Its queue of SMS is full for half a minute; and an SMS does not wait for a page."""
    async with dialling() as served:
        full = True

        def answer(request: Pdu) -> Pdu:
            sms = isinstance(request, SubmitSm) and not STANDARD.heard(request)
            return reply(request, Status.RMSGQFUL if sms and full else 0)

        served.centre.answer = answer
        await served.phone.write("помощь")
        assert (await served.phone.sees())[2].startswith(HELP)
        begun = now()
        await menu(served.phone)
        assert now() - begun < 5
        full = False
        assert (await served.phone.sees())[2].startswith(HELP)
        served.centre.answer = lambda request: None if shown_in_session(request) else reply(request)
        await served.phone.type("1")
        assert (await served.phone.sees())[2] == BALANCE
        await served.phone.write("помощь")
        assert (await served.phone.sees())[2].startswith(HELP)
        assert await served.phone.sees() == (SMS, 0, BALANCE)


def shown_in_session(request: Pdu) -> bool:
    """Whether it is a page."""
    return isinstance(request, SubmitSm) and STANDARD.heard(request) is not None


# Links are lost


@virtually
async def test_without_a_link_a_page_waits_for_one_until_its_deadline() -> None:
    """Here it comes back in time."""
    async with dialling() as served:
        await menu(served.phone)
        served.operator.open.clear()
        await served.phone.type("1")
        await cut(served)
        served.operator.open.set()
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)
        served.phone.peer = await served.centre.bound()


@virtually
async def test_without_a_link_until_the_deadline_a_result_goes_by_sms() -> None:
    """As soon as there is one again."""
    late = missed("sms", "late")
    async with dialling() as served:
        await menu(served.phone)
        await unlinked(served, lambda: served.phone.type("1"))
        assert await served.phone.sees() == (SMS, 0, BALANCE)
    assert missed("sms", "late") == late + 1


@virtually
async def test_without_a_link_until_the_deadline_a_screen_is_dropped() -> None:
    """The dialogs are told that it was not shown."""
    late = missed("screen", "late")
    async with dialling() as served:
        await menu(served.phone)
        await unlinked(served, lambda: served.phone.type("2122"))
    assert missed("screen", "late") == late + 1


async def unlinked(served: Served, act: Callable[[], Awaitable[int]]) -> None:
    """What the phone does is answered when there is no link, until the deadline is over."""
    served.operator.open.clear()
    await act()
    served.centre.answer = lambda request: reply(request, Status.RBINDFAIL)
    await cut(served)
    served.operator.open.set()
    await asyncio.sleep(DEADLINE + 5)
    served.centre.answer = reply
    while not links(served):
        await asyncio.sleep(0.1)
    [served.phone.peer] = served.centre.peers  # those that were refused are gone


def links(served: Served) -> int:
    """How many are bound."""
    [count] = served.running.gateway.health().links.values()
    return count


async def cut(served: Served) -> None:
    """The phone's link is lost, and the gateway knows."""
    before = links(served)
    served.phone.peer.abort()
    while links(served) == before:
        await asyncio.sleep(0.01)


@virtually
async def test_a_link_lost_after_the_page_was_written_leaves_its_outcome_unknown() -> None:
    """A result goes by SMS, at once; a screen is dropped."""
    unknown = missed("sms", "no outcome"), missed("screen", "no outcome")
    async with dialling() as served:
        for text, page in (("1", (CLOSE, 7, BALANCE)), ("2122", (ASK, 7, GOODOK))):
            await menu(served.phone)
            served.centre.answer = silent
            await served.phone.type(text)
            assert await served.phone.sees() == page
            served.centre.answer = reply
            served.phone.peer.abort()
            served.phone.peer = await served.centre.bound()
            if text == "1":
                assert await served.phone.sees() == (SMS, 0, BALANCE)
    assert (missed("sms", "no outcome") - unknown[0], missed("screen", "no outcome") - unknown[1]) == (1, 1)


@virtually
async def test_an_smsc_that_does_not_answer() -> None:
    """Ten seconds after the deadline the result goes by SMS; a response that comes later changes nothing."""
    async with dialling() as served:
        await menu(served.phone)
        served.centre.answer = refusing(None)
        begun = now()
        await served.phone.type("1")
        page = await served.centre.submit()
        assert shown(page) == (CLOSE, 7, BALANCE)
        assert await served.phone.sees() == (SMS, 0, BALANCE)
        assert now() - begun == pytest.approx(DEADLINE + RESPONSE, abs=0.5)
        served.phone.peer.respond(reply(page))


@virtually
async def test_who_has_hung_up_is_not_told_that_it_takes_long() -> None:
    """The result comes by SMS, and that is all."""
    async with dialling() as served:
        await menu(served.phone)
        served.operator.open.clear()
        await served.phone.type("1")
        await served.phone.hang_up()
        await asyncio.sleep(DEADLINE + 5)
        served.operator.open.set()
        assert await served.phone.sees() == (SMS, 0, BALANCE)


# Where a reply goes on the link of its question


@pytest.fixture
def same_link(tmp_path: Path) -> Dialect:
    """A dialect that has it so."""
    (file := tmp_path / "same.toml").write_text(SAME_LINK)
    return dialect(str(file))


def test_on_the_link_of_its_question(same_link: Dialect) -> None:
    """And there alone, though others would be free; when it is lost, a result goes by SMS, at once."""

    @virtually
    async def test() -> None:
        lost = missed("sms", "no link")
        async with dialling(f"links=3&dialect={same_link.name}", same_link) as served:
            served.phone.peer = second = await served.centre.bound()
            await served.phone.dial()
            peer, page = await served.centre.submits.get()
            assert (peer, shown(page)[2][: len(MENU)]) == (second, MENU)
            served.operator.open.clear()
            await served.phone.type("1")
            begun = now()
            await cut(served)
            served.operator.open.set()
            served.phone.peer = await served.centre.bound()
            assert await served.phone.sees() == (SMS, 0, BALANCE)
            assert now() - begun < 2
        assert missed("sms", "no link") == lost + 1

    test()


def test_a_page_that_waits_for_its_link_is_over_when_that_is_lost(same_link: Dialect) -> None:
    """Its window was full."""

    @virtually
    async def test() -> None:
        lost = missed("screen", "no link")
        async with dialling(f"window=1&dialect={same_link.name}", same_link) as served:
            served.centre.answer = silent
            await served.phone.write("баланс")
            assert await served.phone.sees() == (SMS, 0, BALANCE)
            await served.phone.dial()
            await cut(served)
            served.centre.answer = reply
            served.phone.peer = await served.centre.bound()
            assert await served.phone.sees() == (SMS, 0, BALANCE)
        assert missed("screen", "no link") == lost + 1

    test()


# Restarts


def queued(smsc: str, text: str, seconds: float, screen: int = 0, link: str = "", only: str = "") -> bytes:
    """A page that a gateway left, with so much time left."""
    peer = STANDARD.unit(STANDARD.deliver(Operation.BEGIN, 7, ANNA, "111", "*111#", 0))
    assert peer
    window = Window(smsc, 7, peer.peer, NOON + now() + seconds, 144, link)
    say = Say(text, screen=screen, only=only)  # type: ignore[arg-type]
    return CODEC.queued_bytes(Queued(Number(ANNA), Route(smsc, "111", window), 5, "", say))


@pytest.mark.parametrize(
    ("seconds", "link", "told"),
    [
        pytest.param(10, "", [(CLOSE, 7, BALANCE), (CLOSE, 7, WAIT), (ASK, 7, MENU)], id="in time"),
        pytest.param(-10, "", [(SMS, 0, BALANCE)], id="too late"),
        pytest.param(10, "abc.1", [(SMS, 0, BALANCE)], id="its link is gone"),
    ],
)
@virtually
async def test_what_a_gateway_left_that_was_killed(seconds: float, link: str, told: list[object]) -> None:
    """Pages that are still in time are sent; else results go by SMS, words and screens are dropped."""
    async with dialling() as served:
        smsc = served.centre.address().name
        dead = await taken(LoopStore(served.redis, "dead"))
        [loaded] = await dead.load([ANNA])
        pages = (
            queued(smsc, BALANCE, seconds, link=link),
            queued(smsc, WAIT, seconds, link=link, only="session"),
            queued(smsc, MENU, seconds, 2, link),
        )
        record = CODEC.record_bytes(Record(Session(screen=2)))
        await dead.commit([Entry(ANNA, loaded.version, record, pages)])
        await dead.leave()
        assert sorted([await served.phone.sees() for _ in told], key=str) == sorted(told, key=str)
        await asyncio.sleep(2)
        assert await dead.queued() == []
        await emptied(Store(served.redis, "alpha"))


@virtually
async def test_a_screen_that_a_gateway_left_is_dropped_if_a_later_one_was_shown() -> None:
    """The person has gone on."""
    before = counted("pomoshnik_dropped_screens_total")
    async with dialling() as served:
        dead = await taken(LoopStore(served.redis, "dead"))
        [loaded] = await dead.load([ANNA])
        pages = (queued(served.centre.address().name, MENU, 10, 2),)
        await dead.commit([Entry(ANNA, loaded.version, CODEC.record_bytes(Record(Session(screen=3))), pages)])
        await dead.leave()
        await asyncio.sleep(5)
        await emptied(Store(served.redis, "alpha"))
    assert counted("pomoshnik_dropped_screens_total") == before + 1


@pytest.mark.parametrize("shown", [2, 3])
@virtually
async def test_a_screen_that_nobody_can_judge_until_its_deadline_is_late(shown: int) -> None:
    """Redis is away, and says then what was shown."""
    late = missed("screen", "late")
    async with dialling() as served:
        page = CODEC.queued(queued(served.centre.address().name, MENU, 10, 2))
        [loaded] = await served.store.load([ANNA])
        await served.store.commit([Entry(ANNA, loaded.version, CODEC.record_bytes(Record(Session(screen=shown))))])
        served.store.away = True
        [lane] = served.running.gateway._lanes
        lane._performer.perform("9-9", page, OLD)
        await asyncio.sleep(DEADLINE)
        served.store.away = False
        await asyncio.sleep(2)
    assert missed("screen", "late") == late + 1


@virtually
async def test_pages_that_are_late_together(caplog: pytest.LogCaptureFixture) -> None:
    """Each goes by SMS, and once, though the first of them shows the SMSC that the others are late too."""
    late = missed("sms", "late")
    async with dialling("rate=1") as served:
        [lane] = served.running.gateway._lanes
        for number in range(6):
            page = CODEC.queued(queued(served.centre.address().name, f"{number}", 2.5))
            lane._performer.perform(f"9-{number}", page, OLD)
        seen = [await served.phone.sees() for _ in range(6)]
    assert sorted(text for _, _, text in seen) == ["0", "1", "2", "3", "4", "5"]
    assert missed("sms", "late") == late + [operation for operation, _, _ in seen].count(SMS) > late + 1
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


async def taken(store: LoopStore) -> LoopStore:
    """With its lease."""
    await store.take()
    return store


@virtually
async def test_a_gateway_that_is_killed_before_the_answer() -> None:
    """The next one asks again; after the deadline the result comes by SMS."""
    async with dialling() as served:
        await menu(served.phone)
        served.operator.open.clear()
        await served.phone.type("1")
        served.running.task.cancel()
        await asyncio.gather(served.running.task, return_exceptions=True)
        await asyncio.sleep(DEADLINE)
        async with again(LoopStore(served.redis, "alpha"), served.centre, served.operator):
            served.phone.peer = await served.centre.bound()
            served.operator.open.set()
            assert await served.phone.sees() == (SMS, 0, BALANCE)


@virtually
async def test_two_gateways_serve_one_session() -> None:
    """Its messages come by either."""
    async with dialling() as served, again(LoopStore(served.redis, "beta"), served.centre, served.operator):
        first, second = served.phone.peer, await served.centre.bound()
        await menu(served.phone)
        served.phone.peer = second
        await served.phone.type("2122")
        assert await served.phone.sees() == (ASK, 7, GOODOK)
        served.phone.peer = first
        await served.phone.type("2")
        assert (await served.phone.sees())[:2] == (CLOSE, 7)


# What was not shown


@pytest.mark.parametrize("status", [Status.RINVDSTADR, None])
@virtually
async def test_nobody_agrees_to_a_question_that_was_not_shown(status: int | None) -> None:
    """The SMSC refused it, or took it and died: «1» by SMS is shown the question, and the next «1» buys."""
    async with dialling() as served:
        await menu(served.phone)
        served.centre.answer = refusing(status)
        await served.phone.type("2122")
        assert await served.phone.sees() == (ASK, 7, GOODOK)
        served.centre.answer = reply
        if status is None:
            await cut(served)
            served.phone.peer = await served.centre.bound()
        await served.phone.write("1")
        assert await served.phone.sees() == (SMS, 0, GOODOK)
        assert served.operator.books[ANNA].services == set()
        await served.phone.write("1")
        assert "Гудок" in (await served.phone.sees())[2]
        assert served.operator.books[ANNA].services == {"goodok"}


@virtually
async def test_an_sms_agrees_to_no_question_that_is_on_its_way() -> None:
    """While the SMSC has not said that it took the page, «1» by SMS is shown the question; «1» in the session buys."""
    async with dialling() as served:
        await menu(served.phone)
        served.centre.answer = refusing(None)
        await served.phone.type("2122")
        page = await served.centre.submit()
        assert shown(page) == (ASK, 7, GOODOK)
        await served.phone.write("1")
        assert await served.phone.sees() == (SMS, 0, GOODOK)
        assert served.operator.books[ANNA].services == set()
        served.phone.peer.respond(reply(page))
        served.centre.answer = reply
        await served.phone.type("1")
        assert "Гудок" in (await served.phone.sees())[2]
        assert "Гудок" in (await served.phone.sees())[2]
        assert served.operator.books[ANNA].services == {"goodok"}


@virtually
async def test_pages_that_may_not_be_sent_now_wait() -> None:
    """Redis does not say for some seconds whether the queue is ours: then the page goes, or is late."""
    late = missed("sms", "late")
    async with dialling() as served:
        for seconds, told in ((6.0, (CLOSE, 7, BALANCE)), (20.0, (SMS, 0, BALANCE))):
            await menu(served.phone)
            served.store.deaf = True
            await asyncio.sleep(3.5)
            await served.phone.type("1")
            await asyncio.sleep(seconds)
            assert served.centre.submits.empty()
            served.store.deaf = False
            assert await served.phone.sees() == told
    assert missed("sms", "late") == late + 1


@virtually
async def test_a_question_by_sms_that_waits_is_not_sent_after_a_later_screen() -> None:
    """The menu was shown in a session meanwhile, and «1» is for that."""
    async with dialling("window=1") as served:
        served.centre.answer = silent
        await served.phone.write("баланс")
        balance = await served.centre.submit()
        await served.phone.write("2122")
        await served.phone.dial()
        served.centre.answer = reply
        served.phone.peer.respond(reply(balance))
        assert (await served.phone.sees())[:2] == (ASK, 7)
        await asyncio.sleep(5)
        while not served.centre.submits.empty():
            assert await served.phone.sees() != (SMS, 0, GOODOK)
