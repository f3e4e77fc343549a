"""Traits of every subject: its size, the colours that suit it, and the place of a hat."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.painter.vocabulary import Subject


@dataclass(frozen=True, slots=True)
class Head:
    """The place of the brim of a hat, in the coordinates of who wears it; `turn` is clockwise, in degrees."""

    x: float
    y: float
    width: float
    turn: float = 5.0


@dataclass(frozen=True, slots=True)
class Traits:
    """The size, the colours and the head of a subject."""

    height: float  # against a cat
    breadth: float  # against its own height
    colours: str  # those it has where the prompt names none
    head: Head | None = None


TRAITS: Mapping[Subject, Traits] = {
    Subject.CAT: Traits(1.0, 1.08, "ginger grey black white", Head(0, -0.84, 0.5)),
    Subject.DOG: Traits(1.05, 0.8, "brown gold white", Head(0, -0.87, 0.44)),
    Subject.FOX: Traits(1.0, 1.14, "orange ginger", Head(0, -0.84, 0.48)),
    Subject.RABBIT: Traits(0.85, 0.7, "grey white brown", Head(0, -0.82, 0.4)),
    Subject.BEAR: Traits(1.25, 0.75, "brown white", Head(0, -0.86, 0.46)),
    Subject.MOUSE: Traits(0.6, 0.9, "grey silver", Head(0, -0.82, 0.38)),
    Subject.BIRD: Traits(0.55, 1.2, "azure red yellow blue", Head(0.2, -0.92, 0.44, 16)),
    Subject.FISH: Traits(0.7, 1.5, "orange azure gold", Head(0.3, -0.24, 0.36, 20)),
    Subject.BUTTERFLY: Traits(0.45, 1.0, "orange purple blue"),
    Subject.PERSON: Traits(1.3, 0.6, "red yellow turquoise blue", Head(0, -0.89, 0.36)),
    Subject.ROBOT: Traits(1.2, 0.7, "silver turquoise azure", Head(0, -0.86, 0.5)),
    Subject.HOUSE: Traits(1.35, 1.0, "white red azure yellow"),
    Subject.CASTLE: Traits(1.5, 1.0, "silver pink azure"),
    Subject.LIGHTHOUSE: Traits(1.9, 0.45, "white"),
    Subject.TREE: Traits(1.5, 0.8, "green"),
    Subject.PINE: Traits(1.5, 0.65, "green turquoise"),
    Subject.FLOWER: Traits(0.75, 0.6, "pink red yellow purple"),
    Subject.MUSHROOM: Traits(0.65, 0.95, "red brown"),
    Subject.CAR: Traits(0.95, 1.5, "red yellow turquoise blue"),
    Subject.BOAT: Traits(1.1, 1.1, "red blue white"),
    Subject.ROCKET: Traits(0.85, 0.6, "red orange blue"),
    Subject.HAT: Traits(0.8, 1.1, "purple blue red green"),
    Subject.HEART: Traits(0.5, 1.0, "red pink"),
    Subject.APPLE: Traits(0.6, 0.9, "red green"),
    Subject.SUN: Traits(1.0, 1.0, "yellow"),
    Subject.MOON: Traits(1.0, 1.0, "yellow white"),
    Subject.STAR: Traits(1.0, 1.0, "yellow gold"),
    Subject.CLOUD: Traits(1.0, 1.0, "white"),
    Subject.RAINBOW: Traits(1.0, 2.0, "white"),
    Subject.BALLOON: Traits(0.75, 0.9, "red yellow turquoise purple"),
}
