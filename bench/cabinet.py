"""People in their accounts on the web, and people who sign in meanwhile.

    python -m bench.cabinet [--people 50] [--seconds 20] [--signing-in 4]

`pomoshnik operator` and `pomoshnik cabinet` are processes of their own. People think 1-3 s between pages; timed is the
whole page. First alone, then while others sign in without a pause. Prints the pages' median and p99, the largest page,
sign-ins a second in all, and a second of processor time of both programs.
"""

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

import aiohttp
from msgspec.structs import replace

from bench.processes import running
from operator_api.client import AdminClient, OperatorClient
from operator_api.contract import Number, SetPassword
from operator_api.seed import sample_subscribers
from pomoshnik.secret import Secret

PAGES = ("/", "/assistant", "/services", "/spending", "/tariffs", "/detail", "/promised", "/history")
PASSWORD = "Zima2026zima"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SECRET = Secret("bench")


class Page(NamedTuple):
    """One that was fetched: seconds and octets."""

    seconds: float
    octets: int


class Person:
    """A browser with its cookies."""

    def __init__(self, cabinet: str, number: str) -> None:
        self._cabinet = cabinet
        self._number = number

    async def __aenter__(self) -> "Person":
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=self._cabinet)
        self._http = aiohttp.ClientSession(self._cabinet, cookie_jar=jar)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def sign_in(self) -> None:
        """Over the form of the login page."""
        async with self._http.get("/login") as response:
            fields = dict(HIDDEN.findall(await response.text()))
        fields |= {"number": self._number, "password": PASSWORD}
        headers = {"Origin": self._cabinet}
        async with self._http.post("/login", data=fields, headers=headers, allow_redirects=False) as response:
            if response.status != 303:
                raise RuntimeError(f"{self._number} does not come in: {response.status}")

    async def read(self, path: str) -> Page:
        """A page, whole."""
        begun = time.perf_counter()
        async with self._http.get(path, allow_redirects=False) as response:
            octets = len(await response.read())
            if response.status != 200:
                raise RuntimeError(f"{path}: {response.status}")
        return Page(time.perf_counter() - begun, octets)


@contextmanager
def program(*arguments: str) -> Iterator[tuple[str, int]]:
    """One of our commands; gives its URL and its process."""
    with running(sys.executable, "-m", "pomoshnik", *arguments, "--http-port", "0", stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            if (said := line.strip()).startswith(f"{arguments[0]}: "):
                yield said.partition(": ")[2], process.pid
                return
        raise RuntimeError(f"{arguments[0]} does not start")


async def prepare(operator: str, people: int) -> list[str]:
    """Subscribers, each with a password."""
    admin, dialogs = AdminClient(operator, SECRET.token("admin")), OperatorClient(operator, SECRET.token("dialogs"))
    numbers = [sample.number for sample in sample_subscribers()]
    numbers += [Number(str(79160000013 + index)) for index in range(people - len(numbers))]
    sample = sample_subscribers()[4]
    for number in numbers:
        await admin.put_subscriber(replace(sample, number=number))
    for number in numbers:
        await dialogs.ask(SetPassword(number, PASSWORD), f"bench {number}")
    await admin.aclose()
    await dialogs.aclose()
    return list(numbers)


async def browse(person: Person, until: float, seed: int) -> list[Page]:
    """Page after page, with thought between them."""
    chance, pages = random.Random(seed), []
    await asyncio.sleep(chance.uniform(0, 2))
    while time.monotonic() < until:
        pages.append(await person.read(chance.choice(PAGES)))
        await asyncio.sleep(chance.uniform(1, 3))
    return pages


async def sign_in_again(cabinet: str, number: str, until: float) -> int:
    """As often as it goes."""
    times = 0
    while time.monotonic() < until:
        async with Person(cabinet, number) as person:
            await person.sign_in()
        times += 1
    return times


def processor_seconds(*processes: int) -> float:
    """What they have used so far."""
    fields = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in processes)
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


async def measure(cabinet: str, operator: str, processes: list[int], people: int, seconds: float, at_once: int) -> None:
    """Both halves."""
    numbers = await prepare(operator, people + at_once)
    stack = [Person(cabinet, number) for number in numbers[:people]]
    for person in stack:  # one by one: of many at once from one address the operator wants codes
        await person.__aenter__()
        await person.sign_in()
    for alone in (True, False):
        until, used = time.monotonic() + seconds, processor_seconds(*processes)
        signing = [] if alone else [sign_in_again(cabinet, number, until) for number in numbers[people:]]
        browsing = [browse(person, until, seed) for seed, person in enumerate(stack)]
        outcomes = await asyncio.gather(asyncio.gather(*browsing), asyncio.gather(*signing))
        report(alone, [page for pages in outcomes[0] for page in pages])
        if not alone:
            times, spent = sum(outcomes[1]), processor_seconds(*processes) - used
            print(f"sign-ins: {times / seconds:.1f}/s, {times / spent:.1f} a second of processor time, pages among it")
    for person in stack:
        await person.__aexit__()


def report(alone: bool, pages: list[Page]) -> None:
    """A line about them."""
    took = [page.seconds * 1000 for page in pages]
    print(
        f"{'alone' if alone else 'while others sign in'}: {len(pages)} pages, median {median(took):.1f} ms, "
        f"p99 {quantiles(took, n=100)[-1]:.1f} ms, largest {max(page.octets for page in pages)} octets"
    )


def main() -> None:
    """Start both programs and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--signing-in", type=int, default=4)
    given = parser.parse_args()
    with ExitStack() as exits:
        folder = exits.enter_context(TemporaryDirectory())
        database = ("--database", f"sqlite:///{folder}/operator.db")
        operator, first = exits.enter_context(program("operator", *database))
        cabinet, second = exits.enter_context(program("cabinet", "--operator", operator))
        asyncio.run(measure(cabinet, operator, [first, second], given.people, given.seconds, given.signing_in))


if __name__ == "__main__":
    main()
