"""Composition of a scene: the place of everything. The seed moves things about; what is barred never gets a place.

Each decision draws from a stream of its own, so that the same seed keeps its light and its land whatever the prompt
adds or takes away, as a seed of the real service does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from sandbox.painter.colour import NAMED, Colour
from sandbox.painter.light import SPACE, Mood, mood_of
from sandbox.painter.reading import Reading, Thing
from sandbox.painter.traits import TRAITS
from sandbox.painter.vocabulary import Light, Place, Subject

_S = Subject
HEAVENLY = frozenset({_S.SUN, _S.MOON, _S.STAR, _S.CLOUD, _S.RAINBOW})
FLYING = frozenset({_S.BUTTERFLY, _S.BALLOON, _S.ROCKET, _S.HEART})
AFLOAT = frozenset({_S.BOAT, _S.FISH})
_TALL = frozenset({_S.HOUSE, _S.CASTLE, _S.LIGHTHOUSE, _S.TREE, _S.PINE})  # stand behind the others

_ACCENTS = ("red", "blue", "yellow", "turquoise", "purple", "orange", "green", "pink")


@dataclass(frozen=True, slots=True)
class Placement:
    """A subject at a pixel, `size` pixels high; `depth` orders them, the nearest last."""

    subject: Subject
    x: float
    y: float
    size: float
    depth: float
    colour: Colour
    flip: bool
    hat: Colour | None = None
    stands: bool = True  # whether it throws a shadow on the ground


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the brush has to know; lengths are pixels."""

    width: int
    height: int
    seed: int
    mood: Mood
    light: Light
    places: frozenset[Place]
    horizon: float
    accent: Colour
    placements: tuple[Placement, ...]
    barred: frozenset[str]
    all_water: bool  # no shore in front

    def dice(self, stream: str) -> Random:
        """The chances of one decision."""
        return dice(self.seed, stream)


def dice(seed: int, stream: str) -> Random:
    """Repeatable chances: the same for the same seed and name, in every process."""
    return Random(int.from_bytes(sha256(f"{seed}/{stream}".encode("utf-8", "replace")).digest()))  # noqa: S311


def compose(reading: Reading, width: int, height: int, seed: int) -> Scene:
    """The scene of a reading on a picture of this size, in pixels."""
    return _Composer(reading, width, height, seed).scene()


class _Composer:
    def __init__(self, reading: Reading, width: int, height: int, seed: int) -> None:
        self._reading = reading
        self._width, self._height, self._seed = width, height, seed
        self._horizon = height * self._dice("horizon").uniform(0.46, 0.66)
        self._accent = self._choose_accent()
        self._subjects = {thing.subject for thing in reading.things}
        self._hat = self._worn_hat()

    def scene(self) -> Scene:
        light, places = self._choose_light(), self._choose_places()
        mood = SPACE if Place.SPACE in places else mood_of(light, self._dice("mood"))
        grounded = self._individuals(lambda s: s not in HEAVENLY | FLYING | AFLOAT)
        afloat = self._individuals(lambda s: s in AFLOAT)
        flying = self._individuals(lambda s: s in FLYING)
        placements = [
            *self._on_the_ground(grounded),
            *self._on_the_water(afloat, alone=not grounded),
            *self._in_the_air(flying, alone=not grounded and not afloat),
            *self._strangers(),
            *self._in_the_sky(alone=not (grounded or afloat or flying)),
        ]
        return Scene(
            width=self._width, height=self._height, seed=self._seed, mood=mood, light=light, places=frozenset(places),
            horizon=self._horizon, accent=self._accent, placements=tuple(sorted(placements, key=lambda p: p.depth)),
            barred=self._reading.barred, all_water=Place.SEA in places and not grounded,
        )  # fmt: skip

    def _dice(self, stream: str) -> Random:
        return dice(self._seed, stream)

    def _choose_light(self) -> Light:
        if self._reading.lights:
            return self._reading.lights[-1]  # whoever changes a picture by words adds them at its end
        wished = [*[Light.DAY] * 4, Light.DAWN, Light.DAWN, Light.SUNSET, Light.AUTUMN, Light.NIGHT, Light.WINTER]
        if self._subjects & {Subject.MOON, Subject.STAR}:
            wished = [Light.NIGHT, Light.NIGHT, Light.SUNSET]
        elif self._subjects & {Subject.SUN, Subject.RAINBOW}:
            wished = [Light.DAY, Light.DAWN]
        allowed = [light for light in wished if light not in self._reading.barred]
        return self._dice("light").choice(allowed or [Light.DAY])

    def _choose_places(self) -> list[Place]:
        places = list(self._reading.places)
        if self._subjects & AFLOAT and Place.SEA not in places:
            places.append(Place.SEA)
        if not places:
            wished = [Place.MEADOW, Place.MEADOW, Place.MOUNTAINS, Place.FOREST]
            allowed = [place for place in wished if place not in self._reading.barred]
            places.append(self._dice("place").choice(allowed or [Place.MEADOW]))
        return places

    def _choose_accent(self) -> Colour:
        taken = {thing.colour for thing in self._reading.things} | self._reading.barred
        wished = self._reading.colours or [name for name in _ACCENTS if name not in taken] or _ACCENTS
        return NAMED[self._dice("accent").choice(wished)]

    def _worn_hat(self) -> Thing | None:
        """The hat that somebody wears: where there are heads, hats do not lie about."""
        hat = next((thing for thing in self._reading.things if thing.subject is Subject.HAT), None)
        return hat if any(TRAITS[subject].head for subject in self._subjects) else None

    def _individuals(self, belongs: Callable[[Subject], bool]) -> list[Thing]:
        return [
            thing
            for thing in self._reading.things
            if belongs(thing.subject) and thing is not self._hat
            for _ in range(thing.count)
        ]

    def _colour(self, thing: Thing, stream: str) -> Colour:
        if thing.colour is not None:
            return NAMED[thing.colour]
        usual = [name for name in TRAITS[thing.subject].colours.split() if name not in self._reading.barred]
        return NAMED[self._dice(f"colour {stream}").choice(usual or ["grey"])]

    def _unit(self) -> float:
        return min(self._height * 0.62, self._width * 0.66)

    def _place(
        self, thing: Thing, index: int, spot: tuple[float, float], size: float, depth: float, *, stands: bool
    ) -> Placement:
        x, y = spot
        stream = f"{thing.subject} {index}"
        wears = self._hat is not None and TRAITS[thing.subject].head is not None
        reach = min(size * _size(thing)[1] / 2, self._width / 2)
        x = min(max(x, reach), self._width - reach)
        return Placement(
            subject=thing.subject, x=x, y=y, size=size, depth=depth, colour=self._colour(thing, stream),
            flip=self._dice(f"flip {stream}").random() < 0.5, stands=stands,
            hat=self._colour(self._hat, "hat") if wears and self._hat is not None else None,
        )  # fmt: skip

    def _on_the_ground(self, things: Sequence[Thing]) -> list[Placement]:
        front = [thing for thing in things if thing.subject not in _TALL]
        back = [thing for thing in things if thing.subject in _TALL]
        if not front:
            front, back = back, []
        return self._row(back, near=0.0) + self._row(front, near=1.0)

    def _row(self, things: Sequence[Thing], near: float) -> list[Placement]:
        """Side by side over the width, in an order and at distances that the seed decides."""
        if not things:
            return []
        chance = self._dice(f"row {near}")
        slots = self._slots(len(things), chance)
        tallest = max(_size(thing)[0] for thing in things)
        ground = self._height - self._horizon
        row = []
        for index, (thing, slot) in enumerate(zip(things, slots, strict=True)):
            height, breadth = _size(thing)
            crowd = (1.0, chance.uniform(0.8, 1.06), 0.86, 0.74, 0.64)[min(len(things), 4)]
            size = self._unit() * crowd * thing.size * (height / tallest) ** 0.7 * chance.uniform(0.9, 1.05)
            size *= 1.0 if near else 0.72
            size = min(size, self._width / len(things) * 1.15 / breadth, self._height * 0.86)
            depth = near * (0.62 + 0.38 * chance.random()) + (1 - near) * 0.12 * chance.random()
            y = self._horizon + ground * (0.1 + 0.84 * depth)
            row.append(self._place(thing, index, (slot * self._width, y), size, depth, stands=True))
        return row

    def _slots(self, count: int, chance: Random) -> list[float]:
        """Places along the width, 0 to 1: a single thing off the middle as often as in it."""
        if count == 1:
            return [chance.choice((0.3, 0.4, 0.5, 0.6, 0.7)) + chance.uniform(-0.04, 0.04)]
        step = 1 / count
        slots = [step * (index + 0.5) + chance.uniform(-0.12, 0.12) * step for index in range(count)]
        chance.shuffle(slots)
        return slots

    def _on_the_water(self, things: Sequence[Thing], *, alone: bool) -> list[Placement]:
        chance = self._dice("water")
        slots = self._slots(len(things), chance) if things else []
        ground = self._height - self._horizon
        placements = []
        for index, (thing, slot) in enumerate(zip(things, slots, strict=True)):
            depth = chance.uniform(0.45, 0.7) if alone else chance.uniform(0.12, 0.2)
            size = self._unit() * _size(thing)[0] * (0.85 if alone else 0.42) / max(1.0, len(things) * 0.62)
            y = self._horizon + ground * depth
            if thing.subject is Subject.FISH:  # leaps out of the water
                y -= size * 0.42
            placements.append(
                self._place(thing, index, (slot * self._width, y), size * thing.size, depth * 0.6, stands=False)
            )
        return placements

    def _in_the_air(self, things: Sequence[Thing], *, alone: bool) -> list[Placement]:
        chance = self._dice("air")
        slots = self._slots(len(things), chance) if things else []
        placements = []
        for index, (thing, slot) in enumerate(zip(things, slots, strict=True)):
            size = self._unit() * _size(thing)[0] * (1.0 if alone else 0.55) / max(1.0, len(things) * 0.6) * thing.size
            top = size * 0.7
            y = top + chance.random() * max(0.0, self._horizon * (0.95 if alone else 0.5) - top)
            placements.append(self._place(thing, index, (slot * self._width, y), size, 0.05, stands=False))
        return placements

    def _strangers(self) -> list[Placement]:
        """A balloon for each word that nothing is known of, in the word's own colours; among the stars, a planet."""
        if Subject.BALLOON in self._reading.barred:
            return []
        strange = list(dict.fromkeys(self._reading.strange))[:3]
        slots = self._slots(len(strange), self._dice("strange")) if strange else []
        names = [name for name in NAMED if name not in self._reading.barred] or ["grey"]
        placements = []
        for word, slot in zip(strange, slots, strict=True):
            own = dice(0, f"word {word}")
            size = self._unit() * own.uniform(0.13, 0.2)
            y = self._horizon * self._dice(f"strange {word}").uniform(0.16, 0.5)
            colour = NAMED[own.choice(names)]
            placements.append(
                Placement(Subject.BALLOON, slot * self._width, y, size, -0.2, colour, flip=False, stands=False)
            )
        return placements

    def _in_the_sky(self, *, alone: bool) -> list[Placement]:
        things = self._individuals(lambda s: s in HEAVENLY)
        chance = self._dice("sky")
        slots = self._slots(len(things), chance) if things else []
        placements = []
        for index, (thing, slot) in enumerate(zip(things, slots, strict=True)):
            size = self._unit() * (0.8 if alone else 0.4) / max(1.0, len(things) * 0.6) * thing.size
            y, depth, x = max(size * 0.55, self._horizon * chance.uniform(0.28, 0.5)), -0.5, slot
            if thing.subject is Subject.CLOUD:
                y, depth = self._horizon * chance.uniform(0.2, 0.5), -0.4
            if thing.subject is Subject.RAINBOW:
                size, y, depth, x = min(self._width * 0.46, self._horizon * 0.95), self._horizon * 1.04, -0.6, 0.5
            placements.append(self._place(thing, index, (x * self._width, y), size, depth, stands=False))
        return placements


def _size(thing: Thing) -> tuple[float, float]:
    traits = TRAITS[thing.subject]
    return traits.height, traits.breadth
