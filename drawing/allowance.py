"""What people may still draw today."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Left:
    """So many of `limit` drawings are left today, of the person or of their group."""

    left: int
    limit: int
