"""Plays a story on a running stack, through its HTTP doors, and compares."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from itertools import accumulate, dropwhile
from typing import Any, NamedTuple, TypeVar

import aiohttp

from operator_api.client import AdminClient, OperatorError
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
    """How it went: where it differed (0: the stack did not start) and how, and the lines that wait for USSD."""

    story: Story
    waiting: tuple[int, ...] = ()
    line: int = 0
    difference: str = ""

    @property
    def passed(self) -> bool:
        """No difference."""
        return not self.difference


TROUBLE = (Difference, OperatorError, aiohttp.ClientError)
"""Why a story does not go on."""


class Player:
    """Plays one story; `play` it once."""

    def __init__(
        self, story: Story, stack: Stack, http: aiohttp.ClientSession, patience: float = REPLY_SECONDS
    ) -> None:
        self._story = story
        self._stack = stack
        self._http = http
        self._patience = patience
        self._words: dict[str, str] = {}
        self._read = 0  # messages that the phone had received before it wrote the last one
        self._seen = 0  # characters of the replies that expectations have matched

    async def play(self) -> Played:
        """Set the phone up, hold the conversation, compare."""
        story, waits = self._story, _ussd(self._story.lines)
        waiting = tuple(line.number for line in waits if line.begins)
        at = 1
        try:
            await self._stack.operator.put_subscriber(story.subscriber(self._stack.now()))
            for line in _forbidden_last(story.lines):
                at = line.number
                if line not in waits:
                    await self._play(line)
        except TROUBLE as trouble:
            return Played(story, waiting, at, str(trouble))
        return Played(story, waiting)

    async def _play(self, line: Line) -> None:
        match line.kind:
            case "write":
                await self._write(line.text)
            case "expect":
                await self._expect(line.text)
            case "forbid":
                self._forbid(line.text, await self._replies())
            case "books":
                await self._check_books(*line.text.split())
            case "wait" if self._stack.advance:
                await self._stack.advance(seconds(line.text))
            case "restart" if self._stack.restart:
                await self._stack.restart()

    async def _write(self, text: str) -> None:
        self._read, self._seen = (await self._screen())["received"], 0
        body = {"to": "111", "text": self._filled(text)}
        async with self._http.post(f"{self._phone}/sms", json=body) as response:
            if response.status != 202:
                raise Difference(f"the phone cannot send: {await response.text()}")
        await self._until(lambda replies: replies or None, "a reply")

    async def _expect(self, text: str) -> None:
        pattern = self._pattern(text)
        found = await self._until(lambda replies: pattern.search(replies, self._seen), f"{text!r}")
        self._seen = found.end()
        self._words |= found.groupdict()

    def _forbid(self, text: str, replies: str) -> None:
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

    async def _until(self, found: Callable[[str], T | None], what: str) -> T:
        """What ``found`` finds in the replies, as soon as it does."""
        try:
            async with asyncio.timeout(self._patience):
                while not (result := found(await self._replies())):
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            raise Difference(f"expected {what}, came: {await self._replies()!r}") from None
        return result

    async def _replies(self) -> str:
        screen = await self._screen()
        new = screen["received"] - self._read
        return "\n".join(message["text"] for message in screen["inbox"][-new:]) if new else ""

    async def _screen(self) -> dict[str, Any]:
        async with self._http.get(self._phone) as response:
            screen: dict[str, Any] = await response.json()
            return screen

    @property
    def _phone(self) -> str:
        return f"{self._stack.simulator}/api/phones/{self._story.number}"

    def _filled(self, text: str) -> str:
        """The text with the passwords that were bound before."""
        return WORD.sub(lambda found: self._words.get(found[1], found[0]), text)

    def _pattern(self, text: str) -> re.Pattern[str]:
        """What it matches, binding the words that are not bound yet."""
        pieces = WORD.split(self._filled(text))
        pieces[::2] = map(re.escape, pieces[::2])
        pieces[1::2] = (f"(?P<{word}>{PASSWORD})" for word in pieces[1::2])
        return re.compile("".join(pieces))


def _ussd(lines: Sequence[Line]) -> list[Line]:
    """Those that need USSD: what is dialled, and all that follows, for it may come of that."""
    return list(dropwhile(lambda line: line.kind != "dial", lines))


def _forbidden_last(lines: Sequence[Line]) -> list[Line]:
    """In the order to play them: nothing that comes up to the next > may hold what is forbidden."""
    exchanges = accumulate(line.begins for line in lines)
    in_order = sorted(zip(exchanges, lines, strict=True), key=lambda placed: (placed[0], placed[1].kind == "forbid"))
    return [line for _, line in in_order]
