"""How smooth is the simulator's page: `python -m bench.page [PDUS_A_SECOND] [SECONDS]`.

An ESME sends so many submit_sm, which with their responses make as many PDUs as asked for, and Chromium shows them.
Prints the milliseconds from frame to frame, and the lines of the log and the elements that the page holds at the end.
"""

import asyncio
import sys
import time
from statistics import quantiles

from playwright.async_api import async_playwright

from simulator.program import Running, serve
from smpp.pdus import EnquireLink, SubmitSm
from tests.browser.conftest import CHROMIUM, OPTIONS
from tests.simulator.esme import Esme

RATE, SECONDS = 1_000, 20.0
PACE = 0.02
"""Seconds between two bursts of the ESME."""
MOST = 60
"""Messages of a burst; an ESME's window has 64."""
FRAMES = """seconds => new Promise(done => {
    const steps = [];
    let before = performance.now();
    const end = before + seconds * 1000;
    const frame = now => {
        steps.push(now - before);
        before = now;
        if (now < end) requestAnimationFrame(frame); else done(steps.slice(1));
    };
    requestAnimationFrame(frame);
})"""


async def main(rate: int = RATE, seconds: float = SECONDS) -> None:
    """Measure, print."""
    running = await serve(smpp_port=0, http_port=0)
    traffic = asyncio.create_task(send(await Esme.bound(running.smpp_port), rate))
    try:
        steps, share, elements = await look(running, seconds)
    finally:
        traffic.cancel()
        await asyncio.gather(traffic, return_exceptions=True)
        await running.aclose()
    cuts = quantiles(steps, n=100)
    print(f"{rate} PDU/s, {seconds:.0f} s: {len(steps)} frames, p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms", end=", ")
    print(f"longest {max(steps):.1f} ms; the page says «{share}» and has {elements} elements")


async def send(esme: Esme, rate: int) -> None:
    """Half as many submit_sm, for each has a response."""
    began, sent = time.monotonic(), 0
    while True:
        await asyncio.sleep(PACE)
        due = min(int((time.monotonic() - began) * rate / 2), sent + MOST)
        for number in range(sent, due):
            text = f"Баланс: {number} руб.".encode("utf-16-be")
            phone = f"7916{number % 10_000:07}"
            esme.submit(SubmitSm(source_addr="111", destination_addr=phone, data_coding=8, short_message=text))
        sent = due
        await esme.request(EnquireLink())


async def look(running: Running, seconds: float) -> tuple[list[float], str, int]:
    """The steps from frame to frame, what the page says of the sample, how many elements it has."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="ru-RU")
        await page.goto(f"http://127.0.0.1:{running.http_port}/")
        await page.get_by_text("PDU/с").wait_for()
        steps = await page.evaluate(FRAMES, seconds)
        share = await page.inner_text(".share >> nth=0")
        elements = await page.evaluate("document.querySelectorAll('*').length")
        await browser.close()
    return steps, share, elements


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
