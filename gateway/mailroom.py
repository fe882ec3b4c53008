"""From a deliver_sm to the inbox: who wrote, what, and whether it may be answered at all."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from dialogs.events import Closed, Dialled, Event, Text
from gateway.clock import Clock
from gateway.connection import Connection
from gateway.inbox import Arrival
from gateway.incomplete import PARTS_KEPT, Incomplete
from gateway.lane import Lane
from gateway.masking import masked
from gateway.metrics import LEFT, NEWER, RECOVERED, REDELIVERED
from gateway.records import Codec, Delivery, Newer, Part, Route, Unreadable, Window
from gateway.sms import Incoming, Subscribers
from gateway.smsc import Smsc
from gateway.traced import Note, received, untraced
from operator_api.contract import Number
from smpp import parts
from smpp.parts import Piece
from smpp.pdus import reply
from smpp.receipts import is_receipt
from smpp.ussd import Operation, Unit
from state.errors import StateError

log = logging.getLogger(__name__)

_BEGIN, _END = Operation.BEGIN, Operation.END


class _Letter(msgspec.Struct, frozen=True):
    """A message as it came, and how to answer the SMSC for it."""

    smsc: Smsc
    connection: Connection
    pdu: Incoming
    number: Number
    lane: Lane
    service: str
    delivery: Delivery

    def acknowledge(self) -> None:
        self.connection.respond(reply(self.pdu))

    def refuse(self) -> None:
        LEFT.counts[(self.smsc.name,)] += 1
        self.connection.respond(reply(self.pdu, self.smsc.address.temp_error))


class Mailroom:
    """Puts what people write into the inbox; parts of a long message wait in Redis until all are there."""

    def __init__(
        self,
        subscribers: Subscribers,
        lane_of: Callable[[Number], Lane],
        codec: Codec,
        clock: Clock,
        note: Note = untraced,
    ) -> None:
        """Messages for a lane that does not serve now stay with the SMSC."""
        self._note = note
        self._subscribers = subscribers
        self._lane_of = lane_of
        self._codec = codec
        self._clock = clock
        self._joining: dict[Number, asyncio.Task[None]] = {}
        self._whole: dict[str, list[_Letter]] = {}
        self._incomplete = Incomplete()

    def incoming(self, smsc: Smsc, connection: Connection, pdu: Incoming) -> None:
        """Take in a message. What nobody may answer is acknowledged and forgotten."""
        if (pdu.tlvs or pdu.service_type) and (unit := self._unit(smsc, pdu)):
            self._put_unit(smsc, connection, pdu, unit)
            return
        number = self._subscribers.number(pdu)
        if number is None:
            self._note_receipt(smsc, connection, pdu)
            connection.respond(reply(pdu))
            return
        service, piece, lane = self._subscribers.service(pdu), parts.piece_of(pdu), self._lane_of(number)
        digest = self._codec.digest(number, service, pdu.esm_class, piece)
        delivery = lane.redelivery.delivery(connection, digest)
        letter = _Letter(smsc, connection, pdu, number, lane, service, delivery)
        if lane.closing:
            pass  # when this link has ended, the SMSC sends it elsewhere at once; what is refused it keeps for a while
        elif not lane.serves:
            letter.refuse()
        elif piece.total == 1 and number not in self._joining:
            self._put(letter, self._text(letter, {1: piece}), Route(letter.smsc.name, letter.service))
        else:
            task = asyncio.create_task(self._put_after(self._joining.get(number), letter, piece))
            self._joining[number] = task
            task.add_done_callback(partial(self._joined, number))

    def _unit(self, smsc: Smsc, pdu: Incoming) -> Unit | None:
        return None if is_receipt(pdu) else smsc.dialect.unit(pdu, smsc.address.alphabet)

    def _put_unit(self, smsc: Smsc, connection: Connection, pdu: Incoming, unit: Unit) -> None:
        """What comes in a USSD session, always in one piece; a number that is not ours is not answered."""
        number = self._subscribers.own(pdu.source_addr)
        if number is None:
            connection.respond(reply(pdu))
            return
        lane, service, now = self._lane_of(number), self._subscribers.services[0], self._clock.now()
        window = _window(smsc, connection, unit, now + smsc.address.ussd_deadline)
        delivery = lane.redelivery.delivery(connection, self._codec.unit_digest(number, unit, window.link))
        letter = _Letter(smsc, connection, pdu, number, lane, service, delivery)
        if lane.serves:
            self._put(letter, _event(unit, now), Route(smsc.name, service, window))
        elif not lane.closing:
            letter.refuse()

    def _put(self, letter: _Letter, event: Event, route: Route) -> None:
        """It is all there, in one piece."""
        arrival = Arrival(
            event=event,
            route=route,
            acknowledge=letter.acknowledge,
            refuse=letter.refuse,
            deliveries=(letter.delivery,),
            link=letter.connection.number,
        )
        letter.lane.inbox.put(letter.number, arrival)

    def _note_receipt(self, smsc: Smsc, connection: Connection, pdu: Incoming) -> None:
        number = self._subscribers.own(pdu.source_addr)
        if is_receipt(pdu) and (line := received(number or "", smsc.name, connection.number, pdu)):
            self._note(line)

    def _joined(self, number: Number, task: asyncio.Task[None]) -> None:
        if self._joining[number] is task:
            del self._joining[number]

    async def _put_after(self, before: asyncio.Task[None] | None, letter: _Letter, piece: Piece) -> None:
        """Messages of a number go into the inbox in the order in which they came, though Redis takes its time."""
        if before is not None:
            await asyncio.wait([before])
        if piece.total == 1:
            self._put(letter, self._text(letter, {1: piece}), Route(letter.smsc.name, letter.service))
        else:
            await self._join(letter, piece)

    async def _join(self, letter: _Letter, piece: Piece) -> None:
        name = (letter.number, letter.service, piece.reference, piece.total, piece.width)
        key = letter.lane.store.keys.part(*name)
        if key in self._whole:  # a part that was doubled, before the turn of the whole is stored
            self._whole[key].append(letter)
            return
        try:
            if await letter.lane.redelivery.is_again(letter.delivery, lambda: self._unproven(letter)):
                REDELIVERED.inc()
                letter.acknowledge()
                return
            data = self._codec.part_bytes(piece, letter.delivery)
            found = await letter.lane.store.add_part(*name, piece.index, data, seconds=PARTS_KEPT)
        except StateError as error:
            log.warning("%s: a part was refused: %s", masked(letter.number), error)
            letter.refuse()
            return
        if found is None:
            self._incomplete.missing(letter.lane.store, key, letter.smsc.name, letter.number)
            letter.acknowledge()
        else:
            self._incomplete.whole(key)
            self._put_together(letter, found, key)

    def _put_together(self, letter: _Letter, found: Mapping[int, bytes], key: str) -> None:
        try:
            pieces = self._opened(letter, found)
        except Newer as error:
            log.warning("%s: a part is left to a newer release: %s", masked(letter.number), error)
            NEWER.inc()
            letter.refuse()
        else:
            self._whole[key] = [letter]
            self._put_whole(letter, pieces, key)

    async def _unproven(self, letter: _Letter) -> Sequence[Delivery]:
        """What the number's record says now; nothing if it cannot be read, as its next turn will find too."""
        [loaded] = await letter.lane.store.load([letter.number])
        try:
            return self._codec.unproven(loaded.session)
        except (Unreadable, Newer):
            return ()

    def _opened(self, letter: _Letter, found: Mapping[int, bytes]) -> dict[int, Part]:
        """The parts; none, as if nothing had been written, if one cannot be read."""
        try:
            return {index: self._codec.part(data) for index, data in found.items()}
        except Unreadable as error:
            log.error("%s: the parts of a message cannot be read: %s", masked(letter.number), error)
            return {}

    def _put_whole(self, letter: _Letter, pieces: Mapping[int, Part], key: str) -> None:
        arrival = Arrival(
            event=self._text(letter, pieces),
            route=Route(letter.smsc.name, letter.service),
            acknowledge=partial(self._answer, key, _Letter.acknowledge),
            refuse=partial(self._answer, key, _Letter.refuse),
            parts=key,
            deliveries=(*_others(letter, pieces), letter.delivery),
            link=letter.connection.number,
        )
        letter.lane.inbox.put(letter.number, arrival)

    def _text(self, letter: _Letter, pieces: Mapping[int, Piece]) -> Text:
        text, mistake = parts.read(pieces, letter.smsc.address.alphabet)
        if mistake:
            RECOVERED.labels(letter.smsc.name, mistake.value).inc()
        return Text(at=self._clock.now(), text=text or "")

    def _answer(self, key: str, answer: Callable[[_Letter], None]) -> None:
        for letter in self._whole.pop(key):
            answer(letter)


def _window(smsc: Smsc, connection: Connection, unit: Unit, deadline: float) -> Window:
    """The session as this message leaves it."""
    dialect, name = smsc.dialect, smsc.name
    link = connection.name if dialect.same_link else ""
    return Window(name, unit.session, unit.peer, deadline, smsc.address.ussd_octets or dialect.table.text.octets, link)


def _event(unit: Unit, now: float) -> Event:
    if unit.operation is _BEGIN:
        return Dialled(at=now, text=unit.text)
    return Closed(at=now) if unit.operation is _END else Text(at=now, text=unit.text)


def _others(letter: _Letter, pieces: Mapping[int, Part]) -> list[Delivery]:
    """How the other parts came."""
    return [part.delivery for part in pieces.values() if part.delivery and part.delivery != letter.delivery]
