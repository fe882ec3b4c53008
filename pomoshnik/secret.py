"""The one secret, and what is derived from it: tokens between the parts, keys that seal."""

import base64
import hashlib
import hmac
import ipaddress
import sys

from pomoshnik.settings import BadSetting

DEVELOPMENT = "development secret, known to everybody"


class Secret:
    """Everything derived has a purpose of its own, so that one leaked token opens one door."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    @classmethod
    def given_or_development(cls, secret: str, host: str) -> "Secret":
        """The secret that was set; without one, and only while ``host`` is loopback, one that everybody knows."""
        if secret:
            return cls(secret)
        if not _is_loopback(host):
            raise BadSetting(
                f"--secret is missing (or POMOSHNIK_SECRET): needed to listen on {host}, beyond this machine"
            )
        print(
            "pomoshnik: no POMOSHNIK_SECRET: a development secret serves, good for this machine only", file=sys.stderr
        )
        return cls(DEVELOPMENT)

    def token(self, role: str) -> str:
        """Bearer token of a role at the operator's door, or at the gateway's."""
        return self._derived(f"token:{role}").hex()

    def key(self, purpose: str) -> bytes:
        """A Fernet key."""
        return base64.urlsafe_b64encode(self._derived(f"key:{purpose}"))

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, purpose.encode(), hashlib.sha256)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
