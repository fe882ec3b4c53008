"""The gateway's connections with an SMSC that sends anything on one of them, and behaves on the other."""

import asyncio

from gateway import sms
from gateway.clock import Clock
from gateway.connection import Connection
from gateway.inbox import Inbox
from gateway.incomplete import PARTS_KEPT
from gateway.lane import Lane
from gateway.mailroom import Mailroom
from gateway.outlet import Sending
from gateway.proofs import Proofs
from gateway.records import Window
from gateway.redelivery import Redelivery
from gateway.smsc import Smsc
from operator_api.contract import Number
from smpp.codec import encode
from smpp.legal import Role, State
from smpp.pdus import BindTransceiver, DeliverSm, reply
from smpp.session import Session
from state.connection import in_memory
from state.store import Store
from tests.gateway.fake_smsc import ADDRESS
from tests.gateway.serving import CODEC, SUBSCRIBERS
from tests.hardening.inputs import Play
from tests.hardening.sessions import written
from tests.hardening.transports import Wire

ANNA, BORIS = Number("79160000001"), Number("79160000002")
BIND = BindTransceiver(system_id="us")

MOST_WRITTEN = 20
"""Octets that the gateway writes for each that it reads: an answer and a reply to each message; see `sessions`."""

A_FEW_REQUESTS = 1000


class Content(Wire):
    """An SMSC that takes all that is written to it."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Answered as soon as the loop comes to it."""
        super().write(data)
        asyncio.get_running_loop().call_soon(self._answer)

    def _answer(self) -> None:
        for pdu in written(self.take()):
            if pdu.response:
                self.feed(encode(reply(pdu)))


class Counter(Lane):
    """Serves at once: each message that came in is acknowledged, and replied to, without a turn."""

    def __init__(self) -> None:
        clock = Clock(asyncio.get_running_loop().time)
        self.store = Store(in_memory(), "alpha")
        self.inbox = Inbox()
        self.closing = False
        self.redelivery = Redelivery(Proofs(self.store, clock), clock)
        self.mailroom = Mailroom(SUBSCRIBERS, lambda number: self, CODEC, clock)
        self.told: list[Number] = []

    @property
    def serves(self) -> bool:
        """Always."""
        return True

    async def serve(self, smsc: Smsc) -> None:
        """What has come by now."""
        self.inbox.wake()
        while batch := await self.inbox.take():
            for number, arrivals in batch.items():
                for arrival in arrivals:
                    arrival.acknowledge()
                    self._reply(smsc, number, arrival.route.window if arrival.route else None)
                self.told.append(number)
            self.inbox.wake()

    def _reply(self, smsc: Smsc, number: Number, window: Window | None) -> None:
        if window and window.peer:
            page = smsc.dialect.reply(window.peer, "1 Баланс", ends=False)
            smsc.show(Sending([page], yes, done))
        else:
            smsc.send(Sending(sms.reply(smsc.address, number, "111", "Баланс: 1 руб.", 1), yes, done))


def yes() -> bool:
    """It may be sent."""
    return True


def done(_: Sending) -> None:
    """However it went."""


async def play(play: Play) -> None:
    """It is answered with PDUs, in proportion; the other connection goes on; and nothing is owed in the end."""
    counter = Counter()
    smsc = Smsc(ADDRESS, counter.mailroom.incoming)
    other, connection = connection_of(smsc), connection_of(smsc)
    content, hostile = Content(other), Wire(connection)
    if play.state is not State.OPEN:
        hostile.feed(encode(reply(BIND), 1))
    for chunk in play.chunks():
        hostile.feed(chunk)
        await asyncio.sleep(play.pace)
        await counter.serve(smsc)
    await asyncio.sleep(0)
    written(bytes(hostile.written))
    assert len(hostile.written) <= MOST_WRITTEN * len(play.stream) + A_FEW_REQUESTS
    hostile.close()
    await asyncio.sleep(0)
    assert connection.closed.done()
    assert not connection.waiting
    await served(counter, smsc, content)
    assert smsc.links == [other]
    assert other.bound
    assert not other.unanswered
    content.close()
    await asyncio.sleep(PARTS_KEPT)  # then no timer of this play is left for the next


async def served(counter: Counter, smsc: Smsc, content: Content) -> None:
    """Boris writes on the connection that behaves, and is answered."""
    content.feed(encode(DeliverSm(source_addr=BORIS, destination_addr="111", short_message=b"last"), 1_000_000))
    await asyncio.sleep(0.1)
    await counter.serve(smsc)
    assert BORIS in counter.told
    await asyncio.sleep(0.1)


def connection_of(smsc: Smsc) -> Connection:
    """One that has no wire yet."""
    return Connection(smsc, Session(Role.ESME, now=asyncio.get_running_loop().time()), BIND)
