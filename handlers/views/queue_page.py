"""The list of what is waiting and being drawn. Pure."""

from collections.abc import Sequence
from typing import Final

from drawing.forecast import is_long
from drawing.lifecycle import Drawing, DrawingId, State
from drawing.patience import Pause
from drawing.timing import Timing
from handlers.views.captions import canonical_as_asked
from handlers.views.durations import approximate, duration
from handlers.views.texts import Html, Texts
from handlers.views.utf16 import cut

SHOWN: Final = 10
_PROMPT_LENGTH: Final = 60


def queue_page(drawings: Sequence[Drawing], timing: Timing, texts: Texts) -> Html:
    """A line a drawing."""
    lines = [texts("queue-title")]
    for number, drawing in enumerate(drawings[:SHOWN], 1):
        line = texts("queue-line", number=number, prompt=short_prompt(drawing))
        lines.append(Html(f"{line} · {_progress(drawing, timing, texts)}"))
    if len(drawings) > SHOWN:
        lines.append(texts("queue-more", count=len(drawings) - SHOWN))
    return Html("\n".join(lines))


def short_prompt(drawing: Drawing) -> str:
    """As much of the prompt as tells it from others."""
    return cut(canonical_as_asked(drawing), _PROMPT_LENGTH)


def _progress(drawing: Drawing, timing: Timing, texts: Texts) -> Html:
    if drawing.state is State.QUEUED:
        return _waiting(drawing.id, timing, texts)
    if drawing.state is State.SUBMITTING:
        return texts("queue-submitting")
    seconds = timing.now - (drawing.submitted_at or timing.now)
    elapsed = duration(seconds, texts)
    if timing.usual is None:
        return texts("queue-running", elapsed=elapsed)
    key = "queue-running-long" if is_long(seconds, timing.usual) else "queue-running-usual"
    return texts(key, elapsed=elapsed, time=approximate(timing.usual, texts))


def _waiting(drawing_id: DrawingId, timing: Timing, texts: Texts) -> Html:
    ahead = timing.ahead.get(drawing_id)
    place = texts("queue-waiting", position=1 if ahead is None else ahead.of_all + 1)
    if timing.pause is not None:
        return _paused(place, timing.pause, texts)
    seconds = timing.until_done.get(drawing_id)
    if seconds is None:
        return place
    return texts("queue-waiting-about", place=place, time=approximate(seconds, texts, up=True))


def _paused(place: Html, pause: Pause, texts: Texts) -> Html:
    if pause.seconds_left is None:
        return texts("queue-waiting-paused", place=place)
    return texts("queue-waiting-paused-about", place=place, time=approximate(pause.seconds_left, texts))
