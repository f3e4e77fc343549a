"""Colours as (red, green, blue), 0 to 255 each; where a fourth number follows, it is the opacity."""

from collections.abc import Mapping

Colour = tuple[int, int, int]
Paint = tuple[int, int, int] | tuple[int, int, int, int]

INK: Colour = (46, 40, 58)
CREAM: Colour = (250, 243, 229)
WHITE: Colour = (255, 255, 255)
BLUSH: Colour = (244, 154, 152)

NAMED: Mapping[str, Colour] = {
    "red": (214, 64, 54),
    "ginger": (229, 128, 58),
    "orange": (240, 138, 44),
    "yellow": (246, 199, 68),
    "gold": (222, 172, 60),
    "green": (86, 158, 92),
    "turquoise": (58, 174, 172),
    "blue": (62, 116, 194),
    "azure": (112, 176, 228),
    "purple": (134, 88, 176),
    "pink": (238, 138, 168),
    "brown": (146, 98, 66),
    "black": (62, 58, 72),
    "white": (244, 240, 234),
    "grey": (148, 150, 160),
    "silver": (188, 196, 206),
}


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a `share` of `other` in it, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    """A colour moved towards white."""
    return mix(colour, WHITE, share)


def darker(colour: Colour, share: float = 0.25) -> Colour:
    """A colour moved towards a dark violet."""
    return mix(colour, (30, 24, 56), share)


def clear(colour: Colour, opacity: float) -> Paint:
    """`colour` let through: opacity 0 is invisible, 1 is solid."""
    return (*colour, round(255 * opacity))


def luminance(colour: Colour) -> float:
    """0 for black to 1 for white, as ITU-R BT.601 weighs the channels."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
