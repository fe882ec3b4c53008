"""Servers of ours, up while they are needed."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from aiohttp import web

from pomoshnik.settings import BadSetting

STOP_TIMEOUT = 5.0
"""Seconds that requests have at the end which are not yet answered, or not yet read."""


@contextmanager
def ports_free(options: str) -> Iterator[None]:
    """A port that is taken, or a host that is not ours, is a wrong setting of these options."""
    try:
        yield
    except OSError as error:
        raise BadSetting(f"{options}: {error.strerror or error}") from None
    except UnicodeError as error:
        raise BadSetting(f"{options}: no such host: {error}") from None


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, options: str = "--host and --http-port"
) -> AsyncIterator[str]:
    """Serve the application; gives its URL. Port 0 takes any free one. ``options``: how host and port were set."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_TIMEOUT)
    await runner.setup()
    try:
        with ports_free(options):
            await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
