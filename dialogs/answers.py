"""Answers to frequent questions, from a plain text that the operator edits:

    # how to put money on the account
    пополн счет
    положить деньг
    = Пополнить счет: терминалы, банк или салон связи.
    en= Top up at a terminal, a bank or a shop.

Above each answer stand the questions that it is for, one a line; below it, what is told who reads another language. A
question fits a text in which each of its words begins a word, in any order and spelling (`dialogs.spelling`). The first
question that fits is answered.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from dialogs.lexicon import MOST_WORDS
from dialogs.spelling import words
from dialogs.wording import SHIPPED
from smpp.alphabets import size

MOST_ANSWERS = 200
MOST_PARTS = 2


class BadAnswers(ValueError):
    """What is wrong with the text, and in which line."""


class Frequent(msgspec.Struct, frozen=True):
    """Questions, each as its words are spelt, with a space before them, and their answer: in some languages its own."""

    questions: tuple[tuple[str, ...], ...]
    answer: str
    translations: tuple[tuple[str, str], ...] = ()

    def told(self, language: str) -> str:
        """The answer, for who reads that."""
        return dict(self.translations).get(language, self.answer)


Answers = tuple[Frequent, ...]


def parse(text: str) -> Answers:
    """The answers of such a text; raises `BadAnswers`."""
    found: list[Frequent] = []
    questions: list[tuple[str, ...]] = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        language, is_answer, answer = (each.strip() for each in line.partition("="))
        if line.startswith("#") or not line:
            continue
        if not is_answer:
            questions.append(_question(line, number))
        elif not language:
            found.append(_frequent(questions, _answer(answer, number), number))
            questions = []
        elif questions or not found:
            raise BadAnswers(f"line {number}: before it stands an answer for all, `= ...`")
        else:
            found.append(_translated(found.pop(), language, _answer(answer, number), number))
    if questions:
        raise BadAnswers("the last questions have no answer")
    if len(found) > MOST_ANSWERS:
        raise BadAnswers(f"more than {MOST_ANSWERS} answers")
    return tuple(found)


def _frequent(questions: list[tuple[str, ...]], answer: str, number: int) -> Frequent:
    if not questions:
        raise BadAnswers(f"line {number}: an answer without a question")
    return Frequent(tuple(questions), answer)


def _translated(frequent: Frequent, language: str, answer: str, number: int) -> Frequent:
    if language not in SHIPPED:
        raise BadAnswers(f"line {number}: {language!r} is none of the languages {', '.join(SHIPPED)}")
    return replace(frequent, translations=(*frequent.translations, (language, answer)))


def _answer(answer: str, number: int) -> str:
    if not answer:
        raise BadAnswers(f"line {number}: an empty answer")
    if size(answer).parts > MOST_PARTS:
        raise BadAnswers(f"line {number}: longer than {MOST_PARTS} SMS")
    return answer


def _question(line: str, number: int) -> tuple[str, ...]:
    if not (question := tuple(f" {word}" for word in words(line))):
        raise BadAnswers(f"line {number}: a question without a word")
    return question


def answer_to(text: str, answers: Answers, language: str = "") -> str:
    """The first that fits, in that language if it has one; '' if none does."""
    said = " ".join(["", *words(text)[:MOST_WORDS]])
    asked = (each.told(language) for each in answers for question in each.questions if _fits(question, said))
    return next(asked, "")


def _fits(question: Sequence[str], said: str) -> bool:
    """Whether each of its words begins one that was said; most fail by the first."""
    return question[0] in said and all(beginning in said for beginning in question)


@cache
def shipped() -> Answers:
    """Those of the package."""
    return parse(files("dialogs.texts").joinpath("answers.txt").read_text(encoding="utf-8"))
