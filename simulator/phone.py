"""A phone in the terminal, on a running simulator: each line typed is an SMS, answers appear on its display."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TextIO

import aiohttp
import msgspec

from simulator import screen
from simulator.events import Event, SmsArrived
from simulator.phones import Sms

REPLY_WAIT = 5.0
"""Seconds that a phone which reads from a pipe waits for an answer before it sends the next line."""
LINE_LIMIT = 64 * 1024
"""Octets of a line typed."""

_REWRITE_TYPED = "\x1b[1A\r\x1b[2K"
_REWRITE_PROMPT = "\r\x1b[2K"


async def run_phone(
    number: str,
    simulator_url: str,
    *,
    to: str = "111",
    stdin: TextIO,
    stdout: TextIO,
    reply_wait: float = REPLY_WAIT,
) -> int:
    """Send what is typed until the end of input, show what comes. Returns the exit code.

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


class Display:
    """What the terminal shows. Interactive, it has a prompt, and writes over what the terminal echoed."""

    def __init__(self, stdout: TextIO, *, interactive: bool) -> None:
        self._stdout = stdout
        self._interactive = interactive

    def prompt(self) -> None:
        """Ask for the next line."""
        if self._interactive:
            self._write("> ")

    def sent(self, text: str) -> None:
        """This was typed and leaves."""
        self._write(f"{_REWRITE_TYPED if self._interactive else ''}{screen.sent(text)}\n")

    def received(self, sms: Sms) -> None:
        """This came, perhaps while somebody types."""
        self._write(f"{_REWRITE_PROMPT if self._interactive else ''}{screen.received(sms)}\n")
        self.prompt()

    def goodbye(self) -> None:
        """The person leaves."""
        if self._interactive:
            self._write("\nДо связи.\n")

    def line(self, text: str) -> None:
        """A line about the phone itself."""
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        self._stdout.write(text)
        self._stdout.flush()


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
        self._to = to
        self._http = http
        self._feed = feed
        self._display = display
        self._reply_wait = reply_wait
        self._replied = asyncio.Event()

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
        self._display.prompt()
        async for text in typed_lines(stdin):
            if text:
                self._display.sent(text)
                self._replied.clear()
                await self._send(text)
                await self._wait_for_reply()
            self._display.prompt()
        self._display.goodbye()

    async def _send(self, text: str) -> None:
        path = f"/api/phones/{self._number}/sms"
        async with self._http.post(path, json={"to": self._to, "text": text}) as response:
            if response.status != 202:
                self._display.line(f"  Не отправлено: {await response.text()}")
                self._replied.set()

    async def _wait_for_reply(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._reply_wait):
                await self._replied.wait()

    async def _show_all(self) -> None:
        async for message in self._feed:
            event = msgspec.json.decode(message.data, type=Event)
            if isinstance(event, SmsArrived) and event.number == self._number:
                self._display.received(event.sms)
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
