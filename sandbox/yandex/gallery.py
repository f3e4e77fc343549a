"""Cache of pictures: each is painted when it is first asked for."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.painter import Part

Paint = Callable[[Sequence[Part], Sequence[Part], tuple[int, int], int], bytes]


@dataclass(frozen=True, slots=True)
class PictureSpec:
    """All that determines a picture: the same one gives the same bytes."""

    positives: tuple[Part, ...]
    negatives: tuple[Part, ...]
    ratio: tuple[int, int]  # width to height
    seed: int


class Gallery:
    """Paints one picture at a time, in a thread; keeps the latest `limit` and paints a forgotten one anew."""

    def __init__(self, paint: Paint, limit: int = 200) -> None:
        self._paint = paint
        self._limit = limit
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._lock = asyncio.Lock()

    async def picture(self, key: str, spec: PictureSpec) -> bytes:
        """The JPEG that `spec` describes, painted at most once for all who ask for the same key at the same time."""
        async with self._lock:
            picture = self._pictures.get(key)
            if picture is None:
                picture = await asyncio.to_thread(self._paint, spec.positives, spec.negatives, spec.ratio, spec.seed)
                self._pictures[key] = picture
                if len(self._pictures) > self._limit:
                    self._pictures.popitem(last=False)
            self._pictures.move_to_end(key)
            return picture
