"""The API: what phones send and show, links, PDUs, events, and errors of one shape."""

import asyncio
import re

import aiohttp
import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from simulator.events import Event, FaultsChanged, LinkChanged, PduSeen, SmsArrived
from simulator.http import create_app, errors_as_json
from simulator.program import Running
from simulator.smsc import Smsc
from simulator.trouble.faults import Faults
from smpp.pdus import SubmitSm
from smpp.ussd import dialect
from tests.simulator.esme import TIMEOUT, Esme, ignore

PHONE = "79160000001"


async def test_a_phone_sends_and_receives(simulator: Running, api: aiohttp.ClientSession) -> None:
    """A message posted arrives at the ESME; its reply stands in the inbox."""
    esme = await Esme.bound(simulator.smpp_port)
    async with api.post(f"/api/phones/{PHONE}/sms", json={"to": "111", "text": "баланс"}) as response:
        assert (response.status, await response.json()) == (202, {"parts": 1})
    message = await esme.message()
    reply = SubmitSm(source_addr="111", destination_addr=message.source_addr, short_message=b"152.30")
    await esme.request(reply)
    async with api.get(f"/api/phones/{PHONE}") as response:
        phone = await response.json()
    at = phone["inbox"][0].pop("at")
    assert at > 0
    assert phone == {
        "number": PHONE,
        "received": 1,
        "inbox": [{"from": "111", "text": "152.30", "parts": 1, "coding": "GSM", "flash": False}],
        "ussd": {"open": False, "text": "", "shown": 0},
        "reachable": True,
    }


async def test_a_phone_dials_answers_and_hangs_up(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Each is accepted with the window as it is then; only while the ESME thinks there is nothing to answer."""
    esme = await Esme.bound(simulator.smpp_port)
    path = f"/api/phones/{PHONE}/ussd"
    waiting = {"open": True, "text": "", "shown": 0}
    async with api.post(path, json={"text": "*111#"}) as response:
        assert (response.status, await response.json()) == (202, waiting)
    async with api.post(path, json={"text": "1"}) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (409, "busy")
    dialled = dialect("").unit(await esme.message())
    assert dialled
    await esme.request(dialect("").reply(dialled.peer, "Menu", ends=False))
    async with api.get(f"/api/phones/{PHONE}") as response:
        assert (await response.json())["ussd"] == {"open": True, "text": "Menu", "shown": 1}
    async with api.post(path, json={"text": "1"}) as response:
        assert (response.status, await response.json()) == (202, waiting | {"shown": 1})
    async with api.delete(path) as response:
        assert (response.status, await response.read()) == (204, b"")
    async with api.get(f"/api/phones/{PHONE}") as response:
        assert (await response.json())["ussd"] == {"open": False, "text": "", "shown": 1}


async def test_links_and_pdus_are_shown(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Who is bound, and what went over the wire, newest first; no password."""
    await Esme.bound(simulator.smpp_port)
    async with api.get("/api/links") as response:
        assert [(link["system_id"], link["bind"]) for link in await response.json()] == [("esme", "TRX")]
    async with api.get("/api/pdus", params={"limit": "2"}) as response:
        pdus = await response.json()
    assert [(pdu["direction"], pdu["command"]) for pdu in pdus] == [
        ("out", "bind_transceiver_resp"),
        ("in", "bind_transceiver"),
    ]
    assert pdus[1]["fields"]["password"] == "******"


async def test_pdus_are_found_and_shown_whole(simulator: Running, api: aiohttp.ClientSession) -> None:
    """By phone; one with its octets, its status in words, and what answers it."""
    esme = await Esme.bound(simulator.smpp_port)
    await esme.request(SubmitSm(source_addr="111", destination_addr=PHONE, short_message=b"Hello"))
    async with api.get("/api/pdus", params={"phone": PHONE, "command": "submit_sm"}) as response:
        [found] = await response.json()
    async with api.get(f"/api/pdus/{found['id']}") as response:
        whole = await response.json()
    assert found.items() <= whole.items()
    assert (whole["status_name"], whole["status_text"], whole["answers"]) == ("ESME_ROK", "No Error", None)
    assert whole["octets"][0] == {"offset": 0, "length": 4, "name": "command_length", "value": len(found["hex"]) // 2}
    async with api.get(f"/api/pdus/{whole['answered_by']}") as response:
        answer = await response.json()
    assert (answer["command"], answer["answers"], answer["phone"]) == ("submit_sm_resp", found["id"], PHONE)


async def test_links_tell_how_full_their_window_is(simulator: Running, api: aiohttp.ClientSession) -> None:
    """One message waits for the ESME's response, of those that may."""
    esme = await Esme.bound(simulator.smpp_port, ignore)
    simulator.smsc.send_sms(PHONE, "111", "hi")
    await esme.message()
    async with api.get("/api/links") as response:
        [link] = await response.json()
    assert (link["under_way"], link["window"]) == (1, 64)


async def test_other_faults_are_told_to_all_who_watch(api: aiohttp.ClientSession) -> None:
    """Whoever set them."""
    async with asyncio.timeout(TIMEOUT), api.ws_connect("/ws") as socket:
        async with api.put("/api/faults", json={"seed": 7}) as response:
            assert response.status == 200
        told = msgspec.json.decode(await socket.receive_str(), type=Event)
    assert told == FaultsChanged(Faults(seed=7))


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", f"/api/phones/{PHONE}/sms", b"", 400, "bad_body"),
        ("POST", f"/api/phones/{PHONE}/sms", b'{"to": "111"}', 400, "bad_body"),
        ("POST", f"/api/phones/{PHONE}/sms", b'{"to": 111, "text": "a"}', 400, "bad_body"),
        ("POST", f"/api/phones/{PHONE}/sms", b'{"to": "111", "text": "a", "x": 1}', 400, "bad_body"),
        ("POST", f"/api/phones/{PHONE}/sms", b'{"to": "111", "text": "\xff"}', 400, "bad_body"),
        ("POST", f"/api/phones/{PHONE}/sms", b'{"to": "MTS", "text": "a"}', 400, "bad_number"),
        ("POST", f"/api/phones/{PHONE}/sms", b'{"to": "111", "text": "%s"}' % (b"a" * 40_000), 400, "bad_text"),
        ("POST", f"/api/phones/{PHONE}/sms", b"a" * 200_000, 413, "http_413"),
        ("POST", "/api/phones/nobody/sms", b'{"to": "111", "text": "a"}', 400, "bad_number"),
        ("GET", "/api/phones/nobody", b"", 400, "bad_number"),
        ("POST", f"/api/phones/{PHONE}/ussd", b'{"text": "100"}', 400, "bad_text"),
        ("POST", f"/api/phones/{PHONE}/ussd", b'{"text": ""}', 400, "bad_text"),
        ("POST", f"/api/phones/{PHONE}/ussd", b'{"text": "*100*%s#"}' % (b"1" * 200), 400, "bad_text"),
        ("POST", f"/api/phones/{PHONE}/ussd", b'{"to": "111", "text": "*100#"}', 400, "bad_body"),
        ("POST", "/api/phones/nobody/ussd", b'{"text": "*100#"}', 400, "bad_number"),
        ("DELETE", f"/api/phones/{PHONE}/ussd", b"", 404, "no_session"),
        ("DELETE", "/api/phones/nobody/ussd", b"", 400, "bad_number"),
        ("GET", "/api/pdus?limit=-1", b"", 400, "bad_query"),
        ("GET", "/api/pdus?status=sad", b"", 400, "bad_query"),
        ("GET", "/api/pdus?phon=7916", b"", 400, "bad_query"),
        ("GET", "/api/pdus/1", b"", 404, "no_pdu"),
        ("GET", "/ws", b"", 400, "http_400"),
        ("GET", "/nowhere", b"", 404, "http_404"),
        ("DELETE", "/api/links", b"", 405, "http_405"),
    ],
)
async def test_errors_have_one_shape(
    api: aiohttp.ClientSession, method: str, path: str, body: bytes, status: int, code: str
) -> None:
    """A status, a code, and a message for people."""
    async with api.request(method, path, data=body) as response:
        error = (await response.json())["error"]
    assert (response.status, error["code"], bool(error["message"])) == (status, code, True)


async def test_an_empty_text_is_a_message(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Phones do send them."""
    esme = await Esme.bound(simulator.smpp_port)
    async with api.post(f"/api/phones/{PHONE}/sms", json={"to": "111", "text": ""}) as response:
        assert response.status == 202
    assert (await esme.message()).short_message == b""


async def test_health_counts_what_waits(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Nobody is bound: one message waits."""
    simulator.smsc.send_sms(PHONE, "111", "hi")
    async with api.get("/health") as response:
        assert await response.json() == {"status": "ok", "links": 0, "waiting": 1, "dropped": 0}


async def test_the_root_is_the_page(api: aiohttp.ClientSession) -> None:
    """For those who open it in a browser; it loads nothing from elsewhere."""
    async with api.get("/") as response:
        page = await response.text()
    assert response.content_type == "text/html"
    assert "//" not in page
    for path in re.findall(r'(?:href|src)="([^"]+)"', page):
        async with api.get(path) as response:
            assert response.status == 200


async def test_events_are_pushed(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Links, PDUs and messages, as they happen; what a watcher says is not listened to."""
    async with asyncio.timeout(TIMEOUT), api.ws_connect("/ws") as socket:
        await socket.send_str("hello")
        esme = await Esme.bound(simulator.smpp_port)
        await esme.request(SubmitSm(source_addr="111", destination_addr=PHONE, short_message=b"Hello"))
        esme.abort()
        seen: list[Event] = []
        while not (seen and isinstance(seen[-1], LinkChanged) and any(isinstance(one, SmsArrived) for one in seen)):
            seen.append(msgspec.json.decode(await socket.receive_str(), type=Event))
    assert [one.link.bind for one in seen if isinstance(one, LinkChanged)] == ["", "TRX", ""]
    assert [one.link.connected for one in seen if isinstance(one, LinkChanged)] == [True, True, False]
    assert [(one.number, one.sms.text) for one in seen if isinstance(one, SmsArrived)] == [(PHONE, "Hello")]
    assert [one.pdu.command for one in seen if isinstance(one, PduSeen)][:3] == [
        "bind_transceiver",
        "bind_transceiver_resp",
        "submit_sm",
    ]


async def test_sockets_are_closed_at_the_end(simulator: Running, api: aiohttp.ClientSession) -> None:
    """Who watches is told when the simulator stops."""
    async with asyncio.timeout(TIMEOUT), api.ws_connect("/ws") as socket:
        await simulator.smsc.aclose()
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_full_queue_is_told() -> None:
    """When too many messages wait, the phone's is refused for now."""
    app = create_app(Smsc(waiting_limit=0))
    async with TestClient(TestServer(app)) as client:
        response = await client.post(f"/api/phones/{PHONE}/sms", json={"to": "111", "text": "hi"})
        assert (response.status, (await response.json())["error"]["code"]) == (503, "too_many")


async def test_a_failure_of_ours_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    """500 in the one shape, without the traceback, which is in the log."""

    async def fail(request: web.Request) -> web.Response:
        raise ZeroDivisionError("secret")

    app = web.Application(middlewares=[errors_as_json])
    app.add_routes([web.get("/", fail)])
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/")
        assert response.status == 500
        assert "secret" not in await response.text()
    assert "GET / failed" in caplog.text
