"""The stacks that CI has, as docs/interop.md says."""

from pathlib import Path

import pytest

from tests.interop import esme, smsc
from tests.interop.cells import Stack
from tests.interop.page import ESMES, SMSCS, written
from tests.interop.stacks import ESMES_IN_CI, SMSCS_IN_CI


@pytest.mark.parametrize("stack", ESMES_IN_CI, ids=lambda stack: stack.name)
async def test_an_esme_that_is_not_ours(stack: Stack, tmp_path: Path) -> None:
    """On the simulator; its column of the page is what comes of it, but for its version."""
    column = await esme.column(stack, tmp_path)
    assert column.cells == written(ESMES)[stack.name].cells


@pytest.mark.parametrize("stack", SMSCS_IN_CI, ids=lambda stack: stack.name)
async def test_an_smsc_that_is_not_ours(stack: Stack, tmp_path: Path) -> None:
    """For the gateway; its column of the page is what comes of it, but for its version."""
    column = await smsc.column(stack, tmp_path)
    assert column.cells == written(SMSCS)[stack.name].cells
