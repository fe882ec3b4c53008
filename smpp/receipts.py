"""Delivery receipts: what became of a message, told by TLVs or in a text (SMPP 3.4, 5.3.2.35 and appendix B).

Receipts travel as deliver_sm or data_sm. Texts vary from one SMSC to another, so each field is looked for by itself.
"""

import re
from enum import IntEnum

import msgspec

from smpp.pdus import DataSm, ShortMessagePdu
from smpp.tlvs import MESSAGE_PAYLOAD, MESSAGE_STATE, RECEIPTED_MESSAGE_ID, RawTlvs

_TYPE = 0x3C
_RECEIPTS = {0x04, 0x08, 0x10, 0x20}
"""esm_class, bits 5-2: delivery receipt, two acknowledgements, intermediate notification (SMPP 3.4, 5.2.12)."""

RECEIPT = 0x04
"""esm_class of a delivery receipt."""


class MessageState(IntEnum):
    """What has become of a message (SMPP 3.4, 5.2.28; SCHEDULED and SKIPPED are of 5.0)."""

    SCHEDULED = 0
    ENROUTE = 1
    DELIVERED = 2
    EXPIRED = 3
    DELETED = 4
    UNDELIVERABLE = 5
    ACCEPTED = 6
    UNKNOWN = 7
    REJECTED = 8
    SKIPPED = 9


_WORDS = {
    MessageState.SCHEDULED: "SCHEDLD",
    MessageState.ENROUTE: "ENROUTE",
    MessageState.DELIVERED: "DELIVRD",
    MessageState.EXPIRED: "EXPIRED",
    MessageState.DELETED: "DELETED",
    MessageState.UNDELIVERABLE: "UNDELIV",
    MessageState.ACCEPTED: "ACCEPTD",
    MessageState.UNKNOWN: "UNKNOWN",
    MessageState.REJECTED: "REJECTD",
    MessageState.SKIPPED: "SKIPPED",
}

_STATES = {word: state for state, word in _WORDS.items()} | {
    "DELIVERED": MessageState.DELIVERED,
    "ACKED": MessageState.DELIVERED,
    "FAILED": MessageState.UNDELIVERABLE,
    "BUFFRED": MessageState.ENROUTE,
    "BUFFERD": MessageState.ENROUTE,
}
"""The words of appendix B, and those that SMSCs write instead."""

_ID = re.compile(r"\bid:\s*(\S+)", re.IGNORECASE)
_STAT = re.compile(r"\bstat:\s*(\w+)", re.IGNORECASE)
_ERROR = re.compile(r"\berr:\s*(\w+)", re.IGNORECASE)
_TEXT = re.compile(r"\btext:\s?(.*)", re.IGNORECASE | re.DOTALL)


class Receipt(msgspec.Struct, frozen=True):
    """What became of the message `message_id` (as the SMSC writes it here, perhaps in another base than before).

    `error` is the SMSC's own code, "" if it gives none; `text` is the beginning of the message.
    """

    message_id: str
    state: MessageState
    error: str = ""
    text: str = ""


def is_receipt(pdu: ShortMessagePdu | DataSm) -> bool:
    """Whether this is a receipt of whatever kind, and so nothing that a person wrote."""
    return pdu.esm_class & _TYPE in _RECEIPTS


def receipt_of(pdu: ShortMessagePdu | DataSm) -> Receipt | None:
    """What the receipt says; None if it names no message or no state.

    TLVs count if they give both, else the text does.
    """
    text = _text(pdu)
    message_id, state = RECEIPTED_MESSAGE_ID.of(pdu), _known(MESSAGE_STATE.of(pdu))
    if not message_id or state is None:
        message_id, state = _found(_ID, text), _STATES.get(_found(_STAT, text).upper())
    if not message_id or state is None:
        return None
    return Receipt(message_id, state, _found(_ERROR, text), _found(_TEXT, text))


def receipt_text(receipt: Receipt, *, submitted: str, done: str) -> str:
    """The text of a receipt as in appendix B; the times are YYMMDDhhmm."""
    delivered = int(receipt.state is MessageState.DELIVERED)
    return (
        f"id:{receipt.message_id} sub:001 dlvrd:{delivered:03} submit date:{submitted} done date:{done}"
        f" stat:{_WORDS[receipt.state]} err:{receipt.error or '000'} text:{receipt.text[:20]}"
    )


def receipt_tlvs(receipt: Receipt) -> RawTlvs:
    """The TLVs that say the same."""
    return RECEIPTED_MESSAGE_ID.with_value(receipt.message_id), MESSAGE_STATE.with_value(receipt.state)


def _text(pdu: ShortMessagePdu | DataSm) -> str:
    short_message = b"" if isinstance(pdu, DataSm) else pdu.short_message
    return (short_message or MESSAGE_PAYLOAD.of(pdu) or b"").rstrip(b"\0").decode("latin-1")


def _known(state: int | None) -> MessageState | None:
    return None if state is None or state > max(MessageState) else MessageState(state)


def _found(field: re.Pattern[str], text: str) -> str:
    match = field.search(text)
    return match[1] if match else ""
