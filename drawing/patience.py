"""Whether the service keeps everybody waiting for so long that people should hear of it."""

from dataclasses import dataclass
from typing import Final

from drawing.clock import Clock

_LONG: Final = 60.0  # seconds; so much people wait without a word


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is submitted, and will not be for long."""

    seconds_left: float | None  # until the time that the service has named; None where nobody knows


class Patience:
    """Learns from the failures of submissions how long they rest.

    Intervals are measured on the monotonic clock; how much is left of a time that was named, by the time of day, for
    people look at that one.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: float | None = None  # the first failure in a row
        self._until = float("-inf")  # nothing leaves before that
        self._named: float | None = None  # the same as Unix time, where the service has named it and it is far

    def hold(self, seconds: float, *, is_named: bool = False, is_lasting: bool = False) -> None:
        """A submission has failed, and nothing leaves for so long.

        `is_named` where the service has said how long; `is_lasting` where it will not pass by itself.
        """
        now = self._clock.monotonic()
        if self._since is None or self._is_forgotten(now):
            self._since = now
        if is_lasting:  # nobody need find out first that it is long
            self._since = min(self._since, now + seconds - _LONG)
        if now + seconds <= self._until:
            return
        self._until = now + seconds
        self._named = self._clock.now() + seconds if is_named and seconds >= _LONG else None

    def release(self) -> None:
        """The service has taken a request; of others that it refused meanwhile, the pause stays."""
        now = self._clock.monotonic()
        self._since = now if now < self._until else None

    def pause(self) -> Pause | None:
        """The pause that is on, if it is a long one.

        Without a time that was named, it lasts until the service takes a request again: between two tries it is no
        shorter.
        """
        now = self._clock.monotonic()
        if self._named is not None:
            return Pause(max(self._named - self._clock.now(), 0.0)) if now < self._until else None
        if self._since is None or self._is_forgotten(now):
            return None
        return Pause(None) if self._until - self._since >= _LONG else None

    def _is_forgotten(self, now: float) -> bool:
        """Whether nobody has met the trouble for so long that it says nothing any more."""
        return now >= self._until + _LONG
