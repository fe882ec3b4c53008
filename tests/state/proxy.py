"""A proxy between the store and Redis that loses a commit or its answer at will."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path


class Proxy:
    """Passes everything on, but for what it is told to lose; losing closes the connection.

    `lose_requests` and `lose_answers` count the scripts still to lose, before and after Redis got them, but only
    those that hold `what`, perhaps a digest. While `refusing`, new connections are closed at once. `lost` is set
    whenever something was lost or refused.
    """

    def __init__(self, redis: Path) -> None:
        self.lose_requests = 0
        self.lose_answers = 0
        self.what = b"EVALSHA"
        self.refusing = False
        self.lost = asyncio.Event()
        self.url = ""
        self._redis = redis
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Proxy"]:
        """Listen on a free port of the loopback interface."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield self
        server.close()
        await asyncio.gather(*self._tasks)

    def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: StreamReader, writer: StreamWriter) -> None:
        if self.refusing:
            self.lost.set()
        else:
            with suppress(OSError):  # Redis is away, or somebody was killed
                await self._exchange(reader, writer)
        writer.close()

    async def _exchange(self, reader: StreamReader, writer: StreamWriter) -> None:
        answers, requests = await asyncio.open_unix_connection(str(self._redis))
        losing = asyncio.Event()

        async def ask() -> None:
            while request := await reader.read(1 << 20):
                if self.what in request and self._lose("lose_requests"):
                    break
                if self.what in request and self._lose("lose_answers"):
                    losing.set()
                requests.write(request)
            requests.write_eof()

        async def answer() -> None:
            while (data := await answers.read(1 << 20)) and not losing.is_set():
                writer.write(data)
            writer.close()
            requests.close()

        try:
            await asyncio.gather(ask(), answer())
        finally:
            requests.close()

    def _lose(self, count: str) -> bool:
        left: int = getattr(self, count)
        if left == 0:
            return False
        setattr(self, count, left - 1)
        self.lost.set()
        return True
