"""The label under a picture: what was asked for, what was to be left out (struck through), the ratio and the seed."""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import gcd

from PIL import Image, ImageDraw, ImageFont

from sandbox.painter.colour import CREAM, INK, Colour, mix
from sandbox.painter.reading import Part

_STRUCK: Colour = (204, 84, 74)
_QUIET: Colour = mix(INK, CREAM, 0.45)
_MAX_LENGTH = 400  # characters of a text that are looked at: more never fit


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    # Pillow's own font has no Cyrillic. This one is a subset of DejaVu Sans Condensed; its licence lies beside it.
    data = files("sandbox.painter").joinpath("fonts/sans.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def legend(
    size: tuple[int, int], positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int
) -> Image.Image:
    """A strip of the given width and height in pixels."""
    width, height = size
    strip = Image.new("RGB", (width, height), CREAM)
    draw = ImageDraw.Draw(strip)
    font, small = _font(round(height * 0.38)), _font(round(height * 0.3))
    margin, middle = round(height * 0.42), height // 2
    draw.line((0, 0, width, 0), fill=mix(CREAM, INK, 0.15), width=2)
    divisor = gcd(*ratio)
    facts = f"{_cut_number(ratio[0] // divisor)}:{_cut_number(ratio[1] // divisor)}  ·  № {seed}"
    left = width - margin - small.getlength(facts)
    draw.text((left, middle), facts, font=small, fill=_QUIET, anchor="lm")
    barred = [_legible(part.text) for part in negatives]
    room = left - 2 * margin
    struck_room = min(room * 0.45, sum(font.getlength(text) + margin for text in barred))
    x = float(margin)
    prompt = _fitting(" · ".join(_legible(part.text) for part in positives), font, room - struck_room)
    draw.text((x, middle), prompt, font=font, fill=INK, anchor="lm")
    x += font.getlength(prompt) + margin * 0.8
    for text in barred:
        shown = _fitting(text, font, left - margin - x)
        if not shown:
            break
        end = x + font.getlength(shown)
        draw.text((x, middle), shown, font=font, fill=_STRUCK, anchor="lm")
        draw.line((x - 3, middle + 1, end + 3, middle + 1), fill=_STRUCK, width=max(2, height // 24))
        x = end + margin * 0.6
    return strip


def _cut_number(number: int) -> str:
    digits = str(number)
    return digits if len(digits) <= 4 else f"{digits[:3]}…"


def _legible(text: str) -> str:
    """The text without what the font cannot show: composed, controls and unknown letters dropped."""
    composed = unicodedata.normalize("NFC", text[:_MAX_LENGTH].encode("utf-8", "ignore").decode())
    shown = "".join(character if _is_known(character) else " " for character in composed)
    return " ".join(shown.split())


def _is_known(character: str) -> bool:
    return character.isprintable() and (
        character < "\u0180" or "\u0400" <= character <= "\u045f" or character in "–—‘’“”„…№×«»"
    )


def _fitting(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than `room` pixels; empty if not even a letter fits."""
    if font.getlength(text) <= room:
        return text
    shortest, longest = 0, len(text)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if font.getlength(text[:middle].rstrip() + "…") <= room:
            shortest = middle
        else:
            longest = middle - 1
    return text[:shortest].rstrip() + "…" if shortest else ""
