"""Receipts: whether, when and how the SMSC tells an ESME what became of its message."""

from typing import Annotated, Literal

import msgspec

Chance = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Receipts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How receipts behave (SMPP 3.4, appendix B)."""

    undeliverable: Annotated[Chance, msgspec.Meta(description="chance that a message is UNDELIV")] = 0.0
    expired: Annotated[Chance, msgspec.Meta(description="chance that it is EXPIRED")] = 0.0
    rejected: Annotated[Chance, msgspec.Meta(description="chance that it is REJECTD")] = 0.0
    delay: Annotated[float, msgspec.Meta(ge=0, le=600, description="seconds until the receipt, on average")] = 0.0
    early: Annotated[Chance, msgspec.Meta(description="chance that it comes before the submit_sm_resp")] = 0.0
    ids: Literal["decimal", "hex", "hex in the receipt"] = "decimal"
    form: Literal["both", "text", "tlv"] = "both"
    nul: Annotated[bool, msgspec.Meta(description="receipted_message_id ends with a NUL")] = True
