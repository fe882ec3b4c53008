"""Drives aiosmpplib."""

import asyncio
from importlib.metadata import version
from logging import CRITICAL

from aiosmpplib import (
    ESME,
    NPI,
    TON,
    AbstractHook,
    BindMode,
    BindTransceiverResp,
    DeliverSm,
    EnquireLinkResp,
    OptionalParam,
    PhoneNumber,
    SmppMessage,
    SubmitSm,
    SubmitSmResp,
)
from aiosmpplib.state import ITS_SESSION_INFO, MESSAGE_STATE, RECEIPTED_MESSAGE_ID, USSD_SERVICE_OP

from tests.interop.esmes.driving import SERVICE, UDHI, run, tell

BIND_RESPONSES = {b"\x80\0\0\x01", b"\x80\0\0\x02", b"\x80\0\0\x09"}
DELIVER_SM, RECEIPT_TLV = b"\0\0\0\x05", b"\0\x1e"
"""What it cannot read it hands over as octets."""


class Aiosmpplib(AbstractHook):
    """It splits, joins and reads receipts by itself."""

    def __init__(self) -> None:
        self._asked = False
        self._esme: ESME
        self._running: asyncio.Task[None]

    async def bind(self, *, mode: str, port: int, system_id: str, password: str, tls: bool, enquire: int) -> None:
        """In the background it binds again and again."""
        if tls:
            raise NotImplementedError("aiosmpplib opens plain connections alone: its ESME has no setting for TLS")
        modes = {"TX": BindMode.TRANSMITTER, "RX": BindMode.RECEIVER, "TRX": BindMode.TRANSCEIVER}
        self._esme = ESME(
            "127.0.0.1",
            port,
            system_id,
            password,
            bind_mode=modes[mode],
            enquire_link_interval=float(enquire),
            hook=self,
            log_level=CRITICAL,
        )
        self._running = asyncio.create_task(self._esme.start())

    async def submit(self, *, to: str, text: str, receipt: bool) -> None:
        """Its parts have a UDH, and the TLVs of SAR too."""
        await self._send(
            to, text, esm_class=UDHI, registered_delivery=int(receipt), auto_message_payload=False, log_id="submitted"
        )

    async def show(self, *, to: str, text: str, op: int, session: str) -> None:
        """With its own TLVs, which it takes for texts."""
        values = {USSD_SERVICE_OP: chr(op), ITS_SESSION_INFO: bytes.fromhex(session).decode("latin-1")}
        params = [OptionalParam(tag, value) for tag, value in values.items()]
        await self._send(to, text, service_type="USSD", registered_delivery=0, optional_params=params)

    async def enquire(self) -> None:
        """Wait until it has."""
        self._asked = True

    async def unbind(self) -> None:
        """It closes without waiting for the response."""
        await self._esme.stop()
        tell("unbound")

    async def _send(self, to: str, text: str, **fields: object) -> None:
        message = SubmitSm(
            short_message=text,
            source=PhoneNumber(SERVICE),
            destination=PhoneNumber(to, TON.INTERNATIONAL, NPI.ISDN),
            encoding="ucs2",
            **fields,
        )
        await self._esme.broker.enqueue(message)

    # AbstractHook

    async def sending(self, smpp_message: SmppMessage, pdu: bytes, client_id: str) -> None:
        """See AbstractHook."""

    async def send_error(self, smpp_message: SmppMessage, error: Exception, client_id: str) -> None:
        """See AbstractHook."""
        tell("failed", why=repr(error))

    async def received(self, smpp_message: SmppMessage | None, pdu: bytes, client_id: str) -> None:
        """See AbstractHook."""
        if smpp_message is None and pdu[4:8] in BIND_RESPONSES:
            tell("refused", says="")
        elif smpp_message is None and pdu[4:8] == DELIVER_SM and RECEIPT_TLV in pdu:
            tell("receipt", text=None, tlv=None)
        elif isinstance(smpp_message, BindTransceiverResp):
            self._bound(smpp_message)
        elif isinstance(smpp_message, SubmitSmResp):
            tell("taken", ids=[smpp_message.message_id])
        elif isinstance(smpp_message, EnquireLinkResp) and self._asked:
            self._asked = False
            tell("alive")
        elif isinstance(smpp_message, DeliverSm):
            self._take(smpp_message)

    def _bound(self, response: BindTransceiverResp) -> None:
        if response.command_status:
            self._running.cancel()
            tell("refused", says=response.command_status.name)
        else:
            tell("bound")

    def _take(self, message: DeliverSm) -> None:
        tlvs = {param.tag: param.value for param in message.optional_params or []}
        if message.is_receipt():
            read = message.parse_receipt()
            text = [read["id"], read["stat"]]
            tell("receipt", text=text, tlv=[tlvs.get(RECEIPTED_MESSAGE_ID), tlvs.get(MESSAGE_STATE)])
        elif USSD_SERVICE_OP in tlvs:
            session = str(tlvs[ITS_SESSION_INFO]).encode("latin-1").hex()
            tell("ussd", op=ord(str(tlvs[USSD_SERVICE_OP])), session=session, text=message.short_message)
        else:
            tell("sms", text=message.short_message or message.message_payload)


if __name__ == "__main__":
    asyncio.run(run(Aiosmpplib(), version("aiosmpplib")))
