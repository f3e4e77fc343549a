"""Daily limits: what may be asked for, what counts against it, and what is left. Pure.

What leaves is counted on the day it leaves, whatever becomes of it, in the transaction that lets it leave; only what
the service answered with an error, and so did not take, is given back. Nothing is worked out from what drawings became.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from drawing.records import Remaining, Used

REQUESTS_PER_PICTURE: Final = 10
"""So many times a day's pictures may be asked for in a day: what is cancelled costs nothing, and makes a row."""

MAX_UNSHOWN: Final = 3  # paid pictures in a row that could not be shown
UNSHOWN_PAUSE: Final = 3600.0  # seconds that nothing more is paid for such a person or chat

_FEW: Final = 3  # drawings
_SMALL_PART: Final = 10  # a tenth
_OF_A_DAY: Final = frozenset({"per_person_and_day", "per_group_and_day"})


class Meter(StrEnum):
    """What is counted."""

    ORDER = "order"  # of a picture: each one that left, repeats after an unknown outcome too
    ENHANCEMENT = "enhancement"  # of a prompt, by the language model
    REQUEST = "request"  # a picture that was asked for and accepted, drawn or not


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be asked for, ordered and enhanced.

    Attributes:
        queued_per_person: drawings whose outcome is not told yet.
        per_person_and_day, per_day: orders of pictures; a group's own limit is stored with the group.
        enhancements_per_person_and_day, enhancements_per_day: prompts given to the language model; None: as many.
    """

    queued_per_person: int
    per_person_and_day: int
    per_day: int
    enhancements_per_person_and_day: int | None = None
    enhancements_per_day: int | None = None


class LimitReached(Exception):
    """A limit refuses the request; nothing was stored. `name` is one of

    `queued_per_person`, `per_person_and_day`, `per_group_and_day`, `per_day`, `requests_per_person_and_day`,
    `requests_per_day`.
    """

    def __init__(self, name: str, limit: int, used: int) -> None:
        super().__init__(f"{name}: {used} of {limit} used")
        self.name = name
        self.limit = limit
        self.used = used

    @property
    def left(self) -> int:
        """How many would still have been taken."""
        return max(self.limit - self.used, 0)


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of a limit is used; `name` is one of those of `LimitReached`."""

    name: str
    most: int
    used: int

    def refuses(self, wanted: int) -> bool:
        """Whether so many more are too many."""
        return self.used + wanted > self.most

    @property
    def reached(self) -> LimitReached:
        """The error for more than there is room for."""
        return LimitReached(self.name, self.most, self.used)

    @property
    def remaining(self) -> Remaining:
        """What is left of it."""
        return _remaining(self.most, self.used)


@dataclass(frozen=True, slots=True)
class Room:
    """What somebody may still ask for at this moment, by all limits that hold for them."""

    uses: tuple[LimitUse, ...]

    @property
    def tightest(self) -> LimitUse:
        """The limit that leaves least."""
        return min(self.uses, key=lambda use: use.remaining.left)

    @property
    def pictures(self) -> int:
        """How many pictures would be taken."""
        return self.tightest.remaining.left

    @property
    def today(self) -> Remaining:
        """What is left of the day; the limit of all people together is no one person's business."""
        return min((use.remaining for use in self.uses if use.name in _OF_A_DAY), key=lambda one: one.left)

    @property
    def queue(self) -> Remaining:
        """What is left of the queue."""
        return next(use.remaining for use in self.uses if use.name == "queued_per_person")


class PicturesUnshown(Exception):
    """The last paid pictures of a person or chat could not be shown; nothing was stored. For so many seconds more."""

    def __init__(self, seconds_left: float) -> None:
        super().__init__("the last pictures could not be shown")
        self.seconds_left = seconds_left


@dataclass(frozen=True, slots=True)
class DailyQuota:
    """The owner's limits, and the time zone in which their day begins."""

    limits: Limits
    zone: tzinfo

    def day(self, now: float, *, days_ago: int = 0) -> str:
        """The calendar day (ISO 8601) of `now` (Unix seconds), or one so many days before."""
        return day_of(now, self.zone, days_ago=days_ago)

    def seconds_until_tomorrow(self, now: float) -> float:
        """Seconds until the limits start again. The day is the owner's, and need not be that of who asks."""
        return day_start(now, self.zone, days_ago=-1) - now

    def scarce(self, used: Used, group_limit: int | None) -> Remaining | None:
        """What is left of the scarcer of the limits of a person and their group; None while there is plenty.

        The limit of all people together is no one person's business, and is not told.
        """
        found = [_remaining(self.limits.per_person_and_day, used.by_person)]
        if group_limit is not None:
            found.append(_remaining(group_limit, used.in_chat))
        return min((one for one in found if _is_little(one)), key=lambda one: one.left, default=None)


def _remaining(limit: int, used: int) -> Remaining:
    return Remaining(max(limit - used, 0), limit)


def _is_little(remaining: Remaining) -> bool:
    """Whether three or fewer are left, or a tenth of the limit if that is more."""
    return remaining.left <= max(_FEW, remaining.limit // _SMALL_PART)


def day_of(now: float, zone: tzinfo, *, days_ago: int = 0) -> str:
    """The calendar day of `now` (Unix seconds) in `zone`, or one so many days before it, as in ISO 8601: 2026-11-29."""
    return (datetime.fromtimestamp(now, zone) - timedelta(days=days_ago)).date().isoformat()


def day_start(now: float, zone: tzinfo, *, days_ago: int = 0) -> float:
    """When the day of `now`, or one so many days before it, began in `zone`. Unix seconds, both."""
    day = datetime.fromtimestamp(now, zone) - timedelta(days=days_ago)
    return day.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).timestamp()
