"""What the gateway has counted so far."""

from gateway.metrics import REGISTRY


def counted(name: str, **labels: str) -> float:
    """The value of a counter; those of one process are never set back."""
    return REGISTRY.get_sample_value(name, labels) or 0.0
