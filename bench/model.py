"""Learn the second opinion of `dialogs.opinion` from labelled examples: ``python -m bench.model``.

    python -m bench.model                   writes dialogs/model.tsv, from all examples in tests/dialogs
    python -m bench.model --folds 5         writes nothing; says how many are right that it has not learnt from

Softmax regression, in plain Python, always in the same order: the same examples make the same file.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from dialogs.intents import label
from dialogs.lexicon import Lexicon
from dialogs.opinion import SCALE, Model, read
from dialogs.understanding import Heard, heard, understand
from operator_api.catalogue import load_catalogue

EXAMPLES = Path(__file__).parents[1] / "tests" / "dialogs"
FILES = ("utterances.tsv", "two.tsv", "written.tsv")
SHIPPED = Path(__file__).parents[1] / "dialogs" / "model.tsv"
ROUNDS = 14
STEP, SHRINK, FLOOR = 0.5, 2e-4, 0.2
"""How far a mistake moves a weight at first; how much of a weight is lost each time; the least that is written."""

Weights = dict[str, list[float]]


class Example(NamedTuple):
    """A text, what it means, and the language it is in ('' if nobody said)."""

    text: str
    intent: str
    language: str


class Lesson(NamedTuple):
    """Features, and the index of an intent."""

    features: tuple[str, ...]
    intent: int


def examples(path: Path) -> list[Example]:
    """Of a file."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Example(row["utterance"], row["intent"], row.get("language", "")) for row in rows]


def is_held(example: Example) -> bool:
    """Whether it is in the half of two.tsv that nobody looked at while the lexicon was written."""
    return crc32(example.text.encode()) % 2 == 1


def learn(given: Sequence[Example], lexicon: Lexicon) -> str:
    """A model, as the text of its file."""
    intents = sorted({example.intent for example in given})
    lessons = [
        Lesson(found.features, intents.index(example.intent))
        for example in given
        if (found := heard(example.text, lexicon))
    ]
    weights = _fitted(lessons, len(intents))
    return "\n".join(["\t".join(intents), *_lines(weights)]) + "\n"


def _fitted(lessons: Sequence[Lesson], width: int) -> Weights:
    weights: Weights = defaultdict(lambda: [0.0] * width)
    moved: Weights = defaultdict(lambda: [1e-6] * width)
    for _ in range(ROUNDS):
        for lesson in lessons:
            _correct(weights, moved, lesson, width)
    return weights


def _correct(weights: Weights, moved: Weights, lesson: Lesson, width: int) -> None:
    """Move the weights of its features towards its intent, each the less the more it was moved (AdaGrad)."""
    rows = [(weights[each], moved[each]) for each in lesson.features]
    shares = _shares([sum(row[index] for row, _ in rows) for index in range(width)])
    shares[lesson.intent] -= 1
    wrong = [(index, share) for index, share in enumerate(shares) if abs(share) > 0.004]
    for row, steps in rows:
        for index, share in wrong:
            steps[index] += share * share
            row[index] -= STEP * share / (1 + sqrt(steps[index])) + SHRINK * row[index]


def _shares(sums: Sequence[float]) -> list[float]:
    highest = max(sums)
    shares = [exp(each - highest) for each in sums]
    total = sum(shares)
    return [share / total for share in shares]


def _lines(weights: Weights) -> Iterable[str]:
    for feature in sorted(weights):
        pairs = [f"{index}:{round(each * SCALE)}" for index, each in enumerate(weights[feature]) if abs(each) >= FLOOR]
        if pairs:
            yield "\t".join([feature, *pairs])


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.model", description="Learn the second opinion.")
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    lexicon = Lexicon(load_catalogue())
    every = {name: examples(EXAMPLES / name) for name in FILES}
    if arguments.folds:
        _cross(every, lexicon, arguments.folds)
    else:
        SHIPPED.write_text(learn(_all(every), lexicon), encoding="utf-8")


def _all(every: dict[str, list[Example]]) -> list[Example]:
    return [each for of in every.values() for each in of]


def _cross(every: dict[str, list[Example]], lexicon: Lexicon, folds: int) -> None:
    """Each fold by a model that has learnt from the others."""
    given = _all(every)
    right: set[Example] = set()
    alone: set[Example] = set()
    for fold in range(folds):
        model = read(learn([each for each in given if crc32(each.text.encode()) // 2 % folds != fold], lexicon))
        tested = [each for each in given if crc32(each.text.encode()) // 2 % folds == fold]
        right |= {each for each in tested if label(understand(each.text, lexicon, model)) == each.intent}
        alone |= {each for each in tested if _alone(model, heard(each.text, lexicon)) == each.intent}
    for name, of in every.items():
        texts = set(of)
        print(f"{name}: {len(right & texts) / len(texts):.1%}; alone {len(alone & texts) / len(texts):.1%}")


def _alone(model: Model, found: Heard | None) -> str:
    return model.opinion(found.features).intent if found else ""


if __name__ == "__main__":
    main()
