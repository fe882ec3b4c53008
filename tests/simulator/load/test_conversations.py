"""What phones say, and how phones are shared."""

from random import Random

import pytest

from simulator.load.conversations import Conversation, Line, line, mean_lines, pools


def conversation(name: str, lines: int, weight: float, pool: str = "") -> Conversation:
    """Of so many lines."""
    return Conversation(name, (line("текст"),) * lines, weight, pool=pool)


def test_codes_are_dialled() -> None:
    """All else is written."""
    assert [line(text).by for text in ("*111#", "*111*25#", "баланс", "1")] == ["dial", "dial", "write", "write"]


def test_nonsense_differs() -> None:
    """The rest of the text stands."""
    chance = Random(1)
    said = [Line("про {nonsense}!").said(chance) for _ in range(2)]
    assert said[0] != said[1]
    assert all(text[:4] == "про " and text[4:-1].isalpha() and text[-1] == "!" for text in said)
    assert Line("баланс").said(chance) == "баланс"


def test_messages_of_a_conversation_by_weight() -> None:
    """One line three times as often as five."""
    assert mean_lines([conversation("one", 1, 3.0), conversation("five", 5, 1.0)]) == 2.0


def test_phones_are_shared_by_weight() -> None:
    """Conversations of a pool have its phones together; each pool has one at least, and none is left."""
    held = [conversation("a", 1, 1.0), conversation("b", 1, 8.0), conversation("c", 1, 0.01, "story")]
    assert pools(held, 100) == {"": 99, "story": 1}
    assert pools([*held, conversation("d", 1, 9.01, "other")], 100) == {"": 50, "story": 1, "other": 49}


def test_too_few_phones() -> None:
    """Not one for each."""
    with pytest.raises(ValueError, match="1 phones are too few for 2 kinds of phones"):
        pools([conversation("a", 1, 1.0), conversation("b", 1, 1.0, "story")], 1)
