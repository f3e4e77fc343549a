"""What the slot says until it becomes the outcome. Pure."""

from drawing.outlook import Outlook
from handlers.durations import approximate
from handlers.texts import Html, Texts


def working(outlook: Outlook, texts: Texts) -> Html:
    """That the bot is at work, how long that usually takes, and how much is left of the day."""
    if outlook.usual_seconds is None:
        text = texts("working")
    else:
        text = texts("working-usual", time=approximate(outlook.usual_seconds, texts))
    if outlook.left is None:
        return text
    return Html(f"{text}\n{texts('left-today', left=outlook.left.left, limit=outlook.left.limit)}")
