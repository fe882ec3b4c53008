"""What the gateway does for each answer to a submit_sm: one table (SMPP 3.4, 5.1.3, and what SMSCs mean by it)."""

from collections.abc import Mapping

import msgspec

from smpp.pdus import Pdu, SubmitSmResp
from smpp.statuses import Status, is_known
from smpp.tlvs import DELIVERY_FAILURE_REASON

TEMPORARY_FAILURE = 3
"""delivery_failure_reason (SMPP 5.0, 4.8.4.24)."""


class Course(msgspec.Struct, frozen=True):
    """What becomes of a message: it goes ``times`` more after so many refusals of this kind, then it is a dead letter.

    Pauses are in seconds, each twice the one before.
    """

    name: str
    times: int = 0
    first_pause: float = 0.0
    longest_pause: float = 0.0

    def pause(self, time: int) -> float:
        """That before it goes again for the 1st, 2nd ... time."""
        return min(self.first_pause * (1 << time - 1), self.longest_pause)


SLOWER = Course("throttled")
"""The bind pauses and slows down, and the message goes first (`gateway.outlet`); what is given up there is dead."""

REBIND = Course("not bound")
"""We bind anew, and the message goes again as if it had not been sent (`gateway.outlet`); as above."""

NUMBER = Course("number", times=5, first_pause=30.0, longest_pause=180.0)
"""Only this number waits."""

LATER = Course("temporary", times=9, first_pause=1.0, longest_pause=60.0)

MAYBE = Course("ambiguous", times=2, first_pause=5.0, longest_pause=10.0)
"""It may have been sent, or may never be."""

NEVER = Course("permanent")

UNKNOWN = Course("no outcome", times=2)
"""No response came, or the link was lost before it: the phone may have it three times by then."""

COURSES: Mapping[int, Course] = {
    Status.RTHROTTLED: SLOWER,
    Status.RINVBNDSTS: REBIND,
    Status.RMSGQFUL: NUMBER,
    Status.RSYSERR: LATER,
    Status.RX_T_APPN: LATER,
    Status.RSUBMITFAIL: MAYBE,
    Status.RUNKNOWNERR: MAYBE,
}
"""By the command_status of a submit_sm_resp; any other is `NEVER`, those of vendors (0x400-0x4FF) too."""

OUT_OF_STEP = frozenset({Status.RINVCMDLEN, Status.RINVCMDID})
"""In a generic_nack to a submit_sm, which every SMSC knows: it reads from the wrong octet, and will go on doing so."""


def course(response: Pdu | None) -> Course:
    """That of a message which was not taken; None: no response came."""
    if response is None:
        return UNKNOWN
    if not isinstance(response, SubmitSmResp):
        return NEVER
    if response.status == Status.RDELIVERYFAILURE and DELIVERY_FAILURE_REASON.of(response) == TEMPORARY_FAILURE:
        return LATER
    return COURSES.get(response.status, NEVER)


def counted_as(response: Pdu | None) -> str:
    """The status, as a label that has not too many values."""
    if response is None:
        return "none"
    return f"0x{response.status:08X}" if is_known(response.status) else "other"
