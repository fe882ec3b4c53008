"""The code of a sign-in as a picture and as sound, made in threads: nobody else waits meanwhile."""

import asyncio
from pathlib import Path

from captcha.audio import AudioCaptcha
from captcha.image import ImageCaptcha

WIDTH, HEIGHT = 240, 90
AT_ONCE = 2
"""Threads that draw or speak."""

VOICES = Path(__file__).parent / "voices"
"""Digits as espeak-ng says them (``-s 130``, 8 kHz, 8 bit), by language; the library brings English ones."""


class Artist:
    """Draws and speaks."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._voices = {folder.name: AudioCaptcha(str(folder)) for folder in VOICES.iterdir()}
        self._english = AudioCaptcha()

    async def picture(self, digits: str) -> bytes:
        """A PNG."""
        async with self._room:
            return await asyncio.to_thread(_draw, digits)

    async def sound(self, digits: str, language: str) -> bytes:
        """A WAV of some seconds."""
        async with self._room:
            return bytes(await asyncio.to_thread(self._voices.get(language, self._english).generate, digits))


def _draw(digits: str) -> bytes:
    return ImageCaptcha(WIDTH, HEIGHT).generate(digits).getvalue()
