"""Forms: each carries a token that only our pages can hold, and a key under which it acts once.

The token is a keyed digest of a secret of the browser's cookie: that of the session, or of a visitor who has none yet.
So a page of an earlier session is refused after a new sign-in. The key is random; sent twice with the same content it
makes the same idempotency key.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from pages.errors import ForgedForm, PageError
from pages.front import is_from_our_page

LONGEST_FORM = 16_384
"""Bytes; give it to the application as ``client_max_size``."""

MOST_FIELDS = 50
LONGEST_FIELD = 4_096
"""Characters."""

FORM_TYPE = "application/x-www-form-urlencoded"
TOKEN, ONCE = "token", "once"
"""Hidden fields of every form."""

_ONCE = re.compile(r"[A-Za-z0-9_-]{22}")


class Form(NamedTuple):
    """A form that came from a page of ours. ``once``: the key that its page was made with."""

    fields: Mapping[str, str]
    once: str

    def text(self, name: str) -> str:
        """What was typed, without blanks around it; '' if nothing."""
        return self.fields.get(name, "").strip()

    def secret(self, name: str) -> str:
        """What was typed, as it is."""
        return self.fields.get(name, "")


class Forms:
    """Makes and checks what forms carry. ``key`` is a secret."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, secret: str) -> str:
        """The token for the pages of the browser that holds that secret."""
        return self._digest(b"token", secret.encode())

    async def read(self, request: web.Request, secret: str) -> Form:
        """The form that was sent. Raises `ForgedForm`, or `PageError` for one that cannot be read."""
        if not is_from_our_page(request):
            raise ForgedForm
        fields = await _fields(request)
        expected = self.token(secret)
        if not secret or not hmac.compare_digest(expected.encode(), fields.get(TOKEN, "").encode()):
            raise ForgedForm
        once = fields.get(ONCE, "")
        return Form(fields, once if _ONCE.fullmatch(once) else new_secret())

    def act_key(self, once: str, content: bytes) -> str:
        """The idempotency key of what a form asks for: that content, once for the page it was sent from."""
        return self._digest(b"act", once.encode(), content)

    def _digest(self, *parts: bytes) -> str:
        return hmac.digest(self._key, b"\0".join(parts), hashlib.sha256).hex()


def new_secret() -> str:
    """128 random bits, as text."""
    return secrets.token_urlsafe(16)


async def _fields(request: web.Request) -> dict[str, str]:
    """The first value of each field. Raises `PageError`; aiohttp's 413 for one that is too long."""
    if request.content_type != FORM_TYPE:
        raise PageError(415, "bad_form")
    try:
        text = (await request.read()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise PageError(400, "bad_form") from None
    if any(len(value) > LONGEST_FIELD for _, value in pairs):
        raise PageError(413, "too_long")
    return dict(reversed(pairs))
