"""An SMSC that is nothing but smpplib's codec on a blocking socket: what it says and hears is not ours."""

import itertools
import socket
import struct
from collections.abc import Iterator
from typing import Any

from smpplib import consts, gsm, smpp

PATIENCE = 10.0
"""Seconds that it waits for the gateway."""

PHONE, SERVICE = "79160000001", "111"


class Numbers:
    """What smpplib asks of a client: sequence numbers."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def next_sequence(self) -> int:
        """The next."""
        return next(self._numbers)


class _NoNumbers:
    """For parsing, which takes a number and forgets it."""

    def next_sequence(self) -> int:
        """Any."""
        return 0


class SmpplibSmsc:
    """Listens from its creation until it is closed."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.port: int = self._listener.getsockname()[1]

    def close(self) -> None:
        """No more connections."""
        self._listener.close()

    def converse(self, texts: list[str]) -> list[str]:
        """Have one transceiver bound, send it these texts of a phone, one after the other; what it replies to each."""
        connection, _ = self._listener.accept()
        with connection:
            connection.settimeout(PATIENCE)
            talk = _Talk(connection)
            talk.have_bound()
            replies = [talk.say(text) for text in texts]
            talk.enquire()
            talk.unbind()
            return replies


class _Talk:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._numbers = Numbers()
        self._ids = itertools.count(1)

    def have_bound(self) -> None:
        """Wait for the bind, accept it."""
        bind = self._read()
        assert bind.command == "bind_transceiver"
        assert (bind.system_id, bind.password) == (b"esme", b"secret")
        self._respond(bind, "bind_transceiver_resp", system_id="smpplib")

    def say(self, text: str) -> str:
        """Deliver a text in as many parts as it takes; the reply, its parts joined."""
        parts, coding, esm_class = gsm.make_parts(text)
        sent = {self._deliver(part, coding, esm_class) for part in parts}
        pieces: dict[int, bytes] = {}
        total = 1
        while sent or len(pieces) < total:
            pdu = self._read()
            if pdu.command == "deliver_sm_resp":
                assert pdu.status == consts.SMPP_ESME_ROK
                sent.remove(pdu.sequence)
            else:
                total, index, data = self._take(pdu)
                pieces[index] = data
        return b"".join(data for _, data in sorted(pieces.items())).decode("utf-16-be")

    def enquire(self) -> None:
        """Ask whether it is there."""
        self._request("enquire_link")
        assert self._read().command == "enquire_link_resp"

    def unbind(self) -> None:
        """Say goodbye."""
        self._request("unbind")
        assert self._read().command == "unbind_resp"

    def _deliver(self, part: bytes, coding: int, esm_class: int) -> int:
        return self._request(
            "deliver_sm",
            source_addr_ton=consts.SMPP_TON_INTL,
            source_addr_npi=consts.SMPP_NPI_ISDN,
            source_addr=PHONE,
            destination_addr=SERVICE,
            esm_class=esm_class,
            data_coding=coding,
            short_message=part,
        )

    def _take(self, pdu: Any) -> tuple[int, int, bytes]:  # noqa: ANN401
        assert pdu.command == "submit_sm"
        assert (pdu.source_addr, pdu.destination_addr) == (SERVICE.encode(), PHONE.encode())
        assert pdu.data_coding == consts.SMPP_ENCODING_ISO10646
        self._respond(pdu, "submit_sm_resp", message_id=str(next(self._ids)))
        if pdu.esm_class & consts.SMPP_GSMFEAT_UDHI:
            _, _, _, _, total, index = pdu.short_message[:6]
            return total, index, pdu.short_message[6:]
        return 1, 1, pdu.short_message

    def _request(self, command: str, **fields: object) -> int:
        pdu = smpp.make_pdu(command, client=self._numbers, **fields)
        self._connection.sendall(pdu.generate())
        return int(pdu.sequence)

    def _respond(self, request: Any, command: str, **fields: object) -> None:  # noqa: ANN401
        pdu = smpp.make_pdu(command, client=_NoNumbers(), **fields)
        pdu.sequence = request.sequence
        self._connection.sendall(pdu.generate())

    def _read(self) -> Any:  # noqa: ANN401
        head = self._octets(4)
        body = self._octets(struct.unpack(">L", head)[0] - 4)
        return smpp.parse_pdu(head + body, client=_NoNumbers(), allow_unknown_opt_params=True)

    def _octets(self, count: int) -> bytes:
        data = b"".join(self._chunks(count))
        assert len(data) == count
        return data

    def _chunks(self, count: int) -> Iterator[bytes]:
        while count and (chunk := self._connection.recv(count)):
            count -= len(chunk)
            yield chunk
