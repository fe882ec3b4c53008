"""`pomoshnik demo` as people start it, and what is said on its phones."""

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from operator_api.client import AdminClient, CabinetClient
from pomoshnik.secret import DEVELOPMENT, Secret
from tests.pomoshnik.programs import NO_SETTINGS, PATIENCE_SECONDS, SCRIPT

PARTS = ("smpp", "simulator", "gateway", "operator", "cabinet")
ANY_PORTS = [word for part in PARTS for word in (f"--{part}-port", "0")]
PASSWORD = re.compile(r"Ваш пароль: (\w{10})\.")


class HouseProcess(NamedTuple):
    """What a demo says when it has started: where its parts are, and the password of its consultant."""

    said: str

    def found(self, pattern: str) -> str:
        """What the first group of the pattern finds in it."""
        found = re.search(pattern, self.said)
        assert found, self.said
        return found[1]


@contextmanager
def running_demo(folder: Path) -> Iterator[HouseProcess]:
    """A demo of one's own, ended at the end."""
    command = [str(SCRIPT), "demo", *ANY_PORTS]
    process = subprocess.Popen(command, cwd=folder, env=NO_SETTINGS | {"TMPDIR": str(folder)},
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # fmt: skip
    try:
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        yield HouseProcess(said)
    finally:
        process.terminate()
        process.communicate()


class House(NamedTuple):
    """The doors of a demo."""

    cabinet: str
    desk: str
    consultant_password: str
    simulator: str
    http: aiohttp.ClientSession
    codes: CabinetClient
    admin: AdminClient

    async def write(self, number: str, text: str) -> None:
        """An SMS to 111."""
        body = {"to": "111", "text": text}
        async with self.http.post(f"{self.simulator}/api/phones/{number}/sms", json=body) as response:
            response.raise_for_status()

    async def inbox(self, number: str) -> list[dict[str, Any]]:
        """The messages on a phone, the last one last."""
        async with self.http.get(f"{self.simulator}/api/phones/{number}") as response:
            inbox: list[dict[str, Any]] = (await response.json())["inbox"]
            return inbox

    async def until_inbox(self, number: str, text: str) -> None:
        """Waits for a message that holds this."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any(text in message["text"] for message in await self.inbox(number)):
                pass

    async def password_on(self, number: str, after: int = 0) -> str:
        """The password on that phone, as soon as more than so many messages have come."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                inbox = await self.inbox(number)
                if len(inbox) > after and (found := PASSWORD.search(inbox[-1]["text"])):
                    return found[1]


@asynccontextmanager
async def opened(demo: HouseProcess) -> AsyncIterator[House]:
    """The doors of a demo that runs."""
    secret, operator = Secret(DEVELOPMENT), demo.found(r"operator: (http://\S+)")
    codes, admin = CabinetClient(operator, secret.token("cabinet")), AdminClient(operator, secret.token("admin"))
    async with aiohttp.ClientSession() as http:
        yield House(
            cabinet=demo.found(r"cabinet: (http://\S+)"),
            desk=demo.found(r"(http://\S+/support/)"),
            consultant_password=demo.found(r"login demo, password (\S+)\)"),
            simulator=demo.found(r"--simulator (http://\S+)"),
            http=http,
            codes=codes,
            admin=admin,
        )
    await codes.aclose()
    await admin.aclose()
