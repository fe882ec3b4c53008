"""A stack of its own for stories: simulator and back office here, the gateway as a process that can be killed."""

import asyncio
import os
import secrets
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp

from operator_api.client import AdminClient
from pomoshnik.cleaner import folder_for_now
from pomoshnik.commands import operator
from pomoshnik.listening import listening
from pomoshnik.page_player import PagePlayer
from pomoshnik.player import Stack
from pomoshnik.secret import Secret
from pomoshnik.settings import PREFIX
from simulator.program import serve

START_SECONDS = 60.0
"""How long the gateway may take to be ready."""

MORTAL = ("setpriv", "--pdeathsig", "KILL")
"""Before a command that ends when we do, even by kill -9."""

LOOK_EVERY = 0.05
"""Seconds between two looks whether it is."""


class BadStart(Exception):
    """The gateway did not start; the message holds what it said."""


async def start_program(*command: str, secret: str, log: Path) -> Process:
    """``pomoshnik COMMAND`` with none of our settings, which Ctrl-C does not reach; `said` reads its output."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with log.open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            *(*MORTAL, sys.executable, "-P", "-m", "pomoshnik", *command),
            env={**own, "POMOSHNIK_SECRET": secret},
            stdout=PIPE,
            stderr=errors,
            start_new_session=True,
        )


async def said(process: Process, start: str) -> str:
    """What follows that in a line of its output; empty if it ends without."""
    assert process.stdout is not None
    async for line in process.stdout:
        if (text := line.decode().strip()).startswith(start):
            return text.removeprefix(start)
    return ""


async def end(process: Process) -> None:
    """In good order, so that its store ends too."""
    if process.returncode is None:
        process.terminate()
    await process.wait()


class GatewayProcess:
    """``pomoshnik gateway`` with an embedded store, as a process of its own: a kill is a real one."""

    def __init__(
        self,
        smpp_port: int,
        operator_url: str,
        folder: Path,
        secret: str,
        http: aiohttp.ClientSession,
        patience: float = START_SECONDS,
    ) -> None:
        smsc = f"smpp://story:story@127.0.0.1:{smpp_port}"
        self._command = (
            *("gateway", "--smsc", smsc, "--operator", operator_url),
            *("--data", str(folder), "--http-port", "0", "--per-number", "0", "--name", "story", "--dev"),
        )
        self._secret = secret
        self._log = folder / "gateway.log"
        self._http = http
        self._patience = patience
        self._process: Process
        self.url = ""
        """Of its door; a restart changes it."""
        self.advanced = 0.0
        """Seconds that it is ahead of the clock on the wall."""

    async def start(self) -> None:
        """Start it and wait until it serves. Raises `BadStart`."""
        self._process = await start_program(*self._command, secret=self._secret, log=self._log)
        try:
            async with asyncio.timeout(self._patience):
                self.url = await said(self._process, "gateway: ")
                if not self.url:
                    raise BadStart(f"the gateway stopped: {self._log.read_text().strip()}")
                while not await self._is_ready():
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            await self.stop()
            raise BadStart(f"the gateway does not start: {self._log.read_text().strip()}") from None
        if self.advanced:
            await self._advance_clock(self.advanced)

    async def advance(self, seconds: float) -> None:
        """Let that much time pass for it; also after restarts."""
        self.advanced += seconds
        await self._advance_clock(seconds)

    async def kill(self) -> None:
        """kill -9"""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        """See `end`."""
        await end(self._process)

    async def restart(self) -> None:
        """Kill it, start it again."""
        await self.kill()
        await self.start()

    async def _is_ready(self) -> bool:
        async with self._http.get(f"{self.url}/ready") as response:
            return response.status == 200

    async def _advance_clock(self, seconds: float) -> None:
        async with self._http.post(f"{self.url}/dev/clock", json={"seconds": seconds}) as response:
            response.raise_for_status()


@asynccontextmanager
async def private_stack(http: aiohttp.ClientSession) -> AsyncIterator[Stack]:
    """Everything, fresh, on free ports; gone at the end."""
    secret = secrets.token_hex()
    derived, page = Secret(secret), PagePlayer(http)
    async with AsyncExitStack() as exits:
        folder = exits.enter_context(folder_for_now())
        simulator = await serve(smpp_port=0, http_port=0, play=page.play, setup=page.setup)
        exits.push_async_callback(simulator.aclose)
        gateways: list[GatewayProcess] = []
        books = operator.app(
            f"sqlite:///{folder}/operator.db",
            derived,
            operator.TIMEZONE,
            dev=True,
            gateway=lambda: "".join(each.url for each in gateways),
        )
        operator_url = await exits.enter_async_context(listening(books, "127.0.0.1", 0))
        admin = AdminClient(operator_url, derived.token("admin"))
        exits.push_async_callback(admin.aclose)
        gateway = GatewayProcess(simulator.smpp_port, operator_url, folder, secret, http)
        exits.push_async_callback(gateway.stop)
        gateways.append(gateway)
        await gateway.start()

        async def advance(seconds: float) -> None:
            await admin.advance_clock(seconds)
            await gateway.advance(seconds)

        def now() -> float:
            return time.time() + gateway.advanced

        page.stack = Stack(f"http://127.0.0.1:{simulator.http_port}", admin, now)
        yield page.stack._replace(advance=advance, restart=gateway.restart)
