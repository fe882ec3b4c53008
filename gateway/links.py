"""Keeps an SMSC bound: connects, binds, and does so again after a loss, with growing pauses."""

import asyncio
import logging
import random
import ssl
from collections.abc import Iterator

from gateway.address import Address
from gateway.connection import Connection, Owner
from smpp.pdus import Bind, BindReceiver, BindTransceiver, BindTransmitter
from smpp.session import Role, Session, Timers

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two attempts."""

STEADY = 60.0
"""A link that was bound for so many seconds starts again with the first pause."""

CONNECT_TIMEOUT = 10.0
STOP_TIMEOUT = 6.0
"""Seconds; the session itself waits 5 for the unbind_resp."""

BINDS: dict[str, tuple[type[Bind], ...]] = {
    "trx": (BindTransceiver,),
    "tx-rx": (BindTransmitter, BindReceiver),
}


def pauses() -> Iterator[float]:
    """1, 2, 4 ... 60 seconds, each less up to half of itself by chance, so that links do not come back in step."""
    pause = FIRST_PAUSE
    while True:
        yield pause * random.uniform(0.5, 1)  # noqa: S311
        pause = min(2 * pause, LONGEST_PAUSE)


class Link:
    """One bind, kept up by `run` until it is cancelled."""

    def __init__(self, address: Address, bind: type[Bind], owner: Owner) -> None:
        self._address = address
        self._owner = owner
        self._bind = bind(
            system_id=address.system_id,
            password=address.password,
            system_type=address.system_type,
            address_range=address.address_range,
        )

    async def run(self) -> None:
        """Stay bound; at cancellation unbind and close."""
        loop = asyncio.get_running_loop()
        pause = pauses()
        while True:
            begun = loop.time()
            try:
                await self._live()
            except (OSError, TimeoutError) as error:
                log.warning("%s: no connection: %s", self._address.name, error or "timed out")
            if loop.time() - begun > STEADY:
                pause = pauses()
            await asyncio.sleep(next(pause))

    async def _live(self) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_TIMEOUT):
            _, connection = await loop.create_connection(
                self._connection,
                self._address.host,
                self._address.port,
                ssl=ssl.create_default_context() if self._address.tls else None,
            )
        try:
            reason = await asyncio.shield(connection.closed)
        except asyncio.CancelledError:
            connection.unbind()
            await asyncio.wait([connection.closed], timeout=STOP_TIMEOUT)
            raise
        log.warning("%s: link %d closed: %s", self._address.name, connection.number, reason)

    def _connection(self) -> Connection:
        timers = Timers(enquire=self._address.enquire, response=self._address.response)
        now = asyncio.get_running_loop().time()
        session = Session(Role.ESME, now=now, timers=timers, window=self._address.window)
        return Connection(self._owner, session, self._bind)
