"""Cutting the stream into PDUs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smpp.codec import encode
from smpp.errors import RemoteError
from smpp.frames import MAX_PDU, Framer
from smpp.pdus import EnquireLink, Pdu
from smpp.statuses import Status
from tests.smpp.strategies import pdus


@given(st.lists(pdus, max_size=5), st.lists(st.integers(1, 50), min_size=1))
def test_finds_pdus_however_they_are_cut(written: list[Pdu], cuts: list[int]) -> None:
    """PDUs come out whole and in order, wherever the network cut them."""
    stream = b"".join(map(encode, written))
    framer = Framer()
    found: list[bytes] = []
    while stream:
        for cut in cuts:
            found += framer.feed(stream[:cut])
            stream = stream[cut:]
    assert found == [encode(pdu) for pdu in written]


@pytest.mark.parametrize("length", [0, 15, MAX_PDU + 1, 0xFFFFFFFF])
def test_refuses_a_length_that_no_pdu_has(length: int) -> None:
    """As soon as the length is there, and after the PDUs before it."""
    whole = encode(EnquireLink(sequence=1))
    frames = Framer().feed(whole + length.to_bytes(4, "big"))
    assert next(frames) == whole
    with pytest.raises(RemoteError) as caught:
        next(frames)
    assert caught.value.status == Status.RINVCMDLEN


def test_waits_for_the_longest_pdu() -> None:
    """A PDU of the greatest length is taken."""
    longest = MAX_PDU.to_bytes(4, "big") + bytes(MAX_PDU - 4)
    framer = Framer()
    assert list(framer.feed(longest[:-1])) == []
    assert list(framer.feed(longest[-1:])) == [longest]
