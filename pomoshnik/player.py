"""Plays a story on a running stack, through its HTTP doors, and says of each line what became of it."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple, TypeVar

import aiohttp

from operator_api.client import AdminClient, OperatorError
from operator_api.passwords import make_password
from pomoshnik.handset import By, CannotSend, Handset, Texts
from pomoshnik.results import Result
from pomoshnik.stories import WORD, Line, Story, rubles, seconds
from simulator.words import passwords_in

REPLY_SECONDS = 10.0
"""How long a reply may take."""

SILENCE_SECONDS = 2.0
"""For how long nothing comes where nothing should."""

HURRY_SECONDS = 0.5
"""How long once something has not come in time: what comes to the same > has come by then."""

LOOK_EVERY = 0.02
"""Seconds between two looks at the phone's screen."""

PASSWORD = "[A-Za-z0-9]{6,64}"  # noqa: S105

T = TypeVar("T")


class Stack(NamedTuple):
    """What a story is played on. ``operator`` is None where there are no books; ``advance`` and ``restart`` are where
    that is not ours to do.
    """

    simulator: str
    operator: AdminClient | None
    now: Callable[[], float]
    advance: Callable[[float], Awaitable[None]] | None = None
    restart: Callable[[], Awaitable[None]] | None = None


class Difference(Exception):
    """The story went another way; the message says what was expected and what came. ``came``: that alone; ``rest``:
    what of a reply could have been expected instead.
    """

    def __init__(self, message: str, came: str, rest: str = "") -> None:
        super().__init__(message)
        self.came = came
        self.rest = rest


class Silence(Difference):
    """There was no reply at all."""


TROUBLE = (Silence, CannotSend, OperatorError, aiohttp.ClientError)
"""Why a story does not go on."""


class Player:
    """Plays one story; `play` it once."""

    def __init__(
        self, story: Story, stack: Stack, http: aiohttp.ClientSession, patience: float = REPLY_SECONDS
    ) -> None:
        self._story = story
        self._stack = stack
        self._handset = Handset(stack.simulator, story.number, story.to, http)
        self._patience = patience
        self._left = patience
        self._words: dict[str, str] = {}
        self._is_set_up = False
        self._goes_on = True

    async def play(self) -> AsyncIterator[Result]:
        """Each line in the order in which they are played; after trouble they are not."""
        for line in self._story.head:
            yield await self._result(line)
        for exchange in _exchanges(self._story.lines):
            answered = all(line.kind != "silence" for line in exchange)
            for line in exchange:
                yield await self._result(line, answered=answered)

    async def _result(self, line: Line, *, answered: bool = True) -> Result:
        if not self._goes_on:
            return Result(line, "not played")
        if self._stack.operator is None and _needs_books(line):
            return Result(line, "not played", came="there are no books here")
        try:
            await self._play(line, answered=answered)
        except TROUBLE as trouble:
            self._goes_on = False
            return Result(line, "differs", str(trouble), trouble.came if isinstance(trouble, Silence) else str(trouble))
        except Difference as found:
            self._guess(line, found.rest)
            return Result(line, "differs", str(found), found.came, found.rest, {**self._words})
        return Result(line)

    async def _play(self, line: Line, *, answered: bool) -> None:
        match line.kind:
            case "setup":
                await self._set_up()
            case "write" | "sms" | "dial" as by:
                await self._speak(by, self._made_up(line.text), answered=answered)
            case "hang_up":
                await self._handset.hang_up()
            case "expect":
                await self._expect(line.text, self._handset.replies)
            case "expect_sms":
                await self._expect(line.text, self._handset.messages)
            case "forbid":
                await self._forbid(line.text)
            case "silence":
                await self._hear_nothing()
            case "books":
                await self._check_books(*line.text.split())
            case "wait" if self._stack.advance:
                await self._stack.advance(seconds(line.text))
            case "restart" if self._stack.restart:
                await self._stack.restart()

    async def _set_up(self) -> None:
        """All first lines at once."""
        if not self._is_set_up:
            self._is_set_up = True
            await self._handset.put_down()
            if self._stack.operator:
                await self._stack.operator.put_subscriber(self._story.subscriber(self._stack.now()))

    async def _speak(self, by: By, text: str, *, answered: bool) -> None:
        self._left = self._patience
        reply = await self._handset.speak(by, text)
        if answered and not await self._until(lambda: reply.text):
            raise Silence(f"expected a reply, came: {self._handset.replies.text!r}", self._handset.replies.text)

    async def _expect(self, text: str, among: Texts) -> None:
        pattern = self._pattern(text)
        found = await self._until(lambda: among.read(pattern))
        if not found:
            came = self._handset.replies.text
            raise Difference(f"expected {text!r}, came: {came!r}", came, self._rest(among))
        self._words |= found.groupdict()

    def _rest(self, among: Texts) -> str:
        """What was not read yet; SMS are no part of a session, and come when they do."""
        by_sms = set(self._handset.messages.text.splitlines()) if self._handset.pages.text else set()
        pages = "\n".join(line for line in among.rest.splitlines() if line not in by_sms)
        return among.rest if among is self._handset.messages or not pages else pages

    async def _forbid(self, text: str) -> None:
        await self._handset.look()
        replies = self._handset.replies.text
        if self._filled(text) in replies:
            raise Difference(f"{text!r} should not have come, but did: {replies!r}", replies)

    async def _hear_nothing(self) -> None:
        await asyncio.sleep(min(SILENCE_SECONDS, self._patience))
        await self._handset.look()
        if replies := self._handset.replies.text:
            raise Difference(f"nothing should have come, but did: {replies!r}", replies)

    async def _check_books(self, what: str, *of: str) -> None:
        is_now, should_be = await self._books(what, of[0]), of[-1]
        if is_now != should_be:
            raise Difference(f"{what} in the books: expected {should_be}, is {is_now}", is_now)

    async def _books(self, what: str, of: str) -> str:
        """What the books say, in the story's words. ``of``: the service, the password."""
        operator, number = self._stack.operator, self._story.number
        assert operator
        if what == "login":
            return "ok" if await operator.login(number, self._filled(of)) else "refused"
        subscriber = await operator.subscriber(number)
        if what == "service":
            return "on" if of in subscriber.services else "off"
        return subscriber.tariff if what == "tariff" else rubles(subscriber.balance)

    async def _until(self, found: Callable[[], T | None]) -> T | None:
        """What ``found`` finds in what has come, as soon as it does; nothing in time."""
        try:
            async with asyncio.timeout(self._left):
                await self._handset.look()
                while not (result := found()):
                    await asyncio.sleep(LOOK_EVERY)
                    await self._handset.look()
        except TimeoutError:
            self._left = min(self._left, HURRY_SECONDS)
            return None
        return result

    def _made_up(self, text: str) -> str:
        """The text with passwords; a word that none is bound to gets a new one."""
        for word in WORD.findall(text):
            self._words.setdefault(word, make_password())
        return self._filled(text)

    def _guess(self, line: Line, rest: str) -> None:
        """Which passwords the words of a line mean that has come in other words."""
        new = [word for word in WORD.findall(line.text) if word not in self._words]
        self._words |= zip(new, passwords_in(rest), strict=False)

    def _filled(self, text: str) -> str:
        """The text with the passwords that were bound before."""
        return WORD.sub(lambda found: self._words.get(found[1], found[0]), text)

    def _pattern(self, text: str) -> re.Pattern[str]:
        """What it matches, binding the words that are not bound yet."""
        pieces = WORD.split(self._filled(text))
        pieces[::2] = map(re.escape, pieces[::2])
        pieces[1::2] = (f"(?P<{word}>{PASSWORD})" for word in pieces[1::2])
        return re.compile("".join(pieces))


def _needs_books(line: Line) -> bool:
    return line.kind == "books" or (line.kind == "setup" and not line.text.startswith(("number:", "to:")))


def _exchanges(lines: Sequence[Line]) -> list[list[Line]]:
    """What the phone says with what comes of it, each in the order to play it: nothing that comes up to the next > may
    hold what is forbidden, so that is looked for last.
    """
    exchanges: list[list[Line]] = [[]]
    for line in lines:
        if line.begins:
            exchanges.append([])
        exchanges[-1].append(line)
    return [sorted(exchange, key=lambda line: line.kind == "forbid") for exchange in exchanges]
