"""An SMSC with faults, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulator.smsc import Smsc
from simulator.trouble.faults import Faults

PHONE, SERVICE = "79160000001", "111"


@asynccontextmanager
async def suffering(faults: Faults) -> AsyncIterator[tuple[Smsc, int]]:
    """It listens on that port."""
    smsc = Smsc(first_pause=0.01)
    smsc.faults = faults
    port = await smsc.start("127.0.0.1", 0)
    try:
        yield smsc, port
    finally:
        smsc.faults = Faults()
        await smsc.aclose()
