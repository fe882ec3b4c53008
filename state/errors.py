"""What can go wrong with the store.

StateError
├── Unavailable      Redis cannot serve this now; of a commit, surely nothing was written
│   ├── Unreachable  the command never reached Redis' data: no connection, or it is loading
│   │   └── Moved    it belongs to another node of a Cluster; `state.cluster` never lets it out
│   ├── Denied       Redis does not let us in: the password is missing or wrong
│   ├── Vanished     Redis has lost our lease, and with it perhaps all else; `Store.take` takes it again
│   └── Lost         the command was sent and no answer came; `Store.commit` never lets it out
├── Displaced        another gateway owns this name (or adopted its queue): stop at once
├── Gone             the folder of our private server was removed: there is nothing to keep anything in
└── Rejected         Redis answered with an error of another kind: a bug, or a foreign value under our key
"""


class StateError(Exception):
    """The root of all errors of the store."""


class Unavailable(StateError):
    """Redis is away, full or read-only. Retry later; tell the SMSC that the error is temporary."""


class Unreachable(Unavailable):
    """This attempt was surely not executed."""


class Moved(Unreachable):
    """The slot is served at ``place``, a host and port."""

    def __init__(self, place: tuple[str, int]) -> None:
        super().__init__(f"this is at {place[0]}:{place[1]}")
        self.place = place


class Denied(Unavailable):
    """The password is missing or wrong, until somebody changes it here or there."""


class Vanished(Unavailable):
    """Our lease is gone and nobody else's is in its place: Redis was emptied. Nothing of this was executed."""


class Lost(Unavailable):
    """This attempt may have been executed: the answer got lost."""


class Displaced(StateError):
    """The lease's epoch has moved: whatever we still do would be somebody else's."""


class Gone(StateError):
    """The folder of our private server was removed while we used it, and with it all that was kept."""


class Rejected(StateError):
    """Redis understood us and refuses, saying `code` (WRONGTYPE, ERR, ...). Repeating the same changes nothing."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
