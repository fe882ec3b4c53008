"""The code of a sign-in as a picture and as sound, made in threads: nobody else waits meanwhile."""

import asyncio
from functools import cached_property

from captcha.audio import AudioCaptcha
from captcha.image import ImageCaptcha

WIDTH, HEIGHT = 240, 90
AT_ONCE = 2
"""Threads that draw or speak."""


class Artist:
    """Draws and speaks."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def picture(self, digits: str) -> bytes:
        """A PNG."""
        async with self._room:
            return await asyncio.to_thread(_draw, digits)

    async def sound(self, digits: str) -> bytes:
        """A WAV of some seconds; digits are spoken in English."""
        async with self._room:
            return await asyncio.to_thread(self._speak, digits)

    def _speak(self, digits: str) -> bytes:
        return bytes(self._voice.generate(digits))

    @cached_property
    def _voice(self) -> AudioCaptcha:
        return AudioCaptcha()


def _draw(digits: str) -> bytes:
    return ImageCaptcha(WIDTH, HEIGHT).generate(digits).getvalue()
