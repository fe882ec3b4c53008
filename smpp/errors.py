"""What can go wrong, told by whose fault it was.

SmppError
├── RemoteError       theirs: bytes that are no PDU, or one we cannot take
└── LocalError        ours: a value that does not fit its field, no such response ...
    ├── IllegalState  this PDU may not be sent now
    └── WindowFull    too many requests wait for their responses
"""


class SmppError(Exception):
    """The root of this package's errors."""


class RemoteError(SmppError):
    """The peer sent what cannot be accepted.

    `status` is the command_status to answer with; `sequence` and `command_id` are those of the PDU, 0 where
    its header could not be read.
    """

    def __init__(self, status: int, reason: str, *, sequence: int = 0, command_id: int = 0) -> None:
        super().__init__(reason)
        self.status = status
        self.sequence = sequence
        self.command_id = command_id


class LocalError(SmppError):
    """We were asked to do what SMPP does not allow; nothing was written."""


class IllegalState(LocalError):
    """This PDU may not be sent by this side in this state."""


class WindowFull(LocalError):
    """As many requests as the window holds wait for their responses."""
