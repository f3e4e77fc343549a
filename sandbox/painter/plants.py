"""Plants."""

import math

from sandbox.painter.canvas import Pen
from sandbox.painter.colour import CREAM, Colour, clear, darker, lighter, mix
from sandbox.painter.look import Look

_BARK: Colour = (124, 88, 70)


def tree(pen: Pen, look: Look) -> None:
    """A tree with leaves."""
    leaf, shade = look.colour, darker(look.colour, 0.16)
    pen.polygon([(-0.055, 0), (0.055, 0), (0.035, -0.5), (-0.035, -0.5)], _BARK)
    pen.stroke([(0, -0.34), (0.14, -0.5)], 0.035, _BARK)
    pen.stroke([(0, -0.28), (-0.12, -0.42)], 0.03, _BARK)
    wobble = [look.choice.uniform(0.88, 1.12) for _ in range(11)]
    for radius, colour, dx, dy in (
        (0.36, shade, 0.0, 0.0),
        (0.27, leaf, -0.045, -0.055),
        (0.13, lighter(leaf, 0.2), -0.1, -0.14),
    ):
        crown = []
        for step, stretch in enumerate(wobble):
            angle = step * math.tau / len(wobble)
            crown.append(
                (dx + math.cos(angle) * radius * stretch, -0.66 + dy + math.sin(angle) * radius * 0.95 * stretch)
            )
        pen.curve(crown, colour)


def pine(pen: Pen, look: Look) -> None:
    """A conifer."""
    leaf = look.colour
    pen.box(-0.035, -0.16, 0.035, 0, _BARK)
    for level in range(4):
        y, half = -0.12 - level * 0.2, 0.3 - level * 0.06
        pen.polygon([(-half, y), (half, y), (0, y - 0.38)], mix(darker(leaf, 0.25), leaf, level / 3))
        pen.polygon([(0, y), (half, y), (0, y - 0.38)], clear(darker(leaf, 0.5), 0.22))


def flower(pen: Pen, look: Look) -> None:
    """A flower on its stem."""
    stem: Colour = (92, 146, 84)
    bend = look.choice.uniform(-0.08, 0.08)
    pen.stroke([(0, 0), (bend * 0.4, -0.35), (bend, -0.72)], 0.035, stem)
    pen.curve([(0, -0.14), (0.14, -0.3), (0.3, -0.32), (0.2, -0.16)], stem)
    pen.curve([(0, -0.22), (-0.12, -0.4), (-0.28, -0.42), (-0.18, -0.24)], darker(stem, 0.15))
    petals = look.choice.choice((5, 6, 8))
    head = pen.at(bend, -0.76)
    for ring, colour in ((0.17, look.colour), (0.11, lighter(look.colour, 0.3))):
        for petal in range(petals):
            turn = petal * 360 / petals + (0 if ring > 0.12 else 180 / petals)
            angle = math.radians(turn)
            head.ellipse(math.cos(angle) * ring, math.sin(angle) * ring, ring * 0.72, ring * 0.46, colour, turn=turn)
    head.dot(0, 0, 0.075, (250, 200, 84))
    head.dot(-0.015, -0.015, 0.04, (255, 224, 138))


def mushroom(pen: Pen, look: Look) -> None:
    """A mushroom."""
    pen.curve([(-0.13, 0), (-0.1, -0.3), (-0.12, -0.55), (0.12, -0.55), (0.1, -0.3), (0.15, 0), (0, 0.03)], CREAM)
    pen.curve([(0.02, 0.02), (0.06, -0.28), (0.1, -0.5), (0.1, -0.3), (0.15, 0)], clear(darker(CREAM, 0.25), 0.6))
    pen.curve(
        [(-0.44, -0.46), (-0.36, -0.76), (0, -0.98), (0.36, -0.76), (0.44, -0.46), (0.2, -0.42), (-0.2, -0.42)],
        look.colour,
    )
    pen.curve([(-0.3, -0.46), (0, -0.51), (0.3, -0.46), (0, -0.42)], mix(look.colour, CREAM, 0.75))
    for x, y, radius in (
        (-0.2, -0.66, 0.06),
        (0.04, -0.8, 0.075),
        (0.22, -0.62, 0.055),
        (-0.02, -0.6, 0.04),
        (-0.14, -0.83, 0.03),
    ):
        pen.ellipse(x, y, radius, radius * 0.85, lighter(look.colour, 0.85))
