"""Pictures kept, forgotten and painted anew."""

import asyncio
from collections.abc import Sequence

import pytest

from sandbox.painter import Part
from sandbox.yandex.gallery import Gallery, PictureSpec


async def test_a_forgotten_picture_is_painted_anew_the_same() -> None:
    painted: list[int] = []

    def paint(positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int) -> bytes:
        painted.append(seed)
        return b"picture %d" % seed

    gallery = Gallery(paint, limit=2)

    async def show(seed: int) -> bytes:
        return await gallery.picture(str(seed), PictureSpec((Part("a cat"),), (), (1, 1), seed))

    first = await show(1)
    await show(2)
    assert await show(1) == first  # looked at again: 2 is the oldest now
    await show(3)
    assert painted == [1, 2, 3]
    await show(1)
    await show(2)
    assert painted == [1, 2, 3, 2]


async def test_whoever_asks_while_it_is_painted_gets_the_same_picture() -> None:
    painted: list[int] = []

    def paint(positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int) -> bytes:
        painted.append(seed)
        return b"picture %d" % len(painted)

    gallery = Gallery(paint)
    wanted = PictureSpec((Part("a cat"),), (), (1, 1), 1)
    assert await asyncio.gather(*(gallery.picture("a", wanted) for _ in range(3))) == [b"picture 1"] * 3


async def test_a_painter_that_fails_leaves_the_gallery_usable() -> None:
    failures = iter([True, False])

    def paint(positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int) -> bytes:
        if next(failures):
            raise OSError("out of paint")
        return b"picture"

    gallery = Gallery(paint)
    wanted = PictureSpec((Part("a cat"),), (), (1, 1), 1)
    with pytest.raises(OSError, match="paint"):
        await gallery.picture("a", wanted)
    assert await gallery.picture("a", wanted) == b"picture"
