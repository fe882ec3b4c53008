"""Run every stack and write the tables of docs/interop.md.

python -m tests.interop
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.interop import esme, smsc
from tests.interop.cells import Column, Stack
from tests.interop.page import ESMES, SMSCS, write
from tests.interop.stacks import ALL_SMSCS, STACKS


async def _columns(
    title: str, stacks: Sequence[Stack], column: Callable[[Stack, Path], Awaitable[Column]]
) -> list[Column]:
    columns = []
    for stack in stacks:
        with TemporaryDirectory() as folder:
            columns.append(await column(stack, Path(folder)))
        print(f"{title}: {stack.name} {columns[-1].version}", flush=True)
    return columns


async def main() -> None:
    """One after the other; a table is written when all of it has run."""
    write(ESMES, await _columns(ESMES, STACKS, esme.column))
    write(SMSCS, await _columns(SMSCS, ALL_SMSCS, smsc.column))


if __name__ == "__main__":
    asyncio.run(main())
