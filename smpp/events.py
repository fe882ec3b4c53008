"""What `Session` tells whoever drives it. `Event` is any of them."""

import msgspec

from smpp.errors import RemoteError
from smpp.pdus import Pdu


class Request(msgspec.Struct, frozen=True, gc=False):
    """The peer asks; answer with `Session.respond(reply(pdu, ...))`."""

    pdu: Pdu


class Notice(msgspec.Struct, frozen=True, gc=False):
    """The peer says something to which no response is due (outbind, alert_notification)."""

    pdu: Pdu


class Response(msgspec.Struct, frozen=True, gc=False):
    """The answer to our request, perhaps a GenericNack; `response.sequence` is what `send` returned."""

    request: Pdu
    response: Pdu


class Unanswered(msgspec.Struct, frozen=True, gc=False):
    """No answer to our request came in time, or the link is gone: whether the peer took it cannot be known."""

    request: Pdu
    sequence: int


class Unexpected(msgspec.Struct, frozen=True, gc=False):
    """A response to nothing that waits for one: too late, twice, or of the wrong kind."""

    pdu: Pdu


class Rejected(msgspec.Struct, frozen=True):
    """What the session refused by itself, and answered where an answer is due."""

    frame: bytes
    error: RemoteError


class Closed(msgspec.Struct, frozen=True):
    """The session is over: write `data_to_send()`, then close the transport."""

    reason: str


Event = Request | Notice | Response | Unanswered | Unexpected | Rejected | Closed
