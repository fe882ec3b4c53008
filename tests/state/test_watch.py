"""Which gateways a watcher holds for dead."""

from state.watch import Watch


def test_a_lease_that_stands_still_for_five_seconds_is_stale() -> None:
    """Not a moment earlier."""
    watch = Watch()
    seen = [watch.stale({"alpha": ("1", "7")}, now) for now in (10.0, 12.0, 14.0, 14.9, 15.0)]
    assert seen == [[], [], [], [], ["alpha"]]


def test_a_lease_that_moves_is_alive() -> None:
    """A raised counter or epoch starts the five seconds anew."""
    watch = Watch()
    leases = [("1", "7"), ("1", "7"), ("1", "8"), ("1", "8"), ("2", "8"), ("2", "8"), ("2", "8")]
    assert not any(watch.stale({"alpha": lease}, 2.0 * i) for i, lease in enumerate(leases))


def test_the_longest_still_comes_first() -> None:
    """Its queue has waited longest."""
    watch = Watch()
    watch.stale({"beta": ("2", "1")}, 0.0)
    for now in (2.0, 4.0, 6.0):
        watch.stale({"alpha": ("1", "1"), "beta": ("2", "1")}, now)
    assert watch.stale({"alpha": ("1", "1"), "beta": ("2", "1")}, 8.0) == ["beta", "alpha"]


def test_nobody_is_blamed_for_a_time_when_redis_was_away() -> None:
    """A gateway could not raise its counter either."""
    watch = Watch()
    assert [watch.stale({"alpha": ("1", "7")}, now) for now in (0.0, 3.0, 30.0, 33.0)] == [[], [], [], []]
    assert [watch.stale({"alpha": ("1", "7")}, now) for now in (34.0, 35.0)] == [[], ["alpha"]]


def test_a_name_that_left_is_forgotten() -> None:
    """Should it come back with the same lease, its time starts anew."""
    watch = Watch()
    for leases, now in [({"alpha": ("1", "7")}, 0.0), ({}, 2.0), ({"alpha": ("1", "7")}, 4.0)]:
        watch.stale(leases, now)
    assert watch.stale({"alpha": ("1", "7")}, 6.0) == []


def test_a_lease_that_was_given_up_is_stale_at_once() -> None:
    """Nobody will move it."""
    assert Watch().stale({"alpha": ("1", ""), "beta": ("2", "1")}, 10.0) == ["alpha"]
