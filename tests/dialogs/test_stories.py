"""The stories of the release, played without a network (their format: ``stories/README.md``)."""

import re
from pathlib import Path

import pytest

from dialogs.events import SMS
from operator_api.contract import Profile
from tests.dialogs.operator import Operator
from tests.dialogs.phone import USSD, Phone

FOLDER = Path(__file__).parents[2] / "stories"
STORIES = sorted(FOLDER.glob("*.txt"))

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Player:
    """Plays one story; a line that does not hold fails the test."""

    def __init__(self, head: dict[str, str]) -> None:
        services = set(re.findall(r"\w+", head.get("services", "")))
        balance = round(float(head["balance"]) * 100)
        unknown = Profile(language_chosen=False, alphabet_chosen=False)
        self.phone = Phone(Operator(balance=balance, tariff=head["tariff"], services=services, profile=unknown))
        self.replies = ""
        self.rest = ""
        self.by_sms = ""
        self.open = False
        self.words: dict[str, str] = {}

    def play(self, line: str) -> None:
        """One line."""
        sign, _, text = line.partition(" ")
        match sign:
            case ">" | ">sms":
                self._speak(text, dialled=sign == ">" and text[0] in "*#" and len(text) > 1, by_sms=sign == ">sms")
            case "<":
                self._expect(text)
            case "<sms":
                assert text in self.by_sms
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
        self.by_sms = "\n".join(say.text for say in says if say not in pages)
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


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    """Every line of the story holds."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    player = Player(dict(line.split(": ", 1) for line in head.splitlines() if not line.startswith("#")))
    for line in filter(None, body.splitlines()):
        player.play(line)
