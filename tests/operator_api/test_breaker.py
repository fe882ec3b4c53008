"""The circuit breaker, in seconds of a clock that the tests make up."""

from operator_api.breaker import Breaker, Rule

RULE = Rule(failures=3, first=1.0, longest=4.0, patience=20.0)


def broken(at: float) -> Breaker:
    """Open since then."""
    breaker = Breaker(RULE)
    for _ in range(3):
        breaker.failed(at)
    return breaker


def test_it_opens_after_so_many_failures_in_a_row() -> None:
    """A success among them begins the count anew."""
    breaker = Breaker(RULE)
    for failed in [True, True, False, True, True]:
        assert breaker.pause(100) == 0
        if failed:
            breaker.failed(100)
        else:
            breaker.succeeded()
    breaker.failed(100)
    assert breaker.pause(100.25) == 0.75


def test_after_the_pause_one_may_try_and_the_others_wait_for_it() -> None:
    """Its success lets all through."""
    breaker = broken(at=100)
    assert [breaker.pause(now) for now in (101, 101, 105)] == [0, 1, 1]
    breaker.succeeded()
    assert [breaker.pause(105), breaker.pause(105)] == [0, 0]


def test_each_try_that_fails_doubles_the_pause_up_to_the_longest() -> None:
    """A success makes it short again."""
    breaker, now, pauses = broken(at=100), 100.0, []
    for _ in range(4):
        pauses.append(breaker.pause(now))
        now += pauses[-1]
        assert breaker.pause(now) == 0
        breaker.failed(now)
    assert pauses == [1, 2, 4, 4]
    breaker.succeeded()
    for _ in range(3):
        breaker.failed(now)
    assert breaker.pause(now) == 1


def test_calls_that_were_under_way_when_it_opened_change_nothing_when_they_fail() -> None:
    """Two hundred of them are no reason for a longer pause."""
    breaker = broken(at=100)
    for _ in range(200):
        breaker.failed(100.5)
    assert breaker.pause(100.5) == 0.5


def test_a_try_that_nobody_hears_of_is_over_some_day() -> None:
    """Who called may have been cancelled."""
    breaker = broken(at=100)
    assert [breaker.pause(now) for now in (101, 120.75, 121)] == [0, 0.25, 0]


def test_a_server_that_asks_to_be_left_alone_is() -> None:
    """After its first answer of that kind, for as long as it wants; then one tries."""
    breaker = Breaker(RULE)
    breaker.failed(100, wish=30)
    assert [breaker.pause(now) for now in (100, 130, 130)] == [30, 0, 1]
