"""Routes to a service, in the owner's order: which is taken, and which is set aside for a while. Does no I/O.

A line may let text through and no pictures: it is so that Telegram is throttled. So a route has a standing for each of
the two. One that fails is set aside, longer each time, and the next takes its place; when its pause is over, one
request looks whether it works again. Where all are set aside there is nothing to choose from, and each is tried.
"""

import logging
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from bot.proxies import Proxy
from drawing.clock import Clock

logger = logging.getLogger(__name__)

Route: TypeAlias = Proxy | None
"""A proxy; None for the direct connection."""

PICTURE: Final = 64 * 1024  # bytes, from which on a body tells something about pictures
_FIRST_PAUSE: Final = 30.0  # seconds
_LONGEST_PAUSE: Final = 900.0
_TRIAL: Final = 60.0  # seconds for the one request that looks whether a route works again


@dataclass(frozen=True, slots=True)
class Pace:
    """What a route has to do to carry pictures, while another one does.

    Attributes:
        slowest: bytes a second.
        grace: seconds that whoever answers may take, and a line to come up to its speed.
        connecting: seconds for a connection, which all routes that are tried share.
    """

    slowest: float = 32 * 1024
    grace: float = 10.0
    connecting: float = 15.0

    def allowed(self, size: float) -> float:
        """Seconds for so many bytes."""
        return self.grace + size / self.slowest


class Load(StrEnum):
    """What a request carries, either way."""

    TEXT = "requests"
    PICTURES = "pictures"


def named(route: Route) -> str:
    """A route as a thing, without a secret."""
    return "the direct connection" if route is None else f"the proxy {route} ({route.setting})"


def by(route: Route) -> str:
    """How it goes over a route, without a secret."""
    return "directly" if route is None else f"through {named(route)}"


@dataclass(slots=True)
class _Standing:
    """How a route does for a load.

    Attributes:
        failures: in a row; 0 for a route that works, as far as is known.
        strikes: failures that may have been none of the route's.
        until: when it is looked at again, in monotonic seconds.
        is_on_trial: one request looks whether it works again.
        lost: an outcome was lost on it: nobody knows what became of the latest request.
        size: bytes of what it has failed with; what is smaller proves nothing.
    """

    failures: int = 0
    strikes: int = 0
    until: float = -math.inf
    is_on_trial: bool = False
    lost: bool = False
    size: float = 0
    reason: str = ""

    def works_at(self, now: float) -> bool:
        return not self.failures or self.until <= now


class RouteTable:
    """The routes to one host.

    `service` is its name in the log; `changed` is called when a route fails, or works again.
    """

    def __init__(
        self, service: str, routes: Iterable[Route], clock: Clock, pace: Pace, changed: Callable[[], None]
    ) -> None:
        self.pace = pace
        self._service = service
        self._clock = clock
        self._changed = changed
        self._standings = {route: {load: _Standing() for load in Load} for route in routes}
        self._speeds: dict[Route, float] = {}  # bytes a second, of the latest picture
        self._taken: dict[Load, Route] = dict.fromkeys(Load, next(iter(self._standings)))
        self.is_tried = False  # something has been answered

    def candidates(self, load: Load, *, is_safe: bool = True) -> list[Route]:
        """All routes, the one to take first.

        First come those that work, in their order; then those that carry text at least, the fastest first; then the
        one whose pause is over soonest. A request that is not safe to lose, since it may be paid for, is no trial of a
        route where one was lost.
        """
        now = self._clock.monotonic()
        order = list(self._standings)

        def rank(route: Route) -> tuple[float, float, int]:
            is_risky = not is_safe and any(standing.lost for standing in self._standings[route].values())
            if self._works(route, load, now) and not is_risky:
                return 0, 0.0, order.index(route)
            if self._standings[route][Load.TEXT].works_at(now):
                return 1, -self._speeds.get(route, 0.0), order.index(route)
            return 2, self._standings[route][Load.TEXT].until, order.index(route)

        return sorted(order, key=rank)

    def has_other(self, route: Route, load: Load) -> bool:
        """Whether a route besides this one works."""
        now = self._clock.monotonic()
        return any(self._works(other, load, now) for other in self._standings if other != route)

    def take(self, route: Route, load: Load) -> None:
        """A request goes over it. One that is looked at again has this request alone for a while."""
        now = self._clock.monotonic()
        for standing in self._asked_of(route, load):
            if standing.failures and standing.until <= now:
                standing.until, standing.is_on_trial = now + _TRIAL, True

    def fail(
        self, route: Route, load: Load, reason: str, *, surely: bool = True, lost: bool = False, size: float = PICTURE
    ) -> None:
        """It has failed; `load` is TEXT where it lets nothing through. What is not sure takes two in a row.

        `lost` where the request may have arrived; `size` in bytes of what it had to carry, as far as that is known.
        """
        standing, now = self._standings[route][load], self._clock.monotonic()
        if standing.failures and standing.until > now and not standing.is_on_trial:
            return  # it is set aside already; this one was under way then, or nothing else was left to try
        standing.strikes += 1
        if standing.strikes < (1 if surely or standing.failures else 2):
            return
        pause = min(_FIRST_PAUSE * 2**standing.failures, _LONGEST_PAUSE)
        failures = min(standing.failures + 1, 10)
        self._standings[route][load] = _Standing(
            failures, until=now + pause, lost=lost, size=min(size, PICTURE), reason=reason
        )
        what = "carries nothing" if load is Load.TEXT else "carries no pictures"
        logger.warning(
            "%s: %s %s (%s); it is looked at again in %.0f s",
            self._service,
            named(route),
            what,
            reason,
            pause,
        )
        self._changed()

    def answered(self, route: Route, load: Load) -> None:
        """An answer has come over it, of any size."""
        if self._taken[load] != route:
            logger.info("%s: %s go %s from now on", self._service, load, by(route))
            self._taken[load] = route
        if not self.is_tried:
            self.is_tried = True
            self._changed()
        self._restore(route, Load.TEXT)
        self._standings[route][Load.PICTURES].strikes = 0
        self._standings[route][Load.PICTURES].lost = False

    def carried(self, route: Route, size: int, seconds: float) -> bool:
        """So many bytes have gone over it in so many seconds; whether that will do for pictures."""
        if size >= PICTURE:
            self._speeds[route] = size / max(seconds, 1e-3)
        if seconds > self.pace.allowed(size):
            return False
        if size >= self._standings[route][Load.PICTURES].size:
            self._restore(route, Load.PICTURES)
        return True

    def failing(self) -> dict[Route, str]:
        """The routes that have failed and not worked since, with the reasons."""
        return {
            route: standing.reason
            for route, loads in self._standings.items()
            for standing in loads.values()
            if standing.failures
        }

    def _restore(self, route: Route, load: Load) -> None:
        standing = self._standings[route][load]
        had_failed = standing.failures > 0
        self._standings[route][load] = _Standing()
        if had_failed:
            logger.info("%s: %s carries %s again", self._service, named(route), load)
            self._changed()

    def _works(self, route: Route, load: Load, now: float) -> bool:
        return all(standing.works_at(now) for standing in self._asked_of(route, load))

    def _asked_of(self, route: Route, load: Load) -> list[_Standing]:
        """What has to work for a load: pictures come with text."""
        loads = self._standings[route]
        return [loads[Load.TEXT]] if load is Load.TEXT else [loads[Load.TEXT], loads[Load.PICTURES]]


class Routes:
    """The routes to a service, which may be at several hosts: one may be reached over a route, and another one not."""

    def __init__(self, service: str, routes: tuple[Route, ...], clock: Clock, pace: Pace | None = None) -> None:
        self.service = service
        self.all = routes
        self.pace = pace or Pace()
        self._clock = clock
        self._tables: dict[str, RouteTable] = {}
        self._subscribers: list[Callable[[], None]] = []

    def to(self, host: str) -> RouteTable:
        """The routes to a host."""
        if host not in self._tables:
            self._tables[host] = RouteTable(self.service, self.all, self._clock, self.pace, self._changed)
        return self._tables[host]

    def subscribe(self, call: Callable[[], None]) -> None:
        """Have it called when a route fails, or works again."""
        self._subscribers.append(call)

    def failing(self) -> dict[Route, str]:
        """The routes that have failed on the way to any of the hosts, and not worked since; with the reasons."""
        return {route: reason for table in self._tables.values() for route, reason in table.failing().items()}

    @property
    def are_tried(self) -> bool:
        """Whether anything has been answered over them."""
        return any(table.is_tried for table in self._tables.values())

    def _changed(self) -> None:
        for call in self._subscribers:
            call()
