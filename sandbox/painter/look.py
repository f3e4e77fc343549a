"""Appearance of a subject, as those who paint it need it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sandbox.painter.canvas import Pen
from sandbox.painter.colour import Colour


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one subject, and the chances that vary it."""

    colour: Colour
    accent: Colour  # a second colour that goes with the scene
    dark: bool  # whether lamps are lit
    choice: Random


# A subject is painted standing on the origin of the pen (hung at it, where it flies), about 1 unit high.
Painter = Callable[[Pen, Look], None]
