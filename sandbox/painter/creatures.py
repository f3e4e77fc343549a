"""Creatures that fly, swim, walk on two legs, or run on batteries."""

from sandbox.painter.canvas import Pen
from sandbox.painter.colour import BLUSH, CREAM, INK, WHITE, clear, darker, lighter, mix
from sandbox.painter.look import Look

_SKINS = ((250, 216, 186), (232, 184, 146), (190, 136, 100), (134, 92, 70))
_HAIRS = ((70, 48, 44), (122, 76, 50), (214, 158, 84), (44, 40, 54), (190, 88, 52))


def bird(pen: Pen, look: Look) -> None:
    """A bird on the ground."""
    coat = look.colour
    belly = mix(coat, CREAM, 0.7)
    for x in (-0.05, 0.08):
        pen.stroke([(x, -0.22), (x, -0.02), (x + 0.07, 0)], 0.03, (222, 142, 70), smooth=False)
    pen.polygon([(-0.3, -0.42), (-0.66, -0.36), (-0.64, -0.5), (-0.3, -0.58)], darker(coat, 0.25))
    pen.curve(
        [(-0.42, -0.46), (-0.2, -0.78), (0.1, -0.98), (0.34, -0.86), (0.36, -0.6), (0.22, -0.28), (-0.1, -0.18)], coat
    )
    pen.curve([(0.3, -0.62), (0.33, -0.46), (0.18, -0.26), (-0.06, -0.2), (0.04, -0.42)], belly)
    pen.curve([(-0.46, -0.4), (-0.24, -0.66), (0.02, -0.62), (0.06, -0.44), (-0.14, -0.32)], darker(coat, 0.18))
    pen.stroke([(-0.32, -0.42), (-0.08, -0.45)], 0.02, clear(WHITE, 0.35))
    pen.polygon([(0.34, -0.8), (0.54, -0.74), (0.35, -0.68)], (240, 166, 66))
    pen.dot(0.2, -0.79, 0.05, WHITE)
    pen.dot(0.212, -0.79, 0.035, INK)
    pen.dot(0.222, -0.803, 0.012, WHITE)
    pen.ellipse(0.13, -0.69, 0.05, 0.03, clear(BLUSH, 0.6))


def fish(pen: Pen, look: Look) -> None:
    """Hangs in the middle of its own length."""
    coat = look.colour
    fin = mix(coat, look.accent, 0.5)
    pen.curve([(-0.36, 0), (-0.68, -0.3), (-0.74, -0.14), (-0.6, 0), (-0.74, 0.14), (-0.68, 0.3)], fin)
    pen.curve([(-0.1, -0.26), (0, -0.5), (0.26, -0.34), (0.24, -0.2)], fin)
    pen.curve([(-0.06, 0.26), (-0.02, 0.42), (0.16, 0.26)], fin)
    pen.curve([(-0.44, 0), (-0.14, -0.29), (0.24, -0.29), (0.52, -0.02), (0.24, 0.29), (-0.14, 0.29)], coat)
    pen.curve([(-0.3, 0.12), (0.1, 0.14), (0.46, 0.06), (0.24, 0.28), (-0.12, 0.27)], lighter(coat, 0.4))
    for x in (-0.16, 0.02):
        pen.curve(
            [(x, -0.27), (x + 0.09, -0.1), (x + 0.09, 0.1), (x, 0.27), (x + 0.03, 0)], clear(lighter(coat, 0.65), 0.85)
        )
    pen.dot(0.31, -0.08, 0.075, WHITE)
    pen.dot(0.325, -0.08, 0.045, INK)
    pen.dot(0.34, -0.1, 0.016, WHITE)
    pen.stroke([(0.5, 0.05), (0.44, 0.085), (0.4, 0.07)], 0.018, darker(coat, 0.5))
    for x, y, radius in ((0.66, -0.12, 0.035), (0.74, -0.28, 0.05), (0.68, -0.46, 0.03)):
        pen.dot(x, y, radius, clear(WHITE, 0.45))


def butterfly(pen: Pen, look: Look) -> None:
    """Hangs in its middle."""
    for side in (False, True):
        wing = pen.at(0, 0, flip=side)
        wing.curve([(0.03, -0.06), (0.2, -0.46), (0.5, -0.5), (0.52, -0.2), (0.28, 0)], look.colour)
        wing.curve([(0.03, 0), (0.3, 0.02), (0.42, 0.22), (0.26, 0.42), (0.08, 0.26)], darker(look.colour, 0.15))
        wing.dot(0.36, -0.32, 0.08, lighter(look.colour, 0.6))
        wing.dot(0.27, 0.2, 0.06, lighter(look.colour, 0.6))
        wing.stroke([(0.02, -0.26), (0.08, -0.42), (0.16, -0.48)], 0.018, INK)
    pen.ellipse(0, 0, 0.045, 0.28, INK)


def person(pen: Pen, look: Look) -> None:
    """Somebody standing."""
    skin, hair = look.choice.choice(_SKINS), look.choice.choice(_HAIRS)
    long_hair = look.choice.random() < 0.5
    coat, dark = look.colour, darker(look.colour, 0.35)
    if long_hair:
        pen.curve([(-0.13, -0.92), (0.13, -0.92), (0.17, -0.7), (0.12, -0.6), (-0.12, -0.6), (-0.17, -0.7)], hair)
    for x in (-0.07, 0.07):
        pen.box(x - 0.045, -0.3, x + 0.045, -0.02, dark, radius=0.03)
        pen.curve([(x - 0.06, 0), (x - 0.05, -0.06), (x + 0.05, -0.06), (x + 0.08, 0)], INK)
    pen.stroke([(-0.12, -0.58), (-0.22, -0.44), (-0.2, -0.32)], 0.075, dark)
    pen.stroke([(0.12, -0.58), (0.24, -0.46), (0.31, -0.56)], 0.075, dark)
    pen.dot(-0.2, -0.3, 0.042, skin)
    pen.dot(0.325, -0.59, 0.042, skin)
    pen.curve([(-0.09, -0.66), (0.09, -0.66), (0.17, -0.5), (0.21, -0.2), (-0.21, -0.2), (-0.17, -0.5)], coat)
    for y in (-0.5, -0.4, -0.3):
        pen.dot(0, y, 0.016, lighter(coat, 0.6))
    pen.box(-0.05, -0.7, 0.05, -0.6, darker(skin, 0.12))
    pen.ellipse(0, -0.8, 0.125, 0.135, skin)
    pen.curve(
        [(-0.135, -0.78), (-0.13, -0.93), (0, -0.975), (0.13, -0.93), (0.135, -0.78), (0.07, -0.87), (-0.05, -0.88)],
        hair,
    )
    pen.stroke([(-0.1, -0.65), (0, -0.62), (0.1, -0.65)], 0.055, look.accent)
    for side in (-1, 1):
        pen.dot(side * 0.048, -0.79, 0.017, INK)
        pen.ellipse(side * 0.078, -0.745, 0.026, 0.018, clear(BLUSH, 0.7))
    pen.stroke([(-0.03, -0.735), (0, -0.72), (0.03, -0.735)], 0.013, darker(skin, 0.6))


def robot(pen: Pen, look: Look) -> None:
    """A robot."""
    metal, dark, pale = look.colour, darker(look.colour, 0.32), lighter(look.colour, 0.5)
    glow = (255, 236, 150) if look.dark else (126, 232, 226)
    for side in (-1, 1):
        pen.box(side * 0.1 - 0.05, -0.2, side * 0.1 + 0.05, -0.03, dark)
        pen.box(side * 0.11 - 0.09, -0.075, side * 0.11 + 0.09, 0, metal, radius=0.035)
        pen.stroke([(side * 0.22, -0.46), (side * 0.34, -0.38), (side * 0.33, -0.26)], 0.06, dark)
        pen.dot(side * 0.33, -0.235, 0.052, metal)
        pen.dot(side * 0.33, -0.2, 0.026, darker(metal, 0.6))
    pen.box(-0.23, -0.52, 0.23, -0.16, metal, radius=0.06)
    pen.box(-0.15, -0.45, 0.15, -0.25, pale, radius=0.035)
    for x, colour in ((-0.09, look.accent), (0.0, (250, 204, 96)), (0.09, (112, 190, 130))):
        pen.dot(x, -0.4, 0.026, colour)
    pen.stroke([(-0.11, -0.3), (-0.04, -0.33), (0.02, -0.29), (0.11, -0.32)], 0.016, dark)
    pen.box(-0.06, -0.56, 0.06, -0.5, dark)
    pen.stroke([(0, -0.88), (0, -0.96)], 0.022, dark)
    pen.dot(0, -0.98, 0.038, look.accent)
    for side in (-1, 1):
        pen.box(side * 0.27 - 0.035, -0.78, side * 0.27 + 0.035, -0.64, dark, radius=0.02)
    pen.box(-0.26, -0.88, 0.26, -0.55, metal, radius=0.08)
    pen.box(-0.2, -0.82, 0.2, -0.61, darker(metal, 0.72), radius=0.06)
    for side in (-1, 1):
        pen.dot(side * 0.095, -0.725, 0.052, glow)
        pen.dot(side * 0.095 + 0.016, -0.742, 0.016, WHITE)
    pen.stroke([(-0.05, -0.65), (0, -0.637), (0.05, -0.65)], 0.014, glow)
