"""Inputs that were found before, and new ones; `make fuzz` looks for more."""

from random import Random

import pytest

from smpp.codec import encode
from smpp.pdus import EnquireLink, Unbind
from tests.hardening.inputs import CHOICES, CORPUS, Play, frames_of, known, play_of, seeds
from tests.hardening.mutation import MOST_OCTETS, mutate
from tests.hardening.targets import TARGETS, run

INPUTS = (300, 200, 200, 100, 100)
"""So many new ones for each target."""


def test_all_that_was_found_before_does_no_harm() -> None:
    """The corpus: inputs that reach code which no other does."""
    inputs = [path.read_bytes() for path in sorted(CORPUS.iterdir())]
    assert len(inputs) > 100
    for data in inputs:
        run(data)


@pytest.mark.parametrize("target", range(len(TARGETS)))
def test_nothing_new_does_harm(target: int) -> None:
    """The same inputs each time, made of PDUs that make sense."""
    chance, first = Random(target), [*seeds(1)]
    for _ in range(INPUTS[target]):
        run(bytes((target,)) + mutate(mutate(chance.choice(first), chance), chance)[1:])


def test_any_octets_are_a_play() -> None:
    """None, one, and all that there can be."""
    for data in (b"", b"\xff", bytes(CHOICES), b"\xff" * MOST_OCTETS):
        play = play_of(data)
        assert isinstance(play, Play)
        assert b"".join(play.chunks()) == play.stream == data[CHOICES:]


def test_a_stream_is_cut_into_its_pdus() -> None:
    """What is left has no length that makes sense."""
    frames = [encode(EnquireLink(), 1), encode(Unbind(), 2), b"\0\0"]
    assert frames_of(b"".join(frames)) == frames


def test_mutations_are_of_all_kinds() -> None:
    """Of a hundred few are the same; none is longer than it may be."""
    chance, stream = Random(1), bytes(CHOICES) + b"".join(known())
    mutants = {mutate(stream, chance) for _ in range(100)}
    assert len(mutants) > 50
    assert max(map(len, mutants)) <= MOST_OCTETS


def test_a_mutation_is_what_its_seed_makes_it() -> None:
    """So that a run can be repeated."""
    first = next(seeds(1))
    assert mutate(first, Random(7)) == mutate(first, Random(7))
