"""Who asks."""

from operator_api.contract import Role, Value


class Caller(Value, frozen=True):
    """Who asks: in which role, under which name in the audit, from where, and (on the web) in which session.

    ``session`` is the digest of its token.
    """

    role: Role
    name: str
    origin: str = ""
    session: bytes = b""

    @property
    def assisted(self) -> bool:
        """A consultant does it for the person, which costs."""
        return self.role == "support"
