"""Small things that make a place of a ground: grass, flowers and shells, rain, snow and leaves in the air."""

import math

from sandbox.painter.canvas import Canvas, Pen
from sandbox.painter.colour import WHITE, Colour, clear, darker, lighter, mix
from sandbox.painter.composition import Scene
from sandbox.painter.look import Look
from sandbox.painter.plants import pine, tree
from sandbox.painter.vocabulary import Light, Place, Subject

_PETALS: tuple[Colour, ...] = ((250, 226, 120), (252, 250, 244), (240, 140, 160), (186, 142, 220), (240, 120, 92))
_LEAVES: tuple[Colour, ...] = ((226, 122, 52), (206, 82, 52), (240, 180, 70))


def groves(canvas: Canvas, scene: Scene) -> None:
    """A few trees in the middle distance, where nothing speaks against them."""
    bare = {Place.SEA, Place.DESERT, Place.SPACE, Place.CITY} & scene.places
    if bare or scene.barred & {Subject.TREE, Subject.PINE, Place.FOREST}:
        return
    chance = scene.dice("groves")
    painter = pine if scene.light is Light.WINTER or chance.random() < 0.4 else tree
    green: Colour = (198, 116, 52) if scene.light is Light.AUTUMN else mix((86, 146, 92), scene.mood.middle, 0.5)
    ground = scene.height - scene.horizon
    for _ in range(chance.choice((2, 3, 5))):
        x = scene.width * chance.choice((chance.uniform(0.02, 0.26), chance.uniform(0.74, 0.98)))
        depth = chance.uniform(0.18, 0.36)
        size = scene.height * chance.uniform(0.14, 0.22) * (0.7 + depth)
        look = Look(mix(green, lighter(green, 0.4), chance.random() * 0.5), scene.accent, scene.mood.dark, chance)
        painter(canvas.pen(x, scene.horizon + ground * depth, size), look)


def meadow(canvas: Canvas, scene: Scene) -> None:
    """Tufts and flowers around the feet of those who stand there."""
    if {Place.SEA, Place.SPACE, Place.CITY, Place.DESERT} & scene.places or scene.light is Light.WINTER:
        return
    chance = scene.dice("meadow")
    ground = scene.height - scene.horizon
    flowers = Subject.FLOWER not in scene.barred
    petals = chance.sample(_PETALS, 2)
    for _ in range(26):
        depth = chance.uniform(0.45, 1.0)
        pen = canvas.pen(chance.uniform(0, scene.width), scene.horizon + ground * depth, scene.height * 0.045 * depth)
        if flowers and chance.random() < 0.4:
            _blossom(pen, chance.choice(petals))
        else:
            _tuft(pen, darker(scene.mood.near, 0.28) if depth < 0.8 else lighter(scene.mood.near, 0.12))


def _tuft(pen: Pen, colour: Colour) -> None:
    for lean, height in ((-0.35, 0.6), (-0.1, 0.95), (0.15, 0.8), (0.4, 0.5)):
        pen.polygon([(-0.1 + lean * 0.3, 0), (0.1 + lean * 0.3, 0), (lean, -height)], colour)


def _blossom(pen: Pen, colour: Colour) -> None:
    pen.stroke([(0, 0), (0.03, -0.6)], 0.08, (84, 134, 82))
    for petal in range(5):
        angle = math.tau * petal / 5
        pen.dot(0.03 + math.cos(angle) * 0.17, -0.7 + math.sin(angle) * 0.17, 0.14, colour)
    pen.dot(0.03, -0.7, 0.1, (246, 190, 80) if colour != _PETALS[0] else (214, 130, 60))


def weather(canvas: Canvas, scene: Scene) -> None:
    """Rain, snow or leaves that fall from the sky, in front of everything."""
    if Place.SPACE in scene.places:
        return
    chance, pen = scene.dice("weather"), canvas.pen(0, 0, 1)
    amount = scene.width * scene.height // 7000
    if scene.light is Light.RAIN:
        for _ in range(amount):
            x, y, length = chance.uniform(0, scene.width), chance.uniform(0, scene.height), chance.uniform(14, 34)
            pen.stroke(
                [(x, y), (x - length * 0.28, y + length)], 1.6, clear((226, 236, 246), chance.uniform(0.25, 0.6))
            )
    elif scene.light is Light.WINTER:
        for _ in range(amount):
            radius = chance.choice((1.5, 2.2, 3.2, 4.6))
            pen.dot(
                chance.uniform(0, scene.width),
                chance.uniform(0, scene.height),
                radius,
                clear(WHITE, chance.uniform(0.5, 0.95)),
            )
    elif scene.light is Light.AUTUMN:
        for _ in range(amount // 7):
            leaf = pen.at(
                chance.uniform(0, scene.width),
                chance.uniform(0, scene.height),
                chance.uniform(7, 13),
                turn=chance.uniform(0, 360),
            )
            leaf.curve([(-1, 0), (0, -0.55), (1, 0), (0, 0.55)], clear(chance.choice(_LEAVES), 0.9))
