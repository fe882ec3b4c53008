"""An SMSC in a thread of its own, for tests of ESMEs: nothing here is a coroutine, everything waits with a time limit.

Its methods block the thread that calls them. A test that runs an event loop, with its ESME in that loop, awaits them in
another thread: ``await asyncio.to_thread(smsc.phone("79160000001").wait_for, "Hello")``.
"""

import asyncio
import threading
from collections.abc import Callable
from ssl import SSLContext
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from simulator.events import LinkState
from simulator.phones import Sms
from simulator.program import Running, serve
from simulator.smsc import Smsc
from simulator.trouble.faults import Faults
from smpp.pdus import DataSm, SubmitSm

TIMEOUT = 5.0
"""Seconds that is waited unless a call says otherwise."""
PATIENCE = 0.1
"""Seconds that ESMEs have at the end to answer an unbind; many never do."""

T = TypeVar("T")


class SmscInThread:
    """A context: it listens while that is open. Anybody may bind."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smsc", daemon=True)
        self._running: Running

    def __enter__(self) -> "SmscInThread":
        """It listens."""
        self._thread.start()
        self._running = asyncio.run_coroutine_threadsafe(serve(smpp_port=0, http_port=0), self._loop).result(TIMEOUT)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """ESMEs are unbound, and all is gone."""
        asyncio.run_coroutine_threadsafe(self._running.aclose(PATIENCE), self._loop).result(TIMEOUT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TIMEOUT)
        self._loop.close()

    # Where it is

    @property
    def port(self) -> int:
        """For ESMEs."""
        return self._running.smpp_port

    @property
    def url(self) -> str:
        """The same with a system_id and a password, of which any will do."""
        return f"smpp://esme:secret@{self.host}:{self.port}"

    @property
    def page(self) -> str:
        """For a browser, while a test is looked into; the HTTP API stands there too."""
        return f"http://{self.host}:{self._running.http_port}"

    # What is there

    def phone(self, number: str) -> "Phone":
        """The phone of that number; any number has one."""
        return Phone(self, number)

    @property
    def submitted(self) -> list[SubmitSm | DataSm]:
        """All messages that ESMEs have submitted and that were taken, as they came; USSD among them."""
        return self.call(lambda smsc: [one.request for one in smsc.messages.known()])

    @property
    def links(self) -> list[LinkState]:
        """All connections of ESMEs."""
        return self.call(lambda smsc: smsc.links())

    def link(self, timeout: float = TIMEOUT) -> LinkState:
        """The first ESME that is bound, as soon as one is. TimeoutError."""
        return self.until(lambda smsc: next((link for link in smsc.links() if link.bind), None), timeout)

    def faults(self, **groups: dict[str, Any]) -> None:
        """What goes wrong from now on: ``smsc.faults(receipts={"undeliverable": 0.5})``; without arguments nothing.

        Raises msgspec.ValidationError for a fault that is none.
        """
        faults = msgspec.convert(groups, Faults)
        self.call(lambda smsc: setattr(smsc, "faults", faults))

    def listen(self, tls: SSLContext) -> int:
        """Listen with TLS too; gives the port."""
        return asyncio.run_coroutine_threadsafe(self._running.smsc.start(self.host, 0, tls), self._loop).result(TIMEOUT)

    # Between the threads

    def call(self, function: Callable[[Smsc], T]) -> T:
        """What that function gives of the SMSC, in its thread; what it raises is raised here."""

        async def called() -> T:
            return function(self._running.smsc)

        return asyncio.run_coroutine_threadsafe(called(), self._loop).result(TIMEOUT)

    def until(self, found: Callable[[Smsc], T | None], timeout: float = TIMEOUT) -> T:
        """What that function gives, as soon as it is not None. TimeoutError."""

        async def waited() -> T:
            async with asyncio.timeout(timeout):
                return await _until(self._running.smsc, found)

        return asyncio.run_coroutine_threadsafe(waited(), self._loop).result()


async def _until(smsc: Smsc, found: Callable[[Smsc], T | None]) -> T:
    with smsc.feed.watch() as watcher:
        while (value := found(smsc)) is None:
            await watcher.get()
    return value


class Phone:
    """A phone of the simulated network."""

    def __init__(self, smsc: SmscInThread, number: str) -> None:
        self.number = number
        self._smsc = smsc

    def send(self, to: str, text: str) -> None:
        """Send an SMS to a short number; a long text goes as parts."""
        self._smsc.call(lambda smsc: smsc.send_sms(self.number, to, text))

    @property
    def inbox(self) -> list[Sms]:
        """The messages it has received, oldest first; of each `sender`, `text`, `parts` and `coding`."""
        return self._smsc.call(lambda smsc: [*smsc.phones.screen(self.number).inbox])

    def wait_for(self, text: str, timeout: float = TIMEOUT) -> Sms:
        """The newest message that contains this text, as soon as there is one. TimeoutError."""

        def found(smsc: Smsc) -> Sms | None:
            inbox = smsc.phones.screen(self.number).inbox
            return next((sms for sms in reversed(inbox) if text in sms.text), None)

        return self._smsc.until(found, timeout)

    def dial(self, code: str, timeout: float = TIMEOUT) -> str:
        """Dial, or answer in the session that is open; gives the next text on the screen. TimeoutError."""
        self._smsc.call(lambda smsc: smsc.enter(self.number, code))
        return self._smsc.until(self._page, timeout)

    def hang_up(self) -> None:
        """End the USSD session."""
        self._smsc.call(lambda smsc: smsc.hang_up(self.number))

    def switch(self, *, on: bool) -> None:
        """Switched off, its messages wait; switched on, it gets them."""
        self._smsc.call(lambda smsc: smsc.switch_phone(self.number, reachable=on))

    def _page(self, smsc: Smsc) -> str | None:
        ussd = smsc.phones.screen(self.number).ussd
        return None if ussd.waits else ussd.text
