"""What goes wrong in the simulated network, as data: for the page's sliders, the API, files and named profiles."""

from typing import Annotated

import msgspec

from simulator.receipts import Receipts


class Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The faults of an SMSC; none by default. The same seed and the same traffic give the same faults."""

    seed: Annotated[int, msgspec.Meta(ge=0, description="another seed, other accidents")] = 1
    receipts: Receipts = Receipts()


NO_FAULTS = Faults()
