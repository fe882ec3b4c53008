"""The trace: what stands in its files, and that no disk stops the service."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialogs.events import Text
from gateway.limits import Limit
from gateway.metrics import REGISTRY
from gateway.trace import KEPT, LOOK_EVERY, MOST_WAITING, WRITE_EVERY
from gateway.traced import GivenUp, Received, Submitted, Turned, meaning
from operator_api.client import OperatorError
from smpp.pdus import DeliverSm, Pdu, SubmitSm, reply
from smpp.receipts import MessageState, Receipt, receipt_tlvs
from smpp.statuses import Status
from state.connection import call, in_memory
from state.store import Store
from tests.gateway.message_centre import ANNA, MessageCentre, Peer, deliver, message_centre
from tests.gateway.serving import UNLIMITED, Operator, emptied, serving
from tests.gateway.tracing import NOON, Watch, lines, trace_in, turn, until, whats
from tests.gateway.virtual import virtually

ISSUED = "Kd7mPq2xT1"
CHOSEN = "Zima2026zima"


def files(folder: Path) -> list[Path]:
    """Those that stand there, in their order."""
    return sorted(folder.iterdir())


def lost() -> float:
    """Lines that could not be written, so far."""
    return REGISTRY.get_sample_value("pomoshnik_trace_lost_total") or 0.0


@asynccontextmanager
async def bound(
    folder: Path,
    operator: Operator | None = None,
    limit: Limit = UNLIMITED,
    options: str = "",
    now: Callable[[], float] = time.time,
) -> AsyncIterator[tuple[MessageCentre, Peer, Store]]:
    """A gateway whose trace is kept in this folder, bound to an SMSC; at the end all is done and written."""
    store, trace = Store(in_memory(), "alpha"), trace_in(folder, now)
    async with message_centre() as centre, trace.kept():
        address, with_trace = centre.address(options), trace.note
        async with serving(store, address, operator=operator or Operator(), limit=limit, note=with_trace):
            yield centre, await centre.bound(), store
            await emptied(store)


async def say(centre: MessageCentre, peer: Peer, *texts: str) -> list[str]:
    """Anna writes these, each after the answer to the one before; the answers."""
    answers = []
    for text in texts:
        await peer.ask(deliver(text)[0])
        answers.append(await centre.text())
    return answers


def numbered(request: Pdu) -> Pdu | None:
    """Each message gets an id."""
    return reply(request, message_id=f"id-{request.sequence}") if isinstance(request, SubmitSm) else reply(request)


async def test_a_line_for_each_turn_and_each_submit(tmp_path: Path) -> None:
    """What was understood, from where to where, what was asked under which key, and what the SMSC said."""
    operator = Operator()
    async with bound(tmp_path, operator) as (centre, peer, _):
        await say(centre, peer, "подключи гудок", "1")
    found = lines(tmp_path)
    assert [(line.what, line.before, line.after) for line in found if isinstance(line, Turned)] == [
        ("waits", ("menu", "idle", ""), ("menu", "idle", "")),
        ("Answered(GetProfile): Done service_on goodok", ("menu", "idle", ""), ("services", "quoting", "goodok")),
        (
            "Answered(QuoteService): ServiceQuote",
            ("services", "quoting", "goodok"),
            ("services", "confirming", "goodok"),
        ),
        ("yes", ("services", "confirming", "goodok"), ("services", "switching", "goodok")),
        ("Answered(SwitchService): ServiceSwitched", ("services", "switching", "goodok"), ("menu", "idle", "")),
    ]
    asks = [ask for line in found if isinstance(line, Turned) for ask in line.asks]
    assert asks == [f"{type(question).__name__} {key}" for question, key in operator.asked]
    submits = [line for line in found if isinstance(line, Submitted)]
    assert [(len(line.message_ids), line.failed, line.took > 0) for line in submits] == [(1, [], True)] * 2
    assert all(line.link for line in submits)


async def test_no_password_text_or_number_stands_in_a_file(tmp_path: Path) -> None:
    """Issued, set by code, typed at a prompt, or in a text that waits."""
    async with bound(tmp_path) as (centre, peer, _):
        answers = await say(centre, peer, "пароль", f"25 {CHOSEN}", "сменить пароль", f"{CHOSEN}2")
    assert ISSUED in answers[0]
    assert answers[-1].startswith("Новый пароль принят")
    written = b"".join(file.read_bytes() for file in files(tmp_path)).decode("ascii")
    understood = [what for what in whats(lines(tmp_path)) if "Answered" not in what]
    assert understood == ["waits", "password_set", "password_change", "typed"]
    for secret in (ISSUED, CHOSEN, CHOSEN.encode().hex(), ANNA, ANNA[1:], "пароль", "\\u043f"):
        assert secret not in written


def test_a_text_that_waits_may_be_unseeing() -> None:
    """Both are told."""
    text = Text(at=1.0, text="1")
    assert [meaning(each, ()) for each in (text, replace(text, unseeing=True))] == ["waits", "waits, unseeing"]


async def test_what_the_operator_and_the_limit_do(tmp_path: Path) -> None:
    """Refusals by their reason, failures, floods; and a turn that could not be made."""
    operator = Operator()
    async with bound(tmp_path, operator, Limit(3, 3600)) as (centre, peer, store):
        operator.trouble = OperatorError("the operator says 422", 422, retryable=False)
        await say(centre, peer, "баланс")
        operator.trouble = None
        await say(centre, peer, "116", "2122", "помощь")
        await peer.ask(deliver("помощь")[0])
        await emptied(store)
    assert whats(lines(tmp_path)) == [
        "waits",
        "Failed(GetProfile)",
        "waits",
        "Answered(GetProfile): Done tariff_change energy",
        "Answered(QuoteTariff): TariffQuote",
        "service_on goodok",
        "Answered(QuoteService): ServiceQuote",
        "Flooded",
        "dropped",
    ]


async def test_a_reply_that_is_refused(tmp_path: Path) -> None:
    """The status of each part, and that it was given up."""
    async with bound(tmp_path) as (centre, peer, store):
        centre.answer = lambda request: reply(request, Status.RINVDSTADR if isinstance(request, SubmitSm) else 0)
        await peer.ask(deliver("помощь")[0])
        await emptied(store)
    *_, submit, given_up = lines(tmp_path)
    assert isinstance(submit, Submitted)
    assert (submit.message_ids, submit.failed) == ([], [0x0B] * len(submit.failed))
    assert isinstance(given_up, GivenUp)
    assert given_up.why == "Invalid Destination Address"


async def test_a_turn_that_fails(tmp_path: Path) -> None:
    """The error by its kind."""
    async with bound(tmp_path) as (centre, peer, store):
        await say(centre, peer, "помощь")
        await emptied(store)
        await call(store._redis, "SET", store.keys.session(ANNA), b"no record")
        await say(centre, peer, "помощь")
    assert whats(lines(tmp_path))[-1] == "failed Unreadable"


@pytest.mark.parametrize(("options", "asked"), [("", 0), ("receipts=1", 1)])
async def test_a_receipt(options: str, asked: int, tmp_path: Path) -> None:
    """It is asked for if the SMSC's URL says so, and traced under the number and the id that it names."""
    async with bound(tmp_path, options=options) as (centre, peer, _):
        centre.answer = numbered
        await peer.ask(deliver("помощь")[0])
        submit = await centre.submit()
        receipt = receipt_tlvs(Receipt(f"id-{submit.sequence}", MessageState.DELIVERED))
        about = DeliverSm(source_addr=ANNA, destination_addr="111", esm_class=4, tlvs=receipt)
        assert (await peer.ask(about)).status == 0
        assert (await peer.ask(DeliverSm(source_addr="", esm_class=4, short_message=b"?"))).status == 0
    assert submit.registered_delivery == asked
    told = [line for line in lines(tmp_path) if isinstance(line, Received)]
    assert [(line.message_id, line.state) for line in told] == [(f"id-{submit.sequence}", MessageState.DELIVERED)]


# The disk


async def test_a_folder_that_is_removed_is_made_again(tmp_path: Path) -> None:
    """What stood in it is lost."""
    folder, trace = tmp_path / "data" / "trace", trace_in(tmp_path / "data" / "trace", Watch().now)
    async with trace.kept():
        trace.note(turn("before"))
        await until(lambda: whats(lines(folder)) == ["before"])
        shutil.rmtree(tmp_path / "data")
        trace.note(turn("after"))
    assert whats(lines(folder)) == ["after"]


async def test_a_disk_that_takes_nothing_costs_lines_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Full, or no folder: people are served, the log says it once, and the lines are counted."""
    before = lost()
    for file in ("2026-11-27T12.alpha.trace", "2026-11-27T13.alpha.trace"):
        (tmp_path / file).symlink_to("/dev/full")
    async with bound(tmp_path, now=Watch().now) as (centre, peer, _):
        await say(centre, peer, "помощь", "баланс")
    assert lost() - before == 6
    assert caplog.text.count("the trace cannot be written") == 1
    assert "No space left" in caplog.text
    (tmp_path / "none").touch()
    async with bound(tmp_path / "none") as (centre, peer, _):
        await say(centre, peer, "помощь")
    assert lost() - before == 9


async def test_a_disk_that_hangs_stops_nobody(tmp_path: Path) -> None:
    """People are served meanwhile; when it goes on, nothing is lost."""
    os.mkfifo(hanging := tmp_path / "2026-11-27T12.alpha.trace")
    async with bound(tmp_path, now=Watch().now) as (centre, peer, _):
        await say(centre, peer, "помощь")
        await asyncio.sleep(2 * WRITE_EVERY)  # by now it hangs
        await say(centre, peer, "баланс")
        pipe = os.open(hanging, os.O_RDONLY | os.O_NONBLOCK)
    written = os.read(pipe, 1 << 16)
    os.close(pipe)
    assert (written.count(b'["turned"'), written.count(b'["submitted"')) == (4, 2)


async def test_it_is_written_again_when_there_is_room(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The next trouble is told anew."""
    before, trace, full = lost(), trace_in(tmp_path, Watch().now), tmp_path / "2026-11-27T12.alpha.trace"
    full.symlink_to("/dev/full")
    async with trace.kept():
        trace.note(turn("lost"))
        await until(lambda: lost() - before == 1)
        full.unlink()
        trace.note(turn("kept"))
        await until(lambda: whats(lines(tmp_path)) == ["kept"])
        full.unlink()
        full.symlink_to("/dev/full")
        trace.note(turn("lost too"))
        await until(lambda: lost() - before == 2)
    assert caplog.text.count("the trace cannot be written") == 2


async def test_lines_that_wait_for_the_disk_are_bounded(tmp_path: Path) -> None:
    """More are lost, and counted."""
    before, trace = lost(), trace_in(tmp_path, Watch().now)
    line = turn("")
    for _ in range(MOST_WAITING + 3):
        trace.note(line)
    assert lost() - before == 3


async def test_a_torn_line_spoils_no_other(tmp_path: Path) -> None:
    """The machine lost power while it was being written."""
    watch = Watch()
    for what in ("before", "after"):
        trace = trace_in(tmp_path, watch.now)
        async with trace.kept():
            trace.note(turn(what))
        [file] = files(tmp_path)
        file.write_bytes(file.read_bytes() + b'["turned","50fee')
        watch.time += 60
    assert whats(lines(tmp_path)) == ["before", "after"]


@virtually
async def test_a_file_for_each_hour_and_none_older_than_30_days(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Also of other gateways, and also while nothing happens. What is not ours stays."""
    folder, watch = tmp_path_factory.mktemp("trace"), Watch()
    trace = trace_in(folder, watch.now, "a/b")
    (folder / "2026-10-28T11.beta.trace").touch()
    (folder / "notes.txt").touch()
    async with trace.kept():
        for hours in range(3):
            watch.time = NOON + hours * 3600
            trace.note(turn(f"hour {hours}"))
            await until(lambda: f"hour {hours}" in whats(lines(folder)))  # noqa: B023
        assert [file.name for file in files(folder)] == [
            *("2026-11-27T12.a%2Fb.trace", "2026-11-27T13.a%2Fb.trace", "2026-11-27T14.a%2Fb.trace", "notes.txt")
        ]
        watch.time = NOON + KEPT + 3600
        await asyncio.sleep(LOOK_EVERY - 60)
        assert len(whats(lines(folder))) == 3
        await asyncio.sleep(60 + 1)
        await until(lambda: whats(lines(folder)) == ["hour 1", "hour 2"])
