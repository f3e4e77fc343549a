"""Texts of the slot until it becomes the outcome. Pure."""

from drawing.records import Outage, WaitEstimate
from handlers.views.durations import approximate
from handlers.views.texts import Html, Texts


def working(estimate: WaitEstimate, texts: Texts) -> Html:
    """That the bot is at work and how long that usually takes, or that it waits; and how much is left of the day."""
    if estimate.outage is not None:
        text = waiting(estimate.outage, texts)
    elif estimate.usual_seconds is None:
        text = texts("working")
    else:
        text = texts("working-usual", time=approximate(estimate.usual_seconds, texts))
    if estimate.remaining is None:
        return text
    return Html(f"{text}\n{texts('left-today', left=estimate.remaining.left, limit=estimate.remaining.limit)}")


def waiting(outage: Outage, texts: Texts) -> Html:
    """That the service pauses; a time is promised only where the service has named one."""
    if outage.seconds_left is None:
        return texts("waiting")
    return texts("waiting-about", time=approximate(outage.seconds_left, texts))
