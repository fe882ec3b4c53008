"""The stacks that CI has, as docs/interop.md says."""

from pathlib import Path

import pytest

from tests.interop import esme
from tests.interop.cells import Stack
from tests.interop.page import ESMES, written
from tests.interop.stacks import IN_CI


@pytest.mark.parametrize("stack", IN_CI, ids=lambda stack: stack.name)
async def test_an_esme_that_is_not_ours(stack: Stack, tmp_path: Path) -> None:
    """On the simulator; its column of the page is what comes of it, but for its version."""
    column = await esme.column(stack, tmp_path)
    assert column.cells == written(ESMES)[stack.name].cells
