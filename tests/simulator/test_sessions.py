"""A USSD session in each of its states meets whatever the phone, the ESME or time can do. Pure: time is an argument."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator.codes import octets
from simulator.forwarding import QueueFull, Route
from simulator.phones import Phones, Ussd
from simulator.ussd import NETWORK_ERROR, NO_SUCH_SESSION, Busy, Limits, Message, NoSession, Sessions
from simulator.watching.feed import Feed
from smpp.alphabets import encode_gsm, encode_ucs2
from smpp.errors import LocalError
from smpp.pdus import SubmitSm
from smpp.statuses import Status
from smpp.tlvs import ITS_SESSION_INFO, USSD_SERVICE_OP
from smpp.ussd import Dialect, Operation, Unit, dialect, shipped

PHONE = "79160000001"
LIMITS = Limits(page=15.0, user=180.0)
BEGIN, ANSWER, END = Operation.BEGIN, Operation.ANSWER, Operation.END


class Network:
    """Phones with sessions, an ESME that takes all, and a clock."""

    def __init__(self, spoken: Dialect | None = None, *, served: bool = True, waiting_limit: int = 100) -> None:
        self.dialect = spoken or dialect("")
        self.phones = Phones()
        self.served = served
        self.now = 0.0
        self.sessions = Sessions(self.dialect, self.phones, Feed(), lambda _: self.served, LIMITS, waiting_limit)
        self.asked: list[Unit] = []

    @property
    def window(self) -> tuple[bool, str]:
        """What the phone shows, and whether it is open."""
        ussd = self.phones.screen(PHONE).ussd
        return ussd.open, ussd.text

    def enter(self, text: str) -> None:
        """The user types this."""
        self.sessions.enter(PHONE, text, self.now)

    def take(self) -> list[tuple[Operation | None, str]]:
        """What the ESME is told now, and takes."""
        told = []
        while messages := self.under_way():
            told += [self._take(message) for message in messages]
        return told

    def under_way(self) -> list[Message]:
        """What is written to a link now."""
        queue, written = self.sessions.queue, []
        for route in queue.routes():
            while queue.ready(route):
                message = queue.take(route)
                assert isinstance(message, Message)
                written.append(message)
        return written

    def _take(self, message: Message) -> tuple[Operation | None, str]:
        self.sessions.answered(message, Status.ROK, self.now)
        unit = self.dialect.unit(message.pdu)
        assert unit
        self.asked.append(unit)
        return unit.operation, "" if unit.operation is END else unit.text

    def page(self, text: str = "Menu", *, ends: bool = False) -> Status | None:
        """The ESME replies to what it was told last."""
        return self.sessions.show(self.dialect.reply(self.asked[-1].peer, text, ends=ends), self.now)

    def pass_time(self, seconds: float) -> None:
        """So much later."""
        self.now += seconds
        self.sessions.tick(self.now)


def over() -> Network:
    """There was a session."""
    network = waits_for_page()
    network.page("Bye", ends=True)
    return network


def waits_for_page() -> Network:
    """The user has dialled."""
    network = Network()
    network.enter("*111#")
    network.take()
    return network


def waits_for_user() -> Network:
    """The ESME has shown a page."""
    network = waits_for_page()
    network.page("Menu")
    return network


def other_page(network: Network) -> object:
    """A reply that bears the number of another session."""
    tlvs = (USSD_SERVICE_OP.with_value(2), (ITS_SESSION_INFO.tag, b"\x63\x00"))
    return network.sessions.show(SubmitSm(destination_addr=PHONE, tlvs=tlvs, short_message=b"other"), network.now)


def unknown_operation(network: Network) -> object:
    """A reply in the session that does what nobody knows."""
    peer = network.asked[-1].peer
    tlvs = (USSD_SERVICE_OP.with_value(99), *peer.tlvs)
    return network.sessions.show(SubmitSm(destination_addr=PHONE, tlvs=tlvs, short_message=b"?"), network.now)


STATES = {"over": over, "waits for page": waits_for_page, "waits for user": waits_for_user}
INPUTS: dict[str, Callable[[Network], object]] = {
    "code": lambda network: network.enter("*100#"),
    "text": lambda network: network.enter("1"),
    "nothing": lambda network: network.enter(""),
    "long code": lambda network: network.sessions.dial(PHONE, f"*{'1' * 200}#", network.now),
    "dial": lambda network: network.sessions.dial(PHONE, "*100#", network.now),
    "hang up": lambda network: network.sessions.hang_up(PHONE, network.now),
    "page": lambda network: network.page("Page"),
    "last page": lambda network: network.page("Last", ends=True),
    "long page": lambda network: network.page("a" * 183),
    "page of another": other_page,
    "unknown operation": unknown_operation,
    "15 s": lambda network: network.pass_time(15.0),
    "180 s": lambda network: network.pass_time(180.0),
}
BYE, MENU, WAITS = (False, "Bye"), (True, "Menu"), (True, "")
GONE, NONE = (False, NETWORK_ERROR), (False, "")
Told = list[tuple[Operation, str]]
NOTHING: Told = []
EVERY_STATE_AND_INPUT: dict[str, dict[str, tuple[object, tuple[bool, str], Told]]] = {
    "over": {
        "code": (None, WAITS, [(BEGIN, "*100#")]),
        "text": (LocalError, BYE, NOTHING),
        "nothing": (LocalError, BYE, NOTHING),
        "long code": (LocalError, BYE, NOTHING),
        "dial": (None, WAITS, [(BEGIN, "*100#")]),
        "hang up": (NoSession, BYE, NOTHING),
        "page": (NO_SUCH_SESSION, BYE, NOTHING),
        "last page": (NO_SUCH_SESSION, BYE, NOTHING),
        "long page": (NO_SUCH_SESSION, BYE, NOTHING),
        "page of another": (NO_SUCH_SESSION, BYE, NOTHING),
        "unknown operation": (NO_SUCH_SESSION, BYE, NOTHING),
        "15 s": (None, BYE, NOTHING),
        "180 s": (None, BYE, NOTHING),
    },
    "waits for page": {
        "code": (None, WAITS, [(END, ""), (BEGIN, "*100#")]),
        "text": (Busy, WAITS, NOTHING),
        "nothing": (Busy, WAITS, NOTHING),
        "long code": (LocalError, WAITS, NOTHING),
        "dial": (None, WAITS, [(END, ""), (BEGIN, "*100#")]),
        "hang up": (None, NONE, [(END, "")]),
        "page": (Status.ROK, (True, "Page"), NOTHING),
        "last page": (Status.ROK, (False, "Last"), NOTHING),
        "long page": (Status.RINVMSGLEN, WAITS, NOTHING),
        "page of another": (NO_SUCH_SESSION, WAITS, NOTHING),
        "unknown operation": (NO_SUCH_SESSION, WAITS, NOTHING),
        "15 s": (None, GONE, [(END, "")]),
        "180 s": (None, GONE, [(END, "")]),
    },
    "waits for user": {
        "code": (None, WAITS, [(ANSWER, "*100#")]),
        "text": (None, WAITS, [(ANSWER, "1")]),
        "nothing": (None, WAITS, [(ANSWER, "")]),
        "long code": (LocalError, MENU, NOTHING),
        "dial": (None, WAITS, [(END, ""), (BEGIN, "*100#")]),
        "hang up": (None, NONE, [(END, "")]),
        "page": (NO_SUCH_SESSION, MENU, NOTHING),
        "last page": (NO_SUCH_SESSION, MENU, NOTHING),
        "long page": (NO_SUCH_SESSION, MENU, NOTHING),
        "page of another": (NO_SUCH_SESSION, MENU, NOTHING),
        "unknown operation": (NO_SUCH_SESSION, MENU, NOTHING),
        "15 s": (None, MENU, NOTHING),
        "180 s": (None, GONE, [(END, "")]),
    },
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("put_in", INPUTS)
def test_every_state_against_every_input(state: str, put_in: str) -> None:
    """What comes of it, what the phone shows, what the ESME is told."""
    network = STATES[state]()
    expected, window, told = EVERY_STATE_AND_INPUT[state][put_in]
    if isinstance(expected, type) and issubclass(expected, Exception):
        with pytest.raises(expected):
            INPUTS[put_in](network)
    else:
        assert INPUTS[put_in](network) == expected
    assert (network.window, network.take()) == (window, told)


def test_limits_of_the_past_do_not_count() -> None:
    """Each page and each answer has its own time."""
    network = waits_for_page()
    for _ in range(3):
        network.pass_time(14.0)
        assert network.page() == Status.ROK
        network.pass_time(179.0)
        network.enter("1")
        assert network.take() == [(ANSWER, "1")]
    assert network.window == WAITS


def test_what_is_over_is_soon_forgotten() -> None:
    """A session leaves nothing behind for longer than a page may take, however long its user could have taken."""
    network = waits_for_user()
    network.enter("1")
    network.take()
    network.page("Bye", ends=True)
    network.pass_time(15.0)
    assert network.sessions.deadline() is None


def test_the_window_counts_what_it_has_shown() -> None:
    """Pages and errors, but not that it waits."""
    network = waits_for_user()
    network.enter("1")
    assert network.phones.screen(PHONE).ussd == Ussd(open=True, text="", shown=1)
    network.pass_time(15.0)
    assert network.phones.screen(PHONE).ussd == Ussd(open=False, text=NETWORK_ERROR, shown=2)


# What is said


@pytest.mark.parametrize("text", ["Да", "я" * 80, "a" * 182, "{}" * 45, ""])
def test_answers_of_any_alphabet(text: str) -> None:
    """As long as a USSD string, Cyrillic too."""
    network = waits_for_user()
    network.enter(text)
    assert network.take() == [(ANSWER, text)]
    assert network.page(text) == Status.ROK
    assert network.window == (True, text)


@pytest.mark.parametrize("text", ["я" * 81, "a" * 183, "{}" * 46])
def test_texts_longer_than_a_ussd_string(text: str) -> None:
    """A handset lets nobody type more; a page that long is refused, and the session goes on."""
    network = waits_for_user()
    with pytest.raises(LocalError, match="a USSD string has 160"):
        network.enter(text)
    assert network.window == MENU
    network.enter("1")
    network.take()
    assert network.page(text) == Status.RINVMSGLEN
    assert network.page() == Status.ROK


def test_the_coding_of_a_page_counts_not_its_letters() -> None:
    """Latin letters in UCS-2 take two octets each."""
    network = waits_for_page()
    page = network.dialect.reply(network.asked[-1].peer, "", ends=False)
    too_long = replace(page, data_coding=8, short_message=encode_ucs2("a" * 81))
    assert network.sessions.show(too_long, network.now) == Status.RINVMSGLEN
    short = replace(page, data_coding=0, short_message=encode_gsm("a" * 81))
    assert network.sessions.show(short, network.now) == Status.ROK


@pytest.mark.parametrize(
    ("text", "size"), [("", 0), ("a", 1), ("a" * 8, 7), ("a" * 182, 160), ("a" * 183, 161), ("я", 2), ("😀", 4)]
)
def test_octets_of_a_ussd_string(text: str, size: int) -> None:
    """Septets packed, or UCS-2."""
    assert octets(text) == size


@pytest.mark.parametrize(
    ("code", "service"),
    [("*111#", "111"), ("*111*25#", "111"), ("#100#", "100"), ("*#100#", "100"), ("*110*301*Zima2026#", "110")],
)
def test_the_service_code_is_who_is_dialled(code: str, service: str) -> None:
    """Digits up to the next * or #."""
    network = Network()
    network.enter(code)
    (message,) = network.under_way()
    assert (message.route, message.pdu.destination_addr) == (Route(service), service)


@pytest.mark.parametrize("text", ["", "1", "111#", "*111", "*#", "*a#", "#", "*111a#", "баланс"])
def test_what_is_no_code(text: str) -> None:
    """Nothing is dialled, and nothing open ends."""
    network = Network()
    with pytest.raises(LocalError, match="is no code"):
        network.enter(text)
    assert network.take() == []


def test_what_is_no_ussd_is_not_ours() -> None:
    """An SMS."""
    assert Network().sessions.show(SubmitSm(destination_addr=PHONE, short_message=b"hi"), 0.0) is None


# What the ESME has heard of


def test_what_was_not_written_is_not_ended() -> None:
    """No link had room: neither the dial nor its end is told."""
    network = Network()
    network.enter("*111#")
    network.sessions.dial("7", "*111*7#", network.now)
    network.sessions.hang_up(PHONE, network.now)
    assert (network.take(), network.window) == ([(BEGIN, "*111*7#")], NONE)
    network.enter("*111#")
    network.enter("*100#")
    assert network.take() == [(BEGIN, "*100#")]
    network.enter("*111#")
    network.enter("*152#")
    assert network.take() == [(END, ""), (BEGIN, "*152#")]


def test_an_end_that_no_link_takes_is_forgotten() -> None:
    """Nothing is kept for later."""
    network = waits_for_user()
    network.sessions.hang_up(PHONE, network.now)
    assert network.sessions.queue.waiting == 1
    network.pass_time(15.0)
    assert (network.sessions.queue.waiting, network.sessions.deadline()) == (0, None)


def test_an_answer_that_nobody_serves_any_more() -> None:
    """The phone shows an error at once."""
    network = waits_for_user()
    network.served = False
    network.enter("1")
    assert (network.window, network.take()) == (GONE, NOTHING)


def test_a_refusal_after_the_page() -> None:
    """The ESME has replied, and then refuses what it replied to: the session goes on."""
    network = Network()
    network.enter("*111#")
    (message,) = network.under_way()
    unit = network.dialect.unit(message.pdu)
    assert unit
    network.asked.append(unit)
    assert network.page() == Status.ROK
    network.sessions.answered(message, Status.RX_T_APPN, network.now)
    assert network.window == MENU


def test_what_cannot_be_written() -> None:
    """The phone shows an error; the end of a session may be lost."""
    network = Network()
    network.enter("*111#")
    (message,) = network.under_way()
    network.sessions.undeliverable(message)
    assert (network.window, network.sessions.queue.waiting) == (GONE, 0)
    network = waits_for_user()
    network.sessions.hang_up(PHONE, network.now)
    (message,) = network.under_way()
    network.sessions.undeliverable(message)
    assert (network.window, network.sessions.queue.waiting) == (NONE, 0)


def test_a_message_without_a_response() -> None:
    """It goes again while its page is awaited, and no longer."""
    network = Network()
    network.enter("*111#")
    (message,) = network.under_way()
    network.sessions.unanswered(message)
    assert network.under_way() == [message]
    network.pass_time(15.0)
    network.sessions.unanswered(message)
    assert network.take() == [(END, "")]


def test_too_much_waits() -> None:
    """A dial is refused and an end is lost; what was there stays."""
    network = Network(waiting_limit=1)
    network.sessions.dial("1", "*111#", network.now)
    with pytest.raises(QueueFull):
        network.enter("*111#")
    assert network.window == NONE
    network.take()
    network.enter("*111#")
    assert network.sessions.queue.waiting == 1
    network.sessions.hang_up("1", network.now)
    assert network.take() == [(BEGIN, "*111#")]


# Dialects


SEVENTH = """
operation = "service_type"
from_phone = { begin = ["B"], answer = ["A"], end = ["E"] }
to_phone = { ask = "Q", close = "C" }
session = { tlv = "0x1501", octets = 1, id = 0x03 }
"""


@pytest.fixture
def seventh(tmp_path: Path) -> Dialect:
    """One of a file, with room for three sessions."""
    (tmp_path / "seventh.toml").write_text(SEVENTH)
    return dialect(str(tmp_path / "seventh.toml"))


def whole_session(network: Network) -> None:
    """Dial, read, answer, read, dial, hang up."""
    network.enter("*111*25#")
    assert network.take() == [(BEGIN, "*111*25#")]
    assert network.page("Меню") == Status.ROK
    network.enter("Да")
    assert network.take() == [(ANSWER, "Да")]
    assert network.page("Конец", ends=True) == Status.ROK
    assert network.window == (False, "Конец")
    assert network.page() == NO_SUCH_SESSION
    network.enter("*100#")
    assert network.take() == [(BEGIN, "*100#")]
    network.sessions.hang_up(PHONE, network.now)
    assert network.take() == [(END, "")]


@pytest.mark.parametrize("name", shipped())
def test_a_session_in_each_dialect(name: str) -> None:
    """The same in all."""
    whole_session(Network(dialect(name)))


def test_a_session_in_the_dialect_of_a_file(seventh: Dialect) -> None:
    """Without a line of code."""
    whole_session(Network(seventh))


def test_numbers_of_open_sessions_differ_while_there_are_some(seventh: Dialect) -> None:
    """When there is none left, one is told twice; phones tell them apart."""
    network = Network(seventh)
    for phone in ("1", "2", "3", "4"):
        network.sessions.dial(phone, "*111#", network.now)
    network.take()
    assert [unit.session for unit in network.asked][:3] == [1, 2, 3]
    network.sessions.hang_up("2", network.now)
    network.take()
    network.sessions.dial("5", "*111#", network.now)
    network.take()
    assert network.asked[-1].session == 2
