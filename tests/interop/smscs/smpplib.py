"""An SMSC of smpplib's codec: what it says and hears is smpplib's, the connections are the driver's."""

import asyncio
import itertools
import ssl
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from smpplib import consts, gsm, smpp
from smpplib.command import DeliverSM, Param

from tests.interop.esmes.driving import PHONE, RECEIPT, RECEIPT_TEXT, SERVICE, UCS2, Inbox, run, tell

# smpplib knows it in submit_sm alone.
DeliverSM.params = {**DeliverSM.params, "ussd_service_op": Param(type=int, size=1)}
DeliverSM.params_order = (*DeliverSM.params_order, "ussd_service_op")

MODES = {"bind_transmitter": "TX", "bind_receiver": "RX", "bind_transceiver": "TRX"}


class Numbers:
    """What smpplib asks of a client: sequence numbers."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def next_sequence(self) -> int:
        """The next."""
        return next(self._numbers)


class Smpplib:
    """It lets everybody bind."""

    def __init__(self) -> None:
        self._inbox = Inbox()
        self._numbers = Numbers()
        self._serials = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[int]] = {}
        self._receiver: asyncio.StreamWriter
        self._server: asyncio.Server

    async def listen(self, *, port: int, certificate: str) -> None:
        """See docs/interop.md."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if certificate else None
        if context:
            context.load_cert_chain(certificate)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port, ssl=context)
        tell("listening")

    async def deliver(self, *, text: str) -> None:
        """Parts by smpplib's gsm.make_parts."""
        parts, coding, esm_class = gsm.make_parts(text)
        await self._deliver([{"short_message": part, "data_coding": coding, "esm_class": esm_class} for part in parts])

    async def receipts(self, *, ids: list[str]) -> None:
        """See docs/interop.md."""
        await self._deliver([_receipt(identity) for identity in ids])

    async def dial(self, *, op: int, session: str, text: str) -> None:
        """See docs/interop.md."""
        tlvs = {"ussd_service_op": op, "its_session_info": int(session, 16)}
        words = {"short_message": text.encode("utf-16-be"), "data_coding": UCS2, "service_type": "USSD"}
        await self._deliver([{**words, **tlvs}])

    async def enquire(self) -> None:
        """See docs/interop.md."""
        await self._request("enquire_link", {})
        tell("alive")

    async def asked(self) -> None:
        """It tells of it when it is."""

    async def _deliver(self, messages: list[dict[str, Any]]) -> None:
        addresses = {
            "source_addr_ton": consts.SMPP_TON_INTL,
            "source_addr_npi": consts.SMPP_NPI_ISDN,
            "source_addr": PHONE,
            "destination_addr": SERVICE,
        }
        statuses = [await self._request("deliver_sm", addresses | message) for message in messages]
        tell("delivered", statuses=statuses)

    async def _request(self, command: str, fields: Mapping[str, object]) -> int:
        pdu = smpp.make_pdu(command, client=self._numbers, **fields)
        waiting: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting[pdu.sequence] = waiting
        self._receiver.write(pdu.generate())
        return await waiting

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readexactly(4)
                body = await reader.readexactly(int.from_bytes(head, "big") - 4)
                self._take(smpp.parse_pdu(head + body, client=Numbers(), allow_unknown_opt_params=True), writer)
        except asyncio.IncompleteReadError:
            writer.close()

    def _take(self, pdu: Any, writer: asyncio.StreamWriter) -> None:  # noqa: ANN401
        match pdu.command:
            case "bind_transmitter" | "bind_receiver" | "bind_transceiver":
                if pdu.command != "bind_transmitter":
                    self._receiver = writer
                _respond(pdu, writer, system_id="smpplib")
                tell("bound", mode=MODES[pdu.command])
            case "submit_sm":
                self._submitted(pdu, writer)
            case "enquire_link" | "unbind":
                _respond(pdu, writer)
                tell({"enquire_link": "asked", "unbind": "unbound"}[pdu.command])
            case _:
                self._waiting.pop(pdu.sequence).set_result(pdu.status)

    def _submitted(self, pdu: Any, writer: asyncio.StreamWriter) -> None:  # noqa: ANN401
        serial = next(self._serials)
        identity = f"asked-{serial}" if pdu.registered_delivery else str(serial)
        _respond(pdu, writer, message_id=identity)
        if pdu.ussd_service_op is None:
            self._inbox.take(pdu.esm_class, pdu.data_coding, pdu.short_message, identity)
        else:
            text = pdu.short_message.decode("utf-16-be")
            tell("page", op=pdu.ussd_service_op, session=f"{pdu.its_session_info:04x}", text=text)


def _respond(request: Any, writer: asyncio.StreamWriter, **fields: object) -> None:  # noqa: ANN401
    pdu = smpp.make_pdu(f"{request.command}_resp", client=Numbers(), **fields)
    pdu.sequence = request.sequence
    writer.write(pdu.generate())


def _receipt(identity: str) -> dict[str, Any]:
    return {
        "esm_class": RECEIPT,
        "short_message": RECEIPT_TEXT.format(id=identity).encode(),
        "receipted_message_id": identity,
        "message_state": consts.SMPP_MESSAGE_STATE_DELIVERED,
    }


if __name__ == "__main__":
    asyncio.run(run(Smpplib(), version("smpplib")))
