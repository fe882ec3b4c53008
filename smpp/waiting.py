"""Our requests that wait for their responses."""

from itertools import takewhile

import msgspec

from smpp.pdus import EnquireLink, GenericNack, Pdu


class Pending(msgspec.Struct, frozen=True, gc=False):
    """One of them: when it was sent, and when it is given up."""

    request: Pdu
    sequence: int
    sent: float
    deadline: float


class Waiting:
    """All of them, by sequence number. Messages have one patience, so their order is that of their deadlines."""

    def __init__(self) -> None:
        self.messages: dict[int, Pending] = {}
        """Those that take a place in the window."""
        self._control: dict[int, Pending] = {}

    @property
    def enquiring(self) -> bool:
        """Whether an enquire_link is among them."""
        return any(isinstance(pending.request, EnquireLink) for pending in self._control.values())

    def add(self, pending: Pending) -> None:
        """One more."""
        waiting = self._control if pending.request.control else self.messages
        waiting[pending.sequence] = pending

    def answered_by(self, response: Pdu) -> Pdu | None:
        """The request that this answers, which waits no longer; None if there is none of its kind and number."""
        sequence = response.sequence
        pending = self.messages.get(sequence) or self._control.get(sequence)
        if pending is None or type(response) not in (pending.request.response, GenericNack):
            return None
        self._remove(pending)
        return pending.request

    def deadline(self) -> float | None:
        """When the first is to be given up."""
        times = [pending.deadline for pending in self._control.values()]
        if self.messages:
            times.append(next(iter(self.messages.values())).deadline)
        return min(times, default=None)

    def overdue(self, now: float) -> list[Pending]:
        """Those to be given up by now, which wait no longer."""
        late = list(takewhile(lambda pending: pending.deadline <= now, self.messages.values()))
        late += [pending for pending in self._control.values() if pending.deadline <= now]
        for pending in late:
            self._remove(pending)
        return late

    def give_up(self) -> list[Pending]:
        """All of them, which wait no longer."""
        late = [*self.messages.values(), *self._control.values()]
        self.messages.clear()
        self._control.clear()
        return late

    def _remove(self, pending: Pending) -> None:
        waiting = self.messages if pending.sequence in self.messages else self._control
        del waiting[pending.sequence]
