"""How a story writes what comes and what is typed: passwords are not written, words stand for them. Pure."""

import re
from collections.abc import Iterator, Mapping

_ALL_CLASSES = r"(?=[!-~]*[a-z])(?=[!-~]*[A-Z])(?=[!-~]*[0-9])"
_CAME = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*[0-9])[A-Za-z0-9]{8,64}")
_TYPED = re.compile(rf"(?<!\S){_ALL_CLASSES}\S{{8,64}}(?!\S)")
"""What may be a password, as it comes and as it is typed: a-z, A-Z and a digit are in it."""

_WORD = re.compile(r"\{[^\W\d]\w*\}")


class Words:
    """Words that stand for passwords: the first one is {password}, the next {password2}."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def know(self, passwords: Mapping[str, str]) -> None:
        """These, by the words that stand for them."""
        self._words |= {password: word for word, password in passwords.items()}

    def hide_come(self, text: str) -> str:
        """A reply without its passwords."""
        return self._hide(_CAME, text)

    def hide_typed(self, text: str) -> str:
        """What a person wrote without passwords of their own."""
        return self._hide(_TYPED, text)

    def _hide(self, pattern: re.Pattern[str], text: str) -> str:
        for password, word in self._words.items():
            text = text.replace(password, f"{{{word}}}")
        return pattern.sub(lambda found: f"{{{self._word(found[0])}}}", text)

    def _word(self, password: str) -> str:
        names = ("password", *(f"password{number}" for number in range(2, len(self._words) + 3)))
        return self._words.setdefault(password, next(name for name in names if name not in self._words.values()))


def passwords_in(text: str) -> list[str]:
    """What may be passwords in a reply."""
    return _CAME.findall(text)


def expected(mark: str, text: str) -> Iterator[str]:
    """The lines of a story that expect this reply. What only looks like a word, or is one again, divides a line."""
    for line in text.splitlines():
        seen = set[str]()
        start = 0
        for found in _WORD.finditer(line):
            if found[0] in seen:
                yield from _expected(mark, line[start : found.start()])
                start, seen = found.start(), set()
            seen.add(found[0])
        yield from _expected(mark, line[start:])


def _expected(mark: str, piece: str) -> Iterator[str]:
    if piece.strip():
        yield f"{mark} {piece.strip()}"
