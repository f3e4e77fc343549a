"""Sky, land and water, from the farthest to the nearest."""

import math
from random import Random

from sandbox.painter.canvas import Canvas, Pen, Point
from sandbox.painter.colour import WHITE, Colour, clear, darker, lighter, mix
from sandbox.painter.composition import HEAVENLY, Scene
from sandbox.painter.heavens import cloud
from sandbox.painter.look import Look
from sandbox.painter.vocabulary import Light, Place, Subject

_SAND: Colour = (238, 212, 160)


def sky(canvas: Canvas, scene: Scene) -> None:
    """The sky, with stars at night."""
    canvas.gradient(0, scene.height, (*scene.mood.sky, scene.mood.sky[-1], scene.mood.sky[-1]))
    chance = scene.dice("stars")
    if scene.mood.dark and Subject.STAR not in scene.barred:
        pen = canvas.pen(0, 0, 1)
        for _ in range(round(scene.width * scene.horizon / 4200)):
            x, y = chance.uniform(0, scene.width), chance.uniform(0, scene.horizon) * chance.uniform(0.3, 1)
            pen.dot(x, y, chance.choice((0.9, 1.2, 1.6, 2.4)), clear(WHITE, chance.uniform(0.45, 0.95)))
    shown = {placement.subject for placement in scene.placements}
    if not shown & {Subject.SUN, Subject.MOON, Subject.STAR} and Light.RAIN is not scene.light:
        _distant_light(canvas, scene)
    if not scene.barred & {Subject.CLOUD} and Place.SPACE not in scene.places:
        _clouds(canvas, scene)


def _distant_light(canvas: Canvas, scene: Scene) -> None:
    """The sun near the horizon, or a pale moon, where the prompt has none of its own."""
    source = Subject.MOON if scene.mood.dark else Subject.SUN
    if source in scene.barred or Place.SPACE in scene.places:
        return
    chance = scene.dice("sun")
    x = scene.width * chance.choice((0.2, 0.32, 0.68, 0.8))
    y = scene.horizon * (chance.uniform(0.2, 0.4) if scene.mood.dark else chance.uniform(0.42, 0.82))
    radius = min(scene.width, scene.height) * chance.uniform(0.055, 0.085)
    canvas.glow(x, y, radius * 6, scene.mood.sun, 0.75)
    canvas.pen(x, y, radius).dot(0, 0, 1, lighter(scene.mood.sun, 0.35))


def _clouds(canvas: Canvas, scene: Scene) -> None:
    chance = scene.dice("clouds")
    look = Look(scene.mood.cloud, scene.accent, scene.mood.dark, chance)
    wished = [placement for placement in scene.placements if placement.subject in HEAVENLY]
    for _ in range(chance.choice((2, 3, 4)) + (2 if scene.light is Light.RAIN else 0)):
        size = min(scene.width, scene.height) * chance.uniform(0.14, 0.32)
        x, y = chance.uniform(0, scene.width), scene.horizon * chance.uniform(0.1, 0.62)
        if all(math.hypot(x - each.x, y - each.y) > (size + each.size) * 0.62 for each in wished):
            cloud(canvas.pen(x, y, size), look)


def land(canvas: Canvas, scene: Scene) -> None:
    """Everything between the sky and those who stand in front."""
    pen, mood = canvas.pen(0, 0, 1), scene.mood
    ground = scene.height - scene.horizon
    if Place.SPACE not in scene.places:
        _ridge(pen, scene, "far", (scene.horizon, ground * 0.3), mix(mood.far, mood.sky[-1], 0.35))
    if Place.MOUNTAINS in scene.places:
        _mountains(pen, scene)
    if Place.CITY in scene.places:
        _city(pen, scene)
    if Place.SEA in scene.places:
        _sea(canvas, scene)
        return
    middle, near = mood.middle, mood.near
    if Place.DESERT in scene.places:
        middle, near = mix(middle, (226, 182, 116), 0.75), mix(near, (214, 160, 96), 0.75)
    _ridge(pen, scene, "middle", (scene.horizon + ground * 0.08, ground * 0.22), middle)
    if Place.FOREST in scene.places:
        _forest(pen, scene)
    _ridge(pen, scene, "near", (scene.horizon + ground * 0.26, ground * 0.14), near)
    _ridge(pen, scene, "front", (scene.horizon + ground * 0.62, ground * 0.12), mix(near, darker(near, 0.3), 0.4))
    if Place.SPACE in scene.places:
        _craters(pen, scene, near)


def _ridge(pen: Pen, scene: Scene, name: str, lie: tuple[float, float], colour: Colour) -> None:
    """A rolling line of hills, filled down to the bottom; `lie` is its middle and how far it swings, in pixels."""
    base, swing = lie
    chance = scene.dice(f"ridge {name}")
    waves = [
        (chance.uniform(0.6, 1.4), chance.uniform(0, math.tau)),
        (chance.uniform(1.8, 3.2), chance.uniform(0, math.tau)),
    ]
    line: list[Point] = []
    for step in range(61):
        along = step / 60
        height = sum(
            math.sin(along * math.tau * pace + shift) / (index + 1.4) for index, (pace, shift) in enumerate(waves)
        )
        line.append((along * scene.width, base - height * swing * 0.5))
    pen.polygon([*line, (scene.width, scene.height), (0, scene.height)], colour)


def _mountains(pen: Pen, scene: Scene) -> None:
    chance = scene.dice("mountains")
    for layer in range(2):
        colour = mix(scene.mood.far, scene.mood.sky[-1], 0.32 - 0.32 * layer)
        count = chance.choice((3, 4)) + layer
        for peak in range(count):
            x = scene.width * ((peak + 0.5) / count + chance.uniform(-0.1, 0.1))
            height = scene.height * chance.uniform(0.34, 0.54) * (1 - 0.3 * layer)
            _peak(pen, chance, (x, scene.horizon + 0.3 * (scene.height - scene.horizon)), height, colour)


def _peak(pen: Pen, chance: Random, foot: Point, height: float, colour: Colour) -> None:
    x, base = foot
    half = height * chance.uniform(0.75, 1.05)
    lean = half * chance.uniform(-0.2, 0.2)
    top = (x + lean, base - height)
    pen.polygon([(x - half, base), top, (x + half, base)], colour)
    fold = (x + lean * 0.4 + half * chance.uniform(-0.12, 0.12), base - height * 0.45)
    pen.polygon([top, (x + half, base), (x + half * 0.12, base), fold], clear(darker(colour, 0.5), 0.35))
    snow = 0.3

    def on_side(side: float, share: float) -> Point:
        return top[0] + (x + side * half - top[0]) * share, top[1] + height * share

    jag = [
        on_side(-1, snow),
        (top[0] - half * 0.1, top[1] + height * snow * 0.75),
        (top[0], top[1] + height * snow * 1.15),
    ]
    jag += [(top[0] + half * 0.11, top[1] + height * snow * 0.72), on_side(1, snow * 0.9)]
    pen.polygon([top, *jag], mix(colour, (252, 252, 255), 0.82))
    pen.polygon([top, *jag[2:]], clear(darker(colour, 0.2), 0.3))


def _city(pen: Pen, scene: Scene) -> None:
    chance = scene.dice("city")
    base = scene.horizon + (scene.height - scene.horizon) * 0.3
    for layer in range(2):
        colour = mix(scene.mood.far, scene.mood.sky[-1], 0.3) if layer == 0 else darker(scene.mood.far, 0.18)
        x = -20.0
        while x < scene.width:
            breadth = scene.height * chance.uniform(0.055, 0.11)
            top = base - scene.height * chance.uniform(0.18, 0.46) * (1 - 0.3 * layer)
            pen.box(x, top, x + breadth, base, colour)
            if chance.random() < 0.3:
                pen.stroke([(x + breadth / 2, top), (x + breadth / 2, top - breadth * 0.5)], 3, colour)
            if layer:
                _windows(pen, chance, (x, top, x + breadth, base), lit=scene.mood.dark, wall=colour)
            x += breadth * chance.uniform(1.0, 1.25)


def _windows(pen: Pen, chance: Random, wall_box: tuple[float, float, float, float], *, lit: bool, wall: Colour) -> None:
    left, top, right, bottom = wall_box
    side = (right - left) / 7
    y = top + side
    while y < bottom - side:
        for column in range(3):
            bright = chance.random() < (0.6 if lit else 0.8)
            colour = ((255, 220, 130) if lit else lighter(wall, 0.35)) if bright else darker(wall, 0.2)
            x = left + side * (1 + column * 2)
            pen.box(x, y, x + side, y + side * 1.2, colour)
        y += side * 2.4


def _forest(pen: Pen, scene: Scene) -> None:
    chance = scene.dice("forest")
    ground = scene.height - scene.horizon
    for layer in range(3):
        colour = mix(scene.mood.far, darker(scene.mood.near, 0.3), 0.25 + 0.3 * layer)
        x = 0.0
        while x < scene.width:
            height = scene.height * chance.uniform(0.16, 0.3) * (0.8 + 0.15 * layer)
            base = scene.horizon + ground * (0.16 + 0.09 * layer)
            tree = pen.at(x, base, height)
            if chance.random() < 0.7:
                for level in range(3):
                    y, half = -0.1 - level * 0.25, 0.24 - level * 0.055
                    tree.polygon([(-half, y), (half, y), (0, y - 0.42)], darker(colour, 0.06 * (2 - level)))
            else:
                tree.ellipse(0, -0.6, 0.22, 0.34, colour)
            tree.box(-0.02, -0.3, 0.02, 0.1, darker(colour, 0.35))
            x += height * chance.uniform(0.24, 0.42)


def _sea(canvas: Canvas, scene: Scene) -> None:
    chance = scene.dice("sea")
    ground = scene.height - scene.horizon
    top = scene.horizon + ground * 0.02
    canvas.gradient(top, scene.height, scene.mood.water)
    pen = canvas.pen(0, 0, 1)
    for _ in range(70):
        depth = chance.random() ** 1.5
        y = top + ground * (0.03 + 0.95 * depth)
        half = scene.width * chance.uniform(0.012, 0.05) * (0.5 + depth)
        x = chance.uniform(0, scene.width)
        crest = [(x - half, y), (x, y - half * 0.06), (x + half, y)]
        pen.stroke(crest, 1.5 + 3 * depth, clear(WHITE, chance.uniform(0.12, 0.38)))
    if not scene.all_water:
        _beach(pen, scene, chance)


def _beach(pen: Pen, scene: Scene, chance: Random) -> None:
    ground = scene.height - scene.horizon
    sand = mix(_SAND, scene.mood.near, 0.12)
    shore = [
        (scene.width * step / 6, scene.horizon + ground * (0.5 + chance.uniform(-0.05, 0.05))) for step in range(-1, 8)
    ]
    for lift, colour in ((ground * 0.05, clear(WHITE, 0.55)), (ground * 0.025, darker(sand, 0.12)), (0.0, sand)):
        line = [(x, y - lift) for x, y in shore]
        pen.curve([*line, (scene.width * 1.4, scene.height * 1.3), (-scene.width * 0.4, scene.height * 1.3)], colour)
    for _ in range(40):
        x, y = chance.uniform(0, scene.width), scene.horizon + ground * chance.uniform(0.62, 0.98)
        pen.ellipse(x, y, 3, 1.6, clear(darker(sand, 0.3), 0.5))


def _craters(pen: Pen, scene: Scene, colour: Colour) -> None:
    chance = scene.dice("craters")
    ground = scene.height - scene.horizon
    for _ in range(9):
        depth = chance.uniform(0.4, 0.95)
        x, y, radius = (
            chance.uniform(0, scene.width),
            scene.horizon + ground * depth,
            ground * chance.uniform(0.04, 0.11) * depth,
        )
        pen.ellipse(x, y, radius * 1.6, radius * 0.5, darker(colour, 0.28))
        pen.ellipse(x, y + radius * 0.09, radius * 1.45, radius * 0.4, darker(colour, 0.14))
