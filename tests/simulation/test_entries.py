"""Of replies alike nobody sees on a link which is sent: a story that holds together is believed, and no other."""

from random import Random

import pytest

from dialogs.effects import Say
from gateway import sms
from gateway.address import parse
from gateway.records import Queued, Route, Window
from operator_api.contract import Number
from smpp.ussd import Operation
from tests.simulation.calls import DIALECT
from tests.simulation.entries import Entries, Entry, part_of
from tests.simulation.loop import Loop, Process

pytestmark = pytest.mark.no_cover

ADDRESS = parse("smpp://id:pw@first")
NUMBER, TEXT = Number("79160000001"), "Не поняли запрос."


def alike(entries: Entries, count: int) -> list[Entry]:
    """So many replies of the same words, in one queue."""
    says = [Queued(NUMBER, Route(ADDRESS.name, "111"), n, "", Say(TEXT)) for n in range(count)]
    return [entries.queue("queue", f"{n}-0", queued, 0.0) for n, queued in enumerate(says)]


def taken(entries: Entries, process: Process, in_time: bool) -> None:
    """One of them is sent, and its response read."""
    [pdu] = sms.reply(ADDRESS, NUMBER, "111", TEXT, 0)
    entry = entries.written(process, "queue", pdu, lambda _: False)
    entry.heard[part_of(pdu)] += 1
    if in_time:
        entry.known.setdefault(process, set()).add(part_of(pdu))


@pytest.mark.parametrize(("times", "lost"), [(3, 0), (2, 1)])
def test_a_response_read_late_may_have_been_that_to_any_of_them(times: int, lost: int) -> None:
    """Three in the queue: after the late one, nobody sees whether it is the same that is sent again."""
    entries, loop = Entries([ADDRESS]), Loop(Random(0))
    process = Process("beta", loop)
    replies = alike(entries, 3)
    for time in range(times):
        taken(entries, process, in_time=time != 0)
    for reply in replies:
        entries.delete("queue", reply.id)
    loop.close()
    assert sum(not reply.is_taken for reply in replies) == lost


def test_a_page_and_an_sms_alike_are_both_sent() -> None:
    """The page would have gone by SMS too, had its session been over."""
    entries, loop = Entries([ADDRESS]), Loop(Random(0))
    process = Process("beta", loop)
    call = DIALECT.deliver(Operation.BEGIN, 1, NUMBER, "111", "*111#", 0)
    unit = ADDRESS.ussd.unit(call, ADDRESS.alphabet)
    assert unit
    window = Window(ADDRESS.name, unit.session, unit.peer, 15.0, 144)
    page = entries.queue("queue", "1-0", Queued(NUMBER, Route(ADDRESS.name, "111", window), 0, "", Say(TEXT)), 0.0)
    [reply] = alike(entries, 1)
    shown = ADDRESS.ussd.reply(unit.peer, TEXT, ends=True)
    entries.written(process, "queue", shown, lambda _: False).heard[part_of(shown)] += 1
    taken(entries, process, in_time=True)
    for entry in (page, reply):
        entries.delete("queue", entry.id)
    loop.close()
    assert page.is_taken
    assert reply.is_taken
