"""Sealed secrets and fingerprints."""

import pytest
from cryptography.fernet import InvalidToken

from operator_api.seal import Seal


def test_opens_what_it_closed() -> None:
    """Even after a restart, with the same secret."""
    assert Seal(b"secret").open(Seal(b"secret").close(b"Kd7mPq2xTr")) == b"Kd7mPq2xTr"


def test_closed_is_unreadable() -> None:
    """Without the secret there is nothing to see."""
    sealed = Seal(b"secret").close(b"Kd7mPq2xTr")
    assert b"Kd7mPq2xTr" not in sealed
    with pytest.raises(InvalidToken):
        Seal(b"another").open(sealed)


def test_fingerprints_tell_data_apart() -> None:
    """The same data the same under one secret, and different under another."""
    seal = Seal(b"secret")
    assert seal.fingerprint(b"25 Zima77ok") == seal.fingerprint(b"25 Zima77ok")
    assert seal.fingerprint(b"25 Zima77ok") != seal.fingerprint(b"25 Zima78ok")
    assert seal.fingerprint(b"25 Zima77ok") != Seal(b"another").fingerprint(b"25 Zima77ok")
