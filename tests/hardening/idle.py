"""How fast one link is served beside 990 idle ones, and what each of these takes: prints the figures."""

import asyncio
import sys
import time
from pathlib import Path

import uvloop

from simulator.smsc import Smsc
from smpp.legal import Role
from smpp.pdus import BindTransceiver, BindTransmitter, EnquireLink
from tests.simulator.esme import Esme
from tests.smpp.sessions import MESSAGES

IDLE = 990
SECONDS = 3.0
AT_ONCE = 40


async def submits(port: int) -> str:
    """So many a second, and how long an enquire_link behind forty of them takes."""
    esme, count, begun, waits = await Esme.bound(port), 0, time.perf_counter(), []
    while time.perf_counter() - begun < SECONDS:
        for _ in range(AT_ONCE):
            esme.submit(MESSAGES[Role.ESME])
        asked = time.perf_counter()
        await esme.request(EnquireLink())
        waits.append(time.perf_counter() - asked)
        while esme.session.room < AT_ONCE:
            await asyncio.sleep(0)
        count += AT_ONCE
    esme.abort()
    await esme.lost
    return f"{count / SECONDS:7.0f} submit_sm/s, {sorted(waits)[len(waits) // 2] * 1e3:.1f} ms"


async def delivers(centre: Smsc, port: int) -> str:
    """So many a second."""
    esme, count, begun = await Esme.bound(port), 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        for number in range(AT_ONCE):
            centre.send_sms(str(79160000000 + number), "111", "привет")
        for _ in range(AT_ONCE):
            await esme.message()
        count += AT_ONCE
    esme.abort()
    await esme.lost
    return f"{count / SECONDS:7.0f} deliver_sm/s"


async def measure(name: str, bind: BindTransmitter | BindTransceiver | None, idle: int = IDLE) -> None:
    """Beside so many that are bound so, or not at all."""
    centre, before = Smsc(), memory()
    port = await centre.start("127.0.0.1", 0)
    esmes = [await (Esme.bound(port, bind=bind) if bind else Esme.connect(port)) for _ in range(idle)]
    each = (memory() - before) / max(idle, 1)
    size = f"{each / 1e3:.1f} KB each" if idle else ""
    sys.stdout.write(f"{name:28} {await submits(port)} {await delivers(centre, port)} {size}\n")
    for esme in esmes:
        esme.abort()
    await centre.aclose()


def memory() -> int:
    """Octets of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


async def main() -> None:
    """All of it."""
    await measure("alone", None, idle=0)
    await measure("990 bound as transmitters", BindTransmitter(system_id="idle"))
    await measure("990 bound for another number", BindTransceiver(system_id="idle", address_range="222"))
    await measure("990 not bound", None)


if __name__ == "__main__":
    uvloop.run(main())
