"""submit_multi: one message to several phones (SMPP 3.4, 4.5). Lists of the SMSC's own are not kept."""

from msgspec.structs import asdict

from simulator.mt.messages import Messages
from simulator.mt.submission import Refused, Submission
from smpp.multi import SmeAddress, UnsuccessSme
from smpp.pdus import Pdu, SubmitMulti, SubmitSm, reply
from smpp.statuses import Status


def submit_multi(messages: Messages, owner: str, request: SubmitMulti) -> Pdu:
    """One id for all; those to which it cannot go are listed, and if they are all, it is refused as the first was."""
    addresses = [one for one in request.dest_addresses if isinstance(one, SmeAddress)]
    if len(addresses) < len(request.dest_addresses):
        return reply(request, Status.RCNTSUBDL)
    if not addresses:
        return reply(request, Status.RINVNUMDESTS)
    first: Submission | None = None
    failed: list[UnsuccessSme] = []
    for address in addresses:
        try:
            first = _submit(messages, owner, _to(address, request), first)
        except Refused as refused:
            failed.append(UnsuccessSme(address, refused.status))
    if first is None:
        return reply(request, failed[0].error_status_code)
    return reply(request, message_id=first.id, unsuccess_smes=tuple(failed))


def _submit(messages: Messages, owner: str, request: SubmitSm, first: Submission | None) -> Submission:
    if not request.destination_addr:
        raise Refused(Status.RINVDSTADR)
    if first is None:
        return messages.submit(request, owner)
    messages.submit_copy(request, first)
    return first


def _to(address: SmeAddress, request: SubmitMulti) -> SubmitSm:
    fields = {name: value for name, value in asdict(request).items() if name != "dest_addresses"}
    return SubmitSm(**fields | asdict(address))
