"""A phone in somebody's hands: what they do with it, and all that it tells them, as a story."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import NamedTuple

from aiohttp import ClientSession

from simulator.phones import Sms, Ussd
from smpp.alphabets import decode as decode_text
from smpp.parts import piece_of
from smpp.pdus import DeliverSm, SubmitSm
from smpp.tlvs import ITS_SESSION_INFO, USSD_SERVICE_OP
from tests.system.market import Place
from tests.system.tap import Seen

SAYS = ("dials", "answers", "writes")
LOOK_EVERY = 0.2


class Line(NamedTuple):
    """Of a story. ``what``: ``dials``, ``answers``, ``writes``, ``hangs up``; ``window``, ``sms``, ``over``: what the
    phone shows; ``wire``: a PDU; ``dropped``; ``note``."""

    at: float
    what: str
    text: str
    seen: Seen | None = None

    def __str__(self) -> str:
        return f"  {self.at:7.3f} {self.what:>8}  {self.text}"


class Caller:
    """Who holds it. ``ussd``: the window."""

    def __init__(self, number: str, place: Place, http: ClientSession) -> None:
        self.number = number
        self.story: list[Line] = []
        self.ussd = Ussd()
        self.place = place
        self._http = http
        self._url = f"{place.url}/api/phones/{number}"
        self._changed = asyncio.Event()
        self._since = time.monotonic()

    # What is heard of it

    def shows(self, ussd: Ussd) -> None:
        """The window has changed."""
        self.ussd = ussd
        if ussd.text:
            self.tell("window", ussd.text if ussd.open else f"{ussd.text} [the end]")
        elif not ussd.open:
            self.tell("over", "the session is over")
        self._changed.set()

    def takes(self, sms: Sms) -> None:
        """A message has arrived."""
        self.tell("sms", sms.text)
        self._changed.set()

    def sees(self, seen: Seen) -> None:
        """A PDU of this phone was on the wire."""
        message = seen.request or seen.pdu
        assert isinstance(message, SubmitSm | DeliverSm)
        op = "".join(f" op {value.hex()}" for tag, value in message.tlvs if tag == USSD_SERVICE_OP.tag)
        session = "".join(f" session {value.hex()}" for tag, value in message.tlvs if tag == ITS_SESSION_INFO.tag)
        status = "" if seen.request is None else f" status {seen.pdu.status:#x} to"
        name = type(seen.pdu).__name__
        self.tell("wire", f"{name}{status}{op}{session} {said(seen)!r}{'' if seen.passed else ' [held]'}", seen)

    # What they do

    async def dial(self, code: str) -> bool:
        """Whether the phone can."""
        self.tell("dials", code)
        return await self._post("ussd", code)

    async def answer(self, text: str) -> bool:
        """In the session."""
        self.tell("answers", text)
        return await self._post("ussd", text)

    async def write(self, text: str) -> bool:
        """By SMS."""
        self.tell("writes", text)
        return await self._post("sms", text, to="111")

    async def hang_up(self) -> None:
        """If there is anything to hang up."""
        self.tell("hangs up", "")
        async with self._http.delete(f"{self._url}/ussd"):
            pass

    async def _post(self, what: str, text: str, **more: str) -> bool:
        async with self._http.post(f"{self._url}/{what}", json={"text": text, **more}) as answer:
            if answer.status != HTTPStatus.ACCEPTED:
                self.tell("note", f"the phone cannot: {await answer.text()}")
            return answer.status == HTTPStatus.ACCEPTED

    # What they wait for

    async def page(self, seconds: float) -> bool:
        """Whether one comes that can be answered."""
        await self.until(lambda: not self.ussd.open or bool(self.ussd.text), seconds)
        return self.ussd.open and bool(self.ussd.text)

    async def end(self, seconds: float) -> None:
        """Of the session."""
        await self.until(lambda: not self.ussd.open, seconds)

    async def network(self, seconds: float) -> None:
        """That somebody serves it again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not any(link.bind for link in self.place.smsc.links()):
                    await asyncio.sleep(LOOK_EVERY)

    async def sms(self, count: int, seconds: float) -> list[str]:
        """All but so many, when there are more."""
        await self.until(lambda: len(self._messages()) > count, seconds)
        return self._messages()[count:]

    async def until(self, is_so: Callable[[], bool], seconds: float) -> None:
        """As the phone shows it, or not for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not is_so():
                    self._changed.clear()
                    await self._changed.wait()

    def _messages(self) -> list[str]:
        return [line.text for line in self.story if line.what == "sms"]

    def tell(self, what: str, text: str, seen: Seen | None = None) -> None:
        """Of it."""
        self.story.append(Line(time.monotonic() - self._since, what, text, seen))


def said(seen: Seen) -> str:
    """What a message says, or that which is answered."""
    message = seen.request or seen.pdu
    assert isinstance(message, SubmitSm | DeliverSm)
    piece = piece_of(message)
    return decode_text(piece.data, piece.data_coding) or ""
