"""``pomoshnik load``"""

import shlex
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.console import Console

from operator_api.contract import Subscriber
from pomoshnik.commands.simulator import dialect
from pomoshnik.listening import ports_free
from pomoshnik.load_stack import private_esme
from pomoshnik.mixes import BadMix, Mix, mix_of_file, mix_of_words, subscribers
from pomoshnik.settings import BadSetting, flag, number, port, positive, setting, settings_list
from pomoshnik.stack import BadStart
from pomoshnik.stories import service
from simulator.load import waits
from simulator.load.bench import Bench
from simulator.load.conversations import pools as pools_of
from simulator.load.live import new_console, summary
from simulator.load.page import as_html
from simulator.load.report import Report, as_json
from simulator.load.running import Load, new_centre
from simulator.load.search import Limits
from simulator.trouble.faults import NO_FAULTS, Faults
from simulator.trouble.profiles import faults_of
from smpp import ussd

HOST = "127.0.0.1"
MOST_PHONES = 1_000_000


class Seconds(float):
    """Shown as it is written."""

    def __str__(self) -> str:
        return f"{float(self):g}s"


def seconds(text: str) -> Seconds:
    """``40ms``, ``30s``, ``10m``"""
    return Seconds(waits.seconds(text))


def think(text: str) -> str:
    """A time, or a distribution of times."""
    waits.wait(text)
    return text


def rate(text: str) -> float:
    """Messages a second."""
    with suppress(ValueError):
        if 0 < float(text) <= 1_000_000:
            return float(text)
    raise ValueError(f"{text!r} is not a number of messages a second")


def share(text: str) -> float:
    """``0.1%``"""
    with suppress(ValueError):
        if text.endswith("%") and 0 <= float(text[:-1]) <= 100:
            return float(text[:-1]) / 100
    raise ValueError(f"{text!r} is not a share such as 0.1%")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    say: tuple[str, ...] = settings_list(
        "TEXTS", "what phones write or dial, one after the other, as 'услуги;0'; may be repeated", str, ()
    )
    story: tuple[Path, ...] = settings_list("FILE", "a story that phones hold; may be repeated", Path, ())
    mix: Path | None = setting("FILE", "conversations with weights and think times (docs/load.md)", Path, None)
    think: str = setting(
        "TIME", "between a reply and the next text: 2s, 1s..5s (evenly), 'exp 2s' (exponentially)", think, "0s"
    )
    phones: int = setting("N", "how many there are", positive, 10_000)
    first: str = setting("NUMBER", "the first of their numbers", number, "79160000000")
    to: str = setting("NUMBER", "whom they write to", service, "111")
    phones_at_once: int = setting("N", "closed load: so many are always in conversation", positive, 100)
    rate: float | None = setting(
        "N", "open load: so many messages a second, whether others are answered or not", rate, None
    )
    poisson: bool = flag("open load: by chance, as people do, not evenly")
    ramp: Seconds = setting("TIME", "in which the load rises from nothing", seconds, Seconds(2))
    warm_up: Seconds = setting("TIME", "after that, which is not counted yet", seconds, Seconds(3))
    duration: Seconds = setting("TIME", "which is counted", seconds, Seconds(30))
    patience: Seconds = setting("TIME", "for which a reply is waited for", seconds, Seconds(20))
    seed: int = setting("N", "another gives other accidents", positive, 1)
    private: bool = flag("test an assistant of its own, which is what happens without --smpp-port")
    smpp_port: int | None = setting("PORT", "wait here for the ESME to be tested; 0: any free port", port, None)
    window: int = setting("N", "messages that may wait for the ESME's responses on one link", positive, 1_000)
    dialect: str = setting("NAME", "how USSD is spoken: a name, or a file (docs/dialects.md)", dialect, "")
    faults: Faults | None = setting("NAME", "what goes wrong: a profile, or a file (docs/faults.md)", faults_of, None)
    p99: Seconds | None = setting("TIME", "exit 1 if 1 % of replies took longer", seconds, None)
    errors: float | None = setting("SHARE", "exit 1 if more messages failed, such as 0.1%", share, None)
    find_rate: bool = flag("find the highest rate that holds --p99 and --errors; --duration is that of a step")
    rest: Seconds = setting("TIME", "between two steps of --find-rate", seconds, Seconds(2))
    json: Path | None = setting("FILE", "the report as JSON", Path, None)
    html: Path | None = setting("FILE", "the report as a page that needs nothing else", Path, None)


async def run(settings: Settings) -> int:
    """Measure, tell, and write the reports; 1 if a limit was exceeded."""
    _check(settings)
    mix, console = _mix(settings), new_console()
    pools = _numbers(settings, mix)
    centre = new_centre(settings.window, ussd.dialect(settings.dialect), settings.faults or NO_FAULTS)
    bench = Bench(centre, pools, mix.conversations, settings.to, console)
    async with AsyncExitStack() as exits:
        exits.push_async_callback(centre.smsc.aclose)
        with ports_free("--smpp-port"):
            smpp_port = await centre.smsc.start(HOST, settings.smpp_port or 0)
        if settings.smpp_port is None:
            bench.say(f"an assistant starts, with {settings.phones} subscribers")
            owners = subscribers(pools, mix.stories, time.time())
            await exits.enter_async_context(_assistant(smpp_port, owners))
        else:
            bench.say(f"smpp://{HOST}:{smpp_port} waits for an ESME")
        await bench.bound()
        report = await _measured(bench, settings)
    return _told(report, settings, console)


async def _measured(bench: Bench, settings: Settings) -> Report:
    load = Load(
        phones_at_once=settings.phones_at_once,
        rate=settings.rate or 0.0,
        poisson=settings.poisson,
        ramp=settings.ramp,
        warm_up=settings.warm_up,
        duration=settings.duration,
        patience=settings.patience,
        seed=settings.seed,
    )
    limits = Limits(None if settings.p99 is None else float(settings.p99), settings.errors)
    report = await (bench.find(load, limits, settings.rest) if settings.find_rate else bench.once(load, limits))
    return msgspec.structs.replace(report, command=shlex.join(["pomoshnik", *sys.argv[1:]]))


@asynccontextmanager
async def _assistant(smpp_port: int, owners: Iterator[Subscriber]) -> AsyncIterator[None]:
    try:
        async with private_esme(smpp_port, owners):
            yield
    except BadStart as error:
        raise BadSetting(str(error)) from None


def _check(settings: Settings) -> None:
    if settings.mix and (settings.say or settings.story):
        raise BadSetting("--mix holds all conversations: --say and --story do not go with it")
    if settings.private and settings.smpp_port is not None:
        raise BadSetting("--private and --smpp-port: test an assistant of our own, or an ESME that binds?")
    if settings.find_rate and settings.p99 is None:
        raise BadSetting("--find-rate needs --p99: what should hold?")
    if not settings.duration:
        raise BadSetting("--duration should be more than 0s")
    if not settings.rate and not settings.find_rate and settings.phones_at_once > settings.phones:
        raise BadSetting(f"--phones-at-once: {settings.phones_at_once} of {settings.phones} phones (--phones)")
    if settings.phones > MOST_PHONES:
        raise BadSetting(f"--phones: {MOST_PHONES} at most")
    if len(str(int(settings.first) + settings.phones - 1)) > len(settings.first):
        raise BadSetting(f"--first: after {settings.first} there are no {settings.phones} numbers of 11 digits")
    for file in filter(None, (settings.json, settings.html)):
        if not file.parent.is_dir():
            raise BadSetting(f"{file}: there is no such folder")
        if file.is_dir():
            raise BadSetting(f"{file} is a folder, not a file")


def _mix(settings: Settings) -> Mix:
    try:
        if settings.mix:
            return mix_of_file(settings.mix)
        said = settings.say or (() if settings.story else ("баланс",))
        return mix_of_words(said, settings.story, waits.wait(settings.think))
    except BadMix as error:
        raise BadSetting(str(error)) from None


def _numbers(settings: Settings, mix: Mix) -> Mapping[str, list[str]]:
    try:
        counts = pools_of(mix.conversations, settings.phones)
    except ValueError as error:
        raise BadSetting(f"--phones: {error}") from None
    numbers = map(str, range(int(settings.first), int(settings.first) + settings.phones))
    return {pool: [next(numbers) for _ in range(count)] for pool, count in counts.items()}


def _told(report: Report, settings: Settings, console: Console) -> int:
    """On the terminal, in the files, and as exit status."""
    console.print(summary(report.result))
    _write(report, settings)
    for warning in report.result.warnings:
        print(f"pomoshnik load: {warning}", file=sys.stderr)
    if report.exceeded:
        print(f"pomoshnik load: {'; '.join(report.exceeded)}", file=sys.stderr)
    elif report.found:
        print(f"pomoshnik load: {report.title}")
    return int(bool(report.exceeded))


def _write(report: Report, settings: Settings) -> None:
    try:
        if settings.json:
            settings.json.write_bytes(as_json(report))
        if settings.html:
            settings.html.write_text(as_html(report), encoding="utf-8")
    except OSError as error:
        raise BadSetting(f"--json and --html: {error}") from None
