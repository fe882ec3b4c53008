"""Drives smpplib's own client."""

import asyncio
import ssl
from importlib.metadata import version
from typing import Any

from smpplib import consts, exceptions, gsm
from smpplib.client import Client
from smpplib.command import DeliverSM, Param

from tests.interop.esmes.driving import RECEIPT, SERVICE, UCS2, Inbox, run, tell, tell_receipt

# smpplib knows it in submit_sm alone, and raises KeyError for a deliver_sm that has it.
DeliverSM.params = {**DeliverSM.params, "ussd_service_op": Param(type=int, size=1)}


class Smpplib:
    """Reads whatever comes, as soon as it comes."""

    def __init__(self) -> None:
        self._inbox = Inbox()
        self._ids: list[str] = []
        self._awaited = 0
        self._client: Any

    async def bind(self, *, mode: str, port: int, system_id: str, password: str, tls: bool, enquire: int) -> None:
        """smpplib's Client takes any context of TLS, but gives it no name to check."""
        context = ssl.create_default_context() if tls else None
        if context:
            context.check_hostname = False
        self._client = Client("127.0.0.1", port, timeout=10, allow_unknown_opt_params=True, ssl_context=context)
        self._client.set_message_received_handler(self._message)
        self._client.set_message_sent_handler(self._response)
        self._client.connect()
        bind = {"TX": "bind_transmitter", "RX": "bind_receiver", "TRX": "bind_transceiver"}[mode]
        try:
            getattr(self._client, bind)(system_id=system_id, password=password)
        except exceptions.PDUError as error:
            tell("refused", says=str(error))
        else:
            asyncio.get_running_loop().add_reader(self._client._socket, self._read)
            tell("bound")

    async def submit(self, *, to: str, text: str, receipt: bool) -> None:
        """Parts by smpplib's gsm.make_parts."""
        parts, coding, esm_class = gsm.make_parts(text)
        self._ids, self._awaited = [], len(parts)
        for part in parts:
            self._send(to, short_message=part, data_coding=coding, esm_class=esm_class, registered_delivery=receipt)

    async def show(self, *, to: str, text: str, op: int, session: str) -> None:
        """With smpplib's own TLVs."""
        self._ids, self._awaited = [], 1
        self._send(
            to,
            service_type="USSD",
            short_message=text.encode("utf-16-be"),
            data_coding=UCS2,
            ussd_service_op=op,
            its_session_info=int(session, 16),
        )

    async def enquire(self) -> None:
        """smpplib has no handler for its response, so the driver reads it."""
        asyncio.get_running_loop().remove_reader(self._client._socket)
        self._client.send_pdu(_request("enquire_link", self._client))
        while self._client.read_pdu().command != "enquire_link_resp":
            pass
        asyncio.get_running_loop().add_reader(self._client._socket, self._read)
        tell("alive")

    async def unbind(self) -> None:
        """And wait for the response."""
        asyncio.get_running_loop().remove_reader(self._client._socket)
        assert self._client.unbind().command == "unbind_resp"
        self._client.disconnect()
        tell("unbound")

    def _send(self, to: str, **fields: object) -> None:
        self._client.send_message(
            source_addr=SERVICE,
            dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN,
            destination_addr=to,
            **fields,
        )

    def _read(self) -> None:
        self._client.read_once()

    def _response(self, pdu: Any) -> None:  # noqa: ANN401
        self._ids.append(pdu.message_id.decode())
        if len(self._ids) == self._awaited:
            tell("taken", ids=self._ids)

    def _message(self, pdu: Any) -> None:  # noqa: ANN401
        if pdu.esm_class & RECEIPT:
            identity = pdu.receipted_message_id
            tell_receipt(pdu.short_message.decode(), identity and identity.decode(), pdu.message_state)
        elif pdu.ussd_service_op is not None:
            text = pdu.short_message.decode("utf-16-be" if pdu.data_coding == UCS2 else "ascii")
            tell("ussd", op=pdu.ussd_service_op, session=f"{pdu.its_session_info:04x}", text=text)
        else:
            self._inbox.take(pdu.esm_class, pdu.data_coding, pdu.short_message)


def _request(command: str, client: object) -> object:
    from smpplib import smpp

    return smpp.make_pdu(command, client=client)


if __name__ == "__main__":
    asyncio.run(run(Smpplib(), version("smpplib")))
