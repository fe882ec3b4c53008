"""Faults at work on one link: what is decided elsewhere is done here, with its timers."""

import asyncio
from collections import deque
from itertools import count
from typing import Protocol

from simulator.forwarding import Again, Delivery
from simulator.trouble.accidents import Accidents
from simulator.trouble.dice import Dice
from simulator.trouble.faults import Faults
from simulator.trouble.malformed import malform
from simulator.trouble.trickle import Trickle
from smpp.codec import encode
from smpp.frames import Framer
from smpp.pdus import EnquireLink, EnquireLinkResp, Pdu, Unbind, UnbindResp

RESET_AFTER = 1.0
"""Seconds from the first response that is lost to the reset of the link."""
OVERTAKEN_FOR = 1.0
"""Seconds that a response waits for another to overtake it."""
TICK = 0.01
"""Seconds between bursts of an enquire_link flood, at least."""

_GOODBYES = {Unbind.command_id, UnbindResp.command_id}
_FLOOD_SEQUENCES = 0x7000_0000
"""Far from those of the session, which takes the responses for answers to nothing."""


class Suffering(Protocol):
    """The link, as its trouble sees it."""

    @property
    def bound(self) -> bool:
        """Whether the ESME is."""

    def receive(self, octets: bytes) -> None:
        """They came from the ESME."""

    def write(self, octets: bytes) -> None:
        """They go to it."""

    def respond(self, response: Pdu) -> None:
        """Answer the ESME, now."""

    def lose(self) -> None:
        """A response is not written, ever."""

    def shown(self, frame: bytes) -> None:
        """This went to the ESME."""

    def hold(self, why: str, held: bool) -> None:
        """Read no more while `held`."""

    def abort(self) -> None:
        """Close without a word."""

    def reset(self) -> None:
        """Close with a RST."""


class Trouble:
    """The faults of one link, from now on until `end`."""

    def __init__(self, link: Suffering, faults: Faults, dice: Dice) -> None:
        self._link = link
        self._faults = faults
        self._dice = dice
        self._loop = asyncio.get_running_loop()
        self._accidents = Accidents(faults, dice)
        self.silent = dice.hit("half open", faults.links.half_open)
        """The link is half open: nothing is read, nothing said."""
        reading = 0 if self.silent else faults.pace.reading or None
        self._in = Trickle(reading, link.receive, lambda held: link.hold("reading", held))
        self._out = Trickle(faults.pace.writing or None, link.write, lambda held: link.hold("writing", held))
        self._framer = Framer()
        self._sent = 0
        self._overtaken: Pdu | None = None
        self._taken = deque[Delivery](maxlen=faults.deliveries.again)
        self._mute = self._goodbye = False
        self._flood = count(_FLOOD_SEQUENCES)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._begin()

    def end(self) -> None:
        """No more of it: what waited goes on now."""
        self._stop_timers()
        self._out.drain()  # first, for a PDU may be written in part
        self._release()
        self._in.drain()

    def close(self) -> None:
        """The session is over: what waits to be written is, before the link closes."""
        if not self.silent:
            self._out.drain()

    def lost(self) -> list[Delivery]:
        """The link is gone; gives what goes again."""
        self._stop_timers()
        self._in.forget()
        self._out.forget()
        return [] if self._goodbye else [Again(one.lane, one.route, one.pdu) for one in self._taken]

    # Octets

    def receive(self, octets: bytes) -> None:
        """From the ESME."""
        self._in.add(octets)

    def send(self, octets: bytes) -> None:
        """Whole PDUs of the session, for the ESME."""
        for frame in self._framer.feed(octets):
            self._send(frame, int.from_bytes(frame[4:8], "big"))

    def _send(self, frame: bytes, command_id: int) -> None:
        self._goodbye |= command_id in _GOODBYES
        if self.silent or self._mute or self._ignored(command_id):
            return
        for octets in malform(frame, self._faults.malformed, self._dice):
            self._link.shown(octets)
            self._out.add(octets)
        self._sent += 1
        if self._sent == self._faults.links.drop_after:
            self._in_a_moment("drop", 0.0)

    def _ignored(self, command_id: int) -> bool:
        unanswered = self._faults.enquiries.unanswered
        return command_id == EnquireLinkResp.command_id and self._dice.hit("enquire_link", unanswered)

    # Requests of the ESME

    def refusal(self, request: Pdu) -> int:
        """See Accidents."""
        return self._accidents.refusal(request, self._loop.time())

    def respond(self, response: Pdu) -> None:
        """Answer the ESME: now, later or never."""
        fate = self._accidents.fate()
        if fate.reset and not self._mute:
            self._mute = True
            self._timers["reset"] = self._loop.call_later(RESET_AFTER, self._link.reset)
        if fate.lost or self._mute:
            self._link.lose()
            return
        if fate.delay:
            self._loop.call_later(fate.delay, self._link.respond, response)  # even when the fault is over
        elif fate.overtaken and self._overtaken is None:
            self._overtaken = response
            self._timers["overtaken"] = self._loop.call_later(OVERTAKEN_FOR, self._release)
        else:
            self._link.respond(response)
            self._release()

    def _release(self) -> None:
        if (response := self._overtaken) is not None:
            self._overtaken = None
            self._timers.pop("overtaken").cancel()
            self._link.respond(response)

    # Messages to the ESME

    def taken(self, delivery: Delivery) -> None:
        """The ESME has taken this. What belongs to a session of USSD never goes again."""
        if type(delivery) is Delivery:
            self._taken.append(delivery)

    # By itself

    def _begin(self) -> None:
        if every := self._faults.links.drop_every:
            self._in_a_moment("drop", self._dice.exponential("drop", every))
        if self._faults.enquiries.flood:
            self._ask()

    def _in_a_moment(self, name: str, seconds: float) -> None:
        self._timers[name] = self._loop.call_later(seconds, self._link.abort)

    def _ask(self) -> None:
        rate = self._faults.enquiries.flood
        pause = max(TICK, 1 / rate)
        self._timers["flood"] = self._loop.call_later(pause, self._ask)
        if self._link.bound and not self._out.full:
            self.send(b"".join(encode(EnquireLink(), next(self._flood)) for _ in range(round(rate * pause))))

    def _stop_timers(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
