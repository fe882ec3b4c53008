"""The simulation is able to fail: it catches gateways that are wrong in one place."""

import pytest

from gateway.gateway import Gateway
from tests.simulation import mutants
from tests.simulation.entries import Violation
from tests.simulation.machine import MakeGateway
from tests.simulation.world import Change, World, shipped

pytestmark = pytest.mark.no_cover

TRIED = range(200)
"""Seeds, until one catches it."""


@pytest.mark.parametrize(
    ("change", "gateway"),
    [
        pytest.param(mutants.SKIPS_THE_EPOCH, Gateway, id="skips the epoch"),
        pytest.param(mutants.SKIPS_THE_VERSION, Gateway, id="skips the version"),
        pytest.param(shipped, mutants.acknowledges_before_the_commit, id="acknowledges before the commit"),
        pytest.param(shipped, mutants.forgets_redelivery, id="forgets redelivery"),
        pytest.param(shipped, mutants.forgets_the_deadline, id="forgets the deadline"),
        pytest.param(shipped, mutants.believes_in_every_page, id="believes in every page"),
        pytest.param(shipped, mutants.replies_in_an_older_session, id="replies in an older session"),
        pytest.param(mutants.DELETES_AN_ASK_ON_CONFLICT, Gateway, id="deletes an Ask on conflict"),
    ],
)
def test_a_mutant_is_caught(change: Change, gateway: MakeGateway) -> None:
    """Within some seeds, all of which the shipped gateway passes."""
    with pytest.raises(Violation):
        _run(change, gateway)


def _run(change: Change, gateway: MakeGateway) -> None:
    for seed in TRIED:
        World(seed, change, gateway).run()
