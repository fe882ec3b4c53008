"""The command line: ``pomoshnik COMMAND``. Wrong settings: one line on stderr, exit 2."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn, cast

import uvloop

from pomoshnik.settings import BadSetting, add_to, collect

USAGE_ERROR = 2

LINES = (
    "a line is an SMS, one such as *111# is dialled; while that session is open a line is an answer, "
    "'-' hangs up, and 'sms TEXT' is an SMS"
)

GROUPS = {"dead": "dead letters: what could not be sent", "dialogs": "conversations, for who writes them"}
"""Words before others that are no commands themselves."""


class OneLineParser(argparse.ArgumentParser):
    """Says in one line what is wrong with a command line; --help says the rest."""

    def error(self, message: str) -> NoReturn:
        """Exit 2."""
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


class Command(NamedTuple):
    """A command: its words, its module in `pomoshnik.commands`, and what there runs it and which settings it takes.

    A module is imported when it is looked into, so that no command waits for what others need.
    """

    name: str
    help: str
    module: str
    runs: str = "run"
    takes: str = "Settings"

    @property
    def settings(self) -> type[Any]:
        """Its settings."""
        return cast(type[Any], self._has(self.takes))

    @property
    def run(self) -> Callable[[Any], Awaitable[int]]:
        """Runs it, and gives the exit status."""
        return cast(Callable[[Any], Awaitable[int]], self._has(self.runs))

    def _has(self, name: str) -> object:
        return getattr(import_module(f"pomoshnik.commands.{self.module}"), name)


COMMANDS = (
    Command("demo", "everything on this machine, with sample subscribers", "demo"),
    Command("simulator", "an SMSC with phones, for tests and demonstrations", "simulator"),
    Command("gateway", "the assistant, bound to SMSCs", "gateway"),
    Command("operator", "the operator's back office", "operator"),
    Command("operator seed", "put sample subscribers into the operator's books", "seed"),
    Command("operator consultant", "let somebody in at the support desk, with a new password", "consultant"),
    Command("cabinet", "the personal account on the web", "cabinet"),
    Command("phone", f"a phone in the terminal, on the simulator: {LINES}", "phone"),
    Command("dead list", "what nobody got, and why, oldest first", "dead", "list_letters"),
    Command("dead show", "one of them whole, but for passwords", "dead", "show", "OneLetter"),
    Command("dead retry", "send them again: a gateway takes them within 10 seconds", "dead", "retry", "Letters"),
    Command("dead drop", "forget them", "dead", "drop", "Letters"),
    Command("dialogs check", "find what is wrong with conversations and texts", "dialogs", "check"),
    Command("dialogs draw", "the page docs/dialogs.md: how they go, as diagrams", "dialogs", "draw"),
    Command("trace", "what happened to a number", "trace"),
    Command("probe", "bind to an SMSC, and say what works", "probe"),
    Command("understand", "what texts mean, or how many labelled ones are understood", "understand"),
    Command("play", "play stories and compare, or record one", "play"),
    Command("load", "many phones at once, and how long each reply takes", "load"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for library in ("transitions", "alembic"):  # they tell each step
        logging.getLogger(library).setLevel(logging.WARNING)
    words = sys.argv[1:] if arguments is None else arguments
    given = _parser(words[:1]).parse_args(words)
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


def _parser(first: Sequence[str]) -> argparse.ArgumentParser:
    """Knows all commands, and the options of those that begin with the first word given."""
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
        if command.name.split()[:1] == [*first]:
            add_to(sub, command.settings)
        sub.set_defaults(command=command)
        if any(other.name.startswith(command.name + " ") for other in COMMANDS):
            inside[command.name] = sub.add_subparsers(title="commands", metavar="COMMAND")
    return parser
