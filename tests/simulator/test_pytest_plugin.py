"""The fixture `smsc`, as other projects use it: pytest runs what docs/simulator.md shows, in a folder of its own."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from simulator.testing.in_thread import SmscInThread
from tests.simulator.esme import Esme

PAGE = Path(__file__).parents[2] / "docs" / "simulator.md"

NOTHING = """
import sys


def test_nothing_of_ours_is_loaded_before_a_test_asks():
    assert not {"aiohttp", "msgspec", "simulator.smsc", "smpp", "prometheus_client"} & {*sys.modules}
"""


async def run_pytest(folder: Path) -> tuple[int, str]:
    """pytest in that folder, with no plugin but ours, by its entry point: its status and what it says."""
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    arguments = ("-m", "pytest", "-q", "-W", "error", "-p", "pomoshnik", str(folder))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=alone, stdout=PIPE, stderr=STDOUT
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


def examples() -> str:
    """The Python of the page that tests."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return "\n\n".join(block for block in blocks if "def test_" in block)


async def test_what_the_page_shows_passes(tmp_path: Path) -> None:
    """Its examples, word for word, with warnings as errors."""
    (tmp_path / "test_page.py").write_text(examples(), "utf-8")
    status, said = await run_pytest(tmp_path)
    assert (status, re.findall(r"\d+ passed|\d+ failed", said)) == (0, [f"{examples().count('def test_')} passed"]), (
        said
    )


async def test_it_disturbs_nobody(tmp_path: Path) -> None:
    """A suite that does not use it loads nothing but the plugin itself."""
    (tmp_path / "test_other.py").write_text(NOTHING, "utf-8")
    status, said = await run_pytest(tmp_path)
    assert status == 0, said


async def test_a_test_may_have_a_loop_of_its_own(smsc: SmscInThread) -> None:
    """What would block goes to another thread."""
    esme = await Esme.bound(smsc.port)
    phone = smsc.phone("79160000001")
    await asyncio.to_thread(phone.send, "111", "баланс")
    assert (await esme.message()).short_message.decode("utf-16-be") == "баланс"
    assert (await asyncio.to_thread(smsc.link)).system_id == "esme"
    esme.abort()


def test_waiting_has_an_end(smsc: SmscInThread) -> None:
    """TimeoutError, for a message and for a link that do not come."""
    with pytest.raises(TimeoutError):
        smsc.phone("79160000001").wait_for("nothing", timeout=0.01)
    with pytest.raises(TimeoutError):
        smsc.link(timeout=0.01)


def test_what_the_smsc_raises_is_raised_in_the_test(smsc: SmscInThread) -> None:
    """A fault that is none; a phone that has no session."""
    with pytest.raises(ValueError, match="unknown field `weather`"):
        smsc.faults(weather={})
    with pytest.raises(Exception, match="no session"):
        smsc.phone("79160000001").hang_up()
