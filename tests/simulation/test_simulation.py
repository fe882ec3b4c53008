"""The simulation is deterministic."""

import os
import subprocess
import sys

from tests.simulation.world import World


def test_a_seed_tells_the_same_story_each_time() -> None:
    """In this process twice, and in others, where sets have another order."""
    stories = {"\n".join(World(2).run()) for _ in range(2)}
    for hashes in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": hashes}
        command = [sys.executable, "-m", "tests.simulation", "2"]
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        stories.add(told.rstrip("\n"))
    assert len(stories) == 1
