"""The code of a sign-in, to be seen and to be heard."""

from aiohttp import web

from cabinet.visit import Visit


async def show(visit: Visit) -> web.Response:
    """As a picture."""
    body = await visit.house.artist.picture(await _digits(visit))
    return web.Response(body=body, content_type="image/png")


async def play(visit: Visit) -> web.Response:
    """As sound."""
    body = await visit.house.artist.sound(await _digits(visit))
    return web.Response(body=body, content_type="audio/wav")


async def _digits(visit: Visit) -> str:
    return (await visit.house.operator.captcha_of(visit.request.match_info["id"])).digits
