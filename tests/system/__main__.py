"""The same as in `make test`, for longer, until stopped or until something is lost.

python -m tests.system [SEED]
"""

import asyncio
import itertools
import sys

from tests.system.lives import killed_for

SECONDS = 300.0

if __name__ == "__main__":
    for seed in itertools.count(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        print(f"seed {seed}: ", end="", flush=True)
        print(asyncio.run(killed_for(SECONDS, seed)), flush=True)
