"""Which PDUs watchers are shown when more pass than people can follow."""

BUDGET = 60
"""PDUs a second that are shown; as many may come at once after a quiet second."""


class Sample:
    """Takes what the budget allows, and counts."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._room = float(budget)
        self._at = 0.0
        self._passed = self._shown = 0

    def takes(self, at: float) -> bool:
        """Whether the PDU that passes at this time, in seconds, is shown."""
        self._passed += 1
        self._room = min(self._room + max(at - self._at, 0.0) * self._budget, self._budget)
        self._at = at
        if self._room < 1:
            return False
        self._room -= 1
        self._shown += 1
        return True

    def told(self) -> tuple[int, int]:
        """How many have passed and were shown since the last call."""
        counts = self._passed, self._shown
        self._passed = self._shown = 0
        return counts
