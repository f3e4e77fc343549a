"""Model of a parsed prompt: the records that the rest of the bot works with."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from drawing.prompt.options import Option

Seed: TypeAlias = int | Literal["random"]
"""1 to 9223372036854775807, or a new one for every drawing. The service reads 0 as "random", so 0 is none."""


@dataclass(frozen=True, slots=True)
class WeightedMessage:
    """One cleaned piece of the prompt and how much it counts: at most 100 in magnitude, never 0, three decimals."""

    text: str
    weight: Decimal


class AspectRatio(NamedTuple):
    """Width to height in lowest terms, at most 4:1 or 1:4."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}:{self.height}"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A whole prompt: parts of the text as written, then the terms of `--no` as written, and the options.

    None means that the person said nothing about it. `enhance` is True for `--enhance` and False for `--raw`; `off` are
    those that were switched off in so many words (`--file=no`). `new` (`--new`) is no part of what is drawn.
    """

    messages: tuple[WeightedMessage, ...]
    aspect_ratio: AspectRatio | None = None
    seed: Seed | None = None
    repeat: int = 1
    enhance: bool | None = None
    file: bool = False
    spoiler: bool = False
    off: frozenset[Option] = frozenset()
    new: bool = field(default=False, compare=False)

    @property
    def positive(self) -> tuple[WeightedMessage, ...]:
        """What should be in the picture; never empty in a parsed prompt."""
        return tuple(message for message in self.messages if message.weight > 0)

    @property
    def negative(self) -> tuple[WeightedMessage, ...]:
        """What should stay out of the picture."""
        return tuple(message for message in self.messages if message.weight < 0)

    @property
    def seedless(self) -> "Prompt":
        """The same without its seed."""
        return replace(self, seed=None)

    def reworded(self, text: str) -> "Prompt":
        """The same with one text for all that should be there, which needs no enhancing any more."""
        return replace(self, messages=(WeightedMessage(text, Decimal(1)), *self.negative), enhance=False)

    @property
    def is_weighted(self) -> bool:
        """Whether parts count more or less than others."""
        return any(abs(message.weight) != 1 for message in self.messages)

    @property
    def unweighted(self) -> "Prompt":
        """The same with all that should be there counting alike, and then all that should not."""
        alike = [WeightedMessage(message.text, Decimal(1)) for message in self.positive]
        return replace(
            self, messages=(*alike, *(WeightedMessage(message.text, Decimal(-1)) for message in self.negative))
        )
