"""How long drawings that are not done have been under way, and how long they may still take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drawing.clock import Clock
from drawing.forecast import Forecast
from drawing.lifecycle import Drawing, DrawingId, State
from drawing.patience import Patience, Pause
from drawing.store import Ahead, TimingStore


@dataclass(frozen=True, slots=True)
class Timing:
    """What is known of some drawings. Times in seconds, None where nothing is known."""

    now: float  # Unix time
    usual: float | None  # from submission to picture
    ahead: Mapping[DrawingId, Ahead]  # of each queued drawing
    until_done: Mapping[DrawingId, float | None]
    pause: Pause | None = None  # of the service; what is known of usual waits says nothing then


class Timekeeper:
    """Gathers the timing of drawings."""

    def __init__(self, store: TimingStore, clock: Clock, forecast: Forecast, patience: Patience) -> None:
        self._store = store
        self._clock = clock
        self._forecast = forecast
        self._patience = patience

    async def of(self, drawings: Iterable[Drawing]) -> Timing:
        """Raises `StoreError`."""
        waiting = [drawing.id for drawing in drawings if drawing.state is State.QUEUED]
        ahead = {drawing_id: await self._store.ahead_of(drawing_id) for drawing_id in waiting}
        until_done = {
            drawing_id: await self._forecast.seconds_until_done(before) for drawing_id, before in ahead.items()
        }
        usual = await self._forecast.usual_seconds()
        return Timing(self._clock.now(), usual, ahead, until_done, self._patience.pause())
