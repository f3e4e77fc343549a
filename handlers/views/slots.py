"""Texts of the slot until it becomes the outcome. Pure."""

from drawing.lifecycle import Drawing
from drawing.records import Outage, WaitEstimate
from handlers.views.captions import prompt_as_asked
from handlers.views.durations import approximate
from handlers.views.texts import Html, Texts


def working(estimate: WaitEstimate, texts: Texts) -> Html:
    """That the bot is at work and how long that usually takes, or what it waits for; how much is left of the day."""
    if estimate.outage is not None:
        text = waiting(estimate.outage, texts)
    elif estimate.full_share is not None:
        text = Html(f"{texts('working')} {texts('waits-for-own', limit=estimate.full_share)}")
    elif estimate.usual_seconds is None:
        text = texts("working")
    else:
        text = texts("working-usual", time=approximate(estimate.usual_seconds, texts))
    if estimate.remaining is None:
        return text
    return Html(f"{text}\n{texts('left-today', left=estimate.remaining.left, limit=estimate.remaining.limit)}")


def with_change(text: Html, drawing: Drawing) -> Html:
    """The text of a slot, and under it the whole prompt where the person has typed only what is to change of it."""
    return Html(f"{text}\n{prompt_as_asked(drawing)}") if drawing.is_change else text


def waiting(outage: Outage, texts: Texts) -> Html:
    """That the service pauses; a time is promised only where the service has named one."""
    if outage.seconds_left is None:
        return texts("waiting")
    return texts("waiting-about", time=approximate(outage.seconds_left, texts))
