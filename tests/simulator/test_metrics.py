"""GET /metrics, as Prometheus reads it."""

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from simulator.program import Running
from smpp.pdus import EnquireLink, SubmitSm
from tests.simulator.centre import PHONE, SERVICE, message
from tests.simulator.esme import Esme


async def samples(api: aiohttp.ClientSession) -> dict[str, float]:
    """Each with its labels."""
    async with api.get("/metrics") as response:
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        families = text_string_to_metric_families(await response.text())
        found = [sample for family in families for sample in family.samples]
    return {
        " ".join([one.name.removeprefix("pomoshnik_smsc_"), *sorted(one.labels.values())]): one.value for one in found
    }


async def test_what_went_on_is_counted(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Links, messages by their ends, receipts, refusals, what waits."""
    esme = await Esme.bound(simulator.smpp_port)
    await esme.request(message(registered_delivery=1))
    await esme.request(SubmitSm(source_addr=SERVICE))
    async with api.put("/api/phones/79160000002", json={"reachable": False}) as response:
        assert (response.status, (await response.json())["reachable"]) == (200, False)
    await esme.request(message(destination_addr="79160000002"))
    simulator.smsc.send_sms(PHONE, SERVICE, "hi")
    await esme.message()
    await esme.message()
    await esme.request(EnquireLink())
    esme.abort()
    await esme.lost
    await Esme.bound(simulator.smpp_port)
    assert await samples(api) == {
        "links TRX esme": 1,
        "waiting phone": 1,
        "waiting esme": 0,
        "phones": 2,
        "messages_total delivered": 1,
        "receipts_total delivered": 1,
        "refused_total 0x0B submit_sm": 1,
        "pdus_total submitted": 3,
        "pdus_total delivered": 2,
        "pdus_total refused": 0,
        "pdus_total unanswered": 0,
        "pdus_total rejected": 0,
        "dropped_total": 0,
    }


async def test_a_phone_is_switched_by_the_api(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Off and on; a body that is none is told."""
    for reachable in (False, True):
        async with api.put(f"/api/phones/{PHONE}", json={"reachable": reachable}) as response:
            assert (await response.json())["reachable"] is reachable
        assert simulator.smsc.phones.screen(PHONE).reachable is reachable
    async with api.put(f"/api/phones/{PHONE}", json={"reachable": "maybe"}) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (400, "bad_body")
