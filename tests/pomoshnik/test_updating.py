"""A story is brought up to what comes now, and stays what it was in all else."""

import pytest

from pomoshnik.results import Played, Result
from pomoshnik.stories import Line, parse
from pomoshnik.updating import CannotUpdate, updated

HEAD = "# a title\nnumber: 79160000001\n\n"


def went(conversation: str, **rests: str) -> tuple[str, Played]:
    """A story, and how it was played: ``line_5="Меню"`` says what came where line 5 differs."""
    text = HEAD + conversation
    story = parse("story.txt", text.splitlines())
    return text, Played(story, tuple(result(line, rests) for line in story.lines))


def result(line: Line, rests: dict[str, str]) -> Result:
    """What became of it."""
    rest = rests.get(f"line_{line.number}")
    words = {"password": "Kd7mPq2xT1"}
    return Result(line) if rest is None else Result(line, "differs", "no", rest, rest, words)


@pytest.mark.parametrize(
    ("conversation", "rests", "new"),
    [
        ("> а\n< б\n# why\n> в\n< г\n", {"line_5": "д"}, "> а\n< д\n# why\n> в\n< г\n"),
        ("> а\n< б\n# why\n< в\n<! г\n= tariff a\n", {"line_5": "д\nе"}, "> а\n< д\n< е\n# why\n<! г\n= tariff a\n"),
        ("> а\n< б\n< в\n< г\n", {"line_6": "д"}, "> а\n< б\n< д\n"),
        ("> а\n< б\n< в\n", {"line_5": "г\nв", "line_6": "в"}, "> а\n< г\n< в\n"),
        ("> а\n< б\n<sms в\n< г\n", {"line_5": "д\nе", "line_6": "ж"}, "> а\n< д\n< е\n<sms ж\n"),
        ("> а\n< б\n> в\n< г\n", {"line_5": "д", "line_7": "е"}, "> а\n< д\n> в\n< е\n"),
        ("> 25\n< Вот: {password}", {"line_5": "Пароль Kd7mPq2xT1"}, "> 25\n< Пароль {password}\n"),
        ("> 25\n< Вот", {"line_5": "Пароль Kd7mPq2xT2"}, "> 25\n< Пароль {password2}\n"),
        ("> а\r\n< б\r\n> в\r\n", {"line_5": "г\nд"}, "> а\r\n< г\r\n< д\r\n> в\r\n"),
    ],
)  # fmt: skip
def test_what_came_is_expected(conversation: str, rests: dict[str, str], new: str) -> None:
    """From the first line that differs to the end of its exchange; all else stays."""
    assert updated(*went(conversation, **rests)) == HEAD + new


@pytest.mark.parametrize(
    ("conversation", "rests", "why"),
    [
        ("> а\n< б\n= balance 1.00", {"line_5": "в", "line_6": "2.00"}, "line 6: no"),
        ("> а\n<! б\n", {"line_5": "б"}, "line 5: no"),
        ("> а\n< б\n< в\n", {"line_6": ""}, "line 6: no"),
        ("> а\n< б\n", {"line_4": ""}, "line 4: no"),
    ],
)
def test_more_than_a_reply_differs(conversation: str, rests: dict[str, str], why: str) -> None:
    """Books, what is forbidden, what did not come: people look at that."""
    with pytest.raises(CannotUpdate, match=why):
        updated(*went(conversation, **rests))


def test_a_story_that_was_not_played() -> None:
    """Nobody knows what would come."""
    text, played = went("> а\n< б\n")
    with pytest.raises(CannotUpdate, match="the gateway stopped"):
        updated(text, played._replace(error="the gateway stopped"))
