"""alert_notification: a phone is back, told to those who asked for it and whose messages wait (SMPP 3.4, 4.12)."""

from collections.abc import Iterable

from simulator.mt.submission import Submission
from smpp.pdus import AlertNotification
from smpp.tlvs import MS_AVAILABILITY_STATUS, SET_DPF

_AVAILABLE = MS_AVAILABILITY_STATUS.with_value(0)


def alerts(waiting: Iterable[Submission]) -> dict[tuple[str, str], AlertNotification]:
    """By system_id and address of the ESME, one for each."""
    return {(one.owner, one.request.source_addr): _alert(one) for one in waiting if SET_DPF.of(one.request)}


def _alert(submission: Submission) -> AlertNotification:
    request = submission.request
    return AlertNotification(
        source_addr_ton=request.dest_addr_ton,
        source_addr_npi=request.dest_addr_npi,
        source_addr=request.destination_addr,
        esme_addr_ton=request.source_addr_ton,
        esme_addr_npi=request.source_addr_npi,
        esme_addr=request.source_addr,
        tlvs=(_AVAILABLE,),
    )
