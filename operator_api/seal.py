"""Secrets that have to lie in the database for a while lie there sealed."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet


class Seal:
    """Seals and fingerprints with keys drawn from one secret of any length."""

    def __init__(self, secret: bytes) -> None:
        self._fernet = Fernet(urlsafe_b64encode(_draw(secret, b"seal")))
        self._fingerprint_key = _draw(secret, b"fingerprint")

    def close(self, secret: bytes) -> bytes:
        """Encrypt; what comes out may be stored."""
        return self._fernet.encrypt(secret)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt. Raises `cryptography.fernet.InvalidToken` for what was sealed under another secret."""
        return self._fernet.decrypt(sealed)

    def fingerprint(self, data: bytes) -> bytes:
        """32 bytes that tell equal data from different, and nothing else to who lacks the secret."""
        return hmac.digest(self._fingerprint_key, data, "sha256")


def _draw(secret: bytes, purpose: bytes) -> bytes:
    return hmac.digest(secret, b"pomoshnik operator " + purpose, hashlib.sha256)
