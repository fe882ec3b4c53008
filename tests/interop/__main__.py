"""Run every stack and write the tables of docs/interop.md.

python -m tests.interop
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.interop import esme
from tests.interop.cells import Column
from tests.interop.page import ESMES, write
from tests.interop.stacks import STACKS


async def _esmes() -> list[Column]:
    columns = []
    for stack in STACKS:
        with TemporaryDirectory() as folder:
            columns.append(await esme.column(stack, Path(folder)))
        print(f"{stack.name} {columns[-1].version} as an ESME: done", flush=True)
    return columns


async def main() -> None:
    """One after the other; the page is written when all have run."""
    write(ESMES, await _esmes())


if __name__ == "__main__":
    asyncio.run(main())
