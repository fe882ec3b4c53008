"""Seals what may hold a password, wherever it waits (design: security)."""

import hmac
from hashlib import blake2b

from cryptography.fernet import Fernet

SHORT = 6
"""Octets of a short digest."""

NUMBER = 9
"""Octets of a number's digest: enough to tell a hundred million of them apart."""


class Vault:
    """Seals and digests of text, with a key that never reaches Redis."""

    def __init__(self, key: bytes) -> None:
        """``key``: 32 octets, base64 for URLs, as Fernet wants it."""
        self._fernet = Fernet(key)
        self._key = key
        self._keyed = blake2b(key=key, digest_size=SHORT).copy
        self._numbers = blake2b(key=key, digest_size=NUMBER, person=b"number").copy

    def seal(self, text: str) -> str:
        """The text as nobody else can read it."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def open(self, sealed: str) -> str:
        """The text that was sealed."""
        return self._fernet.decrypt(sealed).decode("utf-8", "surrogatepass")

    def digest(self, text: str) -> str:
        """What is the same for the same text, and tells nothing of it to who has not the key."""
        return hmac.digest(self._key, b"digest:" + text.encode(), "sha256").hex()

    def short_digest(self, data: bytes) -> bytes:
        """The same of octets, in few octets and little time."""
        digest = self._keyed()
        digest.update(data)
        return digest.digest()

    def of_number(self, number: str) -> str:
        """Such a digest of a number, for files that everybody may read."""
        digest = self._numbers()
        digest.update(number.encode())
        return digest.hexdigest()
