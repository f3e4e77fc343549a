"""`/draw`: the command, plain text in private, and edits of both."""

import re
from collections.abc import Sequence

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.ports.store import Store
from drawing.prompt import Prompt
from drawing.records import Traits
from drawing.service import DrawingService, DrawRequest
from handlers.asking import request_drawing
from handlers.telegram.reply import Reply, topic_of
from handlers.telegram.resend import copied_drawing, may_be_in

NAMES = ("draw", "imagine")
_COMMAND = re.compile(rf"\s*/(?:{'|'.join(NAMES)})(?:@\w+)?(?!\S)", re.IGNORECASE)  # of somebody's request


async def draw(
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    drawing_service: DrawingService,
    store: Store,
    traits: Traits,
) -> None:
    """`/draw a red cat`; as a reply to a text, it draws that; as a reply to a picture of ours, it changes that."""
    text, replied_text = command.args or "", _replied_text(message)
    if not text and replied_text is None:
        reply.say("draw-usage", weights="yes" if traits.takes_weights else "no")
        return
    base = await _base(message, store)
    await request_drawing(_ask(message, text, replied_text, base, person, reply), reply, drawing_service)


async def draw_text(
    message: Message, person: Person, reply: Reply, drawing_service: DrawingService, store: Store
) -> None:
    """In private a sentence needs no command; as a reply it does what the command would."""
    base = await _base(message, store)
    await request_drawing(
        _ask(message, message.text or "", _replied_text(message), base, person, reply), reply, drawing_service
    )


async def redraw(
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    drawing_service: DrawingService,
    store: Store,
    traits: Traits,
) -> None:
    """An edited `/draw`: one that was refused is read anew, one that was accepted stays as it is, and says so once."""
    if drawings := await store.of_source(_source(message)):
        request = _ask(message, command.args or "", _replied_text(message), await _base(message, store), person, reply)
        await _keep_as_it_is(request, drawings, reply, drawing_service, store)
        return
    await draw(message, command, person, reply, drawing_service, store, traits)


async def redraw_text(
    message: Message, person: Person, reply: Reply, drawing_service: DrawingService, store: Store
) -> None:
    """The same for plain text."""
    if drawings := await store.of_source(_source(message)):
        request = _ask(message, message.text or "", _replied_text(message), await _base(message, store), person, reply)
        await _keep_as_it_is(request, drawings, reply, drawing_service, store)
        return
    await draw_text(message, person, reply, drawing_service, store)


async def _keep_as_it_is(
    request: DrawRequest, drawings: Sequence[Drawing], reply: Reply, drawing_service: DrawingService, store: Store
) -> None:
    """Say so, unless the edit changes nothing: Telegram tells of some that nobody made."""
    if await drawing_service.would_change(request, drawings) and await store.note_edit(request.source):
        is_under_way = any(drawing.told_at is None for drawing in drawings)
        reply.say("already-accepted" if is_under_way else "already-ended")


def _ask(
    message: Message, text: str, replied_text: str | None, base: Prompt | None, person: Person, reply: Reply
) -> DrawRequest:
    return DrawRequest(
        source=_source(message),
        text=text,
        replied_text=replied_text,
        base=base,
        person=person,
        language=reply.texts.language,
        chat_id=message.chat.id,
        thread_id=topic_of(message),
        request_message_id=message.message_id,
    )


async def _base(message: Message, store: Store) -> Prompt | None:
    """What the picture was made from that a message replies to, if it is one of ours."""
    replied = message.reply_to_message
    if replied is None:
        return None
    drawings = await store.of_message(message.chat.id, replied.message_id)
    slots = [drawing for drawing in drawings if drawing.slot_id == replied.message_id]
    if not slots and (copied := copied_drawing(replied.reply_markup)) is not None:
        drawing = await store.get(copied)
        slots = [drawing] if drawing is not None and may_be_in(message.chat.id, drawing) else []
    return slots[0].prompt if slots else None


def _source(message: Message) -> str:
    return f"m:{message.chat.id}:{message.message_id}"


def _replied_text(message: Message) -> str | None:
    """The text that a message replies to: the part quoted, or all of it."""
    replied = message.reply_to_message
    text = message.quote.text if message.quote is not None else replied and (replied.text or replied.caption)
    return _COMMAND.sub("", text) if text else None


def commands() -> Router:
    router = Router(name="draw")
    router.message.register(draw, Command(*NAMES, ignore_case=True))
    router.edited_message.register(redraw, Command(*NAMES, ignore_case=True))
    return router


def plain_text() -> Router:
    router = Router(name="plain text")
    in_private = F.chat.type == ChatType.PRIVATE
    is_plain = in_private & F.text & ~F.text.startswith("/") & ~F.via_bot
    router.message.register(draw_text, is_plain)
    router.edited_message.register(redraw_text, is_plain)
    return router
