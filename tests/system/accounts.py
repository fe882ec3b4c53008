"""What must be true of everybody in the end: their phone, the books and what they did agree."""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.ussd import NETWORK_ERROR
from smpp.pdus import DeliverSmResp, SubmitSmResp
from tests.system.callers import SAYS, Line, said
from tests.system.cases import Way
from tests.system.shoppers import LATE, LOOK, Shopper, is_question
from tests.system.tap import Seen

BALANCE = 1_000_00


class Books(NamedTuple):
    """Of one number: ``switched``: lines of the audit that say so."""

    balance: int
    services: tuple[str, ...]
    switched: int


def wrongs(shopper: Shopper, books: Books, inbox: list[str]) -> Iterator[str]:
    """Each in a sentence."""
    goods, story = shopper.case.walk.goods, shopper.story
    done = f'Услуга "{goods.name}" подключена'
    charged, rest = divmod(BALANCE - books.balance, goods.price)
    told = [text for text in inbox if done in text]
    yes, firm = _agreed(shopper)
    if rest or charged not in (0, 1):
        yield f"{BALANCE - books.balance} kopecks were charged"
    if ((goods.id in books.services), books.switched) != (bool(charged), charged):
        yield f"charged {charged} times; services in the books: {books.services}; switched {books.switched} times"
    if charged and not yes:
        yield "charged for a question that was never seen, or to which nobody said yes"
    if firm and not charged:
        yield "said yes to a question that was shown, and it was not done"
    if charged and not told:
        yield "charged, and no SMS says so"
    if told and not charged:
        yield "an SMS says that it was done, and it was not"
    if len(told) > 1 and shopper.case.way not in (Way.CUT, Way.KILLED):
        yield f"told {len(told)} times by SMS"
    if any(line.what == "window" and done in line.text for line in story) and not charged:
        yield "the window said that it was done, and it was not"
    yield from _of_texts(shopper, inbox, bool(charged))
    yield from _of_pages(story)


def _agreed(shopper: Shopper) -> tuple[bool, bool]:
    """Whether somebody said yes to a question that they had before their eyes; and whether there can be no doubt that
    the gateway knew it, and heard them: all that they had said before was taken before the question was shown."""
    yes = firm = False
    shown, known, alone, says = "", False, False, 0
    taken: set[int] = set()
    doubtful: set[int] = set()
    for place, line in enumerate(shopper.story):
        if line.what in ("window", "sms") and NETWORK_ERROR not in line.text:
            shown, known, alone = line.text, False, says == len(taken)
        elif line.what == "dropped" and shopper.case.way in (Way.CUT, Way.KILLED):
            known, doubtful = False, {id(before.seen.pdu) for before in shopper.story[:place] if before.seen}
        elif line.seen and isinstance(line.seen.pdu, SubmitSmResp) and id(line.seen.request) not in doubtful:
            known = known or _is_shown(line.seen, shown)
        elif line.seen and _is_taken(line.seen):
            taken.add(id(line.seen.request))
        elif line.what in SAYS:
            if line.text == "1":
                asked = is_question(shown, shopper.case.walk)
                yes |= asked or (line.what == "writes" and _crosses(shopper, place))
                firm |= asked and known and alone and says == len(taken) and _is_heard(shopper.story[place:])
            says += 1
    return yes, firm


def _crosses(shopper: Shopper, place: int) -> bool:
    """Whether what is written there meets a question on its way, so that nobody can tell what it answers: one that is
    shown in the session before it comes to the gateway, or by SMS before it is taken."""
    words, come = shopper.story[place].text, False
    for line in shopper.story[place:]:
        if line.what == "sms" and is_question(line.text, shopper.case.walk):
            return True
        if line.seen and not come and isinstance(line.seen.pdu, SubmitSmResp):
            if is_question(said(line.seen), shopper.case.walk) and line.seen.passed and not line.seen.pdu.status:
                return True
        elif line.seen and said(line.seen) == words:
            come = True
            if _is_taken(line.seen):
                break
    return False


def _is_taken(seen: Seen) -> bool:
    """Whether the gateway has taken what the phone said."""
    return isinstance(seen.pdu, DeliverSmResp) and not seen.pdu.status and said(seen) != ""


def _is_shown(seen: Seen, text: str) -> bool:
    return seen.passed and not seen.pdu.status and said(seen) == text


def _is_heard(story: list[Line]) -> bool:
    """Whether what is said first from here on was taken."""
    return any(line.seen and _is_taken(line.seen) and said(line.seen) == story[0].text for line in story)


def _of_texts(shopper: Shopper, inbox: list[str], charged: bool) -> Iterator[str]:
    name = shopper.case.walk.goods.name
    for text in [*inbox, *(line.text for line in shopper.story if line.what == "window")]:
        if f'"{name}" уже подключена' in text and not charged:
            yield f"told {text!r}, and it is not on"
        if "Не получилось" in text or "Не знаем" in text:
            yield f"told {text!r}"
    promised = next((place for place, line in enumerate(shopper.story) if LATE in line.text), None)
    if promised is not None and not any(
        line.what == "sms" and LATE not in line.text for line in shopper.story[promised:]
    ):
        yield "promised an SMS, and none came"


def _of_pages(story: list[Line]) -> Iterator[str]:
    """Whether each look at the balance brought it, in the window or by SMS, and the last one in the window."""
    waits, last = False, ""
    for line in story:
        if line.what == "dials":
            waits, last = line.text == LOOK, ""
        elif line.what in ("window", "sms"):
            waits = waits and "Баланс: " not in line.text and NETWORK_ERROR not in line.text
            last = last or line.text * (line.what == "window")
    if waits or "Баланс: " not in last:
        yield f"in the end {LOOK} brought {last!r}"
