"""What a load is put on when no ESME is given: back office and gateway as processes, with a store of their own."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from operator_api.contract import Subscriber
from operator_api.seed import write_subscribers
from pomoshnik.cleaner import folder_for_now
from pomoshnik.stack import START_SECONDS, BadStart, end, said, start_program


@asynccontextmanager
async def private_esme(smpp_port: int, subscribers: Iterable[Subscriber]) -> AsyncIterator[None]:
    """The assistant, with these subscribers in the books, bound to this port; gone at the end. Raises `BadStart`."""
    secret = secrets.token_hex()
    async with AsyncExitStack() as exits:
        folder = exits.enter_context(folder_for_now())
        database = f"sqlite:///{folder}/operator.db"
        await asyncio.to_thread(write_subscribers, database, subscribers)

        async def start(*command: str) -> str:
            return await exits.enter_async_context(_running(folder, secret, *command))

        operator = await start("operator", "--database", database, "--http-port", "0")
        smsc = f"smpp://load:load@127.0.0.1:{smpp_port}"
        options = ("--data", str(folder), "--http-port", "0", "--per-number", "0", "--name", "load")
        await start("gateway", "--smsc", smsc, "--operator", operator, *options)
        yield


@asynccontextmanager
async def _running(folder: Path, secret: str, *command: str) -> AsyncIterator[str]:
    """A program of ours; gives the URL that it says."""
    log = folder / f"{command[0]}.log"
    process = await start_program(*command, secret=secret, log=log)
    try:
        url = ""
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                url = await said(process, f"{command[0]}: ")
        if not url:
            raise BadStart(f"{command[0]} does not start: {await asyncio.to_thread(log.read_text)}".strip())
        yield url
    finally:
        await end(process)
