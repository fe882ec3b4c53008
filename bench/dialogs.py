"""How long turns take in the dialogs alone: ``python -m bench.dialogs``. Microseconds, the best of several runs.

Each text is understood anew: what is remembered of texts that many write is forgotten before each call.
"""

from collections.abc import Callable, Iterable
from statistics import median, quantiles
from timeit import repeat

import msgspec

from dialogs.effects import Ask
from dialogs.engine import step
from dialogs.events import Answered, Text
from dialogs.session import Session
from dialogs.understanding import remembered, understand
from dialogs.world import World
from operator_api.catalogue import load_catalogue
from operator_api.contract import Account, Kopecks, Number, Profile

AT = 1_349_000_000.0
WORLD = World(load_catalogue(), Profile(), Number("79160000001"))

PHRASES = """11|*100#|2122|25 Zima2026zima|баланс|меню|услуги|1|сколько денег на счету|скока денег на щету
подключи гудок|отключите пожалуйста мобильный интернет|хочу поменять тариф на смарт мини|забыла пароль от кабинета
zapret kontenta|podkluchi gudok|,fkfyc|в каком году умер пушкин|здравствуйте подскажите пожалуйста как мне узнать
сволочи верните деньги за подписки которые я не заказывал и отключите все что подключено""".replace("\n", "|").split(
    "|"
)


def main() -> None:
    """Print the figures."""
    times = [timed(lambda text=text: understand(text, WORLD.lexicon)) for text in PHRASES]  # type: ignore[misc]
    cuts = quantiles(times, n=100)
    print(
        f"understanding {len(PHRASES)} phrases: median {median(times):.1f}, p99 {cuts[98]:.1f}, most {max(times):.1f}"
    )
    for name, turn, session in turns():
        size = len(msgspec.json.encode(session))
        print(f"{name}: {timed(turn):.1f}; the session before it takes {size} octets")


def turns() -> Iterable[tuple[str, Callable[[], object], Session]]:
    """A turn of each common kind, and the session that it starts from."""
    menu, _ = step(Session(), Text(at=AT, text="меню"), WORLD)
    asked, (ask,) = step(Session(), Text(at=AT, text="баланс"), WORLD)
    listed, _ = step(Session(), Text(at=AT, text="все услуги"), WORLD)
    assert isinstance(ask, Ask)
    answer = Answered(at=AT, ask=ask, result=Account(Kopecks(152_30), "super", ()))
    yield "the menu", lambda: step(Session(), Text(at=AT, text="меню"), WORLD), Session()
    yield "a digit on it", lambda: step(menu, Text(at=AT, text="2"), WORLD), menu
    yield "a question to the operator", lambda: step(Session(), Text(at=AT, text="баланс"), WORLD), Session()
    yield "its answer", lambda: step(asked, answer, WORLD), asked
    yield "a page of services", lambda: step(listed, Text(at=AT, text="9"), WORLD), listed
    yield "a text not understood", lambda: step(Session(), Text(at=AT, text="когда умер пушкин"), WORLD), Session()


def timed(call: Callable[[], object], number: int = 500) -> float:
    """Microseconds that the call takes."""

    def anew() -> None:
        remembered.cache_clear()
        call()

    return min(repeat(anew, number=number, repeat=5)) / number * 1e6


if __name__ == "__main__":
    main()
