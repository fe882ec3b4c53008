"""What a gateway needs around it."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from pomoshnik.commands import operator
from pomoshnik.listening import listening
from pomoshnik.secret import Secret
from simulator.program import serve
from tests.pomoshnik.programs import NO_SETTINGS

SECRET = "the secret of these tests"


class Surroundings(NamedTuple):
    """A simulator and a back office that run."""

    smsc: str
    simulator: str
    operator: str

    @property
    def options(self) -> tuple[str, ...]:
        """For a gateway among them, on any free port."""
        return ("--smsc", self.smsc, "--operator", self.operator, "--http-port", "0")


@pytest.fixture
async def surroundings(tmp_path: Path) -> AsyncIterator[Surroundings]:
    """Up, with empty books."""
    async with AsyncExitStack() as exits:
        simulator = await serve(smpp_port=0, http_port=0)
        exits.push_async_callback(simulator.aclose)
        books = operator.app(f"sqlite:///{tmp_path}/operator.db", Secret(SECRET), "Europe/Moscow", dev=False)
        yield Surroundings(
            f"smpp://test:test@127.0.0.1:{simulator.smpp_port}",
            f"http://127.0.0.1:{simulator.http_port}",
            await exits.enter_async_context(listening(books, "127.0.0.1", 0)),
        )


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of our variables is set, whoever runs the tests."""
    for name in set(os.environ) - set(NO_SETTINGS):
        monkeypatch.delenv(name)
