"""Things for later, in order."""

from simulator.mt.agenda import Agenda


def test_things_come_in_the_order_of_their_times_then_ranks() -> None:
    """Those of one time and rank as they were put; what is not due stays."""
    agenda: Agenda[str] = Agenda()
    for at, thing, rank in [(2.0, "later", 0), (1.0, "b", 0), (1.0, "c", 0), (1.0, "a", -1), (9.0, "last", 0)]:
        agenda.put(at, thing, rank)
    assert (agenda.due(2.0), agenda.due(2.0), agenda.deadline()) == (["a", "b", "c", "later"], [], 9.0)


def test_things_can_be_forgotten() -> None:
    """Those that nobody wants any more."""
    agenda: Agenda[int] = Agenda()
    for number in (5, 4, 3, 2, 1):
        agenda.put(number, number)
    agenda.keep(lambda number: number % 2 == 1)
    assert (len(agenda), agenda.due(10.0), agenda.deadline()) == (3, [1, 3, 5], None)
