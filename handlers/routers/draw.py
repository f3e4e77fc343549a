"""`/draw`: the command, plain text in private, and edits of both."""

import re

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from drawing.people import Person
from drawing.prompt import Prompt
from drawing.quota import LimitReached, PicturesUnshown
from drawing.service import DrawingOff, DrawingService, DrawRequest, PromptRejected
from handlers.telegram.reply import Reply, topic_of
from handlers.telegram.resend import copied_drawing, may_be_in
from handlers.views.durations import approximate
from handlers.views.prompt_errors import explain
from handlers.views.texts import Html, Texts

NAMES = ("draw", "imagine")
ROUTERS = frozenset({"draw", "plain text"})
# Blanks are tried from their first one alone, and given back by none: a text of nothing else takes one pass.
_COMMAND = re.compile(rf"(?<!\s)\s*+/(?:{'|'.join(NAMES)})(?:@\w+)?(?!\S)", re.IGNORECASE)  # of somebody's request
_WHOSE = {"queued_per_person": "queue", "per_person_and_day": "person", "per_group_and_day": "group", "per_day": "all"}
_LIMITS = {
    "requests_per_person_and_day": "limit-requests",
    "requests_per_day": "limit-requests",
    "queued_per_person": "limit-queued",
    "per_person_and_day": "limit-person-day",
    "per_group_and_day": "limit-group-day",
    "per_day": "limit-day",
}


async def draw(
    message: Message, command: CommandObject, person: Person, reply: Reply, drawing_service: DrawingService
) -> None:
    """`/draw a red cat`; as a reply to a text, it draws that; as a reply to a picture of ours, it changes that."""
    if not command.args and _replied_text(message) is None:
        reply.say("draw-usage", weights="yes" if drawing_service.traits.takes_weights else "no")
        return
    request = await _request(message, command.args or "", person, reply, drawing_service)
    await request_drawing(request, reply, drawing_service)


async def draw_text(message: Message, person: Person, reply: Reply, drawing_service: DrawingService) -> None:
    """In private a sentence needs no command; as a reply it does what the command would."""
    request = await _request(message, message.text or "", person, reply, drawing_service)
    await request_drawing(request, reply, drawing_service)


async def redraw(
    message: Message, command: CommandObject, person: Person, reply: Reply, drawing_service: DrawingService
) -> None:
    """An edited `/draw`: one that was refused is read anew, one that was accepted stays as it is, and says so once."""
    if not await _is_accepted(message, command.args or "", person, reply, drawing_service):
        await draw(message, command, person, reply, drawing_service)


async def redraw_text(message: Message, person: Person, reply: Reply, drawing_service: DrawingService) -> None:
    """The same for plain text."""
    if not await _is_accepted(message, message.text or "", person, reply, drawing_service):
        await draw_text(message, person, reply, drawing_service)


async def _is_accepted(
    message: Message, text: str, person: Person, reply: Reply, drawing_service: DrawingService
) -> bool:
    """Whether an edited request was accepted before; then it stays as it is, and that is said."""
    drawings = await drawing_service.of_source(_source(message))
    if not drawings:
        return False
    request = await _request(message, text, person, reply, drawing_service)
    if await drawing_service.note_edit(request, drawings):
        is_under_way = any(drawing.told_at is None for drawing in drawings)
        reply.say("already-accepted" if is_under_way else "already-ended")
    return True


async def _request(
    message: Message, text: str, person: Person, reply: Reply, drawing_service: DrawingService
) -> DrawRequest:
    return DrawRequest(
        source=_source(message),
        text=text,
        replied_text=_replied_text(message),
        base=await _base(message, drawing_service),
        person=person,
        language=reply.texts.language,
        chat_id=message.chat.id,
        thread_id=topic_of(message),
        request_message_id=message.message_id,
    )


async def _base(message: Message, drawing_service: DrawingService) -> Prompt | None:
    """What the picture was made from that a message replies to, if it is one of ours."""
    replied = message.reply_to_message
    if replied is None:
        return None
    drawings = await drawing_service.of_message(message.chat.id, replied.message_id)
    slots = [drawing for drawing in drawings if drawing.slot_id == replied.message_id]
    if not slots and (copied := copied_drawing(replied.reply_markup)) is not None:
        drawing = await drawing_service.get(copied)
        slots = [drawing] if drawing is not None and may_be_in(message.chat.id, drawing) else []
    return slots[0].prompt if slots else None


def _source(message: Message) -> str:
    return f"m:{message.chat.id}:{message.message_id}"


def _replied_text(message: Message) -> str | None:
    """The text that a message replies to: the part quoted, or all of it."""
    replied = message.reply_to_message
    text = message.quote.text if message.quote is not None else replied and (replied.text or replied.caption)
    return _COMMAND.sub("", text) if text else None


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


def commands() -> Router:
    """A new router."""
    router = Router(name="draw")
    router.message.register(draw, Command(*NAMES, ignore_case=True))
    router.edited_message.register(redraw, Command(*NAMES, ignore_case=True))
    return router


def plain_text() -> Router:
    """A new router."""
    router = Router(name="plain text")
    in_private = F.chat.type == ChatType.PRIVATE
    is_plain = in_private & F.text & ~F.text.startswith("/") & ~F.via_bot
    router.message.register(draw_text, is_plain)
    router.edited_message.register(redraw_text, is_plain)
    return router
