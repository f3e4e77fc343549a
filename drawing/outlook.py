"""What the slot can say about the wait."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from drawing.allowance import Left
from drawing.forecast import Forecast
from drawing.lifecycle import Drawing

Hint = Callable[[Drawing], Awaitable[Left | None]]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known when a drawing is taken on."""

    usual_seconds: float | None = None  # from submission to picture
    left: Left | None = None  # where the person should know that little is


NOTHING_KNOWN: Final = Outlook()


class Outlooks:
    """Gathers the outlook of a drawing. `hint` says what is left of the day, if that is worth a word."""

    def __init__(self, forecast: Forecast, hint: Hint) -> None:
        self._forecast = forecast
        self._hint = hint

    async def of(self, drawing: Drawing) -> Outlook:
        """Of several drawings of one request, the first says what is left. Raises `StoreError`."""
        left = None if drawing.is_quiet else await self._hint(drawing)
        return Outlook(await self._forecast.usual_seconds(), left)
