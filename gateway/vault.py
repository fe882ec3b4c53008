"""Seals what may hold a password, wherever it waits (design: security)."""

from cryptography.fernet import Fernet


class Vault:
    """Fernet over text, with a key that never reaches Redis."""

    def __init__(self, key: bytes) -> None:
        """``key``: 32 octets, base64 for URLs, as Fernet wants it."""
        self._fernet = Fernet(key)

    def seal(self, text: str) -> str:
        """The text as nobody else can read it."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def open(self, sealed: str) -> str:
        """The text that was sealed."""
        return self._fernet.decrypt(sealed).decode("utf-8", "surrogatepass")
