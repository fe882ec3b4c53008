"""What one phone said and got, written down as a story. Pure."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from simulator.words import Words, expected

By = Literal["sms", "ussd", "hang up"]

SERVICE = "111"
"""Whom a story's phone writes to, unless it says otherwise."""

LONGEST_WAIT = 10.0
"""Seconds in which a reply is one to what was said; without one for so long, there was none."""

MOST_NOTED = 5_000
"""Things said and come in one recording; what is more is not noted."""

TITLE = "# recorded by hand"


@dataclass(eq=False)
class _Exchange:
    """What was said, in one way, and what came of it."""

    at: float
    by: By
    text: str
    to: str
    in_session: bool
    came: list[tuple[bool, str]] = field(default_factory=list)
    """Whether by SMS, and the text."""

    def waits(self, by_sms: bool, now: float) -> bool:
        """For a reply of that kind."""
        waits = not any(sms == by_sms for sms, _ in self.came) and by_sms == (self.by == "sms")
        return waits and self.by != "hang up" and now - self.at < LONGEST_WAIT

    def mark(self, by_sms: bool) -> str:
        """Of a line that expects a reply."""
        return "<sms" if by_sms and (self.by != "sms" or self.in_session) else "<"

    def said(self, words: Words) -> str:
        """The line of what was said."""
        if self.by == "hang up":
            return ">hangup"
        text = words.hide_typed(" ".join(self.text.split()))
        as_sms = self.by == "sms" and (self.in_session or text.startswith(("*", "#")))
        return f"{'>sms' if as_sms else '>'} {text}".rstrip()

    def lines(self, words: Words, ended: float) -> Iterator[str]:
        """As a story has them. ``ended``: when the next thing was said."""
        yield self.said(words)
        for by_sms, text in self.came:
            yield from expected(self.mark(by_sms), words.hide_come(text))
        if not self.came and self.by != "hang up" and ended - self.at >= LONGEST_WAIT:
            yield "<!"


class Recording:
    """Of one phone, from now on until it is no longer ``on``. ``setup`` is how it stood in the books, if known."""

    def __init__(self, number: str, setup: Mapping[str, str], clock: Callable[[], float]) -> None:
        self.on = True
        self._setup = {"number": number, **setup}
        self._clock = clock
        self._exchanges: list[_Exchange] = []
        self._noted = 0

    @contextmanager
    def saying(self, by: By, text: str, to: str, *, in_session: bool) -> Iterator[None]:
        """The phone says something; it was not said if that fails."""
        exchange = _Exchange(self._clock(), by, text, to, in_session)
        if self._has_room():
            self._exchanges.append(exchange)
        try:
            yield
        except Exception:
            self._exchanges = [each for each in self._exchanges if each is not exchange]
            raise

    def came(self, text: str, *, by_sms: bool) -> None:
        """A reply: to the first that waits for one, else to what was said last."""
        if self._exchanges and text and self._has_room():
            now = self._clock()
            waiting = (each for each in self._exchanges if each.waits(by_sms, now))
            next(waiting, self._exchanges[-1]).came.append((by_sms, text))

    def story(self) -> str:
        """A file that ``pomoshnik play`` plays. It has one service number: that of the first SMS."""
        words, to = Words(), next((each.to for each in self._exchanges if each.to), SERVICE)
        setup = self._setup | ({"to": to} if to != SERVICE else {})
        ends = [*(each.at for each in self._exchanges[1:]), self._clock()]
        conversation = [
            line
            for each, ended in zip(self._exchanges, ends, strict=False)
            for line in (each.lines(words, ended) if each.to in ("", to) else [f"# an SMS to {each.to} is left out"])
        ]
        return "\n".join([TITLE, *(f"{key}: {value}" for key, value in setup.items()), "", *conversation, ""])

    def _has_room(self) -> bool:
        self._noted += self.on
        return self.on and self._noted <= MOST_NOTED
