"""All that inputs are played against, by the first octet."""

from collections.abc import Callable

from tests.hardening import centre, codecs, gateway, sessions
from tests.hardening.inputs import Play, play_of
from tests.hardening.loops import on_a_loop

TARGETS: tuple[Callable[[Play], None], ...] = (
    codecs.play,
    sessions.play_esme,
    sessions.play_smsc,
    on_a_loop(centre.play),
    on_a_loop(gateway.play),
)


def run(data: bytes) -> None:
    """Play one input; whatever it raises is a finding."""
    play = play_of(data)
    TARGETS[play.target % len(TARGETS)](play)
