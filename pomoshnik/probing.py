"""A foreign client on an SMSC: smpplib binds, our own codec reads what comes (smpplib refuses USSD in deliver_sm)."""

import logging
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from typing import Any

from smpplib import consts, exceptions, smpp
from smpplib.client import Client

from gateway.address import Address
from smpp.codec import decode, encode
from smpp.errors import SmppError
from smpp.frames import HEADER_SIZE, MAX_PDU
from smpp.pdus import BindResp, DataSm, DeliverSm, EnquireLink, EnquireLinkResp, Pdu, Unbind, UnbindResp, reply
from smpp.statuses import describe

PATIENCE = 10.0
"""Seconds that the SMSC has to answer."""

LOOK_EVERY = 0.2
"""Seconds between two looks whether somebody wants us to stop."""


class Unusable(Exception):
    """Why the SMSC cannot be used, in a line; ``status`` is that of its refusal, if it is one."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.status = status


class Prober(Client):  # type: ignore[misc]
    """One connection. Raises `Unusable`, and nothing else."""

    def __init__(self, address: Address) -> None:
        """Connect."""
        quiet = logging.getLogger("smpplib")  # its debugging shows the password
        quiet.setLevel(logging.CRITICAL)
        super().__init__(address.host, address.port, PATIENCE, logger_name=quiet.name, allow_unknown_opt_params=True)
        self.secured = ""
        self.unbound = False
        self.waiting: list[DeliverSm | DataSm] = []
        self._address = address
        self.connect()

    def connect(self) -> None:
        """As smpplib would, but with a reason where it fails, and with the name that a certificate must be for."""
        place = f"{self.host}:{self.port}"
        try:
            plain = socket.create_connection((self.host, self.port), PATIENCE)
        except OSError as error:
            raise Unusable(f"no connection to {place}: {error}") from None
        try:
            self._socket = self._secure(plain) if self._address.tls else plain
        except OSError as error:
            plain.close()
            raise Unusable(f"no TLS with {place}: {error}") from None
        self.state = consts.SMPP_CLIENT_STATE_OPEN

    def _secure(self, plain: socket.socket) -> ssl.SSLSocket:
        secured = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        self.secured = f"{secured.version()}"
        return secured

    def bind(self, kind: str) -> BindResp:
        """Bind as a transceiver, transmitter or receiver; the response."""
        address = self._address
        try:
            self._bind(
                f"bind_{kind}",
                system_id=address.system_id,
                password=address.password,
                system_type=address.system_type,
                address_range=address.address_range,
            )
        except exceptions.PDUError as error:
            raise Unusable(f"bind_{kind} is refused: {named(error.args[-1])}", error.args[-1]) from None
        except Unusable as error:
            raise Unusable(f"bind_{kind}: {error}") from None
        except exceptions.ConnectionError:  # while it was written
            raise Unusable(f"bind_{kind}: {_GONE}") from None
        return self._bound

    def read_pdu(self) -> Any:  # noqa: ANN401
        """For smpplib, which reads what a bind is answered with."""
        frame = self._frame()
        try:
            pdu, ours = smpp.parse_pdu(frame, client=self, allow_unknown_opt_params=True), decode(frame)
        except _UNREADABLE as error:
            raise Unusable(f"it answers what smpplib cannot read ({error!r}): {frame[:64].hex()}") from None
        if isinstance(ours, BindResp):
            self._bound = ours
        elif not pdu.is_error():
            raise Unusable(f"it answers with {pdu.command}")
        self.state = self.state if pdu.is_error() else consts.STATE_SETTERS[pdu.command]
        return pdu

    def enquire(self) -> float:
        """Seconds in which the SMSC says that it is there."""
        begun = time.monotonic()
        self._ask("enquire_link", EnquireLinkResp)
        return time.monotonic() - begun

    def messages(self, seconds: float, stopped: threading.Event) -> Iterator[DeliverSm | DataSm]:
        """What comes within that time, or until the SMSC unbinds; each is to be answered."""
        until = time.monotonic() + seconds
        while not stopped.is_set() and not self.unbound and time.monotonic() < until:
            yield from self.waiting
            self.waiting.clear()
            if self._is_readable():
                self._take()
        yield from self.waiting

    def answer(self, pdu: DeliverSm | DataSm, status: int) -> None:
        """Acknowledge a message, or refuse it."""
        self._write(encode(reply(pdu, status)))

    def leave(self) -> None:
        """Unbind if bound, and close; once more does nothing."""
        try:
            if self.state in _BOUND and not self.unbound:
                self._ask("unbind", UnbindResp)
        except Unusable:
            pass  # it has gone first
        finally:
            self.state = consts.SMPP_CLIENT_STATE_OPEN
            self.disconnect()

    def _ask(self, command: str, response: type[Pdu]) -> None:
        self._write(smpp.make_pdu(command, client=self).generate())
        until = time.monotonic() + PATIENCE
        while not isinstance(self._take(), response):
            if time.monotonic() > until:
                raise Unusable(f"{command}: {_SILENT}")

    def _take(self) -> Pdu | None:
        """Read a PDU; messages wait, what the SMSC asks of the link itself is answered."""
        try:
            pdu = decode(self._frame())
        except SmppError as error:
            raise Unusable(f"it sends what is no PDU: {error}") from None
        if isinstance(pdu, DeliverSm | DataSm):
            self.waiting.append(pdu)
        elif isinstance(pdu, EnquireLink | Unbind):
            self._write(encode(reply(pdu)))
            self.unbound = isinstance(pdu, Unbind)
        return pdu

    def _frame(self) -> bytes:
        try:
            head: bytes = self._recv_exact(4)
            length = int.from_bytes(head, "big")
            if not HEADER_SIZE <= length <= MAX_PDU:
                raise Unusable(f"it sends what is no PDU: {head.hex()} ...")
            return head + bytes(self._recv_exact(length - 4))
        except TimeoutError:
            raise Unusable(_SILENT) from None
        except exceptions.ConnectionError:
            raise Unusable(_GONE) from None

    def _write(self, octets: bytes) -> None:
        try:
            self._socket.sendall(octets)
        except OSError:
            raise Unusable(_GONE) from None

    def _is_readable(self) -> bool:
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        return bool(select.select([self._socket], [], [], LOOK_EVERY)[0])


_BOUND = (consts.SMPP_CLIENT_STATE_BOUND_TX, consts.SMPP_CLIENT_STATE_BOUND_RX, consts.SMPP_CLIENT_STATE_BOUND_TRX)

_SILENT = f"no answer in {PATIENCE:.0f} s"
_GONE = "it closes the connection"
_UNREADABLE = (SmppError, exceptions.UnknownCommandError, LookupError, ValueError, TypeError, struct.error)

_STATUS_NAMES = {value: name[5:] for name, value in vars(consts).items() if name.startswith("SMPP_ESME_")}


def named(status: int) -> str:
    """A status by its name in SMPP, with words."""
    return f"{_STATUS_NAMES.get(status, 'unknown')} (0x{status:02X}), {describe(status)}"
