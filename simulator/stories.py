"""Stories for the page: a phone is recorded as one, and one is played. What plays them is handed in from above."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Literal, TypeVar

import msgspec
from aiohttp import web

from simulator.http import SMSC, ApiError, body_of, json_response, number_of
from simulator.recording import Recording


class PlayedLine(msgspec.Struct, frozen=True):
    """A line of a story, by its number in the text; ``came`` is what came where it differs, or why it is not played."""

    number: int
    text: str
    verdict: Literal["passed", "differs", "not played"]
    came: str = ""


class PlayedStory(msgspec.Struct, frozen=True):
    """Answer of POST /api/stories; ``passed``: no line differs."""

    lines: list[PlayedLine]
    passed: bool


class CannotPlay(Exception):
    """Why a story is not played, or a recording not begun. ``status`` of HTTP: 400 it is none, 409 its phone is taken,
    501 this is no place for it, 503 not now."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class StoryText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/stories."""

    text: str


class Switch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/phones/{number}/recording."""

    on: bool


Play = Callable[[str], AsyncIterator[PlayedLine]]
"""Plays the story of this text, line by line. Raises `CannotPlay`."""

Setup = Callable[[str], Awaitable[Mapping[str, str]]]
"""The first lines of a story of that phone, but for its number. Raises `CannotPlay`."""

T = TypeVar("T")

CODES = {400: "bad_story", 409: "phone_taken", 501: "not_here", 503: "not_now"}


async def no_setup(number: str) -> Mapping[str, str]:
    """There are no books."""
    return {}


class Stories:
    """The routes."""

    def __init__(self, play: Play | None, setup: Setup = no_setup, clock: Callable[[], float] = time.time) -> None:
        self._play = play
        self._setup = setup
        self._clock = clock

    def add_to(self, app: web.Application) -> None:
        """Serve them."""
        app.add_routes(
            [
                web.post("/api/phones/{number}/recording", self.record),
                web.get("/api/phones/{number}/story", self.story),
                web.post("/api/stories", self.play),
            ]
        )

    async def record(self, request: web.Request) -> web.Response:
        """POST /api/phones/{number}/recording: begin anew, or stop and keep it."""
        number, switch = number_of(request), await body_of(request, Switch)
        if switch.on:
            recording = Recording(number, await _told(self._setup(number)), self._clock)
            request.app[SMSC].phones[number].recording = recording
        elif kept := request.app[SMSC].phones.recording(number):
            kept.on = False
        return json_response(switch)

    async def story(self, request: web.Request) -> web.Response:
        """GET /api/phones/{number}/story: what it said and got since recording was switched on, as a story's text."""
        recording = request.app[SMSC].phones.recording(number_of(request))
        if recording is None:
            raise ApiError(404, "no_recording", "That phone was not recorded")
        return web.Response(text=recording.story(), content_type="text/plain")

    async def play(self, request: web.Request) -> web.Response:
        """POST /api/stories: play it here; what became of each line."""
        story = await body_of(request, StoryText)
        if self._play is None:
            raise ApiError(501, CODES[501], "Nothing here plays stories")
        lines = await _told(_all(self._play(story.text)))
        lines.sort(key=lambda line: line.number)
        return json_response(PlayedStory(lines, all(line.verdict != "differs" for line in lines)))


async def _all(playing: AsyncIterator[PlayedLine]) -> list[PlayedLine]:
    return [line async for line in playing]


async def _told(answer: Awaitable[T]) -> T:
    try:
        return await answer
    except CannotPlay as error:
        raise ApiError(error.status, CODES[error.status], str(error)) from error
