"""What is found in the trace: of one number, of a time, of several gateways and folders."""

from pathlib import Path

from gateway.retrace import BLOCK, Found, files_of, lines_of
from tests.gateway.message_centre import ANNA, BORIS
from tests.gateway.tracing import FOR_EVER, NOON, VAULT, lines, trace_in, turn, whats

HOUR = 3600.0


async def write(folder: Path, gateway: str, *happened: tuple[float, str]) -> None:
    """A gateway traced these turns of Anna, and one of Boris after each."""
    last, _ = happened[-1]
    trace = trace_in(folder, lambda: last, gateway)
    for at, what in happened:
        for line in (turn(what), turn("his", BORIS)):
            line.at += at - last
            trace.note(line)
    async with trace.kept():
        pass


def of_anna(*folders: Path) -> list[Found]:
    """All of hers."""
    return lines_of(files_of(folders, 0, FOR_EVER), VAULT.of_number(ANNA), 0, FOR_EVER)


async def test_the_lines_of_several_gateways_come_in_the_order_of_time(tmp_path: Path) -> None:
    """In one folder or in several; each with the gateway's name, whatever that is."""
    await write(tmp_path, "alpha", (NOON, "first"), (NOON + 2, "third"))
    await write(tmp_path, "b.eta/гамма", (NOON + 1, "second"))
    await write(tmp_path / "other", "delta", (NOON + 3, "fourth"))
    found = of_anna(tmp_path, tmp_path / "other", tmp_path / "none")
    assert [(line.what, gateway) for line, gateway in found] == [  # type: ignore[union-attr]
        ("first", "alpha"),
        ("second", "b.eta/гамма"),
        ("third", "alpha"),
        ("fourth", "delta"),
    ]


async def test_only_files_of_the_time_are_read(tmp_path: Path) -> None:
    """And the one after it: a line is written a moment after it happened."""
    for hours in range(4):
        await write(tmp_path, "alpha", (NOON + hours * HOUR + 30, f"hour {hours}"))
    names = [file.name[11:13] for file in sorted(files_of([tmp_path], NOON + HOUR, NOON + HOUR + 60))]
    assert names == ["13", "14"]
    assert whats(lines(tmp_path, since=NOON + HOUR, until=NOON + HOUR + 60)) == ["hour 1"]
    assert whats(lines(tmp_path, since=NOON + 60, until=NOON + 2 * HOUR + 60)) == ["hour 1", "hour 2"]


async def test_a_file_is_read_in_blocks_of_whole_lines(tmp_path: Path) -> None:
    """Whatever stands where one ends."""
    await write(tmp_path, "alpha", (NOON, "hers"))
    [file] = files_of([tmp_path], NOON, NOON)
    times = 2 * BLOCK // file.stat().st_size + 1
    file.write_bytes(file.read_bytes() * times)
    assert whats(lines(tmp_path)) == ["hers"] * times


async def test_lines_of_other_releases(tmp_path: Path) -> None:
    """With fields that we do not know, or without those that came later, or of a kind that we do not know."""
    digest = VAULT.of_number(ANNA)
    (tmp_path / "2026-11-27T12.alpha.trace").write_text(
        f'["turned","{digest}","smsc",1,{NOON},12,"old"]\n'
        f'["turned","{digest}","smsc",1,{NOON},12,"new",["a","b",""],["a","b",""],[],"more"]\n'
        f'["danced","{digest}","smsc",1,{NOON},12]\n'
        "no line at all\n"
    )
    assert whats(lines(tmp_path)) == ["old", "new"]
