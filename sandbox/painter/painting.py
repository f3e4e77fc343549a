"""Painting of a request: the bytes of a JPEG."""

import io
import math
from collections.abc import Sequence

from PIL import Image

from sandbox.painter.abstraction import paint_abstraction
from sandbox.painter.canvas import Canvas
from sandbox.painter.composition import compose, dice
from sandbox.painter.legend import legend
from sandbox.painter.reading import Part, Reading, read
from sandbox.painter.scene import paint_scene

_AREA = 1024 * 1024  # pixels, whatever the ratio
_STEP = 8  # sides are multiples of it
_QUALITY = 92


def picture_size(ratio: tuple[int, int]) -> tuple[int, int]:
    """Width and height in pixels: about a million together, in the given ratio.

    The service changes its 1024 x 1024 by the ratio and keeps the area to within 10 %.
    """
    share = ratio[0] / ratio[1]
    width, height = math.sqrt(_AREA * share), math.sqrt(_AREA / share)
    return max(_STEP, round(width / _STEP) * _STEP), max(_STEP, round(height / _STEP) * _STEP)


def paint(positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int) -> bytes:
    """A JPEG of what the positive parts name and the negative ones do not; the same input gives the same bytes.

    `ratio` is width to height, two positive numbers; `seed` is any whole number.
    """
    width, height = picture_size(ratio)
    strip = max(34, min(64, height // 14))
    picture = Image.new("RGB", (width, height))
    picture.paste(illustrate(read(positives, negatives), (width, height - strip), seed))
    picture.paste(legend((width, strip), positives, negatives, ratio, seed), (0, height - strip))
    return _jpeg(picture)


def illustrate(reading: Reading, size: tuple[int, int], seed: int) -> Image.Image:
    """The picture alone, of the given width and height in pixels."""
    canvas = Canvas(*size)
    if reading.is_abstract():
        paint_abstraction(canvas, reading, seed)
    else:
        paint_scene(canvas, compose(reading, *size, seed))
    picture = canvas.finish(dice(seed, "grain"))
    return picture.convert("L").convert("RGB") if reading.colourless else picture


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return file.getvalue()
