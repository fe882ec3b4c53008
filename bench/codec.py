"""How long a PDU takes, beside smpplib: `python -m bench.codec`. Microseconds, the best of several runs."""

import timeit
from collections.abc import Callable

from smpplib import command, smpp

from smpp.codec import decode, encode, read_any, write_any
from smpp.pdus import BindTransceiver, BindTransceiverResp, DeliverSm, Pdu, SubmitSm, reply
from smpp.session import Request, Role, Session

TEXT = "Ваш баланс 120,50 руб.".encode("utf-16-be")
FIELDS = {
    "source_addr_ton": 1,
    "source_addr_npi": 1,
    "source_addr": "79160000001",
    "dest_addr_npi": 1,
    "destination_addr": "111",
    "data_coding": 8,
    "short_message": TEXT,
}
DELIVER_SM = DeliverSm(sequence=7, **FIELDS)  # type: ignore[arg-type]
SUBMIT_SM = SubmitSm(sequence=7, **FIELDS)  # type: ignore[arg-type]
DELIVER_FRAME = encode(DELIVER_SM)


class Numbers:
    """What smpplib asks for sequence numbers."""

    sequence = 1

    def next_sequence(self) -> int:
        """Always the same."""
        return self.sequence


NUMBERS = Numbers()


def parse_by_smpplib() -> object:
    """smpplib's reading of the deliver_sm."""
    return smpp.parse_pdu(DELIVER_FRAME, client=NUMBERS)


def build_by_smpplib() -> object:
    """smpplib's writing of the submit_sm."""
    return command.factory("submit_sm", client=NUMBERS, **FIELDS).generate()


def build() -> object:
    """Our submit_sm from its fields, as smpplib's is."""
    return encode(SubmitSm(**FIELDS), 7)  # type: ignore[arg-type]


def turns(count: int) -> Callable[[], None]:
    """A session that takes so many deliver_sm at once, answers each and sends a submit_sm, which is answered."""
    responses = {SubmitSm.command_id: b""}

    def run() -> None:
        session = Session(Role.ESME, now=0.0, window=count)
        session.send(BindTransceiver(), 0.0)
        session.receive(encode(BindTransceiverResp(sequence=1)), 0.0)
        for event in session.receive(DELIVER_FRAME * count, 0.0):
            assert isinstance(event, Request)
            session.respond(reply(event.pdu))
            session.send(SUBMIT_SM, 0.0)
        session.data_to_send()
        session.receive(responses[SubmitSm.command_id], 0.0)

    responses[SubmitSm.command_id] = b"".join(
        encode(reply(SUBMIT_SM, message_id="1d305b4c"), sequence) for sequence in range(2, count + 2)
    )
    return run


def microseconds(run: Callable[[], object], each: int = 1) -> float:
    """The time of one run, or of each of the things that it does."""
    number = max(1, 20_000 // each)
    return min(timeit.repeat(run, number=number, repeat=5)) / number / each * 1e6


def show(name: str, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    """One line of the table."""
    mine, other = microseconds(ours), microseconds(theirs)
    print(f"{name:<42}{mine:8.2f} us {other:8.2f} us {other / mine:6.1f}")


def main() -> None:
    """Print the table."""
    print(f"{'':<42}{'ours':>11}{'other':>12}  ratio")
    show("deliver_sm read, against smpplib", lambda: decode(DELIVER_FRAME), parse_by_smpplib)
    show("submit_sm built and written, against smpplib", build, build_by_smpplib)
    show("deliver_sm read, against general reader", lambda: decode(DELIVER_FRAME), general_read)
    show("submit_sm written, against general writer", lambda: encode(SUBMIT_SM), general_write)
    print(f"{'a turn through a session: 4 PDUs':<42}{microseconds(turns(500), 500):8.2f} us")


def general_read() -> Pdu:
    """Without the twin."""
    return read_any(DELIVER_FRAME, DeliverSm.command_id, 0, 7)


def general_write() -> bytes:
    """Without the twin."""
    return write_any(SUBMIT_SM, 7)


if __name__ == "__main__":
    main()
