"""Words to meanings: whole words, stems with any ending, and words with a letter wrong."""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dialogs.spelling import words
from dialogs.vocabulary import WORDS

SHORTEST_STEM = 3

REPAIRED_FROM, REPAIRED_TWICE_FROM = 5, 10
"""Letters from which a word may have one of them wrong, and two."""


class Words:
    """The words of the vocabulary, and those added to them. All are spelt as `dialogs.spelling` does."""

    def __init__(self) -> None:
        self._whole: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        self._long: list[str] = []
        for meaning, entries in WORDS.items():
            for entry in entries.split():
                stem, bar, ending = entry.partition("|")
                self._add("".join(words(stem + ending)), meaning, "".join(words(stem)) if bar else "")

    def learn(self, word: str) -> None:
        """Take a word of a name in; it means itself, unless it has a meaning or is a form of one that has."""
        if not self.find(word):
            ending = 2 if len(word) > 6 else 1
            self._add(word, word, word[:-ending] if len(word) >= REPAIRED_FROM else "")

    def _add(self, word: str, meaning: str, stem: str) -> None:
        self._whole[word] = meaning
        if stem:
            self._stems[stem] = meaning
        if len(word) >= REPAIRED_FROM:
            self._long.append(word)

    def find(self, word: str) -> str | None:
        """The meaning of the word, or of the longest stem that it begins with."""
        if word in self._whole:
            return self._whole[word]
        beginnings = (word[:end] for end in range(len(word), SHORTEST_STEM - 1, -1))
        return next((self._stems[each] for each in beginnings if each in self._stems), None)

    def repair(self, word: str) -> str | None:
        """The meaning of the words nearest to it, if it is one: «тключить» is as near to off as to on."""
        if len(word) < REPAIRED_FROM:
            return None
        wrong = 2 if len(word) >= REPAIRED_TWICE_FROM else 1
        near = extract(word, self._long, scorer=OSA.distance, score_cutoff=wrong, limit=None)
        meanings = {self._whole[other] for other, distance, _ in near if distance == near[0][1]}
        return meanings.pop() if len(meanings) == 1 else None
