"""Reads a prompt into the painter's own terms."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sandbox.painter.vocabulary import (
    NUMBERS,
    WITHOUT,
    Light,
    Place,
    Subject,
    colour_name,
    is_noise,
    term,
    without_tone,
    words,
)

MAX_SUBJECTS = 9
_PAUSES = frozenset(".,;:!?()")

_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, slots=True)
class Part:
    """A message: a text, and how much it weighs (1 is usual; the sign is not looked at)."""

    text: str
    weight: float = 1.0


@dataclass(slots=True)
class Thing:
    """Something to be seen; `colour` is a name, None where the prompt leaves it open."""

    subject: Subject
    colour: str | None = None
    count: int = 1
    size: float = 1.0  # 1 is usual; heavier parts are larger


@dataclass(slots=True)
class Reading:
    """The contents of a prompt."""

    things: list[Thing] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    lights: list[Light] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)  # names that belong to no thing
    strange: list[str] = field(default_factory=list)  # words that nothing is known of
    colourless: bool = False
    barred: frozenset[str] = frozenset()  # terms and colour names that must not be seen

    def is_abstract(self) -> bool:
        """Whether nothing in the prompt is known."""
        return not (self.things or self.places or self.lights)


def read(positives: Sequence[Part], negatives: Sequence[Part]) -> Reading:
    """Reads the messages: the negative ones, and what the positive ones want to do without, are barred."""
    reading = Reading()
    barred = {meaning for part in negatives for meaning in _meanings(words(part.text))}
    usual = sum(abs(part.weight) for part in positives) / max(1, len(positives)) or 1.0
    for part in positives:
        text, wants_no_colour = without_tone(part.text)
        reading.colourless |= wants_no_colour
        wished, unwished = _split(words(text))
        barred.update(_meanings(unwished))
        size = min(1.7, max(0.5, math.sqrt(abs(part.weight) / usual)))
        _Listener(reading, size).listen(wished)
    reading.barred = frozenset(barred)
    reading.things = [thing for thing in reading.things if thing.subject not in barred]
    for thing in reading.things:
        if thing.colour in barred:
            thing.colour = None
    reading.places = _kept(reading.places, barred)
    reading.lights = _kept(reading.lights, barred)
    reading.colours = _kept(reading.colours, barred)
    return reading


def _kept(wished: Iterable[_Word], barred: set[str]) -> list[_Word]:
    return [each for each in dict.fromkeys(wished) if each not in barred]


def _meanings(tokens: Iterable[str]) -> set[str]:
    known = {term(token) or colour_name(token) for token in tokens}
    return {str(meaning) for meaning in known if meaning is not None}


def _split(tokens: Sequence[str]) -> tuple[list[str], list[str]]:
    """The tokens wished for, and those after a "without", up to three words or the end of the clause."""
    wished: list[str] = []
    unwished: list[str] = []
    denied = 0
    for token in tokens:
        if token in WITHOUT:
            denied = 3
        elif token in _PAUSES:
            denied = 0
            wished.append(token)
        elif denied:
            denied -= 1
            unwished.append(token)
            if term(token) is not None:
                denied = 0
        else:
            wished.append(token)
    return wished, unwished


class _Listener:
    """Reads one part, left to right: a colour or a number belongs to the next thing, or else to the last one."""

    def __init__(self, reading: Reading, size: float) -> None:
        self._reading = reading
        self._size = size
        self._colour: str | None = None
        self._count = 1
        self._last: Thing | None = None

    def listen(self, tokens: Iterable[str]) -> None:
        for token in tokens:
            self._hear(token)
        if self._colour is None:
            return
        if self._last is not None and self._last.colour is None:
            self._last.colour = self._colour
        else:
            self._reading.colours.append(self._colour)

    def _hear(self, token: str) -> None:
        meaning = term(token)
        colour = colour_name(token)
        if isinstance(meaning, Subject):
            self._see(meaning)
        elif isinstance(meaning, Place):
            self._reading.places.append(meaning)
        elif isinstance(meaning, Light):
            self._reading.lights.append(meaning)
        elif colour is not None:
            if self._colour is not None:
                self._reading.colours.append(self._colour)
            self._colour = colour
        elif token in NUMBERS:
            self._count = NUMBERS[token]
        elif token.isalpha() and not is_noise(token):
            self._reading.strange.append(token)

    def _see(self, subject: Subject) -> None:
        known = next((thing for thing in self._reading.things if thing.subject is subject), None)
        if known is not None and self._colour in {None, known.colour}:
            known.count = max(known.count, self._count)
            known.size = max(known.size, self._size)
        elif sum(thing.count for thing in self._reading.things) + self._count <= MAX_SUBJECTS:
            known = Thing(subject, self._colour, self._count, self._size)
            self._reading.things.append(known)
        self._last, self._colour, self._count = known, None, 1
