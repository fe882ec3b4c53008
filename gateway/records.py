"""What Redis keeps of a number, and what waits in the queue, as bytes; what may hold a password is sealed.

Releases run side by side while they are exchanged, so bytes have a schema. Schema 1 is that of release 0.2.0: a record
and an entry are arrays, to which fields may be appended, since older releases ignore them. What an older release would
misread is a new schema, whose number stands before all else: ``[2,...``. Who reads a newer one leaves it to its like.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
from cryptography.fernet import InvalidToken

from dialogs.effects import Effect
from dialogs.session import Session
from gateway.errors import GatewayError
from gateway.vault import Vault
from operator_api.contract import Number, Profile
from smpp.parts import Piece
from smpp.ussd import Peer, Unit


class Window(msgspec.Struct, frozen=True, array_like=True):
    """A USSD session with a phone, on the SMSC of that name; ``session`` is its number (`smpp.ussd`).

    ``deadline``: until when a reply must be there, in seconds since the epoch; ``octets``: what it may hold; ``link``:
    the `Connection` that it must go on ('': any). ``peer`` is None once the phone waits for nothing.
    """

    smsc: str
    session: int
    peer: Peer | None
    deadline: float
    octets: int
    link: str = ""


class Route(msgspec.Struct, frozen=True, array_like=True):
    """The way back to a phone: the SMSC by name, and the service number that was written to; or a session."""

    smsc: str
    service: str
    window: Window | None = None


class Delivery(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A message as it came: the ``n``-th of a connection (`gateway.proofs`), at ``at``, in seconds since the epoch.

    ``digest`` is the same for what was written the same, and tells nothing of it to who has not the key.
    """

    connection: str
    n: int
    digest: bytes
    at: int


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One number between turns.

    ``reference`` is the last number given to a long reply; ``busy_until`` and ``warned`` belong to the limit
    (`gateway.limits`), in seconds since the epoch; ``way`` is that of the last message (`gateway.ways`); ``unproven``
    are deliveries of which nobody has proved yet that the SMSC read our answer (`gateway.redelivery`), oldest first;
    ``window`` is the USSD session that is open (`gateway.ussd`).
    """

    session: Session = Session()
    reference: int = 0
    busy_until: float = 0.0
    warned: bool = False
    way: int = 0
    unproven: tuple[Delivery, ...] = ()
    window: Window | None = None


class Part(Piece, frozen=True):
    """A part of a long message that waits for the others, and how it came (None: an earlier release took it)."""

    delivery: Delivery | None = None


class Queued(msgspec.Struct, frozen=True, array_like=True):
    """An effect as it waits in the queue, with all it takes to perform it: again the same after a crash, or elsewhere.

    ``reference`` is that of a text's parts, ``key`` a question's idempotency key.
    """

    number: Number
    route: Route
    reference: int
    key: str
    effect: Effect


class Sealed(msgspec.Struct, frozen=True, tag="_Sealed"):
    """An effect that nobody can read without our key."""

    token: str


class Waiting(msgspec.Struct, frozen=True, array_like=True):
    """`Queued` as Redis keeps it."""

    number: Number
    route: Route
    reference: int
    key: str
    effect: Effect | Sealed


class Unreadable(GatewayError):
    """Bytes of Redis that are not what they should be, or were sealed with another key."""


class Newer(GatewayError):
    """Bytes of a newer release, in a schema that is not ours."""


_NEWER = re.compile(rb"\[\d+[],]")


@contextmanager
def _reading(data: bytes) -> Iterator[None]:
    try:
        yield
    except (msgspec.DecodeError, InvalidToken, ValueError) as error:  # ValueError: octets or letters that are no token
        raise _why(data, error) from None


def _why(data: bytes, error: Exception) -> GatewayError:
    newer = _NEWER.match(data)
    return Newer(f"schema {newer[0][1:-1].decode()}") if newer else Unreadable(repr(error))


_WAITING = msgspec.json.Decoder(Waiting)


def waiting(data: bytes) -> Waiting:
    """An entry of the queue as it is kept, sealed or not; raises `Unreadable`, `Newer`."""
    with _reading(data):
        return _WAITING.decode(data)


class Codec:
    """Bytes of Redis to values and back."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._json = msgspec.json.Encoder()
        self._record = msgspec.json.Decoder(Record)
        self._profile = msgspec.json.Decoder(Profile)
        self._effect = msgspec.json.Decoder(Effect)
        self._pack = msgspec.msgpack.Encoder().encode
        self._digest = vault.short_digest
        self._part = msgspec.json.Decoder(Part)

    def record(self, data: bytes | None) -> Record:
        """A number's record; a new one where there is none. Raises `Newer`, or something else if it cannot be read."""
        if data is None:
            return Record()
        try:
            record = self._record.decode(data)
        except msgspec.DecodeError as error:
            raise _why(data, error) from None
        return _with_texts(record, self._vault.open) if record.session.waiting else record

    def screen(self, data: bytes | None) -> int:
        """The last screen that a number was shown, by its record; raises `Unreadable`, `Newer`."""
        if data is None:
            return 0
        with _reading(data):
            return self._record.decode(data).session.screen

    def unproven(self, data: bytes | None) -> tuple[Delivery, ...]:
        """Those of a number's record alone; raises `Unreadable`, `Newer`."""
        if data is None:
            return ()
        with _reading(data):
            return self._record.decode(data).unproven

    def record_bytes(self, record: Record) -> bytes:
        """The record as Redis keeps it: texts that wait are sealed, since one may be a password."""
        return self._json.encode(_with_texts(record, self._vault.seal) if record.session.waiting else record)

    def profile(self, data: bytes | None) -> Profile | None:
        """What the operator said of a number, if it is still fresh. Raises as `record`."""
        if data is None:
            return None
        try:
            return self._profile.decode(data)
        except msgspec.DecodeError as error:
            raise _why(data, error) from None

    def profile_bytes(self, profile: Profile) -> bytes:
        """The profile as Redis keeps it."""
        return self._json.encode(profile)

    def queued(self, data: bytes) -> Queued:
        """An entry of the queue; raises `Unreadable`, `Newer`."""
        kept = waiting(data)
        effect = kept.effect
        if isinstance(effect, Sealed):
            with _reading(data):
                effect = self._effect.decode(self._vault.open(effect.token))
        return Queued(kept.number, kept.route, kept.reference, kept.key, effect)

    def queued_bytes(self, queued: Queued) -> bytes:
        """An entry of the queue, sealed if its effect holds a password."""
        if not queued.effect.secret:
            return self._json.encode(queued)
        sealed = Sealed(self._vault.seal(self._json.encode(queued.effect).decode()))
        return self._json.encode(Waiting(queued.number, queued.route, queued.reference, queued.key, sealed))

    def digest(self, number: Number, service: str, esm_class: int, piece: Piece) -> bytes:
        """The same for whom writes the same octets to the same service number; see `Delivery`."""
        if piece.total > 1:
            return self._digest(self._pack((number, service, esm_class, piece)))
        return self._digest(self._pack((number, service, esm_class, piece.data_coding, piece.data)))

    def unit_digest(self, number: Number, unit: Unit, link: str) -> bytes:
        """The same for what says the same in the same place of a session, as far as the dialect tells places."""
        return self._digest(self._pack((number, unit, link)))

    def part(self, data: bytes) -> Part:
        """A part of a long message; raises `Unreadable`, `Newer`."""
        with _reading(data):
            return self._part.decode(self._vault.open(data.decode()))

    def part_bytes(self, piece: Piece, delivery: Delivery) -> bytes:
        """A part of a long message, sealed, since the message may hold a password."""
        part = Part(
            piece.reference, piece.total, piece.index, piece.width, piece.data, piece.data_coding, delivery=delivery
        )
        return self._vault.seal(self._json.encode(part).decode()).encode()


def _with_texts(record: Record, change: Callable[[str], str]) -> Record:
    session = msgspec.structs.replace(record.session, waiting=tuple(map(change, record.session.waiting)))
    return msgspec.structs.replace(record, session=session)
