"""Handing a request over, and saying why it was not taken."""

from drawing.quota import LimitReached, PicturesUnshown
from drawing.service import DrawingOff, DrawingService, DrawRequest, PromptRejected
from handlers.telegram.reply import Reply
from handlers.views.durations import approximate
from handlers.views.prompt_errors import explain
from handlers.views.texts import Html, Texts

_WHOSE = {"queued_per_person": "queue", "per_person_and_day": "person", "per_group_and_day": "group", "per_day": "all"}
_LIMITS = {
    "requests_per_person_and_day": "limit-requests",
    "requests_per_day": "limit-requests",
    "queued_per_person": "limit-queued",
    "per_person_and_day": "limit-person-day",
    "per_group_and_day": "limit-group-day",
    "per_day": "limit-day",
}


async def request_drawing(request: DrawRequest, reply: Reply, drawing_service: DrawingService) -> bool:
    """Have it accepted, or say why not. Of success the slot tells, which a worker sends."""
    try:
        await drawing_service.draw(request)
    except PromptRejected as error:
        reply.explain(explain(error.text, error.error, reply.texts))
        return False
    except DrawingOff:
        reply.explain(reply.texts("drawing-off"))
        return False
    except PicturesUnshown as unshown:
        time = approximate(unshown.seconds_left, reply.texts, up=True)
        reply.explain(reply.texts("pictures-unshown", time=time))
        return False
    except LimitReached as reached:
        reply.explain(_limited(reached, drawing_service.seconds_until_tomorrow(), reply.texts))
        return False
    return True


def _limited(reached: LimitReached, day_left: float, texts: Texts) -> Html:
    """Why it was too much; where fewer would have been taken, how many."""
    if reached.left > 0 and reached.name in _WHOSE:
        return texts("limit-at-once", limit=reached.limit, left=reached.left, of=_WHOSE[reached.name])
    time = approximate(day_left, texts, up=True)
    return texts(_LIMITS[reached.name], limit=reached.limit, used=reached.used, time=time)
