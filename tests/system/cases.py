"""The table of a purchase that is dropped: at which step, where its message is then, how, and what comes after."""

from enum import Enum
from itertools import count, product
from typing import NamedTuple


class Goods(NamedTuple):
    """A service, what is charged for it in kopecks, and how its price is told."""

    code: str
    id: str
    name: str
    price: int
    told: str


GOODOK = Goods("2122", "goodok", "Гудок", 75_00, "75,00")
ANTIAON = Goods("2112", "antiaon", "АнтиАОН", 3_95, "3,95")


class Walk(NamedTuple):
    """A way to a service: what is dialled; of each exchange, whether the operator is asked."""

    name: str
    goods: Goods
    dialled: str
    asks: tuple[bool, ...]


SHORT = Walk("short", GOODOK, "*111*2122#", (True, True))
LONG = Walk("long", ANTIAON, "*111#", (True, False, False, True, True, True, True))


class Point(Enum):
    """Where an exchange stands when the session is dropped."""

    SENT = "the phone's message is on its way to the gateway"
    TAKEN = "the gateway has taken it, and the SMSC does not know"
    ASKED = "the operator is asked, and knows of nothing"
    BOOKED = "the operator has answered, and the gateway does not know"
    WRITTEN = "the page is on its way to the SMSC"
    SHOWN = "the page is shown, and the gateway does not know"
    READ = "the page is shown"


_OPERATORS = (Point.ASKED, Point.BOOKED)


class Way(Enum):
    """How the session is dropped."""

    HANGS_UP = "the user hangs up"
    LET_GO = "the network lets go"
    REPLACED = "another code is dialled"
    CUT = "the link is cut"
    KILLED = "the gateway is killed"
    SLOW = "the operator takes longer than the session"


NETWORK_OF = {
    Way.HANGS_UP: "usual",
    Way.REPLACED: "usual",
    Way.LET_GO: "curt",
    Way.CUT: "cut",
    Way.KILLED: "killed",
    Way.SLOW: "slow",
}


class Next(Enum):
    """What the person does then."""

    NOTHING = "does nothing"
    RESUMES = "dials *111# and goes on"
    WRITES = "writes 1 by SMS"
    BUYS = "dials the service anew"
    ANSWERS = "answers in the session if it is still open"


class Case(NamedTuple):
    """``at``: the exchange, from 0."""

    number: str
    walk: Walk
    at: int
    point: Point
    way: Way
    then: Next

    def __str__(self) -> str:
        return (
            f"{self.number}, {self.walk.name} walk, step {self.at}: {self.point.value}, when {self.way.value}; "
            f"then the person {self.then.value}"
        )


FIRST = 79160000000


def cases() -> list[Case]:
    """The short walk in full; of the long one each step, point and way, with what comes then taken in turn."""
    numbers, turns = count(FIRST), count()
    table = []
    for walk, way in product((SHORT, LONG), Way):
        for at, point in _places(walk, way):
            nexts = _nexts(way)
            for then in nexts if walk is SHORT else [nexts[next(turns) % len(nexts)]]:
                table.append(Case(str(next(numbers)), walk, at, point, way, then))
    return table


def _places(walk: Walk, way: Way) -> list[tuple[int, Point]]:
    """At a slow operator a session is dropped only where it is asked."""
    points = _OPERATORS if way is Way.SLOW else tuple(Point)
    return [(at, point) for at, asks in enumerate(walk.asks) for point in points if asks or point not in _OPERATORS]


def _nexts(way: Way) -> list[Next]:
    """A session outlives links and gateways."""
    return [then for then in Next if then is not Next.ANSWERS or way in (Way.CUT, Way.KILLED)]
