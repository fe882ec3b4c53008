"""Drives smpp34 as an SMSC."""

import asyncio
import itertools
from importlib.metadata import version

import smpp34

from tests.interop.esmes.driving import (
    PHONE,
    RECEIPT,
    RECEIPT_TEXT,
    SERVICE,
    SESSION,
    UCS2,
    USSD,
    Inbox,
    parts_of,
    run,
    tell,
)

DELIVERED = bytes((2,))


class Smpp34:
    """It lets everybody bind, and answers what else it is asked by itself."""

    def __init__(self) -> None:
        self._inbox = Inbox()
        self._serials = itertools.count(1)
        self._server: smpp34.Server
        self._receiver: smpp34.Esme
        self._serving: asyncio.Task[None]

    async def listen(self, *, port: int, certificate: str) -> None:
        """See docs/interop.md."""
        if certificate:
            raise NotImplementedError("smpp34's Server has no setting for TLS")
        self._server = smpp34.Server("127.0.0.1", port, system_id="smpp34")
        await self._server.start()
        self._serving = asyncio.create_task(self._serve())
        tell("listening")

    async def deliver(self, *, text: str) -> None:
        """See docs/interop.md."""
        sent = [await self._send(data, esm_class, data_coding=UCS2) for esm_class, data in parts_of(text)]
        tell("delivered", statuses=sent)

    async def receipts(self, *, ids: list[str]) -> None:
        """See docs/interop.md."""
        sent = [await self._send(RECEIPT_TEXT.format(id=id).encode(), RECEIPT, tlvs=_receipt(id)) for id in ids]
        tell("delivered", statuses=sent)

    async def dial(self, *, op: int, session: str, text: str) -> None:
        """See docs/interop.md."""
        tlvs = [smpp34.Tlv(USSD, bytes((op,))), smpp34.Tlv(SESSION, bytes.fromhex(session))]
        status = await self._send(text.encode("utf-16-be"), data_coding=UCS2, service_type="USSD", tlvs=tlvs)
        tell("delivered", statuses=[status])

    async def enquire(self) -> None:
        """See docs/interop.md."""
        raise NotImplementedError("smpp34 asks by its own timer, which in Python can neither be set nor heard")

    async def asked(self) -> None:
        """See docs/interop.md."""
        raise NotImplementedError("smpp34 answers enquire_link by itself, and tells nobody of it")

    async def _send(self, data: bytes, esm_class: int = 0, **fields: object) -> int:
        addresses = {"source_addr": PHONE, "source_addr_ton": 1, "source_addr_npi": 1}
        try:
            response = await self._receiver.deliver_sm(SERVICE, data, esm_class=esm_class, **addresses, **fields)
        except smpp34.SmppError:
            return int(smpp34.ESME_RSYSERR)
        return int(response.command_status)

    async def _serve(self) -> None:
        while True:
            match await self._server.next():
                case smpp34.Esme() as esme:
                    self._bind(esme)
                case smpp34.SubmitSmEvent() as event:
                    self._take(event)
                case smpp34.Unbound():
                    tell("unbound")

    def _bind(self, esme: smpp34.Esme) -> None:
        if esme.can_receive:
            self._receiver = esme
        tell("bound", mode="")

    def _take(self, event: smpp34.SubmitSmEvent) -> None:
        serial = next(self._serials)
        identity = f"asked-{serial}" if event.registered_delivery else str(serial)
        event.accept(identity)
        tlvs = {tlv.tag: tlv.value for tlv in event.tlvs}
        if USSD in tlvs:
            tell("page", op=tlvs[USSD][0], session=tlvs[SESSION].hex(), text=event.short_message.decode("utf-16-be"))
        else:
            self._inbox.take(event.esm_class, event.data_coding, event.short_message, identity)


def _receipt(identity: str) -> list[smpp34.Tlv]:
    return [
        smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, identity.encode() + b"\0"),
        smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, DELIVERED),
    ]


if __name__ == "__main__":
    asyncio.run(run(Smpp34(), version("smpp34")))
