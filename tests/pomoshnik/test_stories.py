"""Stories are read from plain text; what cannot be read is told with file and line."""

from pathlib import Path

import pytest

from operator_api.contract import Kopecks, Number, Subscriber
from pomoshnik.stories import BadStory, Line, kopecks, parse, read, rubles, seconds

NOW = 1_700_000_000.0
DAY = 86_400.0
YEAR = 365 * DAY


def line(text: str) -> Line:
    """The conversation of one line, the third of its story."""
    (only,) = parse("story.txt", ["number: 79160000001", "", text]).lines
    return only


def test_a_story() -> None:
    """Its title, its phone, its lines by number."""
    story = parse(
        "balance.txt",
        ["# asks for the balance", "number: 79160000001", "balance: 10.00", "", "> баланс", "# so far", "", "< 10,00"],
    )
    assert (story.name, story.title, story.number) == ("balance.txt", "asks for the balance", "79160000001")
    assert story.setup == {"number": "79160000001", "balance": "10.00"}
    assert story.head == (
        Line(2, "setup", "number: 79160000001", "number: 79160000001"),
        Line(3, "setup", "balance: 10.00", "balance: 10.00"),
    )
    assert story.lines == (Line(5, "write", "баланс", "> баланс"), Line(8, "expect", "10,00", "< 10,00"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> баланс", Line(3, "write", "баланс")),
        (">   баланс ", Line(3, "write", "баланс")),
        (">", Line(3, "write", "")),
        ("> *100#", Line(3, "dial", "*100#")),
        ("> #100#", Line(3, "dial", "#100#")),
        ("> #", Line(3, "write", "#")),
        (">sms *100#", Line(3, "sms", "*100#")),
        (">hangup", Line(3, "hang_up", "")),
        ("<!", Line(3, "silence", "")),
        ("< Ваш пароль: {password}.", Line(3, "expect", "Ваш пароль: {password}.")),
        ("<sms подключена", Line(3, "expect_sms", "подключена")),
        ("<! пароль", Line(3, "forbid", "пароль")),
        ("= balance -52.30", Line(3, "books", "balance -52.30")),
        ("= tariff energy", Line(3, "books", "tariff energy")),
        ("= service sms100 off", Line(3, "books", "service sms100 off")),
        ("= login {password} refused", Line(3, "books", "login {password} refused")),
        ("~ 11m", Line(3, "wait", "11m")),
        ("& restart", Line(3, "restart", "restart")),
    ],
)
def test_each_kind_of_line(text: str, expected: Line) -> None:
    """By its first mark."""
    assert line(text) == expected._replace(whole=text.strip())


def test_a_phone_of_another_country() -> None:
    """A simulator has any, in a story that needs no books."""
    story = parse("story.txt", ["number: 380501234567", "to: 222"])
    assert (story.number, story.to) == ("380501234567", "222")


def test_the_phone_in_the_books() -> None:
    """As the first lines set it up."""
    story = parse(
        "story.txt",
        [
            *("number: 79160000001", "name: Петров Иван", "balance: 152.30", "tariff: energy"),
            *("tariff_since: 60d", "activated: 90d", "services: aon, sms100"),
        ],
    )
    assert story.subscriber(NOW) == Subscriber(
        number=Number("79160000001"),
        name="Петров Иван",
        balance=Kopecks(152_30),
        tariff="energy",
        tariff_since=NOW - 60 * DAY,
        activated=NOW - 90 * DAY,
        services=("aon", "sms100"),
    )


@pytest.mark.parametrize(
    ("setup", "tariff_age", "age"),
    [([], YEAR, YEAR), (["tariff_since: 60d"], 60 * DAY, YEAR), (["tariff_since: 400d"], 400 * DAY, 400 * DAY)],
)
def test_what_is_not_said_of_the_phone(setup: list[str], tariff_age: float, age: float) -> None:
    """It has been a subscriber for a year, or for as long as it has its tariff."""
    subscriber = parse("story.txt", ["number: 79160000001", *setup]).subscriber(NOW)
    assert (NOW - subscriber.tariff_since, NOW - subscriber.activated) == (tariff_age, age)
    assert (subscriber.balance, subscriber.tariff, subscriber.services) == (0, "super", ())


@pytest.mark.parametrize(("text", "steers"), [("~ 1s", True), ("& restart", True), ("> баланс", False)])
def test_a_story_that_steers(text: str, steers: bool) -> None:
    """It moves clocks, or kills the gateway."""
    assert parse("story.txt", ["number: 79160000001", "", text]).steers is steers


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([], ":1: no phone: `number: 79160000001` is missing"),
        (["balance: 10.00", "", "> баланс"], ":1: no phone"),
        (["number: 111"], ":1: '111' is not a number such as 79160000001"),
        (["number: 79160000001", "> баланс"], ":2: the first lines set the phone up"),
        (["number: 79160000001", "colour: red"], ":2: the first lines set the phone up"),
        (["number: 79160000001", "balance: much"], ":2: 'much' is not a sum such as 152.30"),
        (["number: 79160000001", "balance: 10.5"], ":2: '10.5' is not a sum"),
        (["number: 79160000001", "tariff_since: long"], ":2: 'long' is not a time such as 61s, 11m, 2h, 60d"),
        (["number: 79160000001", "activated: 1y"], ":2: '1y' is not a time"),
        (["number: 79160000001", "", "баланс"], ":3: a line begins with one of >hangup >sms > <sms <! < = ~ &"),
        (["number: 79160000001", "", ">баланс"], ":3: a line begins with one of"),
        (["number: 79160000001", "", "> баланс", "~ soon"], ":4: 'soon' is not a time"),
        (["number: 79160000001", "", "~"], ":3: '' is not a time"),
        (["number: 79160000001", "", ">hangup now"], ":3: should be `>hangup`"),
        (["number: 79160000001", "to: МТС"], ":2: 'МТС' is not a number such as 111"),
        (["number: 79160000001", "", "& stop"], ":3: should be `& restart`"),
        (["number: 79160000001", "", "= balance much"], ":3: should be `= balance 10.00`"),
        (["number: 79160000001", "", "= balance"], ":3: should be `= balance 10.00`"),
        (["number: 79160000001", "", "= service aon"], ":3: should be `= balance 10.00`"),
        (["number: 79160000001", "", "= service aon maybe"], ":3: should be `= balance 10.00`"),
        (["number: 79160000001", "", "= weather fine"], ":3: should be `= balance 10.00`"),
        (["number: 79160000001", "", "< {password} и {password}"], ":3: a {word} stands there twice"),
    ],
)
def test_a_bad_line_is_told_with_file_and_line(lines: list[str], complaint: str, tmp_path: Path) -> None:
    """And with what it should be."""
    file = tmp_path / "story.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadStory) as raised:
        read(file)
    assert str(raised.value).startswith(f"{file}{complaint}")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """It is named, too."""
    (tmp_path / "story.txt").write_bytes(b"\xff")
    with pytest.raises(BadStory, match=r"story\.txt: 'utf-8' codec"):
        read(tmp_path / "story.txt")
    with pytest.raises(BadStory, match=r"nowhere\.txt: .*No such file"):
        read(tmp_path / "nowhere.txt")


@pytest.mark.parametrize(("text", "meaning"), [("61s", 61), ("11m", 660), ("2h", 7200), ("60d", 60 * DAY)])
def test_times(text: str, meaning: float) -> None:
    """A number and its unit."""
    assert seconds(text) == meaning


@pytest.mark.parametrize(("text", "meaning"), [("152.30", 152_30), ("0.05", 5), ("-12.50", -12_50), ("-0.05", -5)])
def test_sums(text: str, meaning: int) -> None:
    """Both ways."""
    assert kopecks(text) == meaning
    assert rubles(Kopecks(meaning)) == text


def test_whole_rubles() -> None:
    """Kopecks need not be written."""
    assert kopecks("300") == 300_00
