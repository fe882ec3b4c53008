"""Stories: conversations in plain text, as values. The format is described in ``stories/README.md``."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from operator_api.contract import Kopecks, Number, Subscriber
from simulator.recording import SERVICE

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
AGE = 365 * UNITS["d"]
"""For how long a story's phone has been a subscriber, unless it says otherwise."""

OWNER = "Иванова Мария Петровна"

Kind = Literal[
    "setup", "write", "sms", "dial", "hang_up", "expect", "expect_sms", "forbid", "silence", "books", "wait", "restart"
]

MARKS: dict[str, Kind] = {
    ">hangup": "hang_up",
    ">sms": "sms",
    ">": "write",
    "<sms": "expect_sms",
    "<!": "forbid",
    "<": "expect",
    "=": "books",
    "~": "wait",
    "&": "restart",
}


BOOKS = r"balance -?\d+\.\d\d|tariff \w+|service \w+ (on|off)|login \S+ (ok|refused)"
"""What a line may say of the operator's books."""

WORD = re.compile(r"\{([^\W\d]\w*)\}")
"""Stands for a password."""


class BadStory(Exception):
    """A story that cannot be read; the message names file and line."""


class Line(NamedTuple):
    """One line of the conversation: its number in the file, what it is, its text, and the whole of it."""

    number: int
    kind: Kind
    text: str
    whole: str = ""

    @property
    def begins(self) -> bool:
        """The phone speaks: replies from here on are to this."""
        return self.kind in ("write", "sms", "dial", "hang_up")

    @property
    def steers(self) -> bool:
        """It moves clocks or kills the gateway."""
        return self.kind in ("wait", "restart")


class Story(NamedTuple):
    """A conversation, and the phone as it has to be in the operator's books before it."""

    name: str
    title: str
    setup: dict[str, str]
    lines: tuple[Line, ...]
    head: tuple[Line, ...] = ()
    """What sets the phone up."""
    path: Path = Path()

    @property
    def number(self) -> Number:
        """The phone that speaks."""
        return Number(self.setup["number"])

    @property
    def steers(self) -> bool:
        """It moves clocks or kills the gateway, which only a private stack allows."""
        return any(line.steers for line in self.lines)

    @property
    def to(self) -> str:
        """Whom it writes to."""
        return self.setup.get("to", SERVICE)

    def subscriber(self, now: float) -> Subscriber:
        """The phone's owner in the books; ``now`` in seconds since the epoch."""
        tariff_age = seconds(self.setup.get("tariff_since", f"{AGE}s"))
        return Subscriber(
            number=self.number,
            name=self.setup.get("name", OWNER),
            balance=kopecks(self.setup.get("balance", "0")),
            tariff=self.setup.get("tariff", "super"),
            tariff_since=now - tariff_age,
            activated=now - seconds(self.setup.get("activated", f"{max(tariff_age, AGE)}s")),
            services=tuple(re.findall(r"\w+", self.setup.get("services", ""))),
        )


def read(path: Path) -> Story:
    """Read a story; raises `BadStory`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadStory(f"{path}: {error}") from None
    try:
        return parse(path.name, lines)._replace(path=path)
    except BadStory as error:
        raise BadStory(f"{path}{error}") from None


def parse(name: str, lines: list[str]) -> Story:
    """The story in these lines; raises `BadStory` that begins with the line's number."""
    title, setup, head, conversation = "", dict[str, str](), list[Line](), list[Line]()
    in_head = True
    for number, raw in enumerate(lines, 1):
        text = raw.strip()
        if text.startswith("# "):
            title = title or text[2:]
        elif not text:
            in_head = in_head and not setup
        else:
            try:
                if in_head:
                    key, value = _setup(text)
                    setup[key] = value
                    head.append(Line(number, "setup", text, text))
                else:
                    conversation.append(_line(number, text))
            except ValueError as error:
                raise BadStory(f":{number}: {error}") from None
    if "number" not in setup:
        raise BadStory(":1: no phone: `number: 79160000001` is missing from the first lines")
    return Story(name, title, setup, tuple(conversation), tuple(head))


def seconds(text: str) -> float:
    """``61s``, ``11m``, ``60d`` as seconds; raises ValueError."""
    if not (match := re.fullmatch(r"(\d+)([smhd])", text)):
        raise ValueError(f"{text!r} is not a time such as 61s, 11m, 2h, 60d")
    return int(match[1]) * UNITS[match[2]]


def kopecks(text: str) -> Kopecks:
    """``152.30`` as 15230; raises ValueError."""
    if not (match := re.fullmatch(r"(-?)(\d+)(?:\.(\d\d))?", text)):
        raise ValueError(f"{text!r} is not a sum such as 152.30")
    amount = int(match[2]) * 100 + int(match[3] or 0)
    return Kopecks(-amount if match[1] else amount)


def rubles(amount: Kopecks) -> str:
    """15230 as ``152.30``."""
    return f"{'-' * (amount < 0)}{abs(amount) // 100}.{abs(amount) % 100:02}"


def _phone(text: str) -> str:
    if not re.fullmatch(r"[0-9]{5,15}", text):
        raise ValueError(f"{text!r} is not a number such as 79160000001")
    return text


def service(text: str) -> str:
    """A number that phones write to."""
    if not re.fullmatch(r"[0-9]{1,20}", text):
        raise ValueError(f"{text!r} is not a number such as 111")
    return text


SETUP: dict[str, Callable[[str], object]] = {
    "number": _phone,
    "to": service,
    "name": str,
    "balance": kopecks,
    "tariff": str,
    "tariff_since": seconds,
    "activated": seconds,
    "services": str,
}


def _setup(text: str) -> tuple[str, str]:
    key, colon, value = (part.strip() for part in text.partition(":"))
    if not colon or key not in SETUP:
        raise ValueError(f"the first lines set the phone up, as `balance: 10.00`: {', '.join(SETUP)}")
    SETUP[key](value)
    return key, value


def _line(number: int, text: str) -> Line:
    mark = next((mark for mark in MARKS if text == mark or text.startswith(mark + " ")), None)
    if mark is None:
        raise ValueError(f"a line begins with one of {' '.join(MARKS)}")
    rest = text[len(mark) :].strip()
    kind = _kind(mark, rest)
    _check(kind, rest)
    return Line(number, kind, rest, text)


def _kind(mark: str, rest: str) -> Kind:
    if mark == "<!" and not rest:
        return "silence"
    return "dial" if mark == ">" and rest[:1] in ("*", "#") and len(rest) > 1 else MARKS[mark]


def _check(kind: Kind, text: str) -> None:
    match kind:
        case "wait":
            seconds(text)
        case "hang_up" if text:
            raise ValueError("should be `>hangup`")
        case "restart" if text != "restart":
            raise ValueError("should be `& restart`")
        case "books" if not re.fullmatch(BOOKS, text):
            raise ValueError(
                "should be `= balance 10.00`, `= tariff ID`, `= service ID on|off` or `= login PASSWORD ok|refused`"
            )
        case "expect" | "expect_sms" if len(words := WORD.findall(text)) > len(set(words)):
            raise ValueError("a {word} stands there twice")
