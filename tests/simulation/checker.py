"""Looks at what Redis wrote, what gateways wrote and read on their links, and what they logged; says what is wrong."""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from dialogs.effects import Ask, Say
from gateway.address import Address
from gateway.heart import TRUST
from gateway.letters import DeadLetter
from gateway.records import Codec, Queued, Record
from operator_api.contract import Number
from smpp.codec import decode
from smpp.frames import Framer
from smpp.pdus import DeliverSm, DeliverSmResp, Pdu, SubmitSm, SubmitSmResp
from smpp.statuses import Status
from tests.simulation.centre import Message, Peer
from tests.simulation.entries import Entries, Entry, Violation, part_of
from tests.simulation.little_redis import Written
from tests.simulation.loop import Process
from tests.simulation.operator import Operator
from tests.simulation.phones import AGREEING, OWN_PASSWORD
from tests.simulation.sessions import CONFIRMS, PAID, Sessions

EPOCH = 1_700_000_000.0
START = EPOCH + 1000
"""When each simulation begins."""

COUNTED = 100_000.0
"""Seconds that the limit adds to a record for each text: so the record counts the turns of its number."""

PROVEN = 6.0
"""Seconds after which an answer is proven to have been read, all being well."""

AGED = 10.0
"""Seconds after which a screen that asks is sent only if no later one is shown."""

CONVALESCENCE = 30.0
"""Seconds from the end of all troubles to the end of what they left behind."""

GLANCE = 2.0
"""Seconds that a look at what is shown may take; what was looked at is not old for `AGED` seconds more."""

SECRETS = (OWN_PASSWORD.encode(), b"Kd7mPq2xT")
"""What passwords begin with, of people and of the operator."""


class Checker:
    """``log`` takes one line for each thing that happened; the first violation is kept, and found by `check`."""

    def __init__(
        self, codec: Codec, addresses: Sequence[Address], operator: Operator, now: Callable[[], float]
    ) -> None:
        self.events: list[str] = []
        self.now = now
        self.entries = Entries(addresses)
        self.violation: Violation | None = None
        self.messages: defaultdict[str, list[Message]] = defaultdict(list)
        self._sessions = Sessions(self.entries, addresses[0].ussd_deadline, self.wrong, now)
        self._well_since = float("inf")
        self._codec = codec
        self._operator = operator
        self._patience = addresses[0].response
        self._record = msgspec.json.Decoder(Record)
        self._turns: Counter[str] = Counter()
        self._lives: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        self._shown: Counter[str] = Counter()
        self._screens: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        self._dead: Counter[bytes] = Counter()

    def log(self, who: str, what: str) -> None:
        """Something happened."""
        self.events.append(f"{self.now():9.3f} {who:6} {what}")

    def healed(self) -> None:
        """Nothing goes wrong any more; what has gone wrong takes its time to be well."""
        self.log("world", "all is well from now on")
        self._well_since = self.now() + CONVALESCENCE

    def did(self, message: Message) -> None:
        """A phone has written, or done something in a session."""
        self.messages[message.number].append(message)
        if message.call:
            self._sessions.did(message)

    def shown(self, page: SubmitSm) -> None:
        """A phone shows a page."""
        self._sessions.shown(page)

    def wrong(self, what: str) -> None:
        """Something happened that must not."""
        self.log("WRONG", what)
        self.violation = self.violation or Violation(what)

    # What Redis writes

    def wrote(self, commands: list[Written]) -> None:
        """One command, or all of a script."""
        sessions = {command[1].partition(b":s:")[2].decode() for command in commands if b":s:" in command[1]}
        told = [
            self._codec.queued(command[-2]) for command in commands if command[0] == b"XADD" and b":q:" in command[1]
        ]
        for name, key, *arguments in commands:
            self._look_for_secrets(f"Redis under {key.decode()}", b" ".join(arguments))
            if name == b"SET" and b":s:" in key:
                self._turned(key.partition(b":s:")[2].decode(), arguments[0])
            elif name == b"XADD" and b":q:" in key:
                self._queued(key.decode(), arguments)
            elif name == b"XDEL":
                self._deleted(key.decode(), arguments, sessions, told)
            elif b":lease:" in key:
                self._beaten(key.partition(b":lease:")[2].decode(), b"epoch" in arguments)
            elif name == b"XADD":
                self._dead[msgspec.json.decode(arguments[-2], type=DeadLetter).what] += 1

    def _beaten(self, name: str, anew: bool) -> None:
        """A lease is taken, or is kept: of each life, when it begun and when Redis last heard of it."""
        begun = self.now() if anew else self._lives[name][-1][0]
        if not anew:
            self._lives[name].pop()
        self._lives[name].append((begun, self.now()))

    def _turned(self, number: str, value: bytes) -> None:
        record = self._record.decode(value.partition(b" ")[2])
        turns = int((record.busy_until - EPOCH) // COUNTED) if record.busy_until else 0
        self._shown[number] = record.session.screen
        self._screens[number].append((self.now(), record.session.screen))
        if turns != self._turns[number]:
            self.log("redis", f"{number} turn {turns}")
        if turns < self._turns[number] or turns > self._texts(number) + self._held(number):
            self.wrong(f"{number} has had {turns} turns, {self._turns[number]} before, of {self._texts(number)}")
        self._turns[number] = turns

    def _texts(self, number: str) -> int:
        return sum(message.is_text for message in self.messages[number])

    def _held(self, number: str) -> int:
        """Those that may have two turns, though it takes luck (docs/reliability.md)."""
        return sum(message.held for message in self.messages[number])

    def _queued(self, queue: str, arguments: list[bytes]) -> None:
        *_, data, id = arguments
        queued = self._codec.queued(data)
        if arguments[0].endswith(b"-*"):
            entry = self.entries.adopt(queue, id.decode(), queued)
            self.log("redis", f"{queue} adopts {_named(entry)} as {entry.id}")
        else:
            entry = self.entries.queue(queue, id.decode(), queued, self.now())
            self.log("redis", f"{queue} {entry.id} {_named(entry)}")
            self._sessions.queued(entry)

    def _deleted(self, queue: str, ids: list[bytes], sessions: set[str], told: list[Queued]) -> None:
        for id in ids:
            entry = self.entries.delete(queue, id.decode())
            if entry:
                self.log("redis", f"{queue} deletes {entry.id}")
            if entry and isinstance(entry.queued.effect, Ask) and entry.queued.number not in sessions:
                self.wrong(f"the question {entry.id} of {queue} is gone without a turn")
            if entry and isinstance(entry.question, PAID) and not self._is_told(entry, told):
                self.wrong(f"what came of {entry.id} of {queue} is not told to {entry.queued.number}")

    def _is_told(self, entry: Entry, told: list[Queued]) -> bool:
        """What came of it reaches the person though the session is over; what it changed, by SMS."""
        changed = any(key == entry.queued.key for _, key, _, _ in self._operator.changes)
        return any(_tells(queued, changed) for queued in told if queued.number == entry.queued.number)

    def _look_for_secrets(self, where: str, what: bytes) -> None:
        for secret in SECRETS:
            if secret in what:
                self.wrong(f"a password stands in {where}")

    # What gateways do on their links

    def answered(self, process: Process, peer: Peer, response: DeliverSmResp) -> None:
        """A gateway has written the answer to a message."""
        letter = peer.letters.get(response.sequence)
        if letter is None:
            return
        self.log(process.name, f"answers {letter.message.number} {quoted(letter.message.text)} {response.status}")
        if response.status == Status.ROK:
            letter.message.promised.add(letter.part)
            self._keep_promise(process, peer, letter.message)

    def _keep_promise(self, process: Process, peer: Peer, message: Message) -> None:
        same = [each for each in self.messages[message.number] if each.is_like(message)]
        message.doubtful |= any(self._unproven(*answer) for each in same for answer in each.answers)
        message.answers.append((process, peer, self.now()))
        promised = sum(each.is_promised and each.is_text for each in self.messages[message.number])
        if self._turns[message.number] < promised - self._doubtful(message.number):
            self.wrong(f"{process.name} has answered more messages of {message.number} than had their turn")

    def _doubtful(self, number: str) -> int:
        return sum(message.doubtful for message in self.messages[number])

    def _unproven(self, process: Process, peer: Peer, at: float) -> bool:
        """Nobody else can know that this answer was read: its connection was lost too soon, or Redis was not told."""
        lost = peer.lost_at is not None and process.awake_between(at, peer.lost_at) < PROVEN
        lives = [last for begun, last in self._lives[process.name] if begun <= at]
        return lost or lives[-1] < max(at, process.woken, peer.unblocked_at) + PROVEN

    def submitted(self, process: Process, pdu: SubmitSm) -> Entry | None:
        """A gateway has written a part of a reply; None: it was on its way before the gateway fell asleep."""
        try:
            entry = self.entries.written(process, f"{{00}}:q:{process.name}", pdu, partial(self._stale, process))
        except Violation as error:
            if process.woken < self.now() and not self._unaware(process):
                self.wrong(str(error))
            return None
        in_session = entry.is_page and part_of(pdu) in entry.parts
        self.log(process.name, f"{'shows' if in_session else 'sends'} {_named(entry)}")
        if in_session:
            self._sessions.wrote(process, entry)
        if self._stale(process, entry):
            self.wrong(f"{process.name} sends {_named(entry)}, but a later one is shown")
        entry.writers.add(process)
        return entry

    def _unaware(self, process: Process) -> bool:
        """Another took its lease a moment ago, and it cannot know that yet."""
        return process.replaced and self.now() < self._lives[process.name][-1][0] + TRUST

    def taken(self, process: Process, entry: Entry, part: bytes, sent: float) -> None:
        """A gateway has read that the SMSC took a part; perhaps too late for it to mean anything."""
        self.log(process.name, f"hears that {_named(entry)} was taken")
        entry.heard[part] += 1
        if self.now() < sent + self._patience:
            entry.known.setdefault(process, set()).add(part)

    def logged(self, record: logging.LogRecord) -> None:
        """A gateway has logged something."""
        text = record.getMessage()
        self.log("log", re.sub(r"link \d+", "link", text))
        self._look_for_secrets("the log", text.encode())
        if record.exc_info or any(number in text for number in self.messages):
            self.wrong(f"logged: {text} {record.exc_info}")

    # At the end

    def check(self) -> None:
        """Raises the first Violation."""
        if self.violation is None:
            self._check_messages()
            self._check_replies()
            self._check_money()
        if self.violation:
            raise self.violation

    def _check_messages(self) -> None:
        for number, messages in self.messages.items():
            texts, dropped = self._texts(number), sum(each.dropped and not each.promised for each in messages)
            if not -self._held(number) <= texts - self._turns[number] <= self._doubtful(number) + dropped:
                self.wrong(f"{number} wrote {texts} messages, {self._turns[number]} had their turn")

    def _check_replies(self) -> None:
        dead = Counter(self._codec.queued(data) for data in self._dead if data.startswith(b"["))
        for entry in self.entries.all:
            if not entry.gone:
                self.wrong(f"{_named(entry)} is left in {entry.queue}")
            elif entry.is_only_for_now:
                pass
            elif entry.parts and not entry.is_taken and not self._superseded(entry) and not self._sent_as_twin(entry):
                dead[entry.queued] -= 1
                if dead[entry.queued] < 0:
                    self.wrong(f"{_named(entry)} was never sent")

    def _sent_as_twin(self, entry: Entry) -> bool:
        """Of two replies alike nobody sees on a link which was sent; one of them need not have been."""
        return any(
            twin.is_taken and self._superseded(twin) and twin.parts == entry.parts
            for twin in self.entries.all
            if twin.queued.number == entry.queued.number
        )

    def _stale(self, process: Process, entry: Entry) -> bool:
        """Nobody wants to see it any more; what was begun goes on."""
        old = entry.adopted or self.now() - max(entry.at, process.woken) > AGED
        seen = [screen for at, screen in self._screens[entry.queued.number] if at < self.now() - AGED - GLANCE]
        later = 0 < entry.screen < max(seen, default=0)
        return old and process not in entry.writers and not entry.heard and later

    def _superseded(self, entry: Entry) -> bool:
        return 0 < entry.screen < self._shown[entry.queued.number]

    def _check_money(self) -> None:
        """Each confirmed wish moves money once; and somebody must have agreed to each."""
        agreed = {
            number: sum(message.text in AGREEING for message in messages) for number, messages in self.messages.items()
        }
        asked: Counter[str] = Counter()
        for entry in self.entries.all:
            effect = entry.queued.effect
            asked[entry.queued.number] += isinstance(effect, Say) and CONFIRMS in effect.text
        for number, count in Counter(number for number, *_ in self._operator.changes).items():
            if count > min(agreed[number], asked[number]):
                self.wrong(f"{number} agreed {agreed[number]} times to {asked[number]} questions: {count} changes")
        self._sessions.check_answers(self._well_since)
        self._sessions.check_charges((key for _, key, _, _ in self._operator.changes), self.messages)
        self._check_books()

    def _check_books(self) -> None:
        keys = [key for _, key, _, _ in self._operator.changes]
        if len(keys) > len(set(keys)):
            self.wrong("a change was made twice under one key")
        balances: dict[Number, int] = {}
        for number, _, before, after in self._operator.changes:
            if balances.setdefault(number, before) != before or self._operator.balance(number) > before:
                self.wrong(f"the books of {number} do not agree")
            balances[number] = after


class Wiretap:
    """Reads one link of a gateway. ``peer``: the SMSC's side."""

    def __init__(self, checker: Checker, process: Process, peer: Peer) -> None:
        self._checker = checker
        self._process = process
        self._peer = peer
        self._out, self._in = Framer(), Framer()
        self._sent: dict[int, tuple[Entry, bytes, float]] = {}

    def wrote(self, data: bytes) -> None:
        """See Tap."""
        for pdu in map(decode, self._out.feed(data)):
            if isinstance(pdu, DeliverSmResp):
                self._peer.answered(pdu.sequence)
                self._checker.answered(self._process, self._peer, pdu)
            elif isinstance(pdu, SubmitSm) and (entry := self._checker.submitted(self._process, pdu)):
                self._sent[pdu.sequence] = entry, part_of(pdu), self._since()

    def read(self, data: bytes) -> None:
        """See Tap."""
        for pdu in map(decode, self._in.feed(data)):
            self._read(pdu)

    def _since(self) -> float:
        """From when on the gateway waits for the answer; what it writes as it wakes was begun before it fell asleep."""
        now = self._checker.now()
        return now if self._process.woken < now else float("-inf")

    def _read(self, pdu: Pdu) -> None:
        if isinstance(pdu, SubmitSmResp) and pdu.status == Status.ROK and pdu.sequence in self._sent:
            self._checker.taken(self._process, *self._sent.pop(pdu.sequence))
        elif isinstance(pdu, DeliverSm) and (letter := self._peer.letters.get(pdu.sequence)):
            self._peer.opened.append(pdu.sequence)
            letter.message.got_at = self._checker.now()
            self._checker.log(self._process.name, f"gets {letter.message.number} {quoted(letter.message.text)}")


def _tells(queued: Queued, by_sms: bool) -> bool:
    """It is a text that lasts."""
    said, in_session = queued.effect, queued.route.window is not None
    return isinstance(said, Say) and not said.screen and not (in_session and (by_sms or said.only == "session"))


def _named(entry: Entry) -> str:
    effect = entry.queued.effect
    if isinstance(effect, Say):
        return f"{entry.queued.number} {'***' if effect.secret else quoted(effect.text)}"
    return f"{entry.queued.number} {type(effect.question).__name__}?"


def quoted(text: str) -> str:
    """The beginning of it, in one line."""
    return f"«{text[:30]}»".replace("\n", " / ")
