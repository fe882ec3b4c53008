"""The fuzzer: libFuzzer, guided by which of our code an input reaches. Its own options are the arguments."""

import sys
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


if __name__ == "__main__":
    again = f"{sys.executable} -m {__spec__.name}"  # how libFuzzer runs itself, to merge
    atheris.Setup([again, *sys.argv[1:]], run, custom_mutator=change)
    atheris.Fuzz()
