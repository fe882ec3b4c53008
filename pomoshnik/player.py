"""Plays a story on a running stack, through its HTTP doors, and compares."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

import aiohttp

from operator_api.client import AdminClient, OperatorError
from pomoshnik.handset import By, CannotSend, Handset, Texts
from pomoshnik.stories import WORD, Line, Story, rubles, seconds

REPLY_SECONDS = 10.0
"""How long a reply may take."""

LOOK_EVERY = 0.02
"""Seconds between two looks at the phone's screen."""

PASSWORD = "[A-Za-z0-9]{6,64}"  # noqa: S105

T = TypeVar("T")


class Stack(NamedTuple):
    """What a story is played on. ``advance`` and ``restart`` are None where that is not ours to do."""

    simulator: str
    operator: AdminClient
    now: Callable[[], float]
    advance: Callable[[float], Awaitable[None]] | None = None
    restart: Callable[[], Awaitable[None]] | None = None


class Difference(Exception):
    """The story went another way; the message says what was expected and what came."""


class Played(NamedTuple):
    """How it went: where it differed (0: the stack did not start) and how."""

    story: Story
    line: int = 0
    difference: str = ""

    @property
    def passed(self) -> bool:
        """No difference."""
        return not self.difference


TROUBLE = (Difference, CannotSend, OperatorError, aiohttp.ClientError)
"""Why a story does not go on."""


class Player:
    """Plays one story; `play` it once."""

    def __init__(
        self, story: Story, stack: Stack, http: aiohttp.ClientSession, patience: float = REPLY_SECONDS
    ) -> None:
        self._story = story
        self._stack = stack
        self._handset = Handset(stack.simulator, story.number, http)
        self._patience = patience
        self._words: dict[str, str] = {}

    async def play(self) -> Played:
        """Set the phone up, hold the conversation, compare."""
        story, at = self._story, 1
        try:
            await self._stack.operator.put_subscriber(story.subscriber(self._stack.now()))
            for line in _forbidden_last(story.lines):
                at = line.number
                await self._play(line)
        except TROUBLE as trouble:
            return Played(story, at, str(trouble))
        return Played(story)

    async def _play(self, line: Line) -> None:
        match line.kind:
            case "write" | "sms" | "dial" as by:
                await self._speak(by, self._filled(line.text))
            case "expect":
                await self._expect(line.text, self._handset.replies)
            case "expect_sms":
                await self._expect(line.text, self._handset.messages)
            case "forbid":
                await self._forbid(line.text)
            case "books":
                await self._check_books(*line.text.split())
            case "wait" if self._stack.advance:
                await self._stack.advance(seconds(line.text))
            case "restart" if self._stack.restart:
                await self._stack.restart()

    async def _speak(self, by: By, text: str) -> None:
        reply = await self._handset.speak(by, text)
        await self._until(lambda: reply.text, "a reply")

    async def _expect(self, text: str, among: Texts) -> None:
        pattern = self._pattern(text)
        found = await self._until(lambda: among.read(pattern), f"{text!r}")
        self._words |= found.groupdict()

    async def _forbid(self, text: str) -> None:
        await self._handset.look()
        replies = self._handset.replies.text
        if self._filled(text) in replies:
            raise Difference(f"{text!r} should not have come, but did: {replies!r}")

    async def _check_books(self, what: str, *of: str) -> None:
        is_now, should_be = await self._books(what, of[0]), of[-1]
        if is_now != should_be:
            raise Difference(f"{what} in the books: expected {should_be}, is {is_now}")

    async def _books(self, what: str, of: str) -> str:
        """What the books say, in the story's words. ``of``: the service, the password."""
        operator, number = self._stack.operator, self._story.number
        if what == "login":
            return "ok" if await operator.login(number, self._filled(of)) else "refused"
        subscriber = await operator.subscriber(number)
        if what == "service":
            return "on" if of in subscriber.services else "off"
        return subscriber.tariff if what == "tariff" else rubles(subscriber.balance)

    async def _until(self, found: Callable[[], T | None], what: str) -> T:
        """What ``found`` finds in what has come, as soon as it does."""
        try:
            async with asyncio.timeout(self._patience):
                await self._handset.look()
                while not (result := found()):
                    await asyncio.sleep(LOOK_EVERY)
                    await self._handset.look()
        except TimeoutError:
            raise Difference(f"expected {what}, came: {self._handset.replies.text!r}") from None
        return result

    def _filled(self, text: str) -> str:
        """The text with the passwords that were bound before."""
        return WORD.sub(lambda found: self._words.get(found[1], found[0]), text)

    def _pattern(self, text: str) -> re.Pattern[str]:
        """What it matches, binding the words that are not bound yet."""
        pieces = WORD.split(self._filled(text))
        pieces[::2] = map(re.escape, pieces[::2])
        pieces[1::2] = (f"(?P<{word}>{PASSWORD})" for word in pieces[1::2])
        return re.compile("".join(pieces))


def _forbidden_last(lines: Sequence[Line]) -> list[Line]:
    """In the order to play them: nothing that comes up to the next > may hold what is forbidden."""
    exchanges = accumulate(line.begins for line in lines)
    in_order = sorted(zip(exchanges, lines, strict=True), key=lambda placed: (placed[0], placed[1].kind == "forbid"))
    return [line for _, line in in_order]
