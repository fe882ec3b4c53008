"""Drives smpp34."""

import asyncio
from importlib.metadata import version

import smpp34

from tests.interop.esmes.driving import (
    RECEIPT,
    SERVICE,
    SESSION,
    UCS2,
    USSD,
    Inbox,
    parts_of,
    run,
    tell,
    tell_receipt,
)

RECEIPTED_MESSAGE_ID, MESSAGE_STATE = smpp34.TLV_RECEIPTED_MESSAGE_ID, smpp34.TLV_MESSAGE_STATE


class Smpp34:
    """It answers deliver_sm and enquire_link by itself."""

    def __init__(self) -> None:
        self._inbox = Inbox()
        self._client: smpp34.Client
        self._smsc: smpp34.Smsc
        self._reading: asyncio.Task[None]

    async def bind(self, *, mode: str, port: int, system_id: str, password: str, tls: bool, enquire: int) -> None:
        """By the name in the certificate."""
        self._client = smpp34.Client("localhost", port, system_id, password, bind_type=mode, tls=tls)
        try:
            self._smsc = await self._client.connect()
        except smpp34.SmppError as error:
            tell("refused", says=str(error))
        else:
            self._reading = asyncio.create_task(self._read())
            tell("bound")

    async def submit(self, *, to: str, text: str, receipt: bool) -> None:
        """Parts are the driver's."""
        parts = parts_of(text)
        tell(
            "taken",
            ids=[await self._send(to, data, esm_class, registered_delivery=receipt) for esm_class, data in parts],
        )

    async def show(self, *, to: str, text: str, op: int, session: str) -> None:
        """TLVs of any tag may be added."""
        tlvs = [smpp34.Tlv(USSD, bytes((op,))), smpp34.Tlv(SESSION, bytes.fromhex(session))]
        await self._send(to, text.encode("utf-16-be"), service_type="USSD", tlvs=tlvs)
        tell("taken")

    async def enquire(self) -> None:
        """By its own timer, after half a minute of silence."""
        assert await self._client.is_alive()
        tell("alive")

    async def unbind(self) -> None:
        """And wait for the response."""
        self._reading.cancel()
        await self._smsc.unbind()
        tell("unbound")

    async def _send(self, to: str, data: bytes, esm_class: int = 0, **fields: object) -> str | None:
        response = await self._smsc.submit_sm(
            to,
            data,
            source_addr=SERVICE,
            dest_addr_ton=1,
            dest_addr_npi=1,
            esm_class=esm_class,
            data_coding=UCS2,
            **fields,
        )
        return str(response.message_id)

    async def _read(self) -> None:
        while isinstance(event := await self._smsc.next(), smpp34.DeliverSmEvent):
            self._take(event, {tlv.tag: tlv for tlv in event.tlvs})

    def _take(self, event: smpp34.DeliverSmEvent, tlvs: dict[int, smpp34.Tlv]) -> None:
        if event.esm_class & RECEIPT:
            identity, state = tlvs.get(RECEIPTED_MESSAGE_ID), tlvs.get(MESSAGE_STATE)
            tell_receipt(event.short_message.decode(), identity and identity.as_string(), state and state.as_int())
        elif USSD in tlvs:
            text = event.short_message.decode("utf-16-be" if event.data_coding == UCS2 else "ascii")
            tell("ussd", op=tlvs[USSD].value[0], session=tlvs[SESSION].value.hex(), text=text)
        else:
            self._inbox.take(event.esm_class, event.data_coding, event.short_message)


if __name__ == "__main__":
    asyncio.run(run(Smpp34(), version("smpp34")))
