"""Options of a generation (seed, aspect ratio, file format), and checks of what else callers give."""

import math
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

MAX_INT64 = 2**63 - 1
_ID = re.compile(r"(?!\.{1,2}\Z)[\x21-\x7e]{1,256}")  # the vendor promises no more than a string
MIME_TYPE = "image/jpeg"  # the only one that the service knows


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""An option that was not named, and so stays as it is; None takes an option back to the service's own choice."""

MaybeInt = int | None | Literal[Unset.UNSET]
MaybeStr = str | None | Literal[Unset.UNSET]


@dataclass(frozen=True, slots=True)
class GenerationConfig:
    """Options of one generation; None leaves a choice to the service.

    Attributes:
        seed: 1 to 2^63-1; the same one repeats a picture. Without it the service takes a random one and does not tell.
        width_ratio, height_ratio: 1 to 2^63-1, both or neither by the time it is sent.
        mime_type: "image/jpeg" or None.

    Raises:
        TypeError, ValueError: on making one that the service could not take.
    """

    seed: int | None = None
    width_ratio: int | None = None
    height_ratio: int | None = None
    mime_type: str | None = None

    def __post_init__(self) -> None:
        if self.seed == 0 and not isinstance(self.seed, bool):
            raise ValueError("a seed of 0 means random, and the service does not tell which: give none, or 1 to 2^63-1")
        _check_int64(self.seed, "a seed")
        _check_int64(self.width_ratio, "a width ratio")
        _check_int64(self.height_ratio, "a height ratio")
        if self.mime_type not in {None, MIME_TYPE}:
            raise ValueError(f"the only mime type is {MIME_TYPE}")

    @property
    def ratio(self) -> tuple[int, int] | None:
        """Width and height, or None if neither is set.

        Raises:
            ValueError: only one of them is set.
        """
        if self.width_ratio is None and self.height_ratio is None:
            return None
        if self.width_ratio is None or self.height_ratio is None:
            raise ValueError("an aspect ratio needs both width_ratio and height_ratio")
        return self.width_ratio, self.height_ratio


def _check_int64(value: int | None, name: str) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is an integer, not {type(value).__name__}")
    if not 1 <= value <= MAX_INT64:
        raise ValueError(f"{name} is from 1 to 2^63-1")


def checked_timeout(seconds: float) -> float:
    """The time-out, if it is a positive number of seconds; ValueError otherwise."""
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError("a time-out is a positive number of seconds")
    return seconds


def checked_id(operation_id: object) -> str:
    """The id, if it can be one: 1 to 256 visible ASCII characters, but neither `.` nor `..`, which are ways in a path.

    Raises:
        TypeError: it is no string.
        ValueError: it is another one.
    """
    if not isinstance(operation_id, str):
        raise TypeError(f"an operation id is a string, not {type(operation_id).__name__}")
    if not _ID.fullmatch(operation_id):
        raise ValueError("an operation id is 1 to 256 visible ASCII characters, and neither '.' nor '..'")
    return operation_id
