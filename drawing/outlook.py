"""What the slot can say about the wait."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from drawing.allowance import Left
from drawing.forecast import Forecast
from drawing.lifecycle import Drawing
from drawing.patience import Patience, Pause

Hint = Callable[[Drawing], Awaitable[Left | None]]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of the wait of a queued drawing."""

    usual_seconds: float | None = None  # from submission to picture
    left: Left | None = None  # where the person should know that little is
    pause: Pause | None = None  # of the service, where it is a long one


Outlooker = Callable[[Drawing], Awaitable[Outlook]]
"""Finds out the outlook of a drawing. Raises `StoreError`."""

NOTHING_KNOWN: Final = Outlook()


class Outlooks:
    """Gathers the outlook of a drawing. `hint` says what is left of the day, if that is worth a word."""

    def __init__(self, forecast: Forecast, hint: Hint, patience: Patience) -> None:
        self._forecast = forecast
        self._hint = hint
        self._patience = patience

    async def of(self, drawing: Drawing) -> Outlook:
        """Of several drawings of one request, the first says what is left. Raises `StoreError`."""
        left = None if drawing.is_quiet else await self._hint(drawing)
        return Outlook(await self._forecast.usual_seconds(), left, self._patience.pause())
