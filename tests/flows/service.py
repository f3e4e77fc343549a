"""The image service of the flows: it takes as long as a test wants, and paints in no time."""

import asyncio
import hashlib
import io
from collections.abc import Sequence

from PIL import Image

from sandbox.painter import Part


class Kiln:
    """The image service's own time, in seconds. It stands still until somebody moves it."""

    def __init__(self) -> None:
        self._now = 0.0
        self._moved = asyncio.Event()

    def __call__(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        until = self._now + seconds
        while self._now < until:
            await self._moved.wait()

    def move(self, seconds: float) -> None:
        self._now += seconds
        self._moved.set()
        self._moved = asyncio.Event()


def swatch(positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int) -> bytes:
    """A picture that tells one request from another and takes no time to paint."""
    digest = hashlib.sha256(repr((positives, negatives, ratio, seed)).encode()).digest()
    buffer = io.BytesIO()
    size = (ratio[0] * 8, ratio[1] * 8)
    Image.new("RGB", size, (digest[0], digest[1], digest[2])).save(buffer, "JPEG", comment=digest.hex())
    return buffer.getvalue()
