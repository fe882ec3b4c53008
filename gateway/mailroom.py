"""From a deliver_sm to the inbox: who wrote, what, and whether it may be answered at all."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial

import msgspec

from dialogs.events import Text
from gateway.clock import Clock
from gateway.connection import Connection
from gateway.inbox import Arrival
from gateway.incomplete import PARTS_KEPT, Incomplete
from gateway.lane import Lane
from gateway.masking import masked
from gateway.metrics import RECOVERED
from gateway.records import Codec, Route, Unreadable
from gateway.sms import Incoming, Subscribers
from gateway.smsc import Smsc
from operator_api.contract import Number
from smpp import parts
from smpp.parts import Piece
from smpp.pdus import reply
from state.errors import StateError

log = logging.getLogger(__name__)


class _Letter(msgspec.Struct, frozen=True):
    """A message as it came, and how to answer the SMSC for it."""

    smsc: Smsc
    connection: Connection
    pdu: Incoming
    number: Number
    lane: Lane
    service: str

    def acknowledge(self) -> None:
        self.connection.respond(reply(self.pdu))

    def refuse(self) -> None:
        self.connection.respond(reply(self.pdu, self.smsc.address.temp_error))


class Mailroom:
    """Puts what people write into the inbox; parts of a long message wait in Redis until all are there."""

    def __init__(
        self,
        subscribers: Subscribers,
        lane_of: Callable[[Number], Lane],
        codec: Codec,
        clock: Clock,
    ) -> None:
        """Messages for a lane that does not serve now stay with the SMSC."""
        self._subscribers = subscribers
        self._lane_of = lane_of
        self._codec = codec
        self._clock = clock
        self._joining: dict[Number, asyncio.Task[None]] = {}
        self._whole: set[str] = set()
        self._incomplete = Incomplete()

    def incoming(self, smsc: Smsc, connection: Connection, pdu: Incoming) -> None:
        """Take in a message. What nobody may answer is acknowledged and forgotten."""
        number = self._subscribers.number(pdu)
        if number is None:
            connection.respond(reply(pdu))
            return
        letter = _Letter(smsc, connection, pdu, number, self._lane_of(number), self._subscribers.service(pdu))
        piece = parts.piece_of(pdu)
        if not letter.lane.serves:
            letter.refuse()
        elif piece.total == 1 and number not in self._joining:
            self._put(letter, {1: piece}, None)
        else:
            task = asyncio.create_task(self._put_after(self._joining.get(number), letter, piece))
            self._joining[number] = task
            task.add_done_callback(partial(self._joined, number))

    def _joined(self, number: Number, task: asyncio.Task[None]) -> None:
        if self._joining[number] is task:
            del self._joining[number]

    async def _put_after(self, before: asyncio.Task[None] | None, letter: _Letter, piece: Piece) -> None:
        """Messages of a number go into the inbox in the order in which they came, though Redis takes its time."""
        if before is not None:
            await asyncio.wait([before])
        if piece.total == 1:
            self._put(letter, {1: piece}, None)
        else:
            await self._join(letter, piece)

    async def _join(self, letter: _Letter, piece: Piece) -> None:
        name = (letter.number, letter.service, piece.reference, piece.total, piece.width)
        data = self._codec.piece_bytes(piece)
        try:
            found = await letter.lane.store.add_part(*name, piece.index, data, seconds=PARTS_KEPT)
        except StateError as error:
            log.warning("%s: a part was refused: %s", masked(letter.number), error)
            letter.refuse()
            return
        key = letter.lane.store.keys.part(*name)
        if found is None:
            self._incomplete.missing(letter.lane.store, key, letter.smsc.address.name, letter.number)
        else:
            self._incomplete.whole(key)
        if found is None or key in self._whole:  # the latter: a part that was doubled, before its turn is stored
            letter.acknowledge()
        else:
            self._whole.add(key)
            self._put(letter, self._opened(letter, found), key)

    def _opened(self, letter: _Letter, found: Mapping[int, bytes]) -> dict[int, Piece]:
        """The parts; none, as if nothing had been written, if one cannot be read."""
        try:
            return {index: self._codec.piece(data) for index, data in found.items()}
        except Unreadable as error:
            log.error("%s: the parts of a message cannot be read: %s", masked(letter.number), error)
            return {}

    def _put(self, letter: _Letter, pieces: Mapping[int, Piece], key: str | None) -> None:
        text, mistake = parts.read(pieces, letter.smsc.address.alphabet)
        if mistake:
            RECOVERED.labels(letter.smsc.address.name, mistake.value).inc()
        letter.lane.inbox.put(
            letter.number,
            Arrival(
                event=Text(at=self._clock.now(), text=text or ""),
                route=Route(letter.smsc.address.name, letter.service),
                acknowledge=partial(self._answer, letter.acknowledge, key),
                refuse=partial(self._answer, letter.refuse, key),
                parts=key,
            ),
        )

    def _answer(self, answer: Callable[[], None], key: str | None) -> None:
        if key:
            self._whole.discard(key)
        answer()
