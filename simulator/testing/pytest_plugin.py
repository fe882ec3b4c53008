"""For pytest: the fixture `smsc`, an SMSC with phones for tests of ESMEs. docs/simulator.md shows how to use it.

pytest loads this in every project that has us installed, so nothing else is imported before a test asks for it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from simulator.testing.in_thread import SmscInThread


@pytest.fixture
def smsc() -> "Iterator[SmscInThread]":
    """An SMSC that listens on a free port, in a thread of its own; new for each test, and anybody may bind."""
    from simulator.testing.in_thread import SmscInThread

    with SmscInThread() as running:
        yield running
