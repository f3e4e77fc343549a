"""Animals that sit and look at you: one build, told apart by ears, muzzle, tail and coat."""

from dataclasses import dataclass
from enum import Enum, auto

from sandbox.painter.canvas import Pen
from sandbox.painter.colour import BLUSH, CREAM, INK, WHITE, Colour, clear, darker, lighter, luminance, mix
from sandbox.painter.look import Look, Painter


class Ears(Enum):
    """Shapes of ears."""

    POINTED = auto()
    FLOPPY = auto()
    LONG = auto()
    ROUND = auto()


class Tail(Enum):
    """Shapes of tails."""

    SLENDER = auto()
    BUSHY = auto()
    SHORT = auto()


@dataclass(frozen=True, slots=True)
class Breed:
    """The traits that tell one animal from another; lengths are in the units of its pen."""

    ears: Ears
    tail: Tail
    head: tuple[float, float] = (0.27, 0.215)  # half its width and height
    ear_size: float = 1.0
    muzzle: float = 0.10  # half the width of the light patch around the nose
    nose: float = 0.028
    whiskers: bool = False
    stripes: bool = False
    mask: bool = False  # light cheeks, as a fox has


CAT = Breed(Ears.POINTED, Tail.SLENDER, whiskers=True, stripes=True)
DOG = Breed(Ears.FLOPPY, Tail.SHORT, head=(0.235, 0.225), muzzle=0.14, nose=0.05)
FOX = Breed(Ears.POINTED, Tail.BUSHY, ear_size=1.12, muzzle=0.08, nose=0.035, mask=True)
RABBIT = Breed(Ears.LONG, Tail.SHORT, head=(0.22, 0.20), muzzle=0.09, whiskers=True)
BEAR = Breed(Ears.ROUND, Tail.SHORT, head=(0.26, 0.225), ear_size=0.8, muzzle=0.12, nose=0.045)
MOUSE = Breed(Ears.ROUND, Tail.SLENDER, head=(0.22, 0.19), ear_size=1.5, muzzle=0.07, whiskers=True)

_HEAD_Y = -0.67


def sitting(breed: Breed) -> Painter:
    """The painter of a breed."""

    def paint(pen: Pen, look: Look) -> None:
        coat = look.colour
        pale = mix(coat, CREAM, 0.72 if luminance(coat) > 0.35 else 0.45)
        shade = darker(coat, 0.22)
        _tail(pen, breed, coat, pale)
        _body(pen, coat, pale, shade)
        if breed.ears is not Ears.FLOPPY:
            _ears(pen, breed, coat, shade, pale)
        _head(pen, breed, coat, pale)
        if breed.stripes:
            _stripes(pen, shade, look.choice.randrange(3))
        if breed.ears is Ears.FLOPPY:
            _ears(pen, breed, coat, shade, pale)
            _collar(pen, look.accent)
        _face(pen, breed, coat, asleep=look.choice.random() < 0.3)

    return paint


def _tail(pen: Pen, breed: Breed, coat: Colour, pale: Colour) -> None:
    if breed.tail is Tail.SLENDER:
        pen.stroke([(0.12, -0.06), (0.36, -0.05), (0.47, -0.2), (0.42, -0.38), (0.49, -0.5)], 0.085, darker(coat, 0.1))
        pen.stroke([(0.43, -0.43), (0.49, -0.5)], 0.085, pale)
    elif breed.tail is Tail.BUSHY:
        pen.curve(
            [(0.1, -0.02), (0.4, -0.02), (0.56, -0.24), (0.5, -0.52), (0.36, -0.4), (0.34, -0.22)], darker(coat, 0.1)
        )
        pen.curve([(0.555, -0.3), (0.5, -0.52), (0.38, -0.42), (0.44, -0.36)], pale)
    else:
        pen.dot(0.25, -0.13, 0.075, lighter(coat, 0.2))


def _body(pen: Pen, coat: Colour, pale: Colour, shade: Colour) -> None:
    pen.curve(
        [(-0.25, -0.01), (-0.28, -0.2), (-0.17, -0.48), (0, -0.58), (0.17, -0.48), (0.28, -0.2), (0.25, -0.01)], coat
    )
    pen.ellipse(0.2, -0.1, 0.12, 0.11, clear(shade, 0.55))
    pen.ellipse(-0.2, -0.1, 0.12, 0.11, clear(shade, 0.55))
    pen.curve([(0, -0.5), (0.11, -0.36), (0.1, -0.14), (0, -0.06), (-0.1, -0.14), (-0.11, -0.36)], pale)
    for side in (-1, 1):
        pen.box(side * 0.075 - 0.06, -0.26, side * 0.075 + 0.06, -0.02, coat, radius=0.055)
        pen.ellipse(side * 0.085, -0.028, 0.085, 0.04, pale)
        pen.ellipse(side * 0.235, -0.024, 0.09, 0.034, coat)


def _ears(pen: Pen, breed: Breed, coat: Colour, shade: Colour, pale: Colour) -> None:
    size = breed.ear_size
    for side in (-1, 1):
        ear = pen.at(side * breed.head[0] * 0.66, _HEAD_Y - breed.head[1] * 0.55, size, flip=side < 0)
        if breed.ears is Ears.POINTED:
            ear.curve([(-0.13, 0.03), (-0.04, -0.1), (0.075, -0.245), (0.1, -0.22), (0.12, -0.07), (0.1, 0.08)], coat)
            ear.curve([(-0.05, 0.02), (0, -0.08), (0.07, -0.18), (0.088, -0.06), (0.07, 0.05)], mix(BLUSH, coat, 0.25))
        elif breed.ears is Ears.LONG:
            ear.ellipse(-0.02, -0.24, 0.065, 0.24, coat, turn=8)
            ear.ellipse(-0.02, -0.23, 0.034, 0.17, mix(BLUSH, pale, 0.3), turn=8)
        elif breed.ears is Ears.ROUND:
            ear.dot(0.02, -0.05, 0.125, coat)
            ear.dot(0.02, -0.045, 0.075, mix(BLUSH, coat, 0.3))
        else:
            ear.curve([(-0.05, -0.07), (0.06, -0.06), (0.15, 0.06), (0.16, 0.24), (0.07, 0.29), (0.01, 0.14)], shade)


def _head(pen: Pen, breed: Breed, coat: Colour, pale: Colour) -> None:
    rx, ry = breed.head
    y = _HEAD_Y
    pen.curve(
        [
            *((0, y - ry), (rx * 0.72, y - ry * 0.72), (rx, y + ry * 0.15), (rx * 0.6, y + ry * 0.88)),
            *((0, y + ry), (-rx * 0.6, y + ry * 0.88), (-rx, y + ry * 0.15), (-rx * 0.72, y - ry * 0.72)),
        ],
        coat,
    )
    if breed.mask:
        for side in (-1, 1):
            cheek = [(0, y + ry), (side * rx * 0.62, y + ry * 0.86), (side * rx * 0.99, y + ry * 0.2)]
            pen.curve([*cheek, (side * rx * 0.4, y + ry * 0.25), (0, y + ry * 0.4)], pale)


def _stripes(pen: Pen, shade: Colour, pattern: int) -> None:
    if pattern == 0:
        return
    for x, length in ((-0.07, 0.07), (0, 0.1), (0.07, 0.07)):
        pen.stroke([(x, _HEAD_Y - 0.195), (x * 0.8, _HEAD_Y - 0.195 + length)], 0.028, shade)
    if pattern == 2:
        for side in (-1, 1):
            for y in (-0.24, -0.32, -0.4):
                pen.stroke(
                    [(side * (0.28 + (y + 0.24) * 0.42), y), (side * (0.19 + (y + 0.24) * 0.3), y + 0.015)],
                    0.026,
                    shade,
                )


def _collar(pen: Pen, colour: Colour) -> None:
    pen.stroke([(-0.15, -0.475), (0, -0.44), (0.15, -0.475)], 0.05, colour)
    pen.dot(0, -0.405, 0.035, (248, 206, 96))


def _face(pen: Pen, breed: Breed, coat: Colour, *, asleep: bool) -> None:
    ink = INK if luminance(coat) > 0.3 else (24, 20, 32)
    light_eyes = luminance(coat) <= 0.3
    y = _HEAD_Y
    if not breed.mask:
        pale = mix(coat, CREAM, 0.78 if luminance(coat) > 0.35 else 0.5)
        for side in (-1, 1):
            pen.ellipse(side * breed.muzzle * 0.52, y + 0.095, breed.muzzle * 0.72, breed.muzzle * 0.6, pale)
    spread = breed.head[0] * 0.46
    for side in (-1, 1):
        _eye(pen.at(side * spread, y - 0.005), ink, light=light_eyes, asleep=asleep)
        pen.ellipse(side * breed.head[0] * 0.68, y + 0.085, 0.045, 0.03, clear(BLUSH, 0.55))
    _mouth(pen.at(0, y + 0.06), breed, ink)


def _eye(pen: Pen, ink: Colour, *, light: bool, asleep: bool) -> None:
    if asleep:
        pen.stroke([(-0.045, 0), (0, 0.026), (0.045, 0)], 0.02, ink if not light else CREAM)
        return
    if light:
        pen.ellipse(0, 0, 0.05, 0.055, (250, 214, 110))
    pen.ellipse(0, 0, 0.036, 0.046, ink)
    pen.dot(0.012, -0.018, 0.014, WHITE)


def _mouth(pen: Pen, breed: Breed, ink: Colour) -> None:
    nose = breed.nose
    dark = breed.ears in {Ears.FLOPPY, Ears.ROUND} or breed.mask
    pen.curve(
        [(-nose, -nose * 0.5), (0, -nose * 0.75), (nose, -nose * 0.5), (0, nose * 0.75)],
        ink if dark else (226, 112, 118),
    )
    pen.stroke([(0, nose * 0.5), (0, 0.035)], 0.012, ink)
    for side in (-1, 1):
        pen.stroke([(0, 0.035), (side * 0.03, 0.055), (side * 0.06, 0.04)], 0.013, ink)
        if breed.whiskers:
            for rise in (-0.012, 0.022):
                pen.stroke([(side * 0.1, 0.03 + rise), (side * 0.27, 0.02 + rise * 2.4)], 0.008, clear(WHITE, 0.85))
    if breed.ears is Ears.FLOPPY:
        pen.curve([(-0.035, 0.052), (0.035, 0.052), (0.03, 0.105), (0, 0.12), (-0.03, 0.105)], (232, 110, 116))
