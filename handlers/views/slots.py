"""What the slot says until it becomes the outcome. Pure."""

from drawing.outlook import Outlook
from drawing.patience import Pause
from handlers.views.durations import approximate
from handlers.views.texts import Html, Texts


def working(outlook: Outlook, texts: Texts) -> Html:
    """That the bot is at work and how long that usually takes, or that it waits; and how much is left of the day."""
    if outlook.pause is not None:
        text = waiting(outlook.pause, texts)
    elif outlook.usual_seconds is None:
        text = texts("working")
    else:
        text = texts("working-usual", time=approximate(outlook.usual_seconds, texts))
    if outlook.left is None:
        return text
    return Html(f"{text}\n{texts('left-today', left=outlook.left.left, limit=outlook.left.limit)}")


def waiting(pause: Pause, texts: Texts) -> Html:
    """That the service pauses; a time is promised only where the service has named one."""
    if pause.seconds_left is None:
        return texts("waiting")
    return texts("waiting-about", time=approximate(pause.seconds_left, texts))
