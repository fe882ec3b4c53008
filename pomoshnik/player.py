"""Plays a story on a running stack, through its HTTP doors, and compares."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, NamedTuple, TypeVar

import aiohttp

from operator_api.client import AdminClient
from pomoshnik.stories import Line, Story, kopecks, seconds

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
    """How it went: the line where it differed and how, and the lines that wait for USSD."""

    story: Story
    waiting: tuple[int, ...] = ()
    line: int = 0
    difference: str = ""

    @property
    def passed(self) -> bool:
        """No difference."""
        return not self.difference


class Player:
    """Plays one story; `play` it once."""

    def __init__(self, story: Story, stack: Stack, http: aiohttp.ClientSession) -> None:
        self._story = story
        self._stack = stack
        self._http = http
        self._words: dict[str, str] = {}
        self._read = 0  # messages that the phone had received before it wrote the last one
        self._seen = 0  # characters of the replies that expectations have matched

    async def play(self) -> Played:
        """Set the phone up, hold the conversation, compare."""
        story, waiting = self._story, list[int]()
        await self._stack.operator.put_subscriber(story.subscriber(self._stack.now()))
        in_ussd = False
        for line in story.lines:
            if line.kind in ("dial", "write"):
                in_ussd = line.kind == "dial" or (in_ussd and not line.sms)
                if in_ussd:
                    waiting.append(line.number)
            if in_ussd:
                continue
            try:
                await self._play(line)
            except Difference as difference:
                return Played(story, tuple(waiting), line.number, str(difference))
        return Played(story, tuple(waiting))

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
        is_now, should_be = await self._books(what, *of)
        if is_now != should_be:
            raise Difference(f"{what} in the books: expected {should_be}, is {is_now}")

    async def _books(self, what: str, *of: str) -> tuple[Any, Any]:
        operator, number = self._stack.operator, self._story.number
        match (what, *of):
            case ("login", password, verdict):
                ok = await operator.login(number, self._filled(password))
                return "ok" if ok else "refused", verdict
            case ("service", service, state):
                return "on" if service in (await operator.subscriber(number)).services else "off", state
            case ("tariff", tariff):
                return (await operator.subscriber(number)).tariff, tariff
            case ("balance", balance):
                return (await operator.subscriber(number)).balance, kopecks(balance)
        raise Difference(f"nobody knows how to check {what!r} with {len(of)} words")

    async def _until(self, found: Callable[[str], T | None], what: str) -> T:
        """What ``found`` finds in the replies, as soon as it does."""
        try:
            async with asyncio.timeout(REPLY_SECONDS):
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
        return re.sub(r"\{(\w+)\}", lambda found: self._words.get(found[1], found[0]), text)

    def _pattern(self, text: str) -> re.Pattern[str]:
        return re.compile("".join(self._pieces(text)))

    def _pieces(self, text: str) -> Iterator[str]:
        for piece in re.split(r"(\{\w+\})", text):
            word = piece[1:-1]
            if not piece.startswith("{"):
                yield re.escape(piece)
            elif word in self._words:
                yield re.escape(self._words[word])
            else:
                yield f"(?P<{word}>{PASSWORD})"
