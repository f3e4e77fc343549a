"""Defaults that people and groups have set, put into a prompt that does not say otherwise. Pure."""

import random
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Final

from drawing.prompt import MAX_SEED, AspectRatio, Option, Prompt, add_words

_MAX_CHOSEN_SEED: Final = 999_999_999  # nine digits: people read seeds aloud and type them on phones


class SeedMode(StrEnum):
    """Which seed a drawing gets when its prompt names none."""

    RANDOM = "random"
    FIXED = "fixed"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class SeedSetting:
    """A seed setting; `value` (1 to 2^63-1) belongs to `FIXED` alone."""

    mode: SeedMode = SeedMode.RANDOM
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What applies where a prompt says nothing. None says nothing either, and leaves it to whoever is asked next."""

    seed: SeedSetting | None = None
    aspect_ratio: AspectRatio | None = None
    enhance: bool | None = None
    raw: bool | None = None  # as `--raw`; whoever sets this or `enhance` true sets the other false
    as_file: bool | None = None
    spoiler: bool | None = None
    suffix: str | None = None  # added to the words of a prompt, behind those of its styles
    negatives: str | None = None  # terms as after --no, for prompts that have none of their own

    def over(self, weaker: "Defaults") -> "Defaults":
        """These, and where they say nothing, the weaker ones."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(weaker, **{name: value for name, value in own.items() if value is not None})

    @property
    def of_words(self) -> "Defaults":
        """Of these, what belongs to the words of a prompt; nothing where they are to be drawn as they were written."""
        return NOTHING_SET if self.raw else Defaults(suffix=self.suffix, negatives=self.negatives)


NOTHING_SET: Final = Defaults()


def with_defaults(prompt: Prompt, defaults: Defaults, limit: int) -> Prompt:
    """The prompt, with the defaults where it names nothing of its own; no words of theirs go into one with `--raw`.

    Raises PromptError (`too_long`) where they make it longer than `limit` code points. The seed is not among them:
    which one `last` means, the database knows.
    """
    worded = replace(prompt, enhance=_enhance(prompt, defaults))
    if defaults.suffix is not None or defaults.negatives is not None:
        worded = add_words(worded, suffix=defaults.suffix, negatives=defaults.negatives, limit=limit)
    return replace(
        worded,
        aspect_ratio=defaults.aspect_ratio if prompt.aspect_ratio is None else prompt.aspect_ratio,
        file=prompt.file or (bool(defaults.as_file) and Option.FILE not in prompt.off),
        spoiler=prompt.spoiler or (bool(defaults.spoiler) and Option.SPOILER not in prompt.off),
    )


def _enhance(prompt: Prompt, defaults: Defaults) -> bool | None:
    """As `Prompt.enhance`: the prompt's word, then that of the settings, where the prompt does not switch it off."""
    if prompt.enhance is not None:
        return prompt.enhance
    if defaults.raw:
        return None if Option.RAW in prompt.off else False
    return (defaults.enhance and Option.ENHANCE not in prompt.off) or None


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
        return tuple(source.sample(range(1, _MAX_CHOSEN_SEED + 1), count))
    return tuple((first - 1 + step) % MAX_SEED + 1 for step in range(count))
