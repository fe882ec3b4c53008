"""The phone of a story, on the simulator: it writes, dials and answers, and remembers what has come since."""

import re
from http import HTTPStatus
from typing import Any, Literal

import aiohttp

By = Literal["write", "sms", "dial"]
"""``sms`` is one whatever session there is; ``write`` answers in one that is open."""


class CannotSend(Exception):
    """The simulator does not take it; the message says why."""


class Texts:
    """What has come, in that order, and how far it was read."""

    def __init__(self) -> None:
        self.text = ""
        self._read = 0

    def add(self, *texts: str) -> None:
        """This has come, too."""
        self.text = "\n".join(filter(None, (self.text, *texts)))

    @property
    def rest(self) -> str:
        """What was not read yet."""
        return self.text[self._read :]

    def read(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The pattern in what was not read yet; it is read up to the end of that."""
        found = pattern.search(self.text, self._read)
        if found:
            self._read = found.end()
        return found


class Handset:
    """One phone. ``replies`` are SMS and USSD pages since it spoke last; ``messages`` the SMS among them, ``pages`` the
    others.
    """

    def __init__(self, simulator: str, number: str, to: str, http: aiohttp.ClientSession) -> None:
        self._to = to
        self._url = f"{simulator}/api/phones/{number}"
        self._http = http
        self._received = 0
        self._shown = 0
        self._forget()

    def _forget(self) -> None:
        self.replies, self.messages, self.pages = Texts(), Texts(), Texts()

    async def speak(self, by: By, text: str) -> Texts:
        """Write an SMS, dial, or answer in a session; gives where the reply will be. Raises `CannotSend`."""
        in_session = (await self.look())["ussd"]["open"]
        self._forget()
        if by == "dial" or (by == "write" and in_session):
            await self._post("ussd", {"text": text})
            return self.pages
        await self._post("sms", {"to": self._to, "text": text})
        return self.replies

    async def hang_up(self) -> None:
        """End the session. Raises `CannotSend`: there is none."""
        await self.look()
        self._forget()
        async with self._http.delete(f"{self._url}/ussd") as response:
            if response.status != HTTPStatus.NO_CONTENT:
                raise CannotSend(f"the phone cannot hang up: {await response.text()}")

    async def put_down(self) -> None:
        """End what session there is."""
        async with self._http.delete(f"{self._url}/ussd"):
            pass

    async def look(self) -> dict[str, Any]:
        """Take note of what has come; gives the whole screen."""
        async with self._http.get(self._url) as response:
            screen: dict[str, Any] = await response.json()
        ussd, new = screen["ussd"], screen["received"] - self._received
        pages = [ussd["text"]] if ussd["shown"] > self._shown else []
        messages = [message["text"] for message in screen["inbox"][-new:]] if new else []
        self._received, self._shown = screen["received"], ussd["shown"]
        self.pages.add(*pages)
        self.messages.add(*messages)
        self.replies.add(*pages, *messages)
        return screen

    async def _post(self, where: str, body: dict[str, str]) -> None:
        async with self._http.post(f"{self._url}/{where}", json=body) as response:
            if response.status != HTTPStatus.ACCEPTED:
                raise CannotSend(f"the phone cannot send: {await response.text()}")
