"""The stories of the release, played without a network (their format: ``stories/README.md``)."""

import re
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from dialogs.effects import Say
from dialogs.events import SMS, Closed
from dialogs.wording import SHIPPED
from operator_api.contract import Alphabet, Language, Profile
from smpp.alphabets import size
from tests.dialogs.operator import Operator
from tests.dialogs.phone import USSD, Phone

FOLDER = Path(__file__).parents[2] / "stories"
STORIES = sorted(FOLDER.glob("*.txt"))

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


NEW = Profile(language_chosen=False, alphabet_chosen=False)
"""Of somebody who has chosen nothing."""


class Player:
    """Plays one story; a line that does not hold fails the test."""

    def __init__(self, head: dict[str, str], profile: Profile = NEW) -> None:
        services = set(re.findall(r"\w+", head.get("services", "")))
        balance = round(float(head["balance"]) * 100)
        self.phone = Phone(Operator(balance=balance, tariff=head["tariff"], services=services, profile=profile))
        self.replies = ""
        self.rest = ""
        self.by_sms = ""
        self.open = False
        self.sent: list[Say] = []
        self.words: dict[str, str] = {}

    def play(self, line: str) -> None:
        """One line."""
        sign, _, text = line.partition(" ")
        match sign:
            case ">" | ">sms":
                self._speak(text, dialled=sign == ">" and text[0] in "*#" and len(text) > 1, by_sms=sign == ">sms")
            case ">hangup":
                assert self.open
                self.replies = self.rest = "\n".join(self.phone.happen(Closed(at=self.phone.now, room=USSD)))
                self.open = False
            case "<":
                self._expect(text)
            case "<sms":
                assert text in self.by_sms
            case "<!" if not text:
                assert not self.replies
            case "<!":
                assert text not in self.replies
            case "=":
                self._look_up(*text.split())
            case "~":
                self.phone.now += int(text[:-1]) * UNITS[text[-1]]
            case "&":
                assert text == "restart"
            case _:
                pytest.fail(f"what is {line!r}?")

    def _speak(self, text: str, *, dialled: bool, by_sms: bool) -> None:
        """In the session that is open, or that this opens; else by SMS. A page that is no screen ends the session."""
        phone, before = self.phone, len(self.phone.says)
        in_session = not by_sms and (dialled or self.open)
        phone.room = USSD if in_session else SMS
        self.replies = self.rest = "\n".join(phone.dial(text) if in_session and not self.open else phone.text(text))
        says = phone.says[before:]
        pages = [say for say in says if in_session and say.only != "sms"]
        sent = [say for say in says if say not in pages]
        self.sent += sent
        self.by_sms = "\n".join(say.text for say in sent)
        self.open = pages[-1].screen > 0 if pages else self.open

    def _expect(self, text: str) -> None:
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\w+)", re.escape(text))
        found = re.search(pattern, self.rest)
        assert found, f"{text!r} is not in {self.rest!r}"
        self.words |= found.groupdict()
        self.rest = self.rest[found.end() :]

    def _look_up(self, what: str, *args: str) -> None:
        operator = self.phone.operator
        match what:
            case "balance":
                assert operator.balance == round(float(args[0]) * 100)
            case "tariff":
                assert operator.tariff == args[0]
            case "service":
                assert (args[0] in operator.services) == (args[1] == "on")
            case "login":
                password = self.words.get(args[0].strip("{}"), args[0])
                assert (operator.password == password) == (args[1] == "ok")
            case _:
                pytest.fail(f"what is {what!r}?")


def read(path: Path) -> tuple[dict[str, str], list[str]]:
    """The head of the story, and its lines."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    return dict(line.split(": ", 1) for line in head.splitlines() if not line.startswith("#")), body.split("\n")


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    """Every line of the story holds."""
    head, lines = read(path)
    player = Player(head)
    for line in filter(None, lines):
        player.play(line)


@pytest.mark.parametrize(("language", "alphabet"), list(product(SHIPPED, get_args(Alphabet))))
def test_nine_replies_in_ten_take_one_part(language: Language, alphabet: Alphabet) -> None:
    """And none more than two, whoever reads what is said to the same people."""
    parts = [parts for path in STORIES for parts in parts_of(path, Profile(language=language, alphabet=alphabet))]
    assert max(parts) <= 2
    assert parts.count(1) >= 0.9 * len(parts)


def parts_of(path: Path, profile: Profile) -> list[int]:
    """Of each SMS that somebody is sent who reads so and does the same."""
    head, lines = read(path)
    player = Player(head, profile)
    for line in lines:
        if line.startswith((">", "~")):
            player.play(line)
    return [size(say.text).parts for say in player.sent]
