"""`python -m tests.simulation SEED` tells the story of a seed; without one, seeds are run until stopped."""

import itertools
import sys
import time

from tests.simulation.world import World


def tell(seed: int) -> None:
    """One seed, all that happened in it."""
    world = World(seed)
    try:
        world.run()
    finally:
        print("\n".join(world.checker.events))


def soak() -> None:
    """New seeds each time; the first that fails is told of, and how to run it alone."""
    for count, seed in enumerate(itertools.count(int(time.time()) * 1000), 1):
        try:
            World(seed).run()
        except BaseException:
            print(f"\nseed {seed}, after {count} seeds; alone: python -m tests.simulation {seed}", file=sys.stderr)
            raise
        print(f"\r{count} seeds", end="", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        tell(int(sys.argv[1]))
    else:
        soak()
