"""An SMSC of node-smpp, in a process of its own: what it says and hears is not ours."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.gateway.message_centre import PATIENCE

PROGRAM = Path(__file__).parent / "smsc.js"

DIALS, ANSWERS, HAS_HUNG_UP = 1, 18, 129
"""What a phone does: PSSR indication, USSR confirm, USSR release."""

ASKS, CLOSES = 2, 17
"""What it is shown: USSR request, PSSR response."""


class Page(NamedTuple):
    """A submit_sm as node-smpp reads it, but for its addresses; ``session`` in hexadecimal digits."""

    service_type: str
    op: int
    session: str
    coding: int
    text: str


class NodeSmsc:
    """It listens on ``port``."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._heard: defaultdict[str, deque[dict[str, Any]]] = defaultdict(deque)
        self.port = 0

    async def heard(self, what: str) -> dict[str, Any]:
        """The next of this kind that it hears; what comes before it is kept."""
        async with asyncio.timeout(PATIENCE):
            while not self._heard[what]:
                event = json.loads(await self._line())
                self._heard[event["heard"]].append(event)
        return self._heard[what].popleft()

    async def phone(self, op: int, session: str, text: str = "") -> None:
        """Anna's phone does this; the gateway takes it."""
        self.order("deliver", op=op, session=session, text=text)
        assert (await self.heard("deliver_sm_resp"))["status"] == 0

    async def page(self) -> Page:
        """The next that comes for Anna's phone from 111."""
        pdu = await self.heard("page")
        assert (pdu["from"], pdu["to"]) == ("111", "79160000001")
        return Page(pdu["service_type"], pdu["op"], pdu["session"], pdu["coding"], pdu["text"])

    async def pages(self, session: str) -> list[Page]:
        """Those that come until one is of the session whose number this is."""
        pages = [await self.page()]
        while pages[-1].session[:2] != session:
            pages.append(await self.page())
        return pages

    def order(self, do: str, **how: object) -> None:
        """One of those in smsc.js."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **how}).encode() + b"\n")

    async def _line(self) -> bytes:
        assert self._process.stdout
        assert self._process.stderr
        line = await self._process.stdout.readline()
        assert line, (await self._process.stderr.read()).decode()
        return line


@asynccontextmanager
async def node_smpp() -> AsyncIterator[NodeSmsc]:
    """It listens, and has gone at the end."""
    process = await asyncio.create_subprocess_exec("node", PROGRAM, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    smsc = NodeSmsc(process)
    try:
        smsc.port = (await smsc.heard("listening"))["port"]
        yield smsc
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
