"""A conversation held in the terminal becomes a story."""

import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from operator_api.client import OperatorError
from pomoshnik.player import Stack
from pomoshnik.settings import BadSetting
from pomoshnik.stories import Story, parse
from pomoshnik.story_files import write_whole
from simulator.terminal.phone import run_phone

NOBODY_SET_UP = parse("story.txt", ["number: 79160000001", "balance: 100.00", "tariff: super"])
"""The phone, if no story says another."""


async def record(file: Path, stories: Sequence[Story], stack: Stack, http: aiohttp.ClientSession) -> int:
    """Until the end of input, which writes the file. The first lines of the first story, if any, set the phone up."""
    story = stories[0] if stories else NOBODY_SET_UP
    phone = f"{stack.simulator}/api/phones/{story.number}"
    try:
        assert stack.operator
        await stack.operator.put_subscriber(story.subscriber(stack.now()))
        await _switch(http, phone, on=True)
    except (OperatorError, aiohttp.ClientError) as error:
        raise BadSetting(f"the phone cannot be set up: {error}") from None
    _say(f"Пишите на {story.to} или набирайте *{story.to}#. Ctrl-D: записать {file}; Ctrl-C: выйти без записи.")
    status = await run_phone(story.number, stack.simulator, to=story.to, stdin=sys.stdin, stdout=sys.stdout)
    if status == 0:
        async with http.get(f"{phone}/story") as response:
            _keep(file, _with_setup(story, await response.text()))
        await _switch(http, phone, on=False)
    return status


def _keep(file: Path, recorded: str) -> None:
    """In the file; else the terminal has it."""
    try:
        write_whole(file, recorded)
    except OSError as error:
        print(recorded, end="")
        raise BadSetting(f"{file} cannot be written, so it stands above: {error.strerror}") from None
    _say(f"Записано: {file}")


async def _switch(http: aiohttp.ClientSession, phone: str, *, on: bool) -> None:
    async with http.post(f"{phone}/recording", json={"on": on}) as response:
        response.raise_for_status()


def _with_setup(story: Story, recorded: str) -> str:
    """As it was set up, whatever the simulator knew of that."""
    title, _, conversation = recorded.partition("\n\n")
    setup = (f"{key}: {value}" for key, value in story.setup.items())
    return "\n".join((title.splitlines()[0], *setup, "", conversation))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
