"""The list of what is waiting and being drawn. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from drawing.estimates import is_long
from drawing.lifecycle import Drawing, DrawingId, State
from drawing.records import Outage, WaitEstimate
from drawing.service import is_being_cancelled
from handlers.views.captions import canonical_as_asked
from handlers.views.durations import approximate, duration
from handlers.views.texts import Html, Texts, cut

SHOWN: Final = 10
_PROMPT_LENGTH: Final = 60


def queue_page(drawings: Sequence[Drawing], estimates: Mapping[DrawingId, WaitEstimate], texts: Texts) -> Html:
    """A line a drawing, of which the first `SHOWN` have an estimate."""
    lines = [texts("queue-title")]
    prompts = told_apart([short_prompt(drawing) for drawing in drawings[:SHOWN]])
    for number, (drawing, prompt) in enumerate(zip(drawings, prompts, strict=False), 1):
        line = texts("queue-line", number=number, prompt=prompt)
        lines.append(Html(f"{line} · {_progress(drawing, estimates[drawing.id], texts)}"))
    if len(drawings) > SHOWN:
        lines.append(texts("queue-more", count=len(drawings) - SHOWN))
    return Html("\n".join(lines))


def told_apart(prompts: Sequence[str]) -> list[str]:
    """The prompts, with a number at those that look alike."""
    seen: Counter[str] = Counter()
    found = []
    for prompt in prompts:
        seen[prompt] += 1
        found.append(f"{prompt} ({seen[prompt]})" if prompts.count(prompt) > 1 else prompt)
    return found


def short_prompt(drawing: Drawing) -> str:
    """As much of the prompt as tells it from others."""
    return cut(canonical_as_asked(drawing), _PROMPT_LENGTH)


def _progress(drawing: Drawing, estimate: WaitEstimate, texts: Texts) -> Html:
    if drawing.state is State.QUEUED:
        return _waiting(estimate, texts)
    if drawing.state is State.SUBMITTING:
        return texts("queue-cancelling" if is_being_cancelled(drawing) else "queue-submitting")
    seconds = estimate.elapsed or 0.0
    elapsed = duration(seconds, texts)
    if estimate.usual_seconds is None:
        return texts("queue-running", elapsed=elapsed)
    key = "queue-running-long" if is_long(seconds, estimate.usual_seconds) else "queue-running-usual"
    return texts(key, elapsed=elapsed, time=approximate(estimate.usual_seconds, texts))


def _waiting(estimate: WaitEstimate, texts: Texts) -> Html:
    place = texts("queue-waiting", position=1 if estimate.position is None else estimate.position.ahead + 1)
    if estimate.outage is not None:
        return _paused(place, estimate.outage, texts)
    if estimate.seconds_left is None:
        return place
    return texts("queue-waiting-about", place=place, time=approximate(estimate.seconds_left, texts, up=True))


def _paused(place: Html, outage: Outage, texts: Texts) -> Html:
    if outage.seconds_left is None:
        return texts("queue-waiting-paused", place=place)
    return texts("queue-waiting-paused-about", place=place, time=approximate(outage.seconds_left, texts))
