"""People and what they have set for themselves."""

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drawing.prompt import AspectRatio

LARGEST_SEED: Final = 2**63 - 1
_LARGEST_CHOSEN_SEED: Final = 999_999_999  # nine digits: people read seeds aloud and type them on phones


class SeedMode(StrEnum):
    """Which seed a drawing gets when its prompt names none."""

    RANDOM = "random"
    FIXED = "fixed"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class SeedSetting:
    """A person's seed setting; `value` (1 to 2^63-1) belongs to `FIXED` alone."""

    mode: SeedMode = SeedMode.RANDOM
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who draws: a Telegram user, or the chat that a message was sent in the name of."""

    id: int
    name: str
    language_code: str | None = None  # as Telegram's client says, an IETF tag
    language: str | None = None  # as set here; goes before Telegram's
    seed: SeedSetting = SeedSetting()
    aspect_ratio: AspectRatio | None = None  # for prompts that name none
    enhance: bool = False  # for prompts that say neither --enhance nor --raw
    as_file: bool = False  # for prompts that do not say --file
    notify: bool = True  # a late outcome sounds
    suffix: str | None = None  # added to the words of every prompt
    negatives: str | None = None  # terms as after --no, for prompts that have none of their own


def choose_seeds(
    wanted: int | str | None, setting: SeedSetting, last: int | None, count: int, source: random.Random
) -> tuple[int, ...]:
    """The seeds of `count` pictures of one request: the prompt's, then the person's, then random ones.

    A given seed is followed by its successors (`--repeat`), wrapping from 2^63-1 to 1 where a person's setting is that
    high; the prompt language has refused it for a `--seed`.
    """
    first: int | None = None
    if isinstance(wanted, int):
        first = wanted
    elif wanted is None:
        first = {SeedMode.RANDOM: None, SeedMode.FIXED: setting.value, SeedMode.LAST: last}[setting.mode]
    if first is None:
        return tuple(source.sample(range(1, _LARGEST_CHOSEN_SEED + 1), count))
    return tuple((first - 1 + step) % LARGEST_SEED + 1 for step in range(count))
