"""Receipts: whether, when and how the SMSC tells an ESME what became of its message. Pure."""

from random import Random
from typing import Annotated, Literal

import msgspec

from simulator.mt.submission import Fate, Submission
from simulator.mt.times import absolute_time
from smpp.pdus import DeliverSm
from smpp.receipts import RECEIPT, MessageState, Receipt, receipt_text, receipt_tlvs
from smpp.tlvs import MESSAGE_STATE, RECEIPTED_MESSAGE_ID, RawTlvs

INTERMEDIATE_NOTIFICATION = 0x20
"""esm_class of a receipt that tells no end (SMPP 3.4, 5.2.12)."""

Chance = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Receipts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How receipts behave (SMPP 3.4, appendix B)."""

    undeliverable: Annotated[Chance, msgspec.Meta(description="chance that a message is UNDELIV")] = 0.0
    expired: Annotated[Chance, msgspec.Meta(description="chance that it is EXPIRED")] = 0.0
    rejected: Annotated[Chance, msgspec.Meta(description="chance that it is REJECTD")] = 0.0
    delay: Annotated[float, msgspec.Meta(ge=0, le=600, description="seconds until the receipt, on average")] = 0.0
    early: Annotated[Chance, msgspec.Meta(description="chance that it comes before the submit_sm_resp")] = 0.0
    ids: Annotated[
        Literal["decimal", "hex", "hex in the receipt", "hex in the response"],
        msgspec.Meta(description="how message ids are written"),
    ] = "decimal"
    form: Annotated[Literal["both", "text", "tlv"], msgspec.Meta(description="where the receipt says what it says")] = (
        "both"
    )
    nul: Annotated[bool, msgspec.Meta(description="receipted_message_id ends with a NUL")] = True


ORDINARY = Receipts()


class Fates:
    """What becomes of messages: the same seed, the same fates in the order of the messages."""

    def __init__(self, seed: int, receipts: Receipts) -> None:
        self._random = Random(f"receipts {seed}")  # noqa: S311
        self._receipts = receipts

    def draw(self) -> Fate:
        """That of the next message. The delay is anything from 0 to twice the average."""
        end, delay, early = self._random.random(), self._random.random(), self._random.random()
        return Fate(self._state(end), 2 * delay * self._receipts.delay, early < self._receipts.early)

    def _state(self, end: float) -> MessageState:
        chances = {
            MessageState.UNDELIVERABLE: self._receipts.undeliverable,
            MessageState.EXPIRED: self._receipts.expired,
            MessageState.REJECTED: self._receipts.rejected,
        }
        for state, chance in chances.items():
            if end < chance:
                return state
            end -= chance
        return MessageState.DELIVERED


def message_id(serial: int, receipts: Receipts) -> str:
    """The id of a message as its response tells it."""
    return f"{serial:x}" if receipts.ids in ("hex", "hex in the response") else str(serial)


def receipt_of(submission: Submission, receipts: Receipts, now: float) -> DeliverSm:
    """What its ESME is told of the message: its end, or that it waits."""
    request = submission.request
    receipt = Receipt(_receipted_id(submission, receipts), submission.state)
    submitted, done = absolute_time(submission.at)[:10], absolute_time(submission.ended or now)[:10]
    text = receipt_text(receipt, submitted=submitted, done=done).encode("ascii")
    return DeliverSm(
        source_addr_ton=request.dest_addr_ton,
        source_addr_npi=request.dest_addr_npi,
        source_addr=request.destination_addr,
        dest_addr_ton=request.source_addr_ton,
        dest_addr_npi=request.source_addr_npi,
        destination_addr=request.source_addr,
        esm_class=INTERMEDIATE_NOTIFICATION if submission.waits else RECEIPT,
        short_message=b"" if receipts.form == "tlv" else text,
        tlvs=() if receipts.form == "text" else _tlvs(receipt, receipts),
    )


def _receipted_id(submission: Submission, receipts: Receipts) -> str:
    match receipts.ids:
        case "hex in the receipt":
            return f"{submission.serial:x}"
        case "hex in the response":
            return str(submission.serial)
    return submission.id


def _tlvs(receipt: Receipt, receipts: Receipts) -> RawTlvs:
    if receipts.nul:
        return receipt_tlvs(receipt)
    bare_id = (RECEIPTED_MESSAGE_ID.tag, receipt.message_id.encode("ascii"))
    return bare_id, MESSAGE_STATE.with_value(receipt.state)
