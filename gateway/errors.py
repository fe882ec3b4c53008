"""What can go wrong in the gateway's own doing.

GatewayError
    BadSetting      a setting cannot be used; says which and why
    NotTaken        what was posted is not taken; says why, and whether it may come again (gateway.outgoing)
    Unreadable      what Redis keeps cannot be read (gateway.records)
    Newer           it was written by a newer release, in a schema that is not ours (gateway.records)
"""


class GatewayError(Exception):
    """Root of the gateway's errors."""


class BadSetting(GatewayError):
    """A setting cannot be used; the message names it."""
