"""Watch over the routes to the services: tells the owner when one alone is left, before that fails as well."""

import asyncio
from collections.abc import Mapping
from typing import Final

from bot.routes import Route, Routes, named
from drawing.clock import Clock
from drawing.incidents import Incidents
from drawing.records import Advice, Incident
from drawing.workers.loop import Wakeup

_INTERVAL: Final = 600.0  # seconds; it is woken when a route fails, or works again


class RouteWatch:
    """A worker."""

    name = "routes"

    def __init__(self, telegram: Routes, yandex: Routes, incidents: Incidents, clock: Clock) -> None:
        self.wakeup = Wakeup(clock)
        self._watched = {Incident.TELEGRAM_ROUTES: telegram, Incident.YANDEX_ROUTES: yandex}
        self._incidents = incidents
        self._clock = clock
        for routes in (telegram, yandex):
            routes.subscribe(self.wakeup.notify)

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            for incident, routes in self._watched.items():
                await self._look(incident, routes)
            await self.wakeup.wait(_INTERVAL)

    async def _look(self, incident: Incident, routes: Routes) -> None:
        now, failing = self._clock.monotonic(), routes.failing()
        left = [named(route) for route in routes.all if route not in failing]
        if len(routes.all) > 1 and len(left) < 2:
            await self._incidents.begin(incident, _advice(routes, failing), by=self._by(incident), asked_at=now)
        elif routes.are_tried or len(routes.all) < 2:  # until then one of before a restart may be under way
            await self._incidents.end(by=self._by(incident), asked_at=now, is_proof=False)

    def _by(self, incident: Incident) -> str:
        return f"{self.name}: {incident}"


def _advice(routes: Routes, failing: Mapping[Route, str]) -> Advice:
    """Which routes have failed, and over which one everything goes now."""
    failed = ", ".join(f"{named(route)}: {reason}" for route, reason in failing.items())
    left = " and ".join(named(route) for route in routes.all if route not in failing)
    return Advice(f"{failed}. What is left: {left or 'none that works as it should'}")
