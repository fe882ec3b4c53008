"""An SMSC of node-smpp, in a process of its own: what it says and hears is not ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from tests.interop.driven import Driven, driven

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


class NodeSmsc(Driven):
    """It listens on ``port``."""

    port = 0

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


@asynccontextmanager
async def node_smpp() -> AsyncIterator[NodeSmsc]:
    """It listens, and has gone at the end."""
    async with driven(NodeSmsc, "node", PROGRAM) as smsc:
        smsc.port = (await smsc.heard("listening"))["port"]
        yield smsc
