"""Errors of the prompt language: why a prompt is refused, and where."""

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from drawing.prompt.options import Option

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
    FOREIGN_OPTION = "foreign_option"
    BAD_BRACES = "bad_braces"
    TOO_MANY = "too_many"
    UNKNOWN_STYLE = "unknown_style"
    BAD_STYLE = "bad_style"


class Counted(StrEnum):
    """What there is too much of."""

    CHARACTERS = "characters"
    SENT = "sent"  # characters, with those that are added on the way to the service
    MESSAGES = "messages"


class Fault(NamedTuple):
    """A thing that is wrong with a range of one cleaned text; `option` is the one whose name stands there."""

    start: int
    end: int
    code: Code
    option: Option | None = None


class PromptError(ValueError):
    """A prompt that cannot be drawn as it stands.

    `str()` holds no word of the prompt and may be logged; `hint` does and may not.

    Attributes:
        span: where, in what the person typed.
        hint: text that the person could have meant: an option's name, a style's, braces, or a prompt that parses. Of a
            `foreign_option`, the prompt without any of them.
        option: whose name stands there, where it is one of ours. An `unknown_option` of a known name was given a value
            that it does not take.
        length, limit, counted: how many there are, how many are allowed, of what; of `too_long` and `too_many`, which
            counts pictures.
        is_saved: the style with this name was saved when other rules held; otherwise a `bad_style` is not saved yet.
        room: how many code points the prompt of a picture leaves for words in a reply to it, where that was `too_long`.
    """

    def __init__(
        self,
        code: Code,
        span: Span,
        *,
        hint: str | None = None,
        option: Option | None = None,
        length: int | None = None,
        limit: int | None = None,
        counted: Counted | None = None,
        room: int | None = None,
        is_saved: bool = False,
    ) -> None:
        super().__init__(f"{code.value} at {span[0]}:{span[1]}")
        self.code = code
        self.span = span
        self.hint = hint
        self.length = length
        self.limit = limit
        self.counted = counted
        self.option = option
        self.room = room
        self.is_saved = is_saved
