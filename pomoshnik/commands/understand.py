"""``pomoshnik understand``"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dialogs.intents import label, slot
from dialogs.lexicon import Lexicon
from dialogs.opinion import shipped
from dialogs.understanding import understand
from operator_api.catalogue import load_catalogue
from pomoshnik.scoring import BadExamples, examples, report, score
from pomoshnik.settings import BadSetting, argument, setting


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    file: Path | None = argument("FILE", "texts, one a line; without it, standard input", Path, default=None)
    score: Path | None = setting(
        "FILE",
        "labelled texts (columns utterance, intent, maybe slot and language): print how many are understood",
        Path,
        None,
    )


async def run(settings: Settings) -> int:
    """Print each text with its intent, what it is about, and how that was found; or how many are right."""
    lexicon = Lexicon(load_catalogue())
    try:
        lines = _score(settings.score, lexicon) if settings.score else _tell(_texts(settings.file), lexicon)
        for line in lines:
            print(line)
    except (OSError, BadExamples, UnicodeDecodeError) as error:
        raise BadSetting(f"FILE: {error}") from None
    return 0


def _texts(file: Path | None) -> Iterable[str]:
    lines = file.read_text(encoding="utf-8").removesuffix("\n").split("\n") if file else sys.stdin
    return (line.rstrip("\r\n") for line in lines)


def _tell(texts: Iterable[str], lexicon: Lexicon) -> Iterable[str]:
    for text in texts:
        said = understand(text, lexicon)
        yield f"{text}\t{label(said)}\t{slot(said)}\t{said.how}"


def _score(file: Path, lexicon: Lexicon) -> Iterable[str]:
    understand("?!", lexicon, shipped())  # the model is read now, not while the first text is timed
    return report(score(examples(file), lambda text: understand(text, lexicon)))
