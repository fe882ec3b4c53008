"""Faults by name, for testers: each a JSON file in the folder `profiles`."""

from importlib.resources import files
from pathlib import Path

import msgspec

from simulator.trouble.faults import Faults

FOLDER = "profiles"
ENDING = ".json"


def profiles() -> dict[str, Faults]:
    """All of them, by name."""
    found = files(__package__).joinpath(FOLDER).iterdir()
    return {
        file.name.removesuffix(ENDING): msgspec.json.decode(file.read_bytes(), type=Faults)
        for file in sorted(found, key=lambda file: file.name)
        if file.name.endswith(ENDING)
    }


def faults_of(text: str) -> Faults:
    """Those of that profile, or in that file. ValueError, in one line, if it is neither, or no faults."""
    if known := profiles().get(text):
        return known
    try:
        return msgspec.json.decode(Path(text).read_bytes(), type=Faults)
    except OSError:
        raise ValueError(f"{text!r} is no file, and no profile: those are {', '.join(profiles())}") from None
    except ValueError as error:
        raise ValueError(f"{text}: {error}") from None
