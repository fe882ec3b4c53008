"""The command line: ``pomoshnik COMMAND``. Wrong settings: one line on stderr, exit 2."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, NoReturn

import uvloop

from pomoshnik.commands import (
    cabinet,
    consultant,
    dead,
    demo,
    dialogs,
    gateway,
    load,
    operator,
    phone,
    play,
    probe,
    seed,
    simulator,
    trace,
    understand,
)
from pomoshnik.settings import BadSetting, add_to, collect

USAGE_ERROR = 2

GROUPS = {"dead": "dead letters: what could not be sent", "dialogs": "conversations, for who writes them"}
"""Words before others that are no commands themselves."""


class OneLineParser(argparse.ArgumentParser):
    """Says in one line what is wrong with a command line; --help says the rest."""

    def error(self, message: str) -> NoReturn:
        """Exit 2."""
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


class Command(NamedTuple):
    """A command: its words, its settings, and what runs it and gives the exit status."""

    name: str
    help: str
    settings: type[Any]
    run: Callable[[Any], Awaitable[int]]


COMMANDS = (
    Command("demo", "everything on this machine, with sample subscribers", demo.Settings, demo.run),
    Command("simulator", "an SMSC with phones, for tests and demonstrations", simulator.Settings, simulator.run),
    Command("gateway", "the assistant, bound to SMSCs", gateway.Settings, gateway.run),
    Command("operator", "the operator's back office", operator.Settings, operator.run),
    Command("operator seed", "put sample subscribers into the operator's books", seed.Settings, seed.run),
    Command(
        "operator consultant",
        "let somebody in at the support desk, with a new password",
        consultant.Settings,
        consultant.run,
    ),
    Command("cabinet", "the personal account on the web", cabinet.Settings, cabinet.run),
    Command("phone", f"a phone in the terminal, on the simulator: {phone.LINES}", phone.Settings, phone.run),
    Command("dead list", "what nobody got, and why, oldest first", dead.Settings, dead.list_letters),
    Command("dead show", "one of them whole, but for passwords", dead.OneLetter, dead.show),
    Command("dead retry", "send them again: a gateway takes them within 10 seconds", dead.Letters, dead.retry),
    Command("dead drop", "forget them", dead.Letters, dead.drop),
    Command("dialogs check", "find what is wrong with conversations and texts", dialogs.Settings, dialogs.check),
    Command("dialogs draw", "the page docs/dialogs.md: how they go, as diagrams", dialogs.Settings, dialogs.draw),
    Command("trace", "what happened to a number", trace.Settings, trace.run),
    Command("probe", "bind to an SMSC, and say what works", probe.Settings, probe.run),
    Command(
        "understand", "what texts mean, or how many labelled ones are understood", understand.Settings, understand.run
    ),
    Command("play", "play stories and compare", play.Settings, play.run),
    Command("load", "many phones at once, and how long each reply takes", load.Settings, load.run),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for library in ("transitions", "alembic"):  # they tell each step
        logging.getLogger(library).setLevel(logging.WARNING)
    given = _parser().parse_args(arguments)
    command: Command = given.command
    others_may = os.umask(0o077)  # books and stores hold names and hashes
    try:
        settings = collect(command.settings, given, os.environ)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            status = runner.run(_until_stopped(command.run(settings)))
    except BadSetting as error:
        print(f"pomoshnik {command.name}: {error}", file=sys.stderr)
        status = USAGE_ERROR
    finally:
        os.umask(others_may)
    sys.exit(status)


async def _until_stopped(running: Awaitable[int]) -> int:
    """Its status; SIGTERM and Ctrl-C stop it in good order, which is a success."""
    task = asyncio.ensure_future(running)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="pomoshnik",
        description="Run a mobile account by text.",
        epilog="Each option also has a variable: --http-port is POMOSHNIK_HTTP_PORT.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    inside = {"": commands}
    for command in COMMANDS:
        before, _, word = command.name.rpartition(" ")
        if before not in inside:
            group = commands.add_parser(before, help=GROUPS[before], description=f"{before}: {GROUPS[before]}.")
            inside[before] = group.add_subparsers(title="commands", required=True, metavar="COMMAND")
        sub = inside[before].add_parser(word, help=command.help, description=f"{command.name}: {command.help}.")
        add_to(sub, command.settings)
        sub.set_defaults(command=command)
        if any(other.name.startswith(command.name + " ") for other in COMMANDS):
            inside[command.name] = sub.add_subparsers(title="commands", metavar="COMMAND")
    return parser
