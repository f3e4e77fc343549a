"""Figures of the owner: what became of drawings, and what is under way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of the drawings that were asked for in a period."""

    people: int
    drawings: int
    delivered: int
    refused: int  # by the service's moderation
    failed: int  # for any other reason, or overdue
    repeated: int  # submissions beyond the first of each drawing
    paid: int  # orders that left, but those that the service answered with an error
    seconds: Sequence[float]  # from request to picture, of the latest pictures, in no order

    @property
    def success(self) -> float | None:
        """The share of pictures among all that has ended and was not cancelled, 0 to 1; None while nothing has."""
        ended = self.delivered + self.refused + self.failed
        return self.delivered / ended if ended else None

    def percentile(self, share: float) -> float | None:
        """The seconds within which that share (above 0, up to 1) of the pictures came; None without pictures."""
        if not self.seconds:
            return None
        return sorted(self.seconds)[math.ceil(share * len(self.seconds)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is under way."""

    waiting: int
    running: int  # the service works on them, or is being asked to
