"""What ESMEs ask about messages that they have sent: query_sm, cancel_sm, replace_sm (SMPP 3.4, 4.8 to 4.10)."""

from collections.abc import Iterator

from msgspec.structs import replace

from simulator.mt.messages import Messages
from simulator.mt.submission import Refused, Submission
from simulator.mt.times import absolute_time
from smpp.pdus import CancelSm, Pdu, QuerySm, ReplaceSm, SubmitSm, reply
from smpp.receipts import MessageState
from smpp.statuses import Status


def query(messages: Messages, owner: str, request: QuerySm) -> Pdu:
    """Its state. Of several copies one that still waits is told of. A scheduled message is ENROUTE in SMPP 3.4."""
    found = _found(messages, owner, request)
    if found is None:
        return reply(request, Status.RQUERYFAIL)
    told = next((one for one in (found, *found.copies) if one.waits), found)
    ended = absolute_time(told.ended) if told.ended else ""
    state = MessageState.ENROUTE if told.waits else told.state
    return reply(request, message_id=found.id, final_date=ended, message_state=state)


def cancel(messages: Messages, owner: str, request: CancelSm) -> Pdu:
    """By its id, with all copies; without an id all that wait between two addresses."""
    if not request.message_id:
        chosen = [*between(messages, owner, request)]
    elif found := _found(messages, owner, request):
        chosen = [one for one in (found, *found.copies) if one.waits]
    else:
        return reply(request, Status.RINVMSGID)
    for one in chosen:
        messages.cancel(one)
    return reply(request, Status.ROK if chosen else Status.RCANCELFAIL)


def replace_waiting(messages: Messages, owner: str, request: ReplaceSm) -> Pdu:
    """Another text, and other times where it gives any."""
    found = _found(messages, owner, request)
    if found is None:
        return reply(request, Status.RINVMSGID)
    old = found.request
    if not found.waits or not isinstance(old, SubmitSm):
        return reply(request, Status.RREPLACEFAIL)
    new = replace(
        old,
        short_message=request.short_message,
        registered_delivery=request.registered_delivery,
        sm_default_msg_id=request.sm_default_msg_id,
        tlvs=request.tlvs,
    )
    try:
        messages.replace(found, new, request)
    except Refused as refused:
        return reply(request, refused.status)
    return reply(request)


def between(messages: Messages, owner: str, request: CancelSm | SubmitSm) -> Iterator[Submission]:
    """Those of the ESME that wait and have these addresses; and this service type, if one is given."""
    for one in messages.waiting.to(request.destination_addr.removeprefix("+")):
        other = one.request
        same = (one.owner, other.source_addr) == (owner, request.source_addr)
        if same and request.service_type in ("", other.service_type):
            yield one


def _found(messages: Messages, owner: str, request: QuerySm | CancelSm | ReplaceSm) -> Submission | None:
    """The message of that id; its sender, if given, must be right."""
    found = messages.find(request.message_id, owner)
    wrong = found is not None and request.source_addr not in ("", found.request.source_addr)
    return None if wrong else found
