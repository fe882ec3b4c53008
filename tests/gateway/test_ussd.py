"""USSD sessions on a real connection: what the phone does, and what it is shown. The link lives through all of it."""

import asyncio
import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from redis.asyncio import Redis

from gateway.limits import Limit
from gateway.outgoing import Message
from gateway.traced import GivenUp, Submitted
from operator_api.contract import Number
from smpp.pdus import SubmitSm, reply
from smpp.statuses import Status
from smpp.tlvs import ITS_SESSION_INFO, USSD_SERVICE_OP
from smpp.ussd import Operation, dialect, shipped
from state.batch import Entry
from state.store import Store
from tests.gateway.counting import counted
from tests.gateway.dialling import BALANCE, GOODOK, MENU, SMS, Phone, dialling, refusing, unit
from tests.gateway.message_centre import ANNA
from tests.gateway.serving import dead_letters
from tests.gateway.tracing import lines, trace_in, whats
from tests.gateway.virtual import virtually

CANCELLED = "Отменено. Ничего не изменилось."
ASK, CLOSE = Operation.ASK, Operation.CLOSE


async def menu(phone: Phone, session: int = 7) -> None:
    """It comes next, in that session."""
    operation, number, text = await phone.sees()
    assert (operation, number, text[: len(MENU)]) == (ASK, session, MENU)


def sessions(event: str) -> float:
    """How many have come to this."""
    return counted("pomoshnik_ussd_sessions_total", event=event)


@virtually
async def test_a_session() -> None:
    """Dial, read, press a digit: the last page ends the session."""
    begun, ended = sessions("begun"), sessions("ended")
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        await served.phone.type("1")
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)
    assert (sessions("begun") - begun, sessions("ended") - ended) == (1, 1)


@virtually
@pytest.mark.parametrize("name", [*shipped(), "tests/gateway/own.toml"])
async def test_a_session_in_each_dialect(name: str) -> None:
    """The SMSC's URL says which; one of a file's own too."""
    speaks = dialect(name)
    async with dialling(f"dialect={name}", speaks) as served:
        await served.phone.dial("*111*2122#")
        assert await served.phone.sees() == (ASK, speaks.told(7), GOODOK)
        await served.phone.type("2")
        assert await served.phone.sees() == (CLOSE, speaks.told(7), CANCELLED)
        await served.phone.hang_up()


@virtually
async def test_who_hangs_up_is_told_nothing() -> None:
    """The end is acknowledged; a later answer in that session agrees to nothing."""
    closed = sessions("closed")
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        await served.phone.type("2122")
        assert await served.phone.sees() == (ASK, 7, GOODOK)
        assert await served.phone.hang_up() == 0
        assert await served.phone.hang_up() == 0
        assert served.centre.submits.empty()
        await served.phone.type("1")
        await served.phone.type("2")
        await served.phone.sees_at_last((CLOSE, 7, CANCELLED))
    assert sessions("closed") == closed + 1
    assert served.operator.books[ANNA].services == set()


@virtually
async def test_what_is_answered_when_the_phone_has_hung_up_comes_by_sms() -> None:
    """The operator took its time."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        served.operator.open.clear()
        await served.phone.type("1")
        await served.phone.hang_up()
        served.operator.open.set()
        assert await served.phone.sees() == (SMS, 0, BALANCE)


@pytest.mark.parametrize("status", [Status.RINVDSTADR, Status.RSYSERR, Status.RMSGQFUL, Status.RUNKNOWNERR, 0x400])
@virtually
async def test_what_the_smsc_refuses_since_the_session_is_gone_comes_by_sms(status: int) -> None:
    """At once and once, whatever it says."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        served.centre.answer = refusing(status)
        await served.phone.type("1")
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)
        assert await served.phone.sees() == (SMS, 0, BALANCE)
        await asyncio.sleep(40)


@virtually
async def test_a_result_that_nobody_gets_by_sms_either_is_a_dead_letter() -> None:
    """As any reply; a screen is none."""
    async with dialling() as served:
        served.centre.answer = lambda request: reply(request, Status.RINVDSTADR if isinstance(request, SubmitSm) else 0)
        await served.phone.dial()
        await menu(served.phone)
        await served.phone.type("1")
        await served.phone.sees()
        await served.phone.sees()
        [letter] = await dead_letters(served.redis)
        assert (letter.reason, letter.status) == ("permanent", Status.RINVDSTADR)
        served.centre.answer = refusing(0)


# Dials


@virtually
async def test_a_dial_during_a_session_replaces_it() -> None:
    """What the network says of the old one later does not end the new one."""
    replaced, closed = sessions("replaced"), sessions("closed")
    async with dialling() as served:
        old, new = served.phone, Phone(served.centre, served.phone.peer, session=8)
        await old.dial()
        await menu(old)
        await new.dial()
        await menu(new, 8)
        await old.hang_up()
        await new.type("1")
        assert await new.sees() == (CLOSE, 8, BALANCE)
    assert (sessions("replaced") - replaced, sessions("closed") - closed) == (1, 0)


@virtually
async def test_two_dials_at_once() -> None:
    """Each is answered where it was dialled."""
    async with dialling() as served:
        old, new = served.phone, Phone(served.centre, served.phone.peer, session=8)
        await asyncio.gather(old.dial(), new.dial())
        await menu(old, 7)
        await menu(new, 8)
        await new.type("1")
        assert await new.sees() == (CLOSE, 8, BALANCE)


@virtually
async def test_a_dial_while_the_answer_to_an_sms_is_awaited() -> None:
    """Each is answered on its own way."""
    async with dialling() as served:
        served.operator.open.clear()
        await served.phone.write("баланс")
        await served.phone.dial()
        served.operator.open.set()
        await menu(served.phone)
        assert await served.phone.sees() == (SMS, 0, BALANCE)


@virtually
async def test_a_dial_while_the_answer_to_an_older_one_is_awaited() -> None:
    """What was asked before comes by SMS."""
    async with dialling() as served:
        old, new = served.phone, Phone(served.centre, served.phone.peer, session=8)
        await old.dial()
        await menu(old)
        served.operator.open.clear()
        await old.type("1")
        await new.dial()
        served.operator.open.set()
        await menu(new, 8)
        assert await new.sees() == (SMS, 0, BALANCE)


@virtually
async def test_an_sms_while_the_session_waits_for_its_answer() -> None:
    """It is answered by SMS, and does not take the place of what the session waits for."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        served.operator.open.clear()
        await served.phone.type("1")
        await served.phone.write("помощь")
        served.operator.open.set()
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)
        assert (await served.phone.sees())[:2] == (SMS, 0)


@virtually
async def test_an_answer_and_the_end_at_once() -> None:
    """Both are acknowledged; the answer is the SMSC's to refuse."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        await asyncio.gather(served.phone.type("2122"), served.phone.hang_up())
        assert await served.phone.sees() == (SMS, 0, GOODOK)


@virtually
async def test_a_dial_that_is_brought_again_on_another_link_is_answered_once() -> None:
    """The answer reaches the phone by whatever link there is."""
    before = counted("pomoshnik_redelivered_total")
    async with dialling("links=2") as served:
        first, second = served.phone.peer, await served.centre.bound()
        served.operator.open.clear()
        dialled = unit(Operation.BEGIN, "баланс")
        first.send(dialled)
        while not served.operator.asked:
            await asyncio.sleep(0.01)
        first.abort()
        assert (await second.ask(dialled)).status == 0
        served.operator.open.set()
        served.phone.peer = second
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)
    assert counted("pomoshnik_redelivered_total") == before + 1
    assert len(served.operator.asked) == 1


# What makes no sense


@virtually
async def test_an_unknown_operation_begins_or_goes_on() -> None:
    """Whatever the phone may mean, somebody waits."""
    unknown = USSD_SERVICE_OP.with_value(77)
    async with dialling() as served:
        for text, session in (("*111#", 7), ("1", 7)):
            known = unit(Operation.ANSWER, text, session=session)
            odd = replace(known, tlvs=(unknown, *known.tlvs[1:]))
            assert (await served.phone.peer.ask(odd)).status == 0
            if text != "1":
                await menu(served.phone)
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)


@virtually
async def test_an_unknown_operation_without_a_session_or_a_text_begins_one() -> None:
    """There is something to read at least."""
    async with dialling() as served:
        empty = unit(Operation.ANSWER)
        odd = replace(empty, tlvs=(USSD_SERVICE_OP.with_value(77), *empty.tlvs[1:]))
        assert (await served.phone.peer.ask(odd)).status == 0
        await menu(served.phone)


@virtually
async def test_without_session_bytes_a_phone_has_one_session() -> None:
    """There is nothing to echo."""
    async with dialling() as served:
        for operation, text in ((Operation.BEGIN, "*111#"), (Operation.ANSWER, "1")):
            pdu = unit(operation, text)
            bare = replace(pdu, tlvs=pdu.tlvs[:1])
            assert (await served.phone.peer.ask(bare)).status == 0
            if text != "1":
                await menu(served.phone, 0)
        assert await served.phone.sees() == (CLOSE, 0, BALANCE)


@pytest.mark.parametrize("octets", [b"", b"\7", b"\7\0\1", b"\xff" * 40])
@virtually
async def test_session_bytes_of_a_wrong_length(octets: bytes) -> None:
    """Somebody waits all the same."""
    async with dialling() as served:
        pdu = unit(Operation.BEGIN, "*111#")
        odd = replace(pdu, tlvs=(pdu.tlvs[0], (ITS_SESSION_INFO.tag, octets)))
        assert (await served.phone.peer.ask(odd)).status == 0
        assert (await served.phone.sees())[2].startswith(MENU)


@virtually
async def test_session_bytes_that_change_are_another_session() -> None:
    """Its answer agrees to nothing: nobody can know what that phone was shown."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        await served.phone.type("2122")
        assert await served.phone.sees() == (ASK, 7, GOODOK)
        served.phone.session = 9
        await served.phone.type("1")
        await served.phone.type("2")
        await served.phone.sees_at_last((CLOSE, 9, CANCELLED))
    assert served.operator.books[ANNA].services == set()


@virtually
async def test_an_answer_to_no_session_is_served() -> None:
    """With what stands now; it agrees to nothing."""
    async with dialling() as served:
        await served.phone.write("2122")
        assert await served.phone.sees() == (SMS, 0, GOODOK)
        await served.phone.type("1")
        await served.phone.type("2")
        await served.phone.sees_at_last((CLOSE, 7, CANCELLED))
    assert served.operator.books[ANNA].services == set()


@virtually
async def test_a_code_in_a_session_that_is_not_open_is_dialled() -> None:
    """Some SMSC gives all the same operation."""
    async with dialling() as served:
        await served.phone.type("*111#")
        await menu(served.phone)


@pytest.mark.parametrize("text", ["", "баланс", "ы" * 80, "y" * 182, "*" * 182, "\x1b\x00\r"])
@virtually
async def test_whatever_is_typed_is_answered_in_the_session(text: str) -> None:
    """Empty, in Cyrillic, or as long as it can be: one page, of no more than fits."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        assert await served.phone.type(text) == 0
        operation, session, page = await served.phone.sees()
        assert operation in (ASK, CLOSE)
        assert session == 7
        assert 0 < len(page) <= 72


@virtually
async def test_parts_of_a_long_message_in_a_session_are_not_joined() -> None:
    """What is typed there comes in one piece."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        part = replace(unit(Operation.ANSWER, "", 1), esm_class=0x40, short_message=bytes((5, 0, 3, 9, 2, 1)) + b"1")
        assert (await served.phone.peer.ask(part)).status == 0
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)


@pytest.mark.parametrize("number", ["380671234567", "111", "Beeline"])
@virtually
async def test_to_whom_we_do_not_serve_it_is_silence(number: str) -> None:
    """As to an SMS."""
    async with dialling() as served:
        foreign = replace(unit(Operation.BEGIN, "*111#"), source_addr=number)
        assert (await served.phone.peer.ask(foreign)).status == 0


@virtually
async def test_who_dials_too_often_is_told_so_each_time() -> None:
    """Somebody waits with the phone in the hand; SMS are told once."""
    async with dialling(limit=Limit(2, 60)) as served:
        for session in range(4):
            served.phone.session = session
            await served.phone.dial()
            if session < 2:
                await menu(served.phone, session)
            else:
                assert (await served.phone.sees())[:2] == (CLOSE, session)
        served.running.clock.advance(600)


@virtually
async def test_a_session_that_the_network_never_ended_is_forgotten() -> None:
    """An answer in it after twenty minutes is one to no session."""
    replaced, begun = sessions("replaced"), sessions("begun")
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        served.running.clock.advance(1200)
        await served.phone.type("1")
        assert (await served.phone.sees())[:2] in ((CLOSE, 7), (ASK, 7))
        await served.phone.hang_up()
    assert (sessions("replaced") - replaced, sessions("begun") - begun) == (0, 2)


@virtually
async def test_a_turn_that_fails_ends_the_session_with_an_apology() -> None:
    """If the phone has not hung up: then the apology comes by SMS."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        await spoilt(served.redis)
        await served.phone.type("1")
        operation, session, text = await served.phone.sees()
        assert (operation, session, text[:6]) == (CLOSE, 7, "Не пол")
        await served.phone.dial()
        await menu(served.phone)
        await spoilt(served.redis)
        await served.phone.hang_up()
        operation, _, text = await served.phone.sees()
        assert (operation, text[:6]) == (SMS, "Не пол")


async def spoilt(redis: Redis) -> None:
    """Anna's record cannot be read any more."""
    rival = Store(redis, "rival")
    await rival.take()
    [loaded] = await rival.load([ANNA])
    await rival.commit([Entry(ANNA, loaded.version, b"no record")])
    await rival.leave()


@virtually
async def test_while_redis_is_away_a_dial_is_refused_for_now() -> None:
    """The network tells the person; when it is back, a dial is served."""
    async with dialling() as served:
        served.store.away = True
        assert await served.phone.dial() == Status.RMSGQFUL
        served.store.away = False
        await served.phone.dial()
        await menu(served.phone)


@virtually
async def test_what_the_operator_has_to_say_comes_by_sms() -> None:
    """Though a session is open, and goes on."""
    async with dialling() as served:
        await served.phone.dial()
        await menu(served.phone)
        await served.running.gateway.outgoing.take(Message(Number(ANNA), "Ваш отчет готов.", "service", "report-1"))
        assert await served.phone.sees() == (SMS, 0, "Ваш отчет готов.")
        await served.phone.type("1")
        assert await served.phone.sees() == (CLOSE, 7, BALANCE)


@virtually
async def test_the_trace_says_what_was_dialled_and_what_went_another_way(tmp_path: Path) -> None:
    """And why."""
    trace = trace_in(tmp_path, time.time)
    async with trace.kept(), dialling(note=trace.note) as served:
        await served.phone.dial()
        await menu(served.phone)
        served.centre.answer = refusing(Status.RINVDSTADR)
        await served.phone.type("1")
        await served.phone.sees()
        await served.phone.sees()
        await served.phone.dial()
        await menu(served.phone)
        await served.phone.hang_up()
    found = lines(tmp_path)
    assert whats(found)[:3] == ["Dialled menu (USSD)", "balance (USSD)", "Answered(GetAccount): Account (USSD)"]
    assert [line.why for line in found if isinstance(line, GivenUp)] == [
        "not shown in the session (permanent): sms",
        "not shown in the session (permanent): screen",
    ]
    assert [line.ussd for line in found if isinstance(line, Submitted)] == [True, True, False, True, False]
