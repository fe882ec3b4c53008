"""Keeps an SMSC bound: connects, binds, and does so again after a loss, with growing pauses."""

import asyncio
import logging
import ssl
from contextlib import suppress

from gateway.address import Address
from gateway.connection import Connection, Owner
from gateway.metrics import BINDS_REFUSED
from gateway.pauses import bounds, pauses
from smpp.pdus import Bind, BindReceiver, BindTransceiver, BindTransmitter
from smpp.session import Role, Session, Timers
from smpp.statuses import is_known

log = logging.getLogger(__name__)

STEADY = 60.0
"""A link that was bound for so many seconds starts again with the first pause."""

CONNECT_TIMEOUT = 10.0
STOP_TIMEOUT = 6.0
"""Seconds; the session itself waits 5 for the unbind_resp."""

ANSWER_TIMEOUT = 10.0
"""Seconds that messages which have come in have to be answered before a link is given up."""

LOOK_EVERY = 0.05
"""Seconds between two looks at what a link that is given up still waits for."""

BINDS: dict[str, tuple[type[Bind], ...]] = {
    "trx": (BindTransceiver,),
    "tx-rx": (BindTransmitter, BindReceiver),
}


class Link:
    """One bind, kept up by `run` until it is cancelled.

    ``why`` is what ended it last, ``refused`` the status if that was a refusal; ``lost`` when it was bound last, and
    ``next_try`` when it will be tried again (times of the loop; None: it is bound, or being tried).
    """

    def __init__(self, address: Address, bind: type[Bind], owner: Owner) -> None:
        self.address = address
        self.bind = bind(
            system_id=address.system_id,
            password=address.password,
            system_type=address.system_type,
            address_range=address.address_range,
        )
        self.leaving = False
        self.refused: int | None = None
        self.why = ""
        self.lost = asyncio.get_running_loop().time()
        self.next_try: float | None = None
        self.submitted = self.arrived = 0
        self.connection: Connection | None = None
        self._owner = owner

    async def run(self) -> None:
        """Stay bound; at cancellation unbind and close."""
        loop = asyncio.get_running_loop()
        pause = pauses()
        while True:
            begun, was = loop.time(), self.refused
            self.refused, self.why = await self._live()
            if loop.time() - begun > STEADY or bounds(self.refused) != bounds(was):
                pause = pauses(*bounds(self.refused))
            self._tell(again=self.refused == was)
            seconds = next(pause)
            self.next_try = loop.time() + seconds
            await asyncio.sleep(seconds)
            self.next_try = None

    def leave(self) -> None:
        """Send nothing more."""
        self.leaving = True
        if self.connection:
            self.connection.leaving = True

    async def drained(self) -> None:
        """Wait until all is answered that is under way, in both directions."""
        if connection := self.connection:
            while connection.waiting:
                await asyncio.sleep(LOOK_EVERY)
            connection.most_unanswered = 0
            with suppress(TimeoutError):
                async with asyncio.timeout(ANSWER_TIMEOUT):
                    while connection.unanswered and not connection.closed.done():
                        await asyncio.sleep(LOOK_EVERY)

    async def _live(self) -> tuple[int | None, str]:
        """One connection; the status that refused it, if one did, and why it is over."""
        address, tls = self.address, ssl.create_default_context() if self.address.tls else None
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                _, connection = await asyncio.get_running_loop().create_connection(
                    self._connection, address.host, address.port, ssl=tls
                )
        except (OSError, TimeoutError) as error:
            return None, f"no connection: {error or 'timed out'}"
        self.connection = connection
        try:
            reason = await asyncio.shield(connection.closed)
        except asyncio.CancelledError:
            connection.unbind()
            await asyncio.wait([connection.closed], timeout=STOP_TIMEOUT)
            raise
        finally:
            if connection.since is not None:
                self.lost = asyncio.get_running_loop().time()
            self.submitted += connection.submitted
            self.arrived += connection.arrived
            self.connection = None
        return connection.refused, reason

    def _tell(self, again: bool) -> None:
        """A refusal is told once, until something else happens."""
        name = self.address.name
        if self.refused is None:
            log.warning("%s: %s", name, self.why)
            return
        BINDS_REFUSED.labels(name, f"0x{self.refused:02X}" if is_known(self.refused) else "other").inc()
        if not again:
            log.error("%s: %s", name, self.why)

    def _connection(self) -> Connection:
        timers = Timers(enquire=self.address.enquire, response=self.address.response)
        now = asyncio.get_running_loop().time()
        session = Session(Role.ESME, now=now, timers=timers, window=self.address.window)
        return Connection(self._owner, session, self.bind)
