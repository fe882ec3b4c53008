"""Plays stories for the simulator's page, on the stack that the simulator is part of."""

from collections.abc import AsyncIterator, Callable, Mapping
from http import HTTPStatus

import aiohttp

from operator_api.client import OperatorError
from operator_api.contract import Number, Subscriber
from pomoshnik.player import REPLY_SECONDS, Player, Stack
from pomoshnik.results import Result
from pomoshnik.stories import UNITS, BadStory, Story, parse, rubles
from simulator.stories import CannotPlay, PlayedLine

NAME = "story.txt"


class PagePlayer:
    """``stack`` is set as soon as it stands."""

    def __init__(self, http: aiohttp.ClientSession, patience: float = REPLY_SECONDS) -> None:
        self.stack: Stack | None = None
        self._http = http
        self._patience = patience
        self._playing: set[Number] = set()

    async def play(self, text: str) -> AsyncIterator[PlayedLine]:
        """See `simulator.stories.Play`."""
        story, stack = _story(text), self._standing()
        if story.number in self._playing:
            raise CannotPlay(409, f"a story of {story.number} is being played; wait for its end")
        self._playing.add(story.number)
        try:
            async for result in Player(story, stack, self._http, self._patience).play():
                yield _told(result)
        finally:
            self._playing.discard(story.number)

    async def setup(self, number: str) -> Mapping[str, str]:
        """See `simulator.stories.Setup`."""
        stack = self._standing()
        try:
            return _setup(await stack.operator.subscriber(Number(number)), stack.now) if stack.operator else {}
        except OperatorError as error:
            if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST):
                return {}  # not in the books, or no number of theirs
            raise CannotPlay(503, str(error)) from error

    def _standing(self) -> Stack:
        if self.stack is None:
            raise CannotPlay(503, "it starts; try again in a moment")
        return self.stack


def _story(text: str) -> Story:
    try:
        story = parse(NAME, text.splitlines())
    except BadStory as error:
        raise CannotPlay(400, f"line {str(error).removeprefix(':')}") from None
    if steering := [f"line {line.number}: {line.whole}" for line in story.lines if line.steers]:
        raise CannotPlay(501, f"only pomoshnik play, on a private stack, can play ~ and &: {', '.join(steering)}")
    return story


def _told(result: Result) -> PlayedLine:
    return PlayedLine(result.line.number, result.line.whole, result.verdict, result.came)


def _setup(subscriber: Subscriber, now: Callable[[], float]) -> Mapping[str, str]:
    """As the first lines of a story say it."""
    return {
        "balance": rubles(subscriber.balance),
        "tariff": subscriber.tariff,
        "tariff_since": _age(subscriber.tariff_since, now()),
        "activated": _age(subscriber.activated, now()),
        **({"services": ", ".join(subscriber.services)} if subscriber.services else {}),
    }


def _age(since: float, now: float) -> str:
    return f"{max(int((now - since) // UNITS['d']), 0)}d"
