"""The process that makes documents, and how it is spoken to."""

from datetime import date
from io import BytesIO

import msgspec

from operator_api.contract import Number
from operator_api.details import Detail, render
from operator_api.press import LENGTH, Press, Wish, answer

DAY = date(2012, 9, 1)
WISH = Wish(Detail(Number("79160000001"), "Анна", "Супер", DAY, DAY, "Europe/Moscow", 0.0, (), {}), "csv")


def test_each_line_gets_a_document() -> None:
    """Its length, then itself."""
    sink, document = BytesIO(), render(WISH.detail, "csv")
    answer(2 * [msgspec.json.encode(WISH)], sink)
    assert sink.getvalue() == 2 * (len(document).to_bytes(LENGTH) + document)


async def test_a_process_makes_one_after_the_other() -> None:
    """And the next process goes on."""
    press, document = Press(), render(WISH.detail, "csv")
    made = [await press.make(WISH), await press.make(WISH)]
    await press.rest()
    made.append(await press.make(WISH))
    await press.rest()
    assert made == 3 * [document]
