"""Answers to frequent questions, from a plain text that the operator edits:

    # how to put money on the account
    пополн счет
    положить деньг
    = Пополнить счет: терминалы, банк или салон связи.

Above each answer stand the questions that it is for, one a line. Such a line fits a text in which each of its words
begins a word, in any order and spelling (`dialogs.spelling`). The first question that fits is answered.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec

from dialogs.lexicon import MOST_WORDS
from dialogs.spelling import words
from smpp.alphabets import size

MOST_ANSWERS = 200
MOST_PARTS = 2


class BadAnswers(ValueError):
    """What is wrong with the text, and in which line."""


class Frequent(msgspec.Struct, frozen=True):
    """Questions, each as its words are spelt, with a space before them, and their answer."""

    questions: tuple[tuple[str, ...], ...]
    answer: str


Answers = tuple[Frequent, ...]


def parse(text: str) -> Answers:
    """The answers of such a text; raises `BadAnswers`."""
    found: list[Frequent] = []
    questions: list[tuple[str, ...]] = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith("="):
            found.append(_frequent(questions, line[1:].strip(), number))
            questions = []
        elif line and not line.startswith("#"):
            questions.append(_question(line, number))
    if questions:
        raise BadAnswers("the last questions have no answer")
    if len(found) > MOST_ANSWERS:
        raise BadAnswers(f"more than {MOST_ANSWERS} answers")
    return tuple(found)


def _frequent(questions: list[tuple[str, ...]], answer: str, number: int) -> Frequent:
    if not questions or not answer:
        raise BadAnswers(f"line {number}: an answer without a question, or an empty one")
    if size(answer).parts > MOST_PARTS:
        raise BadAnswers(f"line {number}: longer than {MOST_PARTS} SMS")
    return Frequent(tuple(questions), answer)


def _question(line: str, number: int) -> tuple[str, ...]:
    if not (question := tuple(f" {word}" for word in words(line))):
        raise BadAnswers(f"line {number}: a question without a word")
    return question


def answer_to(text: str, answers: Answers) -> str:
    """The first that fits; '' if none does."""
    said = " ".join(["", *words(text)[:MOST_WORDS]])
    asked = (each.answer for each in answers for question in each.questions if _fits(question, said))
    return next(asked, "")


def _fits(question: Sequence[str], said: str) -> bool:
    """Whether each of its words begins one that was said; most fail by the first."""
    return question[0] in said and all(beginning in said for beginning in question)


@cache
def shipped() -> Answers:
    """Those of the package."""
    return parse(files("dialogs.texts").joinpath("answers.txt").read_text(encoding="utf-8"))
