"""Pictures of words that nothing is known of: shapes and colours that the words themselves decide."""

import math
from collections.abc import Callable, Sequence
from random import Random

from sandbox.painter.canvas import Canvas, Pen, Point
from sandbox.painter.colour import NAMED, Colour, clear, darker, lighter, mix
from sandbox.painter.composition import dice
from sandbox.painter.reading import Reading

# The last colour of each is its ground.
_PALETTES: Sequence[tuple[Colour, ...]] = (
    ((226, 92, 72), (244, 172, 84), (58, 124, 138), (34, 62, 88), (250, 236, 212)),
    ((92, 72, 148), (226, 112, 138), (250, 190, 130), (72, 158, 170), (36, 32, 74)),
    ((32, 112, 122), (132, 190, 162), (246, 214, 132), (232, 122, 84), (244, 240, 226)),
    ((204, 72, 92), (246, 204, 118), (108, 176, 176), (240, 238, 226), (46, 52, 92)),
    ((62, 92, 76), (168, 178, 102), (232, 190, 96), (206, 106, 70), (246, 238, 218)),
    ((86, 124, 196), (166, 198, 232), (250, 218, 198), (236, 138, 122), (28, 42, 92)),
)

_Composition = Callable[[Canvas, tuple[Colour, ...], Random], None]


def paint_abstraction(canvas: Canvas, reading: Reading, seed: int) -> None:
    """The words choose the colours and the medals, the seed the rest."""
    meaning = " ".join(reading.strange) or "nothing"
    chance = dice(seed, f"abstract {meaning}")
    palette = _palette(reading, dice(seed % 3, f"palette {meaning}"))
    composition = dice(seed, f"kind {meaning}").choice((_ribbons, _tiles, _orbits, _rays))
    composition(canvas, palette, chance)
    _motifs(canvas, reading.strange[:6], palette, chance)


def _palette(reading: Reading, chance: Random) -> tuple[Colour, ...]:
    palette = chance.choice(_PALETTES)
    named = [NAMED[name] for name in reading.colours][:3]
    if not named:
        return palette
    family = [shade for colour in named for shade in (colour, lighter(colour, 0.4), darker(colour, 0.3))]
    return (*family, mix(palette[-1], named[0], 0.12))


def _ribbons(canvas: Canvas, palette: tuple[Colour, ...], chance: Random) -> None:
    canvas.gradient(0, canvas.height, (palette[-1], mix(palette[-1], palette[0], 0.25)))
    pen = canvas.pen(0, 0, 1)
    disc = canvas.height * chance.uniform(0.1, 0.16)
    pen.dot(canvas.width * chance.uniform(0.2, 0.8), canvas.height * chance.uniform(0.16, 0.34), disc, palette[1])
    count = chance.choice((6, 7, 8))
    for band in range(count):
        base = canvas.height * (0.3 + 0.72 * band / count)
        pace, shift, swing = (
            chance.uniform(0.5, 1.3),
            chance.uniform(0, math.tau),
            canvas.height * chance.uniform(0.05, 0.12),
        )
        ripple = chance.uniform(2, 3)
        line = []
        for step in range(81):
            along = step / 80 * math.tau
            wave = math.sin(along * pace + shift) + 0.3 * math.sin(along * ripple + shift * 2)
            line.append((canvas.width * step / 80, base + swing * wave))
        colour = mix(palette[band % (len(palette) - 1)], palette[-1], 0.28 * (1 - band / count))
        pen.polygon([*line, (canvas.width, canvas.height), (0, canvas.height)], colour)
        pen.stroke([(x, y + 7) for x, y in line], 2.5, clear(lighter(colour, 0.5), 0.7), smooth=False)


def _tiles(canvas: Canvas, palette: tuple[Colour, ...], chance: Random) -> None:
    across = chance.choice((4, 5, 6)) if canvas.width <= canvas.height else chance.choice((6, 7, 8))
    side = canvas.width / across
    for row in range(math.ceil(canvas.height / side)):
        for column in range(across):
            ground, front, extra = chance.sample(palette, 3)
            tile = canvas.pen((column + 0.5) * side, (row + 0.5) * side, side, turn=chance.choice((0, 90, 180, 270)))
            tile.box(-0.501, -0.501, 0.501, 0.501, ground)
            _TILES[chance.randrange(len(_TILES))](tile, front, extra)


def _quarter(tile: Pen, front: Colour, extra: Colour) -> None:
    tile.wedge(-0.5, -0.5, 1.0, (0, 90), front)
    tile.wedge(-0.5, -0.5, 0.5, (0, 90), extra)


def _halves(tile: Pen, front: Colour, extra: Colour) -> None:
    tile.wedge(-0.5, 0, 0.5, (-90, 90), front)
    tile.wedge(0, 0, 0.5, (-90, 90), extra)


def _disc(tile: Pen, front: Colour, extra: Colour) -> None:
    tile.dot(0, 0, 0.36, front)
    tile.dot(0, 0, 0.15, extra)


def _diagonal(tile: Pen, front: Colour, extra: Colour) -> None:
    tile.polygon([(-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5)], front)
    tile.dot(0.2, 0.2, 0.12, extra)


def _leaf(tile: Pen, front: Colour, extra: Colour) -> None:
    arc = [(math.cos(math.radians(step * 6)), math.sin(math.radians(step * 6))) for step in range(16)]
    tile.polygon([*((-0.5 + x, -0.5 + y) for x, y in arc), *((0.5 - x, 0.5 - y) for x, y in arc)], front)
    tile.dot(0, 0, 0.09, extra)


_TILES: Sequence[Callable[[Pen, Colour, Colour], None]] = (_quarter, _halves, _disc, _diagonal, _leaf, _quarter)


def _orbits(canvas: Canvas, palette: tuple[Colour, ...], chance: Random) -> None:
    canvas.gradient(0, canvas.height, (palette[-1], mix(palette[-1], palette[2], 0.3)))
    x, y = canvas.width * chance.uniform(0.3, 0.7), canvas.height * chance.uniform(0.35, 0.65)
    reach = min(canvas.width, canvas.height) * chance.uniform(0.5, 0.66)
    pen = canvas.pen(x, y, reach)
    rings = chance.choice((5, 6, 7))
    for ring in range(rings, 0, -1):
        radius, colour = ring / rings, palette[ring % (len(palette) - 1)]
        start = chance.uniform(0, 360)
        pen.wedge(0, 0, radius, (start, start + chance.uniform(120, 330)), clear(colour, 0.88))
        pen.dot(0, 0, radius - 0.55 / rings, palette[-1])
        angle = math.radians(start)
        pen.dot(math.cos(angle) * radius * 0.93, math.sin(angle) * radius * 0.93, 0.055, lighter(colour, 0.3))
    pen.dot(0, 0, 0.5 / rings, palette[0])


def _rays(canvas: Canvas, palette: tuple[Colour, ...], chance: Random) -> None:
    x, y = canvas.width * chance.uniform(0.2, 0.8), canvas.height * chance.uniform(0.55, 0.95)
    reach = math.hypot(canvas.width, canvas.height) * 1.1
    pen = canvas.pen(x, y, 1)
    pen.dot(0, 0, reach, palette[-1])
    angle, index = chance.uniform(0, 20), 0
    while angle < 372:
        breadth = chance.uniform(7, 24)
        colour = mix(palette[index % (len(palette) - 1)], palette[-1], chance.choice((0.0, 0.25, 0.5)))
        pen.wedge(0, 0, reach, (angle, angle + breadth), colour)
        angle, index = angle + breadth, index + 1
    side = min(canvas.width, canvas.height)
    for step, radius in enumerate((0.34, 0.26, 0.18, 0.1)):
        pen.dot(0, 0, side * radius, (palette[-1], *palette)[step % len(palette)])


def _motifs(canvas: Canvas, words: Sequence[str], palette: tuple[Colour, ...], chance: Random) -> None:
    """A medal for each word: as many corners and rings as the word itself decides, wherever the seed has put it."""
    for word in words:
        own = dice(0, f"motif {word}")
        corners, rings = own.choice((3, 4, 5, 6, 8, 24)), own.choice((2, 3))
        size = min(canvas.width, canvas.height) * own.uniform(0.045, 0.09)
        x, y = canvas.width * chance.uniform(0.08, 0.92), canvas.height * chance.uniform(0.1, 0.9)
        medal = canvas.pen(x, y, size, turn=chance.uniform(0, 360))
        colours = own.sample(palette, min(len(palette), rings + 1))
        medal.dot(0, 0, 1.25, palette[-1])
        for ring in range(rings):
            medal.polygon(_regular(corners, 1 - ring * 0.32), colours[ring])


def _regular(corners: int, radius: float) -> list[Point]:
    angles = [math.tau * corner / corners for corner in range(corners)]
    return [(math.cos(angle) * radius, math.sin(angle) * radius) for angle in angles]
