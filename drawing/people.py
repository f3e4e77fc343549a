"""Those who draw, and where: people and groups, and what they have set."""

import random
from dataclasses import dataclass
from typing import Final

from drawing.defaults import NOTHING_SET, Defaults, SeedMode, SeedSetting
from drawing.prompt import MAX_SEED

_LARGEST_CHOSEN_SEED: Final = 999_999_999  # nine digits: people read seeds aloud and type them on phones


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who draws: a Telegram user, or the chat that a message was sent in the name of."""

    id: int
    name: str
    language_code: str | None = None  # as Telegram's client says, an IETF tag
    language: str | None = None  # as set here; goes before Telegram's
    notify: bool = True  # a late outcome sounds
    defaults: Defaults = NOTHING_SET


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A chat of several people, and what its admins have set for it."""

    id: int
    language: str | None = None  # spoken there to people who have chosen none themselves
    is_off: bool = False  # nobody draws there
    per_day: int | None = None  # drawings of everybody there in a day; None: as many as the owner allows
    defaults: Defaults = NOTHING_SET  # for people who have set nothing themselves


def choose_seeds(
    wanted: int | str | None, setting: SeedSetting, last: int | None, count: int, source: random.Random
) -> tuple[int, ...]:
    """The seeds of `count` pictures of one request: the prompt's, then the one that was set, then random ones.

    A given seed is followed by its successors (`--repeat`), wrapping from 2^63-1 to 1 where a setting is that high;
    the prompt language has refused it for a `--seed`.
    """
    first: int | None = None
    if isinstance(wanted, int):
        first = wanted
    elif wanted is None:
        first = {SeedMode.RANDOM: None, SeedMode.FIXED: setting.value, SeedMode.LAST: last}[setting.mode]
    if first is None:
        return tuple(source.sample(range(1, _LARGEST_CHOSEN_SEED + 1), count))
    return tuple((first - 1 + step) % MAX_SEED + 1 for step in range(count))
