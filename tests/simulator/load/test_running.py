"""Crowds on an SMSC, with an ESME that is bound to it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from simulator.load.conversations import Conversation, line
from simulator.load.result import Result
from simulator.load.running import Centre, Load, Running, new_centre
from simulator.trouble.faults import NO_FAULTS
from smpp.pdus import DeliverSm, SubmitSm
from smpp.ussd import dialect
from tests.simulator.esme import TIMEOUT, Esme, take

NUMBERS = ("79160000001", "79160000002", "79160000003")
DIALECT = dialect("")
SHORT = Load(phones_at_once=2, duration=0.2)
"""Long enough for one message."""


def silence(message: DeliverSm) -> None:
    """No reply."""


def echo(message: DeliverSm) -> SubmitSm:
    """The same text; in a session "1" is the last."""
    if unit := DIALECT.unit(message):
        return DIALECT.reply(unit.peer, f"Вы набрали {unit.text}", ends=unit.text == "1")
    return SubmitSm(
        source_addr="111",
        destination_addr=message.source_addr,
        data_coding=message.data_coding,
        short_message=message.short_message,
    )


@asynccontextmanager
async def served(reply: Callable[[DeliverSm], SubmitSm | None] = echo) -> AsyncIterator[Centre]:
    """A centre, and an ESME that replies so to each message."""
    centre = new_centre(100, DIALECT, NO_FAULTS)

    def answer(message: DeliverSm) -> int | None:
        if replied := reply(message):
            esme.submit(replied)
        return take(message)

    esme = await Esme.bound(await centre.smsc.start("127.0.0.1", 0), answer)
    try:
        yield centre
    finally:
        esme.abort()
        await centre.smsc.aclose()


async def run(centre: Centre, *conversations: Conversation, load: Load = SHORT) -> Result:
    """One load."""
    return await Running(centre, {"": NUMBERS}, conversations, load).run()


async def stopped(centre: Centre, conversation: Conversation, event: asyncio.Event) -> Result:
    """A load of one phone that is stopped then."""
    running = Running(centre, {"": NUMBERS}, [conversation], Load(phones_at_once=1, duration=600.0))
    task = asyncio.create_task(running.run())
    async with asyncio.timeout(TIMEOUT):
        await event.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return running.ended()


async def test_phones_write_and_are_answered() -> None:
    """Each message is due, answered, and timed."""
    async with served() as centre:
        result = await run(centre, Conversation("echo", (line("баланс", "баланс"),)))
    assert result.whole.due == result.whole.answered > 0
    assert 0 < result.whole.latency.p50 <= result.whole.latency.max
    assert result.asked is None


async def test_they_dial_and_answer_in_sessions() -> None:
    """A page for each; what they say is stopped when the ESME has heard both."""
    answered = asyncio.Event()

    def told(message: DeliverSm) -> SubmitSm:
        unit = DIALECT.unit(message)
        if unit and unit.text == "1":
            answered.set()
        return echo(message)

    async with served(told) as centre:
        menu = Conversation("menu", (line("*111#", "набрали *111#"), line("1")))
        result = await stopped(centre, menu, answered)
    assert result.whole.answered > 0
    assert result.whole.errors == {}


async def test_an_open_load_sends_what_was_asked_for() -> None:
    """So many messages a second, evenly, though nothing is answered."""
    async with served(silence) as centre:
        load = Load(rate=15.0, duration=0.2, patience=0.05)
        result = await run(centre, Conversation("echo", (line("баланс"),)), load=load)
    assert (result.whole.due, result.whole.answered, result.whole.errors) == (3, 0, {"unanswered": 3})


async def test_one_load_after_another() -> None:
    """On the same centre: the phones are those of the second."""
    async with served() as centre:
        first = await run(centre, Conversation("first", (line("раз", "раз"),)))
        second = await run(centre, Conversation("second", (line("два", "два"),)))
    assert first.whole.errors == second.whole.errors == {}
    assert (*first.conversations, *second.conversations) == ("first", "second")


async def test_who_cancels_has_what_was_measured() -> None:
    """Up to then; what still waits is told apart."""
    came = asyncio.Event()

    def told(message: DeliverSm) -> None:
        came.set()

    async with served(told) as centre:
        result = await stopped(centre, Conversation("echo", (line("баланс"),)), came)
    assert (result.whole.due, result.whole.answered, result.unfinished) == (1, 0, 1)
    assert result.end < 600.0


async def test_nobody_is_bound_for_ussd() -> None:
    """The network lets go."""
    centre = new_centre(100, DIALECT, NO_FAULTS)
    result = await run(centre, Conversation("menu", (line("*111#"),)), load=Load(rate=15.0, duration=0.2))
    await centre.smsc.aclose()
    assert result.whole.errors == {"network": 3}
