"""What the SMSC answers to the requests of ESMEs."""

from collections import Counter
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from simulator.accounts import Account, Door
from simulator.allowance import Allowance
from simulator.link import Link
from simulator.mt import changes
from simulator.mt.messages import Messages
from simulator.mt.several import submit_multi
from simulator.mt.submission import Refused, Submission
from smpp.pdus import Bind, CancelSm, DataSm, Pdu, QuerySm, ReplaceSm, SubmitMulti, SubmitSm, command_name, reply
from smpp.statuses import Status
from smpp.tlvs import DPF_RESULT, SC_INTERFACE_VERSION, SET_DPF

SYSTEM_ID = "SMSC"

_VERSION_34 = SC_INTERFACE_VERSION.with_value(0x34)
_UNDELIVERED = DPF_RESULT.with_value(1)


class Answers:
    """A response to each request.

    ``bound`` counts the links of a system_id; ``show`` shows what is USSD on a phone, and gives the status to answer,
    None for what is none; ``now`` is a clock that never goes back.
    """

    def __init__(
        self,
        accounts: Mapping[str, Account],
        messages: Messages,
        bound: Callable[[str], int],
        show: Callable[[SubmitSm | DataSm], Status | None],
        now: Callable[[], float],
    ) -> None:
        self.refused: Counter[tuple[str, int]] = Counter()
        """Requests refused, by command and status."""
        self._door = Door(accounts)
        self._allowances = {name: Allowance(account) for name, account in accounts.items() if account.limited}
        self._messages = messages
        self._bound = bound
        self._show = show
        self._now = now

    def answer(self, link: Link, request: Pdu, refusal: int = 0) -> Pdu:
        """The response to a request on that link; with that status, if there is one."""
        response = reply(request, refusal) if refusal else self._answer(link, request)
        if response.status:
            self.refused[command_name(type(request)), response.status] += 1
        return response

    def _answer(self, link: Link, request: Pdu) -> Pdu:
        match request:
            case SubmitSm() | DataSm() | SubmitMulti():
                return self._limited(link, request)
            case Bind():
                return self._bind(link, request)
            case QuerySm():
                return changes.query(self._messages, link.system_id, request)
            case CancelSm():
                return changes.cancel(self._messages, link.system_id, request)
            case ReplaceSm():
                return changes.replace_waiting(self._messages, link.system_id, request)
        return reply(request, Status.RINVCMDID)

    def _bind(self, link: Link, request: Bind) -> Pdu:
        status = self._door.check(request, self._bound(request.system_id))
        if status:
            return reply(request, status)
        account = self._door.account(request.system_id)
        link.bind(replace(request, address_range=account.address_range or request.address_range))
        link.allowance = self._allowances.get(request.system_id)
        link.data_sm = account.mo == "data_sm"
        return reply(request, system_id=SYSTEM_ID, tlvs=(_VERSION_34,))

    def _limited(self, link: Link, request: SubmitSm | DataSm | SubmitMulti) -> Pdu:
        if link.allowance is not None:
            status = link.allowance.refusal(request.source_addr, link.owed, self._now())
            if status:
                return reply(request, status)
        if isinstance(request, SubmitMulti):
            return submit_multi(self._messages, link.system_id, request)
        return self._submit(link, request)

    def _submit(self, link: Link, request: SubmitSm | DataSm) -> Pdu:
        if not request.destination_addr:
            return reply(request, Status.RINVDSTADR)
        if (status := self._show(request)) is not None:
            return reply(request, status) if status else _taken(self._messages.shown(request, link.system_id))
        replaced = self._to_replace(link.system_id, request)
        try:
            submission = self._messages.submit(request, link.system_id)
        except Refused as refused:
            return reply(request, refused.status)
        for one in replaced:
            self._messages.cancel(one)
        return _taken(submission)

    def _to_replace(self, owner: str, request: SubmitSm | DataSm) -> list[Submission]:
        if not isinstance(request, SubmitSm) or not request.replace_if_present_flag:
            return []
        return [*changes.between(self._messages, owner, request)]


def _taken(submission: Submission) -> Pdu:
    """The response; with data_sm, also that the message waits, if it is to be told when the phone is back."""
    request = submission.request
    if isinstance(request, DataSm) and submission.waits and SET_DPF.of(request):
        return reply(request, message_id=submission.id, tlvs=(_UNDELIVERED,))
    return reply(request, message_id=submission.id)
