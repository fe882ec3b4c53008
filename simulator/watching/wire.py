"""The log of PDUs, for people: the latest of all links, both ways. Decoded only when somebody looks."""

from collections import deque
from itertools import islice

import msgspec

from simulator.events import LoggedPdu, PduSeen, WholePdu
from simulator.watching.entries import Entry, answers
from simulator.watching.feed import Feed
from simulator.watching.octets import octets_of
from simulator.watching.shown import command_of, fields_of, phone_of, status_of
from simulator.watching.wanted import Wanted
from smpp.frames import HEADER_SIZE
from smpp.pdus import BindReceiver, BindTransceiver, BindTransmitter, Outbind
from smpp.statuses import describe

PDU_LIMIT = 10_000
"""PDUs kept."""
OCTETS_LIMIT = 32 * 1024 * 1024
"""Octets of them; a PDU may have 64 KiB."""

_WITH_PASSWORD = {pdu.command_id for pdu in (BindReceiver, BindTransmitter, BindTransceiver, Outbind)}


class Wire:
    """The latest PDUs, within limits, under rising ids."""

    def __init__(self, feed: Feed, limit: int = PDU_LIMIT, octets_limit: int = OCTETS_LIMIT) -> None:
        self._feed = feed
        self._limit = limit
        self._octets_limit = octets_limit
        self._entries: deque[Entry] = deque()
        self._octets = 0
        self._last_id = 0

    def add(self, at: float, link: str, direction: str, frame: bytes) -> None:
        """Keep one whole PDU, and push it to those who watch, if it is in their sample."""
        self._last_id += 1
        entry = Entry(self._last_id, at, link, direction, masked(frame))
        self._entries.append(entry)
        self._octets += len(frame)
        while self._octets > self._octets_limit or len(self._entries) > self._limit:
            self._octets -= len(self._entries.popleft().frame)
        if self._feed.watched and self._feed.takes_pdu(at):
            self._feed.publish(PduSeen(self._logged(entry)))

    def latest(self, limit: int) -> list[LoggedPdu]:
        """The newest so many, newest first."""
        return self.find(Wanted(limit))

    def find(self, wanted: Wanted) -> list[LoggedPdu]:
        """Those wanted, newest first."""
        return [self._logged(entry) for entry in wanted.of(self._entries)]

    def whole(self, pdu_id: int) -> WholePdu | None:
        """All about one of them; None if it is not kept."""
        first = self._last_id - len(self._entries) + 1
        if not first <= pdu_id <= self._last_id:
            return None
        entry = self._entries[pdu_id - first]
        later = islice(self._entries, pdu_id - first + 1, None)
        answered_by = next((each.id for each in later if answers(each, entry)), None)
        logged = msgspec.structs.asdict(self._logged(entry))
        return WholePdu(
            **logged, answered_by=answered_by, status_text=describe(entry.status), octets=octets_of(entry.frame)
        )

    def _logged(self, entry: Entry) -> LoggedPdu:
        request = self._request_of(entry)
        return LoggedPdu(
            entry.id,
            entry.at,
            entry.link,
            entry.direction,
            command_of(entry.command_id),
            int.from_bytes(entry.frame[12:16], "big"),
            entry.status,
            status_of(entry),
            phone_of(request or entry),
            request.id if request else None,
            fields_of(entry.frame),
            entry.frame.hex(),
        )

    def _request_of(self, response: Entry) -> Entry | None:
        if not response.is_response:
            return None
        earlier = islice(reversed(self._entries), self._last_id - response.id + 1, None)
        return next((each for each in earlier if answers(response, each)), None)


def masked(frame: bytes) -> bytes:
    """The PDU with the password of a bind, if it is one, overwritten (SMPP 3.4, 4.1.1: it follows the system_id)."""
    if int.from_bytes(frame[4:8], "big") not in _WITH_PASSWORD:
        return frame
    start = frame.find(b"\0", HEADER_SIZE) + 1 or HEADER_SIZE
    end = frame.find(b"\0", start)
    if end < 0:
        end = len(frame)
    return frame[:start] + b"*" * (end - start) + frame[end:]
