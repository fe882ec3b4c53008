"""`python -m tests.hardening [SECONDS]`: fuzz until something is found (exit 1), the time is over, or Ctrl-C.

An input that fails is written to build/fuzz/found-*, and `python -m tests.hardening FILE` plays it again. What reaches
new code is kept in the corpus.
"""

import subprocess
import sys
from pathlib import Path

from tests.hardening.inputs import CORPUS, seeds
from tests.hardening.mutation import MOST_OCTETS
from tests.hardening.targets import TARGETS, run

WORK = Path("build/fuzz")

LONGEST = 20
"""Seconds that one input may take."""

MOST_MEGABYTES = 1024
"""Of memory, for all of them one after the other."""


def main(*arguments: str) -> int:
    """Fuzz, or play files again."""
    if arguments and not arguments[0].isdigit():
        for name in arguments:
            run(Path(name).read_bytes())
        return 0
    for name in ("new", "seeds"):
        (WORK / name).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(len(TARGETS))):
        (WORK / "seeds" / str(number)).write_bytes(seed)
    code = fuzz(*[f"-max_total_time={seconds}" for seconds in arguments], WORK / "new", CORPUS, WORK / "seeds")
    fuzz("-merge=1", "-use_counters=0", CORPUS, WORK / "new", WORK / "seeds")
    print(f"{len([*CORPUS.iterdir()])} inputs in the corpus; {'FOUND' if code else 'nothing found'}")
    return code


def fuzz(*arguments: object) -> int:
    """Run the fuzzer; 1 if it found something, which stands in a file then."""
    options = (
        "-error_exitcode=1",
        "-timeout_exitcode=1",
        f"-artifact_prefix={WORK}/found-",
        f"-max_len={MOST_OCTETS}",
        f"-timeout={LONGEST}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        "-print_final_stats=1",
    )
    command = [sys.executable, "-m", "tests.hardening.fuzz", *options, *map(str, arguments)]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
