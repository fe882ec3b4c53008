"""The words of itemised bills, in the languages that people read, from the table beside this file."""

import csv
from collections.abc import Mapping
from importlib.resources import files


def _read() -> Mapping[str, Mapping[str, str]]:
    lines = files(__package__).joinpath("words.tsv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {language: {row["key"]: row[language] for row in rows} for language in rows[0] if language != "key"}


WORDS = _read()
"""Words by language and key."""
