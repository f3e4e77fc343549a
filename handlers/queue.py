"""The list of what is waiting and being drawn. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from drawing.lifecycle import Drawing, DrawingId, State
from handlers.captions import canonical_as_asked
from handlers.texts import Html, Texts
from handlers.utf16 import cut

SHOWN: Final = 10
_PROMPT_LENGTH: Final = 60


def queue_page(drawings: Sequence[Drawing], ahead: Mapping[DrawingId, int], now: float, texts: Texts) -> Html:
    """A line a drawing. `ahead` says how many wait before each; `now` is Unix time."""
    lines = [texts("queue-title")]
    for number, drawing in enumerate(drawings[:SHOWN], 1):
        line = texts("queue-line", number=number, prompt=short_prompt(drawing))
        lines.append(Html(f"{line} · {_progress(drawing, ahead, now, texts)}"))
    if len(drawings) > SHOWN:
        lines.append(texts("queue-more", count=len(drawings) - SHOWN))
    return Html("\n".join(lines))


def short_prompt(drawing: Drawing) -> str:
    """As much of the prompt as tells it from others."""
    return cut(canonical_as_asked(drawing), _PROMPT_LENGTH)


def _progress(drawing: Drawing, ahead: Mapping[DrawingId, int], now: float, texts: Texts) -> Html:
    if drawing.state is State.QUEUED:
        return texts("queue-waiting", ahead=ahead.get(drawing.id, 0))
    if drawing.state is State.SUBMITTING:
        return texts("queue-submitting")
    return texts("queue-running", elapsed=_duration(now - (drawing.submitted_at or now), texts))


def _duration(seconds: float, texts: Texts) -> Html:
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds >= length:
            return texts(unit, count=int(seconds // length))
    return texts("seconds", count=max(int(seconds), 0))
