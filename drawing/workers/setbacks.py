"""Setbacks of deliveries: what is put off again and again, when it is given up, and when the owner is told."""

import random
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from drawing.clock import Clock
from drawing.incidents import Incidents
from drawing.lifecycle import Drawing, DrawingId
from drawing.ports.chat import ChatError, ChatUnreachable, TooLarge
from drawing.rate_limits import Backoff
from drawing.records import Advice, Incident

_TRIES: Final = 6  # of one drawing, against errors that nobody has a name for, and against refusals of no chat
_TOLD_AFTER: Final = 3  # times that one drawing is put off while Telegram is there
_GRACE: Final = 86_400.0  # seconds past its deadline in which an ended one is still told, though Telegram fails at it
_PUT_OFF: Final = "deliver"
_TOO_LARGE: Final = "deliver large"
_USUAL_LIMIT: Final = 1024 * 1024  # bytes; that of nginx


class Course(Enum):
    """What follows when a delivery was put off."""

    PAUSE = auto()  # for everybody: Telegram may have come back just now
    REST = auto()  # for this one alone
    GIVE_UP = auto()


@dataclass(slots=True)
class _Setback:
    backoff: Backoff
    times_alone: int = 0  # put off, though Telegram was there


class Setbacks:
    """Setbacks of the drawings that have not been told since; nothing of the others."""

    def __init__(self, clock: Clock, source: random.Random, incidents: Incidents) -> None:
        self._clock = clock
        self._random = source
        self._incidents = incidents
        self.open: dict[DrawingId, _Setback] = {}
        self._refused_size = _USUAL_LIMIT
        self.is_calm = False  # nothing is put off, and no incident under way; one of an earlier process may be

    def resting(self, now: float) -> dict[DrawingId, float]:
        """For how many seconds each is to be left alone."""
        return {key: one.backoff.delay(now) for key, one in self.open.items() if one.backoff.delay(now) > 0}

    def rest(self, drawing: Drawing) -> bool:
        """Leave one drawing alone for a growing while; whether it has been tried often enough."""
        backoff = self._of(drawing).backoff
        backoff.fail(self._clock.monotonic())
        return backoff.failures >= _TRIES

    def note_absence(self, drawing: Drawing) -> None:
        """It was put off together with everything else."""
        if (setback := self.open.get(drawing.id)) is not None:
            setback.times_alone = 0

    async def put_off(self, drawing: Drawing, error: ChatUnreachable) -> Course:
        """It was put off though Telegram is there.

        A fault may pass until the deadline, and after it for a while. What answers with a status of 4xx has understood.
        """
        self.is_calm = False
        setback = self._of(drawing)
        setback.times_alone += 1
        if setback.times_alone == _TOLD_AFTER:
            now = self._clock.monotonic()
            await self._incidents.begin(Incident.PUT_OFF, Advice(str(error)), by=_PUT_OFF, asked_at=now)
        if setback.times_alone == 1:
            return Course.PAUSE
        is_tried = self.rest(drawing)
        is_late = self._clock.now() >= drawing.deadline_at + (0.0 if drawing.awaits_outcome else _GRACE)
        is_refused = is_tried and 400 <= error.status < 500
        return Course.GIVE_UP if is_late or is_refused else Course.REST

    async def note_final(self, error: ChatError) -> None:
        """Something was refused for good."""
        self.is_calm = False
        if isinstance(error, TooLarge):
            self._refused_size = error.size
            now = self._clock.monotonic()
            await self._incidents.begin(Incident.TOO_LARGE, Advice(str(error)), by=_TOO_LARGE, asked_at=now)
        elif error.is_unfamiliar:
            await self._incidents.report_refusal(str(error), type(error))

    async def note_unreadable(self) -> None:
        """A person was told that what was kept of their drawing cannot be read."""
        await self._incidents.report_spoilt_row()

    async def note_shown(self, drawing: Drawing, size: int) -> None:
        """A picture of so many bytes stands in its chat."""
        self.open.pop(drawing.id, None)
        now = self._clock.monotonic()
        if size >= self._refused_size:
            await self._incidents.end(by=_TOO_LARGE, asked_at=now, is_proof=False)
        if all(one.times_alone < _TOLD_AFTER for one in self.open.values()):
            await self._incidents.end(by=_PUT_OFF, asked_at=now, is_proof=False)
        under_way = await self._incidents.under_way()
        self.is_calm = not self.open and under_way.keys().isdisjoint({Incident.PUT_OFF, Incident.TOO_LARGE})

    def forget(self, drawing: Drawing) -> None:
        """It is told, or will not be."""
        self.open.pop(drawing.id, None)

    def _of(self, drawing: Drawing) -> _Setback:
        return self.open.setdefault(drawing.id, _Setback(Backoff(2.0, 60.0, self._random)))
