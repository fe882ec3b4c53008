"""Servers end in time, whoever is connected."""

import asyncio

from aiohttp import web

from pomoshnik.listening import STOP_TIMEOUT, listening
from tests.gateway.virtual import virtually


@virtually
async def test_a_body_that_does_not_come_holds_nobody_up_for_long() -> None:
    """Who is told to stop does not wait for it longer than for others."""
    reading = asyncio.Event()

    async def read(request: web.Request) -> web.Response:
        reading.set()
        return web.Response(body=await request.read())

    app = web.Application()
    app.add_routes([web.post("/", read)])
    loop = asyncio.get_running_loop()
    async with listening(app, "127.0.0.1", 0) as url:
        _, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n{")
        await reading.wait()
        told = loop.time()
    assert loop.time() - told <= STOP_TIMEOUT + 1
    writer.close()
