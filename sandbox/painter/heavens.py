"""Subjects that hang in the sky."""

import math

from sandbox.painter.canvas import Pen
from sandbox.painter.colour import BLUSH, WHITE, Colour, clear, darker, lighter
from sandbox.painter.look import Look

_BOWS: tuple[Colour, ...] = (
    (226, 92, 88),
    (244, 158, 80),
    (250, 214, 102),
    (122, 186, 116),
    (94, 158, 212),
    (142, 112, 188),
)


def sun(pen: Pen, look: Look) -> None:
    """The sun and its rays."""
    rays = look.choice.choice((10, 12, 16))
    for ray in range(rays):
        blade = pen.at(0, 0, turn=ray * 360 / rays)
        blade.curve([(-0.045, -0.4), (0, -0.58 - 0.08 * (ray % 2)), (0.045, -0.4)], clear(look.colour, 0.9))
    pen.dot(0, 0, 0.35, look.colour)
    pen.dot(-0.02, -0.02, 0.29, lighter(look.colour, 0.35))


def moon(pen: Pen, look: Look) -> None:
    """A crescent, or full with its seas."""
    if look.choice.random() < 0.5:
        steps = 40
        outer = [math.radians(60 + 240 * step / steps) for step in range(steps + 1)]
        inner = [math.radians(292 - 224 * step / steps) for step in range(steps + 1)]
        rim = [(math.cos(a) * 0.44, math.sin(a) * 0.44) for a in outer]
        pen.at(0, 0, turn=-25).polygon(
            [*rim, *((0.14 + math.cos(a) * 0.36, math.sin(a) * 0.36) for a in inner)], look.colour
        )
        return
    pen.dot(0, 0, 0.42, look.colour)
    for x, y, radius in (
        (-0.14, -0.12, 0.1),
        (0.13, 0.05, 0.13),
        (-0.1, 0.2, 0.07),
        (0.14, -0.22, 0.05),
        (-0.28, 0.05, 0.045),
    ):
        pen.dot(x, y, radius, clear(darker(look.colour, 0.22), 0.6))


def star(pen: Pen, look: Look) -> None:
    """A star."""
    points = []
    for corner in range(10):
        radius, angle = (0.46, 0.21)[corner % 2], math.radians(corner * 36 - 90)
        points.append((math.cos(angle) * radius, math.sin(angle) * radius))
    pen.polygon(points, look.colour)
    for corner in range(0, 10, 2):
        pen.polygon([(0, 0), points[corner], points[corner - 1]], clear(WHITE, 0.28))
    for side in (-1, 1):
        pen.dot(side * 0.085, -0.02, 0.026, (74, 58, 66))
        pen.ellipse(side * 0.14, 0.045, 0.035, 0.024, clear(BLUSH, 0.8))
    pen.stroke([(-0.04, 0.055), (0, 0.075), (0.04, 0.055)], 0.02, (74, 58, 66))


def cloud(pen: Pen, look: Look) -> None:
    """A cloud."""
    puffs = [(-0.42, 0.02, 0.14), (-0.2, -0.1, 0.2), (0.06, -0.17, 0.25), (0.3, -0.06, 0.18), (0.46, 0.03, 0.12)]
    shift = look.choice.uniform(-0.06, 0.06)
    for x, y, radius in puffs:
        pen.dot(x + shift, y, radius, look.colour)
    pen.box(-0.52 + shift, -0.02, 0.54 + shift, 0.15, look.colour, radius=0.08)
    pen.box(-0.4 + shift, 0.08, 0.42 + shift, 0.15, clear(darker(look.colour, 0.2), 0.35), radius=0.035)


def rainbow(pen: Pen, look: Look) -> None:
    """Half a ring over the origin, 2 units wide."""
    opacity = 0.4 if look.dark else 0.62
    for band, colour in enumerate(_BOWS):
        outer, inner = 1 - band * 0.06, 0.94 - band * 0.06
        arc = [math.radians(180 + 180 * step / 60) for step in range(61)]
        edge = [(math.cos(a) * outer, math.sin(a) * outer) for a in arc]
        pen.polygon(
            [*edge, *((math.cos(a) * inner, math.sin(a) * inner) for a in reversed(arc))], clear(colour, opacity)
        )


def planet(pen: Pen, look: Look) -> None:
    """A planet and its ring."""
    pen.dot(0, 0, 0.34, look.colour)
    tilted = pen.at(0, 0, turn=-20)
    for y, half, width in ((-0.16, 0.29, 0.05), (0.02, 0.33, 0.07), (0.19, 0.26, 0.04)):
        tilted.stroke([(-half, y), (0, y + 0.03), (half, y)], width, clear(lighter(look.colour, 0.4), 0.6))
    tilted.stroke(
        [(-0.36, -0.03), (-0.56, 0.03), (-0.3, 0.13), (0.3, 0.13), (0.56, 0.03), (0.36, -0.03)],
        0.035,
        lighter(look.accent, 0.4),
    )
