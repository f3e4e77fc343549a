"""Things that people make."""

import math

from sandbox.painter.canvas import Pen
from sandbox.painter.colour import CREAM, INK, WHITE, Colour, clear, darker, lighter, mix
from sandbox.painter.look import Look

_LAMP: Colour = (255, 220, 122)
_GLASS: Colour = (176, 218, 232)
_WOOD: Colour = (136, 94, 72)


def _window(look: Look) -> Colour:
    return _LAMP if look.dark else _GLASS


def house(pen: Pen, look: Look) -> None:
    """A house."""
    wall = look.colour
    roof = mix(look.accent, (120, 66, 64), 0.35)
    pen.box(0.17, -0.98, 0.28, -0.66, darker(roof, 0.25))
    pen.box(0.15, -1.0, 0.3, -0.95, darker(roof, 0.4))
    for x, y, radius in ((0.24, -1.07, 0.05), (0.3, -1.17, 0.065), (0.39, -1.29, 0.08)):
        pen.dot(x, y, radius, clear(WHITE, 0.5))
    pen.box(-0.4, -0.56, 0.4, 0, wall)
    pen.box(0.12, -0.56, 0.4, 0, clear(darker(wall, 0.4), 0.25))
    pen.polygon([(-0.48, -0.54), (0, -0.95), (0.48, -0.54)], roof)
    pen.polygon([(0, -0.95), (0.48, -0.54), (0.3, -0.54)], clear(darker(roof, 0.4), 0.35))
    pen.dot(0, -0.69, 0.065, CREAM)
    pen.dot(0, -0.69, 0.047, _window(look))
    pen.box(-0.08, -0.31, 0.08, 0, _WOOD, radius=0.02)
    pen.box(-0.08, -0.08, 0.08, 0, _WOOD)
    pen.dot(0.045, -0.14, 0.014, (250, 214, 120))
    for x in (-0.25, 0.25):
        pen.box(x - 0.095, -0.42, x + 0.095, -0.2, CREAM)
        pen.box(x - 0.078, -0.403, x + 0.078, -0.217, _window(look))
        pen.box(x - 0.008, -0.403, x + 0.008, -0.217, CREAM)
        pen.box(x - 0.078, -0.318, x + 0.078, -0.302, CREAM)
    pen.box(-0.12, -0.025, 0.12, 0.01, lighter(_WOOD, 0.4))


def castle(pen: Pen, look: Look) -> None:
    """A castle."""
    stone, roof = mix(look.colour, (214, 204, 200), 0.35), look.accent
    for x, top, half in ((0.0, -0.7, 0.13), (-0.36, -0.55, 0.1), (0.36, -0.6, 0.1)):
        pen.box(x - half, top, x + half, 0, stone)
        pen.box(x, top, x + half, 0, clear(darker(stone, 0.4), 0.28))
        pen.polygon([(x - half - 0.03, top), (x, top - 0.34), (x + half + 0.03, top)], roof)
        pen.polygon([(x, top - 0.34), (x + half + 0.03, top), (x, top)], clear(darker(roof, 0.5), 0.3))
        pen.stroke([(x, top - 0.33), (x, top - 0.44)], 0.014, INK)
        pen.polygon([(x, top - 0.44), (x + 0.12, top - 0.405), (x, top - 0.37)], lighter(roof, 0.35))
        pen.box(x - 0.03, top + 0.1, x + 0.03, top + 0.2, _window(look), radius=0.028)
    pen.box(-0.44, -0.34, 0.44, 0, darker(stone, 0.08))
    for tooth in range(7):
        pen.box(-0.44 + tooth * 0.132, -0.4, -0.36 + tooth * 0.132, -0.33, darker(stone, 0.08))
    pen.box(-0.1, -0.24, 0.1, 0, _WOOD, radius=0.09)
    pen.box(-0.1, -0.1, 0.1, 0, _WOOD)
    for x in (-0.27, 0.27):
        pen.box(x - 0.03, -0.24, x + 0.03, -0.12, _window(look), radius=0.028)


def lighthouse(pen: Pen, look: Look) -> None:
    """A lighthouse with two bands and a lit lantern."""
    wall = mix(look.colour, WHITE, 0.15)
    band: Colour = (206, 66, 58)
    foot, top, height = 0.15, 0.1, 0.74

    def half(y: float) -> float:  # it grows narrower to the top
        return foot + (top - foot) * -y / height

    def ring(low: float, high: float, paint: Colour) -> None:
        pen.polygon([(-half(low), low), (half(low), low), (half(high), high), (-half(high), high)], paint)
        pen.polygon([(0.02, low), (half(low), low), (half(high), high), (0.02, high)], clear(darker(paint, 0.4), 0.25))

    ring(0, -height, wall)
    ring(-0.18, -0.34, band)
    ring(-0.5, -0.64, band)
    for side in (-1, 1):
        pen.polygon([(0, -0.83), (side * 0.62, -0.96), (side * 0.62, -0.72)], clear((255, 236, 160), 0.3))
    pen.box(-0.14, -0.77, 0.14, -0.73, INK)
    pen.box(-0.075, -0.88, 0.075, -0.77, (255, 230, 140))
    pen.polygon([(-0.11, -0.88), (0, -1.0), (0.11, -0.88)], band)
    for y in (-0.43, -0.09):
        pen.box(-0.025, y - 0.05, 0.025, y + 0.03, _window(look), radius=0.02)


def car(pen: Pen, look: Look) -> None:
    """A car."""
    body, low = look.colour, darker(look.colour, 0.2)
    if look.dark:
        pen.polygon([(0.68, -0.24), (1.5, -0.36), (1.5, 0.02), (0.68, -0.16)], clear(_LAMP, 0.28))
    pen.curve([(-0.42, -0.34), (-0.32, -0.6), (-0.1, -0.66), (0.16, -0.64), (0.34, -0.46), (0.42, -0.32)], body)
    pen.curve([(-0.34, -0.36), (-0.27, -0.55), (-0.06, -0.59), (-0.06, -0.36)], _window(look))
    pen.curve([(0, -0.36), (0, -0.59), (0.14, -0.57), (0.3, -0.38)], _window(look))
    pen.curve([(-0.7, -0.1), (-0.7, -0.34), (-0.4, -0.4), (0.4, -0.38), (0.66, -0.3), (0.7, -0.1), (0, -0.07)], body)
    pen.box(-0.69, -0.17, 0.69, -0.085, low, radius=0.04)
    pen.dot(0.64, -0.23, 0.05, _LAMP)
    pen.box(-0.71, -0.28, -0.65, -0.2, (214, 72, 66), radius=0.02)
    pen.box(-0.02, -0.33, 0.08, -0.305, lighter(body, 0.5), radius=0.012)
    for x in (-0.4, 0.4):
        pen.dot(x, -0.11, 0.145, INK)
        pen.dot(x, -0.11, 0.075, (206, 208, 214))
        pen.dot(x, -0.11, 0.03, INK)


def boat(pen: Pen, look: Look) -> None:
    """A sailing boat."""
    sail = mix(look.accent, CREAM, 0.7)
    pen.stroke([(0, -0.2), (0, -0.98)], 0.03, _WOOD)
    pen.curve([(0.04, -0.94), (0.28, -0.6), (0.44, -0.28), (0.04, -0.28), (0.04, -0.6)], sail)
    pen.curve(
        [(-0.04, -0.84), (-0.18, -0.55), (-0.34, -0.28), (-0.04, -0.28), (-0.04, -0.56)], lighter(look.colour, 0.35)
    )
    pen.polygon([(0, -1.0), (0.16, -0.96), (0, -0.92)], look.colour)
    pen.curve([(-0.5, -0.22), (0, -0.19), (0.56, -0.25), (0.38, -0.02), (0, 0.02), (-0.36, -0.02)], look.colour)
    pen.stroke([(-0.45, -0.17), (0, -0.14), (0.48, -0.18)], 0.03, lighter(look.colour, 0.6))
    for x, y, half in ((-0.42, 0.03, 0.16), (0.3, 0.05, 0.2), (-0.02, 0.08, 0.12)):
        pen.stroke([(x - half, y), (x, y - 0.014), (x + half, y)], 0.018, clear(WHITE, 0.6))


def rocket(pen: Pen, look: Look) -> None:
    """Hangs in its middle, nose up."""
    pen.curve([(-0.1, 0.34), (-0.14, 0.5), (0, 0.78), (0.14, 0.5), (0.1, 0.34)], (248, 150, 62))
    pen.curve([(-0.05, 0.34), (-0.07, 0.46), (0, 0.6), (0.07, 0.46), (0.05, 0.34)], (255, 224, 120))
    for side in (False, True):
        pen.at(0, 0, flip=side).curve([(0.1, 0.06), (0.3, 0.26), (0.28, 0.44), (0.1, 0.32)], darker(look.colour, 0.25))
    pen.curve([(0, -0.6), (0.15, -0.36), (0.19, 0), (0.12, 0.36), (-0.12, 0.36), (-0.19, 0), (-0.15, -0.36)], CREAM)
    pen.curve([(0, -0.6), (0.11, -0.44), (0.145, -0.3), (-0.145, -0.3), (-0.11, -0.44)], look.colour)
    pen.box(-0.14, 0.24, 0.14, 0.36, look.colour, radius=0.03)
    pen.dot(0, -0.07, 0.095, look.colour)
    pen.dot(0, -0.07, 0.065, _window(look))
    pen.stroke([(-0.03, -0.1), (0.01, -0.12)], 0.016, WHITE)


def hat(pen: Pen, look: Look) -> None:
    """Stands on its brim, which is 1 unit wide."""
    pen.curve(
        [(-0.28, -0.06), (-0.25, -0.36), (-0.14, -0.52), (0, -0.47), (0.14, -0.52), (0.25, -0.36), (0.28, -0.06)],
        look.colour,
    )
    pen.curve(
        [(0.05, -0.06), (0.1, -0.46), (0.17, -0.5), (0.25, -0.36), (0.28, -0.06)], clear(darker(look.colour, 0.5), 0.25)
    )
    pen.curve([(-0.29, -0.08), (-0.275, -0.2), (0, -0.16), (0.275, -0.2), (0.29, -0.08), (0, -0.03)], look.accent)
    pen.curve(
        [(-0.52, -0.09), (-0.3, -0.1), (0, -0.05), (0.3, -0.1), (0.52, -0.09), (0.36, 0.03), (0, 0.07), (-0.36, 0.03)],
        darker(look.colour, 0.1),
    )
    pen.curve(
        [
            (-0.48, -0.075),
            (-0.28, -0.06),
            (0, -0.015),
            (0.28, -0.06),
            (0.48, -0.075),
            (0.3, 0.0),
            (0, 0.025),
            (-0.3, 0.0),
        ],
        lighter(look.colour, 0.14),
    )


def heart(pen: Pen, look: Look) -> None:
    """Hangs in its middle."""
    rim = [math.tau * step / 60 for step in range(60)]
    lobes = [(13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)) / -36 for a in rim]
    pen.polygon([(math.sin(a) ** 3 * 16 / 36, lobe) for a, lobe in zip(rim, lobes, strict=True)], look.colour)
    pen.ellipse(-0.24, -0.17, 0.1, 0.06, clear(WHITE, 0.55), turn=-40)


def apple(pen: Pen, look: Look) -> None:
    """An apple."""
    pen.stroke([(0, -0.72), (0.02, -0.86), (0.08, -0.96)], 0.045, _WOOD)
    pen.curve([(0.06, -0.82), (0.2, -0.96), (0.36, -0.9), (0.22, -0.8)], (104, 164, 88))
    pen.curve(
        [
            (0, -0.74),
            (0.22, -0.82),
            (0.42, -0.62),
            (0.36, -0.24),
            (0.14, -0.01),
            (0, -0.05),
            (-0.14, -0.01),
            (-0.36, -0.24),
            (-0.42, -0.62),
            (-0.22, -0.82),
        ],
        look.colour,
    )
    pen.ellipse(-0.22, -0.58, 0.07, 0.12, clear(WHITE, 0.5), turn=20)


def balloon(pen: Pen, look: Look) -> None:
    """A hot-air balloon, hung in the middle of its envelope."""
    for x in (-0.1, 0.1):
        pen.stroke([(x * 1.9, 0.3), (x, 0.56)], 0.014, INK)
    pen.box(-0.11, 0.54, 0.11, 0.7, _WOOD, radius=0.03)
    pen.box(-0.12, 0.53, 0.12, 0.57, lighter(_WOOD, 0.35), radius=0.015)
    pen.curve(
        [(0, -0.46), (0.34, -0.32), (0.44, 0), (0.26, 0.32), (0, 0.4), (-0.26, 0.32), (-0.44, 0), (-0.34, -0.32)],
        look.colour,
    )
    stripe = lighter(look.accent, 0.25)
    for side in (False, True):
        gore = pen.at(0, 0, flip=side)
        gore.curve(
            [(0.03, -0.455), (0.2, -0.3), (0.27, 0), (0.16, 0.32), (0.08, 0.38), (0.11, 0.2), (0.14, 0), (0.1, -0.28)],
            stripe,
        )
    pen.ellipse(-0.27, -0.16, 0.045, 0.11, clear(WHITE, 0.35), turn=20)
