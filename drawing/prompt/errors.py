"""Errors of the prompt language: why a prompt is refused, and where."""

from enum import StrEnum
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""A half-open range of code points in what the person typed."""


class Code(StrEnum):
    """Every reason to refuse a prompt."""

    EMPTY = "empty"
    ONLY_NEGATIVE = "only_negative"
    UNKNOWN_OPTION = "unknown_option"
    DUPLICATE_OPTION = "duplicate_option"
    MISSING_VALUE = "missing_value"
    BAD_WEIGHT = "bad_weight"
    BAD_ASPECT_RATIO = "bad_aspect_ratio"
    BAD_SEED = "bad_seed"
    BAD_REPEAT = "bad_repeat"
    CONFLICT = "conflict"
    TOO_LONG = "too_long"


class Counted(StrEnum):
    """What there is too much of."""

    CHARACTERS = "characters"
    SENT = "sent"  # characters, with those that are added on the way to the service
    MESSAGES = "messages"


class PromptError(ValueError):
    """A prompt that cannot be drawn as it stands.

    `hint` is text that the person could have meant: an option's name, or a prompt that parses. An `unknown_option` of a
    known name (`is_known_option`) was given a value, and takes none. `length`, `limit` and `counted` (how many there
    are, how many are allowed, of what) come with `too_long` alone. `str()` holds no word of the prompt and may be
    logged; `hint` does and may not.
    """

    def __init__(
        self,
        code: Code,
        span: Span,
        *,
        hint: str | None = None,
        length: int | None = None,
        limit: int | None = None,
        counted: Counted | None = None,
    ) -> None:
        super().__init__(f"{code.value} at {span[0]}:{span[1]}")
        self.code = code
        self.span = span
        self.hint = hint
        self.length = length
        self.limit = limit
        self.counted = counted
