"""The fuzzer: libFuzzer, guided by which of our code an input reaches. Its own options are the arguments."""

import sys
from hashlib import sha1
from pathlib import Path
from random import Random

import atheris

OURS = ("smpp", "simulator", "gateway.connection", "gateway.mailroom", "gateway.outlet", "gateway.sms", "gateway.smsc")

with atheris.instrument_imports(include=[*OURS]):
    from tests.hardening.mutation import mutate
    from tests.hardening.targets import run


def change(data: bytes, most: int, seed: int) -> bytes:
    """In our way, or one of libFuzzer's."""
    chance = Random(seed)
    return mutate(data, chance, most) if chance.random() < 0.8 else bytes(atheris.Mutate(data, most))


def play(data: bytes) -> None:
    """What it raises is a finding; libFuzzer does not always come to keep it."""
    try:
        run(data)
    except BaseException:
        Path(f"build/fuzz/found-{sha1(data, usedforsecurity=False).hexdigest()}").write_bytes(data)
        raise


if __name__ == "__main__":
    again = f"{sys.executable} -m {__spec__.name}"  # how libFuzzer runs itself, to merge
    atheris.Setup([again, *sys.argv[1:]], play, custom_mutator=change)
    atheris.Fuzz()
