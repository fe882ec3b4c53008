"""Documents go by e-mail, to a real server of this machine."""

import ssl
from datetime import date
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from msgspec.structs import replace

from operator_api.contract import DetailOrdered, Format, OrderDetail, Reason, Refused
from operator_api.mailing import Mail
from tests.certificate import certificate
from tests.operator_api.asking import ADDRESS, change, notices, rows, signed_in, until
from tests.operator_api.mail_server import SENDER, mail_server
from tests.operator_api.running import ANNA, NOW, Stack, StoppedClock, stack

SEPTEMBER = date(2012, 9, 1), date(2012, 9, 30)
ANNAS = "anna@example.com"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Where they are."""
    return tmp_path / "books.db"


async def order(operator: Stack, email: str = ANNAS, format: Format = "csv") -> DetailOrdered | Refused:
    """Of Anna's."""
    session = await signed_in(operator.operator, operator.cabinet, ANNA.number)
    wish = OrderDetail(ANNA.number, *SEPTEMBER, format, "email", email)
    answer = await operator.cabinet.ask(wish, "the order", session, ADDRESS)
    assert isinstance(answer.result, DetailOrdered | Refused)
    return answer.result


async def comes_to(books: Path, state: str, due: float | None = None) -> None:
    """Wait until the document is so."""
    wanted = f"state = '{state}'" + (f" AND content IS NOT NULL AND due = {due}" if due else "")
    await until(lambda: rows(books, f"SELECT 1 FROM documents WHERE {wanted}") == [(1,)])


@pytest.mark.parametrize(
    ("language", "subject", "begins"),
    [
        (
            "ru",
            "Детализация за сентябрь",
            "Здравствуйте!\n\nВо вложении детализация за сентябрь по номеру +79160000001.",
        ),
        ("uk", "Деталізація за вересень", "Вітаємо!\n\n"),
        ("ro", "Detalierea pentru septembrie", "Buna ziua!\n\n"),
        ("en", "Itemised bill for September", "Good day!\n\n"),
    ],
)
async def test_a_document_is_sent(books: Path, language: str, subject: str, begins: str) -> None:
    """Attached to a letter in the person's language; it is not kept."""
    async with mail_server() as server, stack(books, mail=server.mail) as operator:
        await operator.put(language=language)
        ordered = await order(operator)
        await comes_to(books, "sent")
        assert rows(books, "SELECT content FROM documents") == [(None,)]
    ((recipients, letter),) = server.letters
    body, attached = letter.get_body(), list(letter.iter_attachments())
    assert body is not None
    assert recipients == [ANNAS]
    assert (letter["From"], letter["To"], letter["Subject"]) == (SENDER, ANNAS, subject)
    assert isinstance(ordered, DetailOrdered)
    assert letter["Message-ID"] == f"<{ordered.document.id}@signal.example>"
    assert body.get_content().replace("\r\n", "\n").startswith(begins)
    assert [(part.get_filename(), part.get_content_type()) for part in attached] == [
        ("detail-2012-09-01-2012-09-30.csv", "text/csv")
    ]
    assert notices(books) == []


@pytest.mark.parametrize("format", ["html", "csv", "xlsx", "pdf"])
async def test_what_arrives_is_the_file(books: Path, format: Format) -> None:
    """Octet by octet, as far as its beginning tells."""
    begins = {"html": b"<!", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF"}
    async with mail_server() as server, stack(books, mail=server.mail) as operator:
        await operator.put()
        await order(operator, format=format)
        await comes_to(books, "sent")
    ((_, letter),) = server.letters
    (part,) = letter.iter_attachments()
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.startswith(begins[format])


@pytest.mark.parametrize("address", ["анна@example.com", "a..b@example.com", "a(b)?=@example.com"])
async def test_odd_addresses(books: Path, address: str) -> None:
    """They are written as they are."""
    async with mail_server() as server, stack(books, mail=server.mail) as operator:
        await operator.put()
        await order(operator, address)
        await comes_to(books, "sent")
    (((recipient,), _),) = server.letters
    assert recipient.replace('"', "") == address


@pytest.mark.parametrize(
    "address",
    [
        f"{ANNAS}\r\nBcc: eve@example.com",
        f"{ANNAS}, eve@example.com",
        "anna\n@example.com",
        "anna@example",
        "anna\x7f@example.com",
        "=?utf-8?q?a=0D=0ABcc:_eve=40example.com?=@example.com",
        "a=?utf-8?q?eve=40example.com=2Cb?=@example.com",
    ],
)
async def test_no_header_gets_in_by_an_address(books: Path, address: str) -> None:
    """Such an order is refused."""
    async with mail_server() as server, stack(books, mail=server.mail) as operator:
        await operator.put()
        assert await order(operator, address) == Refused(Reason.BAD_EMAIL)
        assert server.letters == []


async def test_an_operator_that_sends_none(books: Path) -> None:
    """It says so."""
    async with stack(books) as operator:
        await operator.put()
        assert await order(operator) == Refused(Reason.NO_EMAIL)


async def test_what_was_ordered_while_there_was_a_server(books: Path) -> None:
    """It fails when there is none any more, and the person hears of it."""
    clock = StoppedClock()
    async with stack(books, clock, mail=Mail("127.0.0.1", 1, SENDER)) as operator:
        await operator.put()
        await order(operator)
        await comes_to(books, "building", due=NOW + 1)
    clock.now += 1
    async with stack(books, clock):
        await comes_to(books, "failed")
    assert notices(books) == ["Детализация за сентябрь: письмо не дошло. Проверьте адрес."]


# What may go wrong


@pytest.mark.parametrize("answer", ["451 try again", "552 too much"])
async def test_refusals_of_the_letter(books: Path, answer: str, caplog: pytest.LogCaptureFixture) -> None:
    """For a while: it goes again after a pause. For ever: the person is told."""
    async with mail_server() as server, stack(books, mail=server.mail) as operator:
        await operator.put()
        server.answers.append(answer)
        await order(operator)
        if answer.startswith("4"):
            await comes_to(books, "building", due=NOW + 1)
            operator.clock.now += 1
            await comes_to(books, "sent")
        else:
            await comes_to(books, "failed")
    assert server.tries == (2 if answer.startswith("4") else 1)
    assert f"+7916***0001: a document was not sent: SMTPDataError {answer[:3]}" in caplog.text
    assert ANNAS not in caplog.text


@pytest.mark.parametrize(("answer", "state"), [("450 busy", "building"), ("550 no such user", "failed")])
async def test_refusals_of_the_recipient(books: Path, answer: str, state: str) -> None:
    """The same."""
    async with mail_server() as server, stack(books, mail=server.mail) as operator:
        await operator.put()
        server.recipients.append(answer)
        await order(operator)
        await until(lambda: server.tries == 1)
        await comes_to(books, state)


async def test_pauses_grow_and_end(books: Path) -> None:
    """1 s, 2, 4; after twelve tries it is given up."""
    async with stack(books, mail=Mail("127.0.0.1", 1, SENDER)) as operator:
        await operator.put()
        await order(operator)
        due = NOW
        for pause in (1, 2, 4):
            due += pause
            await comes_to(books, "building", due=due)
            operator.clock.now = due
        change(books, f"UPDATE documents SET tries = 12, due = {NOW}")
        await comes_to(books, "failed")


# Who else could read it


@pytest.fixture
def localhost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Its certificate, trusted in this test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    return certificate(tmp_path / "certificate.pem")


def admits(_: object, __: object, ___: object, ____: str, login: LoginPassword) -> AuthResult:
    """Us alone."""
    return AuthResult(success=login == LoginPassword(b"us", b"p@ss"))


async def test_tls_is_used_where_it_is_offered(books: Path, localhost: ssl.SSLContext) -> None:
    """Our name and password are told only then."""
    async with mail_server(
        tls_context=localhost, require_starttls=True, authenticator=admits, auth_required=True
    ) as server:
        mail = replace(server.mail, user="us", password="p@ss")
        async with stack(books, mail=mail) as operator:
            await operator.put()
            await order(operator)
            await comes_to(books, "sent")
    assert len(server.letters) == 1


async def test_tls_from_the_start(books: Path, localhost: ssl.SSLContext) -> None:
    """smtps"""
    async with mail_server(localhost) as server, stack(books, mail=replace(server.mail, tls=True)) as operator:
        await operator.put()
        await order(operator)
        await comes_to(books, "sent")


async def test_a_server_that_nobody_vouches_for_gets_nothing(
    books: Path, localhost: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document waits."""
    monkeypatch.delenv("SSL_CERT_FILE")
    async with mail_server(tls_context=localhost) as server, stack(books, mail=server.mail) as operator:
        await operator.put()
        await order(operator)
        await comes_to(books, "building", due=NOW + 1)
        assert server.letters == []
