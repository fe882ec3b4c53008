"""Learn the model of `dialogs.opinion` from labelled examples: ``python -m bench.model``.

    python -m bench.model                   writes dialogs/model.tsv
    python -m bench.model --without d.tsv   writes nothing; learns from what the others wrote, and says how well d is
                                            understood

Each file in tests/dialogs/examples is by one writer. tests/dialogs/blind.tsv is never learnt from.

Of each intent the line that keeps its examples and all others apart with the widest margin (a support vector machine,
by dual coordinate descent: Hsieh et al., ICML 2008), in plain Python, always in the same order: the same examples make
the same file.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from pathlib import Path
from random import Random

from dialogs.lexicon import Lexicon
from dialogs.opinion import SCALE, read
from dialogs.understanding import heard, understand
from operator_api.catalogue import load_catalogue
from pomoshnik.scoring import Example, examples, report, score

EXAMPLES = Path(__file__).parents[1] / "tests" / "dialogs"
FILES = {path.name: path for path in (EXAMPLES / "utterances.tsv", *sorted((EXAMPLES / "examples").glob("*.tsv")))}
SHIPPED = Path(__file__).parents[1] / "dialogs" / "model.tsv"

ROUNDS = 12
COST = 2.0
"""Of a mistake, against wider margins."""

FLOOR = 0.085
"""The least weight that is written."""


def learn(given: Sequence[Example], lexicon: Lexicon) -> str:
    """A model, as the text of its file."""
    found = [(features, each.intent) for each in given if (features := heard(each.text, lexicon))]
    intents = sorted({intent for _, intent in found})
    counts = Counter(feature for features, _ in found for feature in features)
    index = {feature: at for at, feature in enumerate(sorted(counts))}
    rows = [[index[feature] for feature in sorted(features)] for features, _ in found]
    lines = [separated(rows, [1 if of == intent else -1 for _, of in found], len(index)) for intent in intents]
    return "\n".join(["\t".join(intents), *_lines(index, lines)]) + "\n"


def separated(rows: Sequence[Sequence[int]], signs: Sequence[int], width: int) -> list[float]:
    """Weights that are positive together where the sign is."""
    weights = [0.0] * width
    pulls = [0.0] * len(rows)
    scales = [sign / sqrt(len(row)) for row, sign in zip(rows, signs, strict=True)]
    order = list(range(len(rows)))
    for turn in range(ROUNDS):
        Random(turn).shuffle(order)
        for at in order:
            _correct(weights, pulls, rows[at], scales[at], at)
    return weights


def _correct(weights: list[float], pulls: list[float], row: Sequence[int], scale: float, at: int) -> None:
    """Let one example pull as much as it has to."""
    short = scale * sum(map(weights.__getitem__, row)) - 1 + pulls[at] / (2 * COST)
    pull = max(pulls[at] - short / (1 + 1 / (2 * COST)), 0.0)
    step = (pull - pulls[at]) * scale
    if step:
        pulls[at] = pull
        for each in row:
            weights[each] += step


def _lines(index: Iterable[str], lines: Sequence[Sequence[float]]) -> Iterator[str]:
    for feature, weights in zip(index, zip(*lines, strict=True), strict=True):
        pairs = [f"{at}:{round(each * SCALE)}" for at, each in enumerate(weights) if abs(each) >= FLOOR]
        if pairs:
            yield "\t".join([feature, *pairs])


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.model", description="Learn what texts mean.")
    parser.add_argument("--without", choices=FILES)
    without = parser.parse_args().without
    lexicon = Lexicon(load_catalogue())
    model = learn([each for name, path in FILES.items() if name != without for each in examples(path)], lexicon)
    if without:
        learnt = read(model)
        print(*report(score(examples(FILES[without]), lambda text: understand(text, lexicon, learnt))), sep="\n")
    else:
        SHIPPED.write_text(model, encoding="utf-8")


if __name__ == "__main__":
    main()
