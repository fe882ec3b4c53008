"""Drives naz. It hands over what comes as octets, so the driver reads deliver_sm."""

import asyncio
import logging
import struct
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from typing import NamedTuple

import naz

from tests.interop.esmes.driving import (
    RECEIPT,
    SERVICE,
    SESSION,
    UCS2,
    USSD,
    Inbox,
    run,
    tell,
    tell_receipt,
)

PART = 67
"""Units of UCS-2 in a part of SAR."""

RECEIPTED_MESSAGE_ID, MESSAGE_STATE = 0x001E, 0x0427

QUIET = logging.getLogger("naz")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False


class Message(NamedTuple):
    """A deliver_sm."""

    esm_class: int
    coding: int
    data: bytes
    tlvs: defaultdict[int, bytes]

    @classmethod
    def read(cls, body: bytes) -> "Message":
        """SMPP 3.4, 4.6.1."""
        _, after = body.split(b"\0", 1)
        _, after = after[2:].split(b"\0", 1)
        _, after = after[2:].split(b"\0", 1)
        esm_class, after = after[0], after[3:]
        _, _, after = after.split(b"\0", 2)
        coding, length, after = after[2], after[4], after[5:]
        return cls(esm_class, coding, after[:length], defaultdict(bytes, _tlvs(after[length:])))


def _tlvs(octets: bytes) -> Iterator[tuple[int, bytes]]:
    while octets:
        tag, length = struct.unpack_from(">HH", octets)
        yield tag, octets[4 : 4 + length]
        octets = octets[4 + length :]


class Naz(naz.hooks.BaseHook):
    """Its tasks run for as long as it is bound."""

    def __init__(self) -> None:
        self._inbox = Inbox()
        self._ids: list[str] = []
        self._awaited = 0
        self._asked = False
        self._client: naz.Client
        self._tasks: list[asyncio.Task[None]] = []

    async def bind(self, *, mode: str, port: int, system_id: str, password: str, tls: bool, enquire: int) -> None:
        """As a transceiver."""
        if mode != "TRX":
            raise NotImplementedError("naz's Client binds as a transceiver alone")
        if tls:
            raise NotImplementedError("naz opens plain connections alone: its Client has no setting for TLS")
        self._client = naz.Client(
            "127.0.0.1",
            port,
            system_id,
            password,
            naz.broker.SimpleBroker(),
            enquire_link_interval=float(enquire),
            hook=self,
            logger=QUIET,
        )
        await self._client.connect()
        await self._client.tranceiver_bind()
        running = (self._client.receive_data(), self._client.dequeue_messages())
        self._tasks = [asyncio.create_task(each) for each in running]

    async def submit(self, *, to: str, text: str, receipt: bool) -> None:
        """The driver splits, naz has the TLVs of SAR."""
        pieces = [text[at : at + PART] for at in range(0, len(text), PART)] if len(text) > 70 else [text]
        self._ids, self._awaited = [], len(pieces)
        for index, piece in enumerate(pieces, 1):
            sar = {"sar_msg_ref_num": 7, "sar_total_segments": len(pieces), "sar_segment_seqnum": index}
            await self._send(to, piece, registered_delivery=int(receipt), **(sar if len(pieces) > 1 else {}))

    async def show(self, *, to: str, text: str, op: int, session: str) -> None:
        """With its own TLVs, which it takes for texts."""
        self._ids, self._awaited = [], 1
        info = bytes.fromhex(session).decode("latin-1")
        await self._send(
            to, text, registered_delivery=0, service_type="USSD", ussd_service_op=chr(op), its_session_info=info
        )

    async def enquire(self) -> None:
        """It asks at once, and then again and again."""
        self._asked = True
        self._tasks.append(asyncio.create_task(self._client.enquire_link()))

    async def unbind(self) -> None:
        """Its Client.unbind; the response is told by the hook."""
        await self._client.unbind()

    async def _send(self, to: str, text: str, **fields: object) -> None:
        message = naz.protocol.SubmitSM(text, SERVICE, to, log_id="submitted", encoding="ucs2", **fields)
        await self._client.send_message(message)

    # naz.hooks.BaseHook

    async def to_smsc(self, smpp_command: str, log_id: str, hook_metadata: str, pdu: bytes) -> None:
        """See BaseHook."""

    async def from_smsc(
        self, smpp_command: str, log_id: str, hook_metadata: str, status: naz.state.CommandStatus, pdu: bytes
    ) -> None:
        """See BaseHook."""
        body = pdu[16:]
        match smpp_command:
            case "bind_transceiver_resp":
                tell("refused" if status.value else "bound", says=f"{status.code}: {status.description}")
            case "submit_sm_resp":
                self._ids.append(body.rstrip(b"\0").decode())
                if len(self._ids) == self._awaited:
                    tell("taken", ids=self._ids)
            case "enquire_link_resp" if self._asked:
                self._asked = False
                tell("alive")
            case "unbind_resp":
                tell("unbound")
            case "deliver_sm":
                self._take(Message.read(body))

    def _take(self, message: Message) -> None:
        if message.esm_class & RECEIPT:
            identity, state = message.tlvs[RECEIPTED_MESSAGE_ID], message.tlvs[MESSAGE_STATE]
            tell_receipt(message.data.decode(), identity.rstrip(b"\0").decode(), int.from_bytes(state, "big"))
        elif op := message.tlvs[USSD]:
            text = message.data.decode("utf-16-be" if message.coding == UCS2 else "ascii")
            tell("ussd", op=op[0], session=message.tlvs[SESSION].hex(), text=text)
        else:
            self._inbox.take(message.esm_class, message.coding, message.data)


if __name__ == "__main__":
    asyncio.run(run(Naz(), version("naz")))
