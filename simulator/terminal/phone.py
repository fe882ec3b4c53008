"""A phone in the terminal, on a running simulator: answers to what is typed appear on its display.

A line such as ``*111#`` is dialled; while that USSD session is open, each line is an answer in it. All else is an SMS.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TextIO

import aiohttp
import msgspec

from simulator.codes import is_code
from simulator.events import Event, SmsArrived, UssdChanged
from simulator.phones import Screen
from simulator.terminal.display import Display

REPLY_WAIT = 5.0
"""Seconds that a phone which reads from a pipe waits for an answer before it sends the next line."""
LINE_LIMIT = 64 * 1024
"""Octets of a line typed."""

HANG_UP = "-"
AS_SMS = "sms "
"""What a line in a session is, or begins with, that is no answer: the user hangs up, or writes an SMS."""


async def run_phone(
    number: str,
    simulator_url: str,
    *,
    to: str = "111",
    stdin: TextIO,
    stdout: TextIO,
    reply_wait: float = REPLY_WAIT,
) -> int:
    """Send what is typed, see above, until the end of input, show what comes. Returns the exit code.

    `stdin` needs a file descriptor: a terminal, a pipe or a file. Unless it is a terminal, each line waits for an
    answer to the one before, `reply_wait` seconds at most.
    """
    display = Display(stdout, interactive=stdin.isatty())
    try:
        async with aiohttp.ClientSession(simulator_url) as http, http.ws_connect("/ws") as feed:
            phone = TerminalPhone(number, to, http, feed, display, 0 if stdin.isatty() else reply_wait)
            return await phone.run(stdin)
    except asyncio.CancelledError:
        display.goodbye()
        raise
    except aiohttp.ClientError:
        display.line(f"Симулятор не отвечает: {simulator_url}. Запустите его: pomoshnik simulator")
        return 1


class TerminalPhone:
    """One run of the phone."""

    def __init__(
        self,
        number: str,
        to: str,
        http: aiohttp.ClientSession,
        feed: aiohttp.ClientWebSocketResponse,
        display: Display,
        reply_wait: float,
    ) -> None:
        self._number = number
        self._path = f"/api/phones/{number}"
        self._to = to
        self._http = http
        self._feed = feed
        self._display = display
        self._reply_wait = reply_wait
        self._replied = asyncio.Event()
        self._reply: type[Event] = SmsArrived

    async def run(self, stdin: TextIO) -> int:
        """Until the end of input (0) or of the simulator (1)."""
        typing = asyncio.create_task(self._send_all(stdin))
        watching = asyncio.create_task(self._show_all())
        try:
            done, _ = await asyncio.wait({typing, watching}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            typing.cancel()
            watching.cancel()
            await asyncio.gather(typing, watching, return_exceptions=True)
        for task in done:
            task.result()
        if watching in done:
            self._display.line("Симулятор отключился.")
        return int(watching in done)

    async def _send_all(self, stdin: TextIO) -> None:
        async with self._http.get(self._path) as response:
            self._display.in_session = msgspec.json.decode(await response.read(), type=Screen).ussd.open
        self._display.prompt()
        async for text in typed_lines(stdin):
            if text:
                self._replied.clear()
                await self._typed(text)
                await self._wait_for_reply()
            self._display.prompt()
        self._display.goodbye()

    async def _typed(self, text: str) -> None:
        in_session = self._display.in_session
        self._reply = SmsArrived
        if is_code(code := text.strip()):  # no keypad has a space
            text = code
        if in_session and text.startswith(AS_SMS):
            await self._send(text.removeprefix(AS_SMS))
        elif not in_session and not is_code(text):
            await self._send(text)
        else:
            self._reply = UssdChanged
            await (self._hang_up() if text == HANG_UP else self._enter(text))

    async def _send(self, text: str) -> None:
        self._display.sent(text)
        await self._ask("POST", "sms", {"to": self._to, "text": text})

    async def _enter(self, text: str) -> None:
        self._display.entered(text)
        await self._ask("POST", "ussd", {"text": text})

    async def _hang_up(self) -> None:
        await self._ask("DELETE", "ussd")

    async def _ask(self, method: str, what: str, body: dict[str, str] | None = None) -> None:
        async with self._http.request(method, f"{self._path}/{what}", json=body) as response:
            if not response.ok:
                self._display.line(f"  Не отправлено: {await response.text()}")
                self._replied.set()

    async def _wait_for_reply(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._reply_wait):
                await self._replied.wait()

    async def _show_all(self) -> None:
        async for message in self._feed:
            event = msgspec.json.decode(message.data, type=Event)
            if isinstance(event, SmsArrived | UssdChanged) and event.number == self._number:
                self._show(event)

    def _show(self, event: SmsArrived | UssdChanged) -> None:
        waits = False
        if isinstance(event, SmsArrived):
            self._display.received(event.sms)
        else:
            self._display.window(event.ussd)
            waits = event.ussd.waits
        if isinstance(event, self._reply) and not waits:
            self._replied.set()


async def typed_lines(stdin: TextIO) -> AsyncIterator[str]:
    """Lines as they come, without a thread that could outlive us."""
    stream = asyncio.StreamReader(limit=LINE_LIMIT)
    loop = asyncio.get_running_loop()
    descriptor = stdin.fileno()

    def read() -> None:
        if data := os.read(descriptor, 4096):
            stream.feed_data(data)
        else:
            stream.feed_eof()
            loop.remove_reader(descriptor)

    try:
        loop.add_reader(descriptor, read)
    except PermissionError:  # a file is always ready, and epoll does not take it
        stream.feed_data(stdin.buffer.read())
        stream.feed_eof()
    try:
        while line := await stream.readline():
            yield line.decode(errors="replace").rstrip("\r\n")
    finally:
        loop.remove_reader(descriptor)
