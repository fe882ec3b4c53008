"""What phones say in a load, as people write it down."""

import re
from pathlib import Path

import pytest

from operator_api.contract import Kopecks, Number
from pomoshnik.mixes import BadMix, mix_of_file, mix_of_words, subscribers
from simulator.load.conversations import Expected, Line
from simulator.load.waits import no_wait

STORY = """\
# one
number: 79160000007
balance: 12.50

> *111#
< 1 Баланс
> 25
< Пароль
<sms Ваш пароль: {first}. Никому
= balance 12.50
<! обед
>sms баланс
"""


def of_story(tmp_path: Path, text: str) -> Path:
    """A file with it."""
    path = tmp_path / "one.txt"
    path.write_text(text, encoding="utf-8")
    return path


def of_toml(tmp_path: Path, text: str) -> Path:
    """The same."""
    path = tmp_path / "mix.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_texts_of_the_command_line() -> None:
    """Semicolons stand between what one phone says."""
    mix = mix_of_words(["баланс", "*111#;1"], [], no_wait)
    assert [(each.name, each.lines) for each in mix.conversations] == [
        ("баланс", (Line("баланс"),)),
        ("*111#;1", (Line("*111#", "dial"), Line("1"))),
    ]


def test_a_story_is_what_its_phone_says_and_expects(tmp_path: Path) -> None:
    """A {word} is any password; books and what must not come are not looked at; its phones are its own."""
    (story,) = mix_of_words([], [of_story(tmp_path, STORY)], no_wait).conversations
    dialled, answered, written = story.lines
    assert (story.name, story.pool) == ("one.txt", "one.txt")
    assert (dialled.text, dialled.by, [each.pattern.pattern for each in dialled.expected]) == (
        "*111#",
        "dial",
        [re.escape("1 Баланс")],
    )
    assert [each.sms for each in answered.expected] == [False, True]
    assert answered.expected[1].pattern.search("Ваш пароль: bP3H8ND57n. Никому его не сообщайте.")
    assert written == Line("баланс", "sms")


def test_subscribers_are_as_the_stories_want_them(tmp_path: Path) -> None:
    """Others have 500 rubles."""
    stories = mix_of_words(["меню"], [of_story(tmp_path, STORY)], no_wait).stories
    pools = {"": ["79160000000", "79160000001"], "one.txt": ["79160000002"]}
    assert [(each.number, each.balance) for each in subscribers(pools, stories, 1.0)] == [
        (Number("79160000000"), Kopecks(500_00)),
        (Number("79160000001"), Kopecks(500_00)),
        (Number("79160000002"), Kopecks(12_50)),
    ]


def test_a_mix_of_both(tmp_path: Path) -> None:
    """With weights, think times, names, and what is expected."""
    of_story(tmp_path, STORY)
    mix = mix_of_file(
        of_toml(
            tmp_path,
            """
            think = "1s"
            [[conversation]]
            weight = 60
            say = [{text = "баланс", expect = ["Баланс:", "руб."]}, "0"]
            [[conversation]]
            name = "password"
            weight = 10
            story = "one.txt"
            think = "0s"
            """,
        )
    )
    balance, story = mix.conversations
    assert (balance.name, balance.weight, story.name, story.weight) == ("баланс;0", 60, "password", 10)
    assert [each.pattern.pattern for each in balance.lines[0].expected] == [r"Баланс:", re.escape("руб.")]
    assert balance.lines[1] == Line("0")
    assert isinstance(balance.lines[0].expected[0], Expected)
    assert (*mix.stories,) == ("one.txt",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Object missing required field `conversation`"),
        ("conversation = []", "Expected `array` of length >= 1 - at `$.conversation`"),
        ("what", "Expected '=' after a key in a key/value pair"),
        ("[[conversation]]\nsay = []", "a conversation has either `say` or `story`"),
        ('[[conversation]]\nsay = ["1"]\nstory = "a.txt"', "a conversation has either `say` or `story`"),
        ('[[conversation]]\nsay = ["1"]\nweight = 0', "Expected `float` > 0.0 - at `$.conversation[0].weight`"),
        ('[[conversation]]\nsay = ["1"]\nweight = inf', "Expected `float` <= 1000000.0 - at `$.conversation[0]"),
        ('[[conversation]]\nsay = ["1"]\nwait = "1s"', "Object contains unknown field `wait`"),
        ('[[conversation]]\nsay = ["1"]\nthink = "soon"', "think: 'soon' is not a time such as 40ms, 2s or 10m"),
        ('[[conversation]]\nsay = [""]', "a text is empty"),
        ('[[conversation]]\nstory = "none.txt"', "none.txt: [Errno 2]"),
        ('[[conversation]]\nsay = ["1"]\n[[conversation]]\nsay = ["1"]', "two conversations have the name '1'"),
    ],
)
def test_bad_mixes(tmp_path: Path, text: str, said: str) -> None:
    """One line says what is wrong."""
    with pytest.raises(BadMix) as error:
        mix_of_file(of_toml(tmp_path, text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("> 1\n~ 5s\n", "one.txt: a load cannot play ~ and &"),
        ("> 1\n& restart\n", "one.txt: a load cannot play ~ and &"),
        ("> 1\n< Пароль: {one}\n> 25 {one}\n", "one.txt:5: a load does not remember passwords"),
        ("= balance 1.00\n", "'one.txt': its phone says nothing"),
        ("? 1\n", "one.txt:3: a line begins with one of"),
    ],
)
def test_bad_stories(tmp_path: Path, lines: str, said: str) -> None:
    """What a load cannot play."""
    with pytest.raises(BadMix) as error:
        mix_of_words([], [of_story(tmp_path, f"number: 79160000007\n\n{lines}")], no_wait)
    assert said in str(error.value)


def test_no_such_file(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(BadMix, match=r"none\.toml"):
        mix_of_file(tmp_path / "none.toml")
