"""A server for e-mail on this machine."""

import asyncio
import email
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from operator_api.mailing import Mail

SENDER = "bills@signal.example"


class MailServer:
    """Takes letters, or answers what it is told to."""

    def __init__(self) -> None:
        self.port = 0
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.tries = 0
        self.recipients = deque[str]()
        self.answers = deque[str]()

    @property
    def mail(self) -> Mail:
        """How to reach it."""
        return Mail("localhost", self.port, SENDER)

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        """A recipient."""
        answer = self.recipients.popleft() if self.recipients else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        else:
            self.tries += 1
        return answer

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        """A letter."""
        self.tries += 1
        answer = self.answers.popleft() if self.answers else "250 OK"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            letter = email.message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append((envelope.rcpt_tos, letter))
        return answer


@asynccontextmanager
async def mail_server(tls: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[MailServer]:  # noqa: ANN401
    """On a free port; ``tls`` from the start."""
    handler = MailServer()
    loop = asyncio.get_running_loop()
    make = lambda: SMTP(handler, enable_SMTPUTF8=True, loop=loop, **options)  # noqa: E731
    server = await loop.create_server(make, "localhost", 0, ssl=tls)
    handler.port = server.sockets[0].getsockname()[1]
    try:
        yield handler
    finally:
        server.close()
        await server.wait_closed()
