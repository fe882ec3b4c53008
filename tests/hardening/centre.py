"""The simulator with an ESME that sends anything, and one that behaves."""

import asyncio
from contextlib import suppress

from simulator.link import Link
from simulator.smsc import Smsc
from simulator.ussd import Busy, NoSession
from smpp.codec import encode
from smpp.errors import LocalError
from smpp.events import Request, Response
from smpp.legal import Role, State
from smpp.pdus import DeliverSm, Pdu, reply
from smpp.session import Session, Timers
from tests.hardening.inputs import Play
from tests.hardening.sessions import written
from tests.hardening.transports import Wire
from tests.smpp.sessions import BINDS, MESSAGES

ANNA = "79160000001"

MOST_WRITTEN = 12
"""Octets that the simulator writes for each that it reads (receipts, and what it sends again); see `sessions`."""

OF_PHONES = 20_000
"""Octets that the phones' own messages take, in a minute of pauses and at a few binds."""


class Guest:
    """An ESME that behaves: binds, answers, submits."""

    def __init__(self, centre: Smsc) -> None:
        self.texts: list[bytes] = []
        self.answered = 0
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._session = Session(Role.ESME, now=loop.time(), timers=Timers(enquire=1e9, response=1e9))
        self._wire = Wire(Link("guest", 0.0, centre, Timers(enquire=1e9, response=1e9)))
        self.ask(BINDS[State.BOUND_TRX])

    def ask(self, request: Pdu) -> None:
        """Send a request, and look what came by now."""
        self._session.send(request, self._loop.time())
        self.look()

    def look(self) -> None:
        """Read, answer, until nothing comes any more."""
        while (out := self._session.data_to_send()) or self._wire.written:
            self._wire.feed(out)
            for event in self._session.receive(self._wire.take(), self._loop.time()):
                if isinstance(event, Request):
                    self._answer(event.pdu)
                elif isinstance(event, Response):
                    self.answered += not event.response.status

    def leave(self) -> None:
        """For good."""
        self._wire.close()

    def _answer(self, request: Pdu) -> None:
        if isinstance(request, DeliverSm):
            self.texts.append(request.short_message)
        self._session.respond(reply(request))


async def play(play: Play) -> None:
    """It is answered with PDUs, in proportion; and when it is gone, all is as it should be for the other."""
    centre = Smsc()
    hostile = Wire(Link("hostile", 0.0, centre, Timers()))
    if play.state is not State.OPEN:
        hostile.feed(encode(BINDS.get(play.state, BINDS[State.BOUND_TRX]), 1))
    use_phones(centre)
    out = hostile.take()
    for chunk in play.chunks():
        hostile.feed(chunk)
        await asyncio.sleep(play.pace)
    out += hostile.take()
    written(out)
    assert len(out) <= MOST_WRITTEN * len(play.stream) + OF_PHONES
    hostile.close()
    await asyncio.sleep(0)
    await served(centre)
    await centre.aclose()


def use_phones(centre: Smsc) -> None:
    """One writes and dials."""
    centre.send_sms(ANNA, "111", "баланс")
    centre.send_sms(ANNA, "111", "баланс " * 20)
    with suppress(Busy, NoSession, LocalError):
        centre.enter(ANNA, "*111#")


async def served(centre: Smsc) -> None:
    """Somebody else binds: gets what the phones write, and its messages are taken."""
    guest = Guest(centre)
    centre.send_sms(ANNA, "111", "again")
    centre.send_sms("79160000002", "111", "last")
    await asyncio.sleep(120)  # what was refused for now has come again
    guest.look()
    assert {b"again", b"last"} <= {*guest.texts}
    guest.ask(MESSAGES[Role.ESME])
    assert guest.answered == 2
    assert len(centre.links()) == 1
    guest.leave()
    await asyncio.sleep(0)
