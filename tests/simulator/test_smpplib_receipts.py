"""smpplib's own client, a foreign ESME, over TLS: its messages wait, are asked about, and told of."""

import ssl
from pathlib import Path

import pytest
from smpplib import consts
from smpplib.client import Client

from simulator.testing.in_thread import SmscInThread
from smpp.receipts import MessageState
from tests.certificate import certificate

PHONE, SERVICE = "79160000001", "111"


class Foreigner:
    """Bound; keeps what comes."""

    def __init__(self, port: int, tls: ssl.SSLContext) -> None:
        self.receipts: list[tuple[bytes, int]] = []
        self.ids: list[bytes] = []
        self.states: list[int] = []
        self.client = Client("localhost", port, timeout=5, ssl_context=tls, allow_unknown_opt_params=True)
        self.client.set_message_received_handler(self._received)
        self.client.set_message_sent_handler(lambda pdu: self.ids.append(pdu.message_id))
        self.client.set_query_resp_handler(lambda pdu: self.states.append(pdu.message_state))
        self.client.connect()
        self.client.bind_transceiver(system_id="foreign", password="secret")

    def submit(self, text: bytes, **fields: object) -> bytes:
        """Send it to the phone; its id."""
        self.client.send_message(
            source_addr=SERVICE, destination_addr=PHONE, short_message=text, registered_delivery=1, **fields
        )
        known = len(self.ids)
        while len(self.ids) == known:
            self.client.read_once()
        return self.ids[-1]

    def state(self, message_id: bytes) -> int:
        """What query_sm says."""
        self.client.query_message(
            message_id=message_id.decode(), source_addr_ton=0, source_addr_npi=0, source_addr=SERVICE
        )
        known = len(self.states)
        while len(self.states) == known:
            self.client.read_once()
        return self.states[-1]

    def receipt(self) -> tuple[bytes, int]:
        """The next one: of which message, in which state."""
        while not self.receipts:
            self.client.read_once()
        return self.receipts.pop(0)

    def goodbye(self) -> None:
        """Unbind, close."""
        self.client.unbind()
        self.client.disconnect()

    def _received(self, pdu: object) -> int:
        self.receipts.append((pdu.receipted_message_id, pdu.message_state))  # type: ignore[attr-defined]
        return int(consts.SMPP_ESME_ROK)


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server uses, and a client that trusts it; smpplib asks for no name."""
    file = tmp_path / "localhost.pem"
    server, client = certificate(file), ssl.create_default_context(cafile=str(file))
    client.check_hostname = False
    return server, client


def test_a_foreign_esme_asks_and_is_told(smsc: SmscInThread, trusted: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    """A message to a phone that is off is ENROUTE; when it is on, it is delivered, and a receipt comes."""
    server, client = trusted
    port = smsc.listen(server)
    esme, phone = Foreigner(port, client), smsc.phone(PHONE)
    phone.switch(on=False)
    known = esme.submit(b"Hello")
    assert (esme.state(known), phone.inbox) == (MessageState.ENROUTE, [])
    phone.switch(on=True)
    assert phone.wait_for("Hello").sender == SERVICE
    assert (esme.receipt(), esme.state(known)) == ((known, MessageState.DELIVERED), MessageState.DELIVERED)
    esme.goodbye()
