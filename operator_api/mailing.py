"""Sends documents by e-mail.

What a server has accepted and could not tell us of, it gets again, with the same Message-ID.
"""

import logging
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import aiosmtplib

from operator_api import books, documents
from operator_api.contract import MEDIA_TYPES, Value
from operator_api.database import Database
from operator_api.documents import MAIL, Order
from operator_api.masking import masked
from operator_api.notices import notice, period
from operator_api.rules import Line
from operator_api.seal import Seal
from operator_api.working import keep_working

LOOK_EVERY = 1.0
PATIENCE = 30.0
"""Seconds for each answer of the server."""

MOST_TRIES = 12
"""The pauses between them are 1 s doubling: an hour in all, longer than servers put off who is new to them."""

log = logging.getLogger(__name__)


class Mail(Value, frozen=True):
    """The server that takes our e-mail, and whose it is. ``tls``: from the start; else when the server offers it."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: bool = False


class Postman:
    """Sends what is built; `run` it. Without ``mail`` what was ordered while there was some fails."""

    def __init__(self, database: Database, seal: Seal, mail: Mail | None, clock: Callable[[], float]) -> None:
        self._database = database
        self._seal = seal
        self._mail = mail
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        await keep_working(self._deliver, "e-mails", LOOK_EVERY, self._database.watch())

    async def _deliver(self) -> bool:
        """Whether there was one to send."""
        now = self._clock()
        if not await self._database.read(lambda connection: documents.waiting(connection, MAIL, now)):
            return False
        if order := await self._database.write(lambda connection: documents.claim(connection, MAIL, now)):
            await self._send(order)
        return True

    async def _send(self, order: Order) -> None:
        line = await self._database.read(lambda connection: books.line_of(connection, order.number))
        content = await self._database.read(lambda connection: documents.content_to_mail(connection, order))
        if line is None or content is None:  # struck meanwhile
            return
        if self._mail is None or order.tries > MOST_TRIES:
            await self._fail(order, line)
        else:
            await self._try(self._mail, order, line, content)

    async def _try(self, mail: Mail, order: Order, line: Line, content: bytes) -> None:
        try:
            await _post(mail, _message(mail, order, line, content))
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("%s: a document was not sent: %s", masked(order.number), _reason(error))
            await (self._fail(order, line) if _is_final(error) else self._put_off(order))
        else:
            await self._database.write(lambda each: documents.settle(each, order, state="sent", content=None))

    async def _put_off(self, order: Order) -> None:
        due = self._clock() + 2.0 ** (order.tries - 1)
        await self._database.write(lambda connection: documents.put_off(connection, order, due))

    async def _fail(self, order: Order, line: Line) -> None:
        now, why = self._clock(), "detail.not_sent"
        await self._database.write(lambda each: documents.fail(each, self._seal, order, line, why, now))


def _message(mail: Mail, order: Order, line: Line, content: bytes) -> EmailMessage:
    """A header that would begin another is an error (`email.policy`)."""
    language = line.subscriber.language
    when = period(order.first, order.last, language)
    message = EmailMessage(SMTP)
    message["From"] = _address(mail.sender)
    message["To"] = _address(order.email)
    message["Subject"] = notice("mail.subject", language, period=when)
    message["Message-ID"] = f"<{order.id}@{_address(mail.sender).domain}>"
    message.set_content(notice("mail.text", language, period=when, number=f"+{order.number}"))
    kind, subkind = MEDIA_TYPES[order.format].split("/")
    name = f"detail-{order.first}-{order.last}.{order.format}"
    message.add_attachment(content, maintype=kind, subtype=subkind, filename=name)
    return message


def _address(text: str) -> Address:
    user, _, domain = text.rpartition("@")
    return Address(username=user, domain=domain)


async def _post(mail: Mail, message: EmailMessage) -> None:
    await aiosmtplib.send(
        message,
        hostname=mail.host,
        port=mail.port,
        username=mail.user or None,
        password=mail.password or None,
        use_tls=mail.tls,
        timeout=PATIENCE,
    )


def _is_final(error: Exception) -> bool:
    """No further try cures it: nobody is at that address, or the letter is not wanted."""
    return bool(codes := _codes(error)) and min(codes) >= 500


def _codes(error: Exception) -> list[int]:
    """Of the server, where it refused the recipient or the letter; other refusals are about us."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=refused):
            return [each.code for each in refused]
        case aiosmtplib.SMTPDataError(code=code):
            return [code]
    return []


def _reason(error: Exception) -> str:
    """Without what the server said: it may repeat the address."""
    return " ".join([type(error).__name__, *map(str, _codes(error))])
