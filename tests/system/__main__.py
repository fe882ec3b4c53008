"""The same as in `make test`, for longer, until stopped or until something is lost: on one Redis and a Cluster in turn.

python -m tests.system [SEED]
"""

import asyncio
import itertools
import sys

from tests.system.lives import killed_for, killed_on_cluster_for

SECONDS = 300.0

if __name__ == "__main__":
    for seed in itertools.count(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        where, killed = ("one Redis", killed_for) if seed % 2 else ("a Cluster", killed_on_cluster_for)
        print(f"seed {seed}, on {where}: ", end="", flush=True)
        print(asyncio.run(killed(SECONDS, seed)), flush=True)
