"""Brings a composed scene onto the canvas."""

from collections.abc import Mapping

from sandbox.painter import beasts, creatures, heavens, plants, things
from sandbox.painter.canvas import Canvas, Pen
from sandbox.painter.colour import WHITE, Colour, clear, darker
from sandbox.painter.composition import HEAVENLY, Placement, Scene
from sandbox.painter.foreground import groves, meadow, weather
from sandbox.painter.landscape import land, sky
from sandbox.painter.look import Look, Painter
from sandbox.painter.traits import TRAITS, Head
from sandbox.painter.vocabulary import Place, Subject

PAINTERS: Mapping[Subject, Painter] = {
    Subject.CAT: beasts.sitting(beasts.CAT),
    Subject.DOG: beasts.sitting(beasts.DOG),
    Subject.FOX: beasts.sitting(beasts.FOX),
    Subject.RABBIT: beasts.sitting(beasts.RABBIT),
    Subject.BEAR: beasts.sitting(beasts.BEAR),
    Subject.MOUSE: beasts.sitting(beasts.MOUSE),
    Subject.BIRD: creatures.bird,
    Subject.FISH: creatures.fish,
    Subject.BUTTERFLY: creatures.butterfly,
    Subject.PERSON: creatures.person,
    Subject.ROBOT: creatures.robot,
    Subject.HOUSE: things.house,
    Subject.CASTLE: things.castle,
    Subject.LIGHTHOUSE: things.lighthouse,
    Subject.TREE: plants.tree,
    Subject.PINE: plants.pine,
    Subject.FLOWER: plants.flower,
    Subject.MUSHROOM: plants.mushroom,
    Subject.CAR: things.car,
    Subject.BOAT: things.boat,
    Subject.ROCKET: things.rocket,
    Subject.HAT: things.hat,
    Subject.HEART: things.heart,
    Subject.APPLE: things.apple,
    Subject.SUN: heavens.sun,
    Subject.MOON: heavens.moon,
    Subject.STAR: heavens.star,
    Subject.CLOUD: heavens.cloud,
    Subject.RAINBOW: heavens.rainbow,
    Subject.BALLOON: things.balloon,
}


def paint_scene(canvas: Canvas, scene: Scene) -> None:
    """Paints a scene, from the farthest to the nearest."""
    sky(canvas, scene)
    for placement in scene.placements:
        if placement.depth < 0:
            _paint(canvas, scene, placement)
    land(canvas, scene)
    groves(canvas, scene)
    standing = [placement for placement in scene.placements if placement.depth >= 0]
    for placement in standing:
        if placement.stands and placement.depth >= 0.5:
            break
        _paint(canvas, scene, placement)
    meadow(canvas, scene)
    for placement in standing:
        if placement.stands and placement.depth >= 0.5:
            _paint(canvas, scene, placement)
    # One colour of air over everything binds the parts together.
    canvas.pen(0, 0, 1).box(0, 0, scene.width, scene.height, clear(scene.mood.air, scene.mood.haze))
    weather(canvas, scene)


def _paint(canvas: Canvas, scene: Scene, placement: Placement) -> None:
    subject = placement.subject
    look = Look(placement.colour, scene.accent, scene.mood.dark, scene.dice(f"look {subject} {placement.x:.0f}"))
    if placement.stands:
        shadow = clear(darker(scene.mood.near, 0.7), 0.3)
        canvas.pen(placement.x, placement.y, placement.size).ellipse(0.03, 0.0, 0.4, 0.055, shadow)
    if subject is Subject.FISH:
        for ring in (1.0, 0.7, 0.4):
            canvas.pen(placement.x, placement.y, placement.size).ellipse(
                0, 0.5, ring * 0.6, ring * 0.09, clear(WHITE, 0.22)
            )
    if subject in HEAVENLY and subject not in {Subject.CLOUD, Subject.RAINBOW}:
        canvas.glow(placement.x, placement.y, placement.size * 1.5, placement.colour, 0.6)
    pen = canvas.pen(placement.x, placement.y, placement.size, flip=placement.flip, turn=_turn(scene, subject))
    painter = heavens.planet if subject is Subject.BALLOON and Place.SPACE in scene.places else PAINTERS[subject]
    painter(pen, look)
    head = TRAITS[subject].head
    if placement.hat is not None and head is not None:
        _put_on(pen, head, look, placement.hat)


def _turn(scene: Scene, subject: Subject) -> float:
    chance = scene.dice(f"turn {subject}")
    if subject is Subject.ROCKET:
        return chance.uniform(10, 50)
    if subject is Subject.FISH:
        return chance.uniform(-24, 10)
    if subject in {Subject.BUTTERFLY, Subject.HEART, Subject.STAR}:
        return chance.uniform(-18, 18)
    return 0.0


def _put_on(pen: Pen, head: Head, look: Look, colour: Colour) -> None:
    accent = look.accent if look.accent != colour else darker(colour, 0.4)
    things.hat(pen.at(head.x, head.y, head.width, turn=head.turn), Look(colour, accent, look.dark, look.choice))
