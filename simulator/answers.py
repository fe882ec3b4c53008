"""What the SMSC answers to the requests of ESMEs."""

import hmac
from collections.abc import Callable, Mapping

from simulator.forwarding import Delivery, Route
from simulator.link import Link
from simulator.store import Store, absolute_time
from smpp.pdus import Bind, CancelSm, DataSm, DeliverSm, Pdu, QuerySm, ReplaceSm, SubmitSm, reply
from smpp.receipts import RECEIPT, MessageState, Receipt, receipt_text, receipt_tlvs
from smpp.statuses import Status
from smpp.tlvs import SC_INTERFACE_VERSION

SYSTEM_ID = "SMSC"

_VERSION_34 = SC_INTERFACE_VERSION.with_value(0x34)
_ON_SUCCESS = {1, 3}  # of registered_delivery, bits 1-0 (SMPP 3.4, 5.2.17; 3 is of 5.0)


class Answers:
    """A response to each request.

    ``show`` shows what is USSD on a phone, and gives the status to answer, None for what is none; receipts that
    messages ask for go to ``forward``.
    """

    def __init__(
        self,
        accounts: Mapping[str, str],
        store: Store,
        show: Callable[[SubmitSm | DataSm], Status | None],
        forward: Callable[[Delivery], None],
    ) -> None:
        self._accounts = accounts
        self._store = store
        self._show = show
        self._forward = forward

    def answer(self, link: Link, request: Pdu) -> Pdu:
        """The response to a request on that link."""
        match request:
            case SubmitSm() | DataSm():
                return self._submit(link, request)
            case Bind():
                return self._bind(link, request)
            case QuerySm():
                return self._query(request)
            case CancelSm():
                return reply(request, self._too_late(request.message_id, Status.RCANCELFAIL))
            case ReplaceSm():
                return reply(request, self._too_late(request.message_id, Status.RREPLACEFAIL))
        return reply(request, Status.RINVCMDID)

    def _bind(self, link: Link, request: Bind) -> Pdu:
        status = self._check(request.system_id, request.password)
        if status:
            return reply(request, status)
        link.bind(request)
        return reply(request, system_id=SYSTEM_ID, tlvs=(_VERSION_34,))

    def _check(self, system_id: str, password: str) -> Status:
        if not self._accounts:
            return Status.ROK
        known = self._accounts.get(system_id)
        if known is None:
            return Status.RINVSYSID
        right = hmac.compare_digest(password.encode(), known.encode())
        return Status.ROK if right else Status.RINVPASWD

    def _submit(self, link: Link, request: SubmitSm | DataSm) -> Pdu:
        if not request.destination_addr:
            return reply(request, Status.RINVDSTADR)
        if (status := self._show(request)) is not None:
            return reply(request, status) if status else reply(request, message_id=self._store.new_id())
        message_id = self._store.accept(request)
        if request.registered_delivery & 3 in _ON_SUCCESS:
            self._forward(self._receipt(link, request, message_id))
        return reply(request, message_id=message_id)

    def _receipt(self, link: Link, request: SubmitSm | DataSm, message_id: str) -> Delivery:
        receipt = Receipt(message_id, MessageState.DELIVERED)
        at = absolute_time(self._store.delivered_at(message_id) or 0)[:10]
        pdu = DeliverSm(
            source_addr_ton=request.dest_addr_ton,
            source_addr_npi=request.dest_addr_npi,
            source_addr=request.destination_addr,
            dest_addr_ton=request.source_addr_ton,
            dest_addr_npi=request.source_addr_npi,
            destination_addr=request.source_addr,
            esm_class=RECEIPT,
            short_message=receipt_text(receipt, submitted=at, done=at).encode("ascii"),
            tlvs=receipt_tlvs(receipt),
        )
        return Delivery(message_id, Route(request.source_addr, link.system_id), pdu)

    def _query(self, request: QuerySm) -> Pdu:
        at = self._store.delivered_at(request.message_id)
        if at is None:
            return reply(request, Status.RQUERYFAIL)
        state = MessageState.DELIVERED
        return reply(request, message_id=request.message_id, final_date=absolute_time(at), message_state=state)

    def _too_late(self, message_id: str, delivered: Status) -> Status:
        """Why a message can be neither cancelled nor replaced: it is with the phone, or there is none."""
        return Status.RINVMSGID if self._store.delivered_at(message_id) is None else delivered
