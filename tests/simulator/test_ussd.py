"""USSD sessions on real connections: what the ESME is told, what the phone shows, and who lets go when."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace

from simulator.phones import Ussd
from simulator.smsc import Smsc
from simulator.ussd import NETWORK_ERROR, NO_SUCH_SESSION, Limits, NoSession
from smpp.pdus import Bind, BindReceiver, BindTransceiver, DeliverSm, EnquireLink
from smpp.statuses import Status
from smpp.ussd import Dialect, Operation, dialect
from tests.simulator.esme import Esme, ignore

PHONE = "79160000001"
STANDARD = dialect("")


class Town:
    """An SMSC with one ESME that speaks USSD."""

    def __init__(self, centre: Smsc, port: int, esme: Esme) -> None:
        self.centre = centre
        self.port = port
        self.esme = esme

    @property
    def window(self) -> tuple[bool, str]:
        """What the phone shows, and whether it is open."""
        ussd = self.centre.phones.screen(PHONE).ussd
        return ussd.open, ussd.text

    async def heard(self) -> tuple[Operation | None, int, str]:
        """The next that the ESME is told: operation, session, text."""
        return said(await self.esme.message())

    async def reply(self, to: DeliverSm, text: str, *, ends: bool = False) -> int:
        """The ESME shows a page; gives the status of the answer."""
        return await reply(self.esme, to, text, ends=ends)

    async def begun(self) -> DeliverSm:
        """The user has dialled, and is shown a page."""
        self.centre.enter(PHONE, "*111#")
        dialled = await self.esme.message()
        assert await self.reply(dialled, "Menu") == Status.ROK
        return dialled

    async def lives(self) -> bool:
        """The link goes on, and nothing more came over it."""
        return (await self.esme.request(EnquireLink())).status == Status.ROK and self.esme.messages.empty()


def said(message: DeliverSm) -> tuple[Operation | None, int, str]:
    """Operation, session, text; an end has none."""
    unit = STANDARD.unit(message)
    assert unit
    return unit.operation, unit.session, "" if unit.operation is Operation.END else unit.text


async def reply(esme: Esme, to: DeliverSm, text: str, *, ends: bool = False) -> int:
    """An ESME shows a page; gives the status of the answer."""
    unit = STANDARD.unit(to)
    assert unit
    return (await esme.request(STANDARD.reply(unit.peer, text, ends=ends))).status


@asynccontextmanager
async def town(**options: object) -> AsyncIterator[Town]:
    """Up, with these options of an SMSC."""
    centre = Smsc(**options)  # type: ignore[arg-type]
    port = await centre.start("127.0.0.1", 0)
    try:
        yield Town(centre, port, await Esme.bound(port))
    finally:
        await centre.aclose()


async def test_a_session() -> None:
    """Dial, read, answer, read the last page, which stays on the window."""
    async with town() as it:
        it.centre.enter(PHONE, "*111*25#")
        assert it.window == (True, "")
        dialled = await it.esme.message()
        assert (said(dialled), dialled.destination_addr) == ((Operation.BEGIN, 1, "*111*25#"), "111")
        assert await it.reply(dialled, "1 Баланс") == Status.ROK
        assert it.window == (True, "1 Баланс")
        it.centre.enter(PHONE, "1")
        assert it.window == (True, "")
        answer = await it.esme.message()
        assert said(answer) == (Operation.ANSWER, 1, "1")
        assert await it.reply(answer, "100,00", ends=True) == Status.ROK
        assert it.centre.phones.screen(PHONE).ussd == Ussd(open=False, text="100,00", shown=2)
        assert it.centre.phones.screen(PHONE).inbox == ()
        assert await it.lives()


# Who lets go


async def test_the_user_hangs_up() -> None:
    """Whether the phone waits or is shown something: the window closes, the ESME is told."""
    async with town() as it:
        it.centre.enter(PHONE, "*111#")
        dialled = await it.esme.message()
        it.centre.hang_up(PHONE)
        assert it.window == (False, "")
        assert await it.heard() == (Operation.END, 1, "")
        assert await it.reply(dialled, "Menu") == NO_SUCH_SESSION
        await it.begun()
        it.centre.hang_up(PHONE)
        assert await it.heard() == (Operation.END, 2, "")
        with pytest.raises(NoSession):
            it.centre.hang_up(PHONE)
        assert it.window == (False, "")
        assert await it.lives()


async def test_a_page_that_comes_too_late() -> None:
    """The network lets go of the phone, tells the ESME, and refuses the page."""
    async with town(ussd_limits=Limits(page=0.01)) as it:
        it.centre.enter(PHONE, "*111#")
        dialled = await it.esme.message()
        assert await it.heard() == (Operation.END, 1, "")
        assert it.window == (False, NETWORK_ERROR)
        assert await it.reply(dialled, "Menu") == NO_SUCH_SESSION
        assert it.window == (False, NETWORK_ERROR)
        assert await it.lives()


async def test_a_user_who_does_not_answer() -> None:
    """The network lets go of the phone after a while."""
    async with town(ussd_limits=Limits(user=0.01)) as it:
        await it.begun()
        assert await it.heard() == (Operation.END, 1, "")
        assert it.window == (False, NETWORK_ERROR)
        assert await it.lives()


@pytest.mark.parametrize("status", [Status.RMSGQFUL, Status.RX_T_APPN, Status.RX_P_APPN, Status.RSYSERR])
async def test_an_esme_that_refuses_a_dial(status: Status) -> None:
    """For now or for good: the phone shows an error at once, and nothing goes again."""
    async with town() as it:
        it.esme.abort()
        esme = await Esme.bound(it.port, answer=lambda message: status)
        it.centre.enter(PHONE, "*111#")
        await esme.message()
        await esme.request(EnquireLink())
        assert it.window == (False, NETWORK_ERROR)
        assert esme.messages.empty()


async def test_an_esme_that_refuses_an_answer() -> None:
    """It knows the session, and is told of its end."""
    statuses = iter([Status.ROK, Status.RMSGQFUL, Status.ROK])
    async with town() as it:
        it.esme.abort()
        it.esme = await Esme.bound(it.port, answer=lambda message: next(statuses))
        await it.begun()
        it.centre.enter(PHONE, "1")
        assert await it.heard() == (Operation.ANSWER, 1, "1")
        assert await it.heard() == (Operation.END, 1, "")
        assert it.window == (False, NETWORK_ERROR)


@pytest.mark.parametrize(
    ("bind", "code", "served"),
    [
        (BindTransceiver(address_range="^111$"), "*111*25#", True),
        (BindTransceiver(address_range="^111$"), "*100#", False),
        (BindTransceiver(address_range="^1(11|00)$"), "*100#", True),
        (BindReceiver(), "#100#", True),
    ],
)
async def test_the_service_code_says_who_is_told(bind: Bind, code: str, served: bool) -> None:
    """As with messages to that number; where nobody serves it, the phone shows an error at once."""
    async with town() as it:
        it.esme.abort()
        esme = await Esme.bound(it.port, bind=bind)
        await it.esme.lost
        it.centre.enter(PHONE, code)
        assert it.window == ((True, "") if served else (False, NETWORK_ERROR))
        await esme.request(EnquireLink())
        assert esme.messages.qsize() == served
        assert (it.centre.health().waiting, it.centre.health().dropped) == (0, 0)


# Links


async def test_a_link_that_is_lost() -> None:
    """What it has not answered goes again over the next, within the limit."""
    async with town() as it:
        it.esme.abort()
        first = await Esme.bound(it.port, answer=ignore)
        it.centre.enter(PHONE, "*111#")
        lost = await first.message()
        first.abort()
        second = await Esme.bound(it.port)
        again = await second.message()
        assert (again.tlvs, again.short_message) == (lost.tlvs, lost.short_message)
        assert await reply(second, again, "Menu") == Status.ROK
        assert it.window == (True, "Menu")


async def test_what_nobody_waits_for_does_not_go_again() -> None:
    """A page has come, though the message was never answered."""
    async with town() as it:
        it.esme.abort()
        first = await Esme.bound(it.port, answer=ignore)
        it.centre.enter(PHONE, "*111#")
        assert await reply(first, await first.message(), "Menu") == Status.ROK
        first.abort()
        await first.lost
        second = await Esme.bound(it.port)
        await second.request(EnquireLink())
        assert second.messages.empty()
        assert it.window == (True, "Menu")


async def test_an_end_follows_what_it_ends() -> None:
    """While the ESME has not answered the dial, its end and the next dial wait, in order."""
    async with town() as it:
        it.esme.abort()
        it.esme = await Esme.bound(it.port, answer=ignore)
        for code in ("*111#", "*100#"):
            it.centre.enter(PHONE, code)
        heard = []
        for _ in range(3):
            message = await it.esme.message()
            heard.append(said(message))
            it.esme.respond(message)
        assert heard == [(Operation.BEGIN, 1, "*111#"), (Operation.END, 1, ""), (Operation.BEGIN, 2, "*100#")]
        assert it.window == (True, "")


async def test_a_session_that_was_never_told_needs_no_end() -> None:
    """The window of the link is full; who hangs up before there is room has never called."""
    async with town() as it:
        it.esme.abort()
        esme = await Esme.bound(it.port, answer=ignore)
        for number in range(64):
            it.centre.dial(str(number), "*111#")
        it.centre.dial(PHONE, "*111#")
        it.centre.hang_up(PHONE)
        for _ in range(64):
            esme.respond(await esme.message())
        await esme.request(EnquireLink())
        assert esme.messages.empty()


async def test_a_code_that_cannot_be_written() -> None:
    """It is longer than the address in which this dialect tells it: the phone shows an error, and the link lives."""
    table = dialect("").table
    there = Dialect("there", replace(table, text=replace(table.text, code=("destination_addr",))))
    async with town(ussd_dialect=there) as it:
        it.centre.enter(PHONE, "*110*301*Zima2026zima#")
        assert it.window == (False, NETWORK_ERROR)
        assert await it.lives()
