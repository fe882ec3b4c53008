"""An SMSC written with smpplib's codec, foreign to ours, serves our gateway."""

import asyncio
from contextlib import closing

from gateway.address import parse
from state.connection import in_memory
from state.store import Store
from tests.gateway.serving import Operator, serving
from tests.gateway.smpplib_smsc import SmpplibSmsc


async def test_a_conversation_through_a_foreign_smsc() -> None:
    """In Cyrillic, with messages of several parts both ways."""
    with closing(SmpplibSmsc()) as smsc:
        address = parse(f"smpp://esme:secret@127.0.0.1:{smsc.port}")
        async with serving(Store(in_memory(), "alpha"), address, operator=Operator()):
            texts = ["баланс", "тарифы", "0", "2122", "Да", "мои услуги" + " " * 150, "спасибо 📱"]
            told = await asyncio.to_thread(smsc.converse, texts)
    assert told[0] == "Баланс: 100,00 руб. Тариф: Супер."
    assert told[1].startswith("1 Супер\n2 Энерджи\n")
    assert len(told[1]) > 70
    assert told[3] == 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
    assert told[4].startswith('Услуга "Гудок" подключена.')
    assert "Гудок" in told[5]
    assert len(told) == len(texts)
