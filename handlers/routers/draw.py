"""`/draw`: the command, plain text in private, and edits of both."""

import re
from dataclasses import replace

from aiogram import F, Router
from aiogram.enums import ChatType, MessageEntityType
from aiogram.filters import Command, CommandObject
from aiogram.types import Message, MessageOriginUnion, MessageOriginUser, User

from drawing.people import Person
from drawing.prompt import Code, Prompt
from drawing.quota import LimitReached, PicturesUnshown
from drawing.service import DrawingOff, DrawingService, DrawRequest, PromptRejected, SeveralAsked, WordForbidden
from handlers.bursts import Bursts
from handlers.middlewares import with_plain_command
from handlers.small_talk import Doubt, small_talk
from handlers.telegram.reply import Reply, topic_of
from handlers.telegram.resend import copied_drawing, may_be_in
from handlers.telegram.senders import source_of
from handlers.views.durations import approximate
from handlers.views.keyboards import correction_keyboard, question_keyboard
from handlers.views.offers import offer_keyboard, offer_page, without_keyboard
from handlers.views.prompt_errors import explain, propose
from handlers.views.texts import Html, Texts

NAMES = ("draw", "imagine")
COMMANDS = "draw"
ROUTERS = frozenset({COMMANDS, "plain text"})
# Blanks are tried from their first one alone, and given back by none: a text of nothing else takes one pass.
_COMMAND = re.compile(  # of somebody's request
    rf"(?<!\s)\s*+/(?:imagine(?:@\w+)?\s++prompt:|(?:{'|'.join(NAMES)})(?:@\w+)?(?!\S))", re.IGNORECASE
)
_LONG = 1000  # characters; a program that cuts a longer text makes no shorter pieces
_PROMPT = re.compile(r"\s*prompt:\s*", re.IGNORECASE)
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
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    drawing_service: DrawingService,
    bursts: Bursts,
) -> None:
    """`/draw a red cat`; as a reply to a text, it draws that; as a reply to a picture of ours, it changes that."""
    if message.media_group_id is not None or len(message.text or "") > _LONG:
        bursts.continues(message)  # which it is noted for
    request = await _request(message, _text(command), person, reply, drawing_service)
    if not request.text and request.replied_text is None and request.base is None:
        reply.refuse(reply.texts("draw-usage", weights="yes" if drawing_service.traits.takes_weights else "no"))
        return
    await request_drawing(request, reply, drawing_service)


async def draw_text(message: Message, person: Person, reply: Reply, drawing_service: DrawingService) -> None:
    """In private a sentence needs no command; as a reply it does what the command would."""
    request = await _request(message, message.text or "", person, reply, drawing_service)
    why = await _doubt(message, person, drawing_service) if request.base is None else None
    await request_drawing(request, reply, drawing_service, doubt=why)


async def _doubt(message: Message, person: Person, drawing_service: DrawingService) -> Doubt | None:
    """Why a plain text may not be meant to be drawn, which has its price; None where nothing speaks against it."""
    doubt = small_talk(message.text or "")
    if doubt is None and message.forward_origin is not None:
        doubt = Doubt.FORWARDED
    if doubt is None and message.edit_date is None and not await drawing_service.has_asked(person):
        doubt = Doubt.FIRST
    return doubt


async def redraw(
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    drawing_service: DrawingService,
    bursts: Bursts,
) -> None:
    """An edited `/draw`: one that was refused is read anew, one that was accepted stays as it is, and says so once."""
    if not await _is_accepted(message, _text(command), person, reply, drawing_service):
        await draw(message, command, person, reply, drawing_service, bursts)


async def redraw_text(message: Message, person: Person, reply: Reply, drawing_service: DrawingService) -> None:
    """The same for plain text."""
    if not await _is_accepted(message, message.text or "", person, reply, drawing_service):
        await draw_text(message, person, reply, drawing_service)


def _text(command: CommandObject) -> str:
    """What stands behind the command; `/imagine prompt: TEXT`, as Midjourney shows it, is `/imagine TEXT`."""
    text = command.args or ""
    return _PROMPT.sub("", text, count=1) if command.command.casefold() == "imagine" and _PROMPT.match(text) else text


async def _is_accepted(
    message: Message, text: str, person: Person, reply: Reply, drawing_service: DrawingService
) -> bool:
    """Whether an edited request was accepted before; then it stays as it is, and that is said."""
    drawings = await drawing_service.of_source(source_of(message.chat.id, message.message_id))
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
    topic = topic_of(message)
    return DrawRequest(
        source=source_of(message.chat.id, message.message_id),
        text=text,
        replied_text=_replied_text(message),
        base=await base_of(message, drawing_service),
        person=person,
        language=reply.texts.language,
        chat_id=message.chat.id,
        thread_id=topic.thread_id,
        direct_topic_id=topic.direct_id,
        request_message_id=message.message_id,
    )


async def base_of(message: Message, drawing_service: DrawingService) -> Prompt | None:
    """What the picture was made from that a message replies to, if it is one of ours."""
    replied = message.reply_to_message
    if replied is None:
        return None
    drawings = await drawing_service.of_message(message.chat.id, replied.message_id)
    slots = [drawing for drawing in drawings if drawing.slot_id == replied.message_id]
    if not slots and (copied := copied_drawing(replied.reply_markup)) is not None:
        drawing = await drawing_service.find(copied)
        slots = [drawing] if drawing is not None and may_be_in(message.chat.id, drawing) else []
    return slots[0].prompt if slots else None


def _replied_text(message: Message) -> str | None:
    """The text that a message replies to: the part quoted, or all of it. The bot's own words are no prompt."""
    replied = message.reply_to_message
    if _is_said_by_bot(message):
        return None
    text = message.quote.text if message.quote is not None else replied and (replied.text or replied.caption)
    return without_command(text) if text else None


def _is_said_by_bot(message: Message) -> bool:
    """Whether a message replies to words of the bot's own: here, in another chat, or passed on by somebody.

    What somebody has asked for stands in code, to be copied: under a picture, or as the whole of a text.
    """
    replied, elsewhere = message.reply_to_message, message.external_reply
    authors: list[User | None] = []
    if replied is not None and not _shows_prompt(replied):
        authors += [replied.from_user, _author_of(replied.forward_origin)]
    if elsewhere is not None and not (elsewhere.photo or elsewhere.document):
        authors.append(_author_of(elsewhere.origin))
    return message.bot is not None and any(author is not None and author.id == message.bot.id for author in authors)


def _shows_prompt(message: Message) -> bool:
    codes = [one for one in message.entities or message.caption_entities or () if one.type == MessageEntityType.CODE]
    return any(message.text is None or code.extract_from(message.text) == message.text for code in codes)


def _author_of(origin: MessageOriginUnion | None) -> User | None:
    return origin.sender_user if isinstance(origin, MessageOriginUser) else None


def without_command(text: str) -> str:
    """What somebody's request asks for."""
    return _COMMAND.sub("", with_plain_command(text))


async def request_drawing(
    request: DrawRequest,
    reply: Reply,
    drawing_service: DrawingService,
    *,
    doubt: Doubt | None = None,
    most: int | None = None,
) -> bool:
    """Have it accepted, or say why not. Of success the slot tells, which a worker sends.

    Where there is a `doubt` whether it is meant, the person is asked; about several pictures they are asked anyway,
    unless they have said already how many they want at `most`.
    """
    try:
        if doubt is not None and await drawing_service.check(request) == 1:
            reply.refuse(reply.texts(doubt), question_keyboard(reply.texts), replies=True)
            return False
        await drawing_service.draw(request, most=most)
    except PromptRejected as rejected:
        await _explain(rejected, request, reply, drawing_service)
    except SeveralAsked as several:
        await _ask(several, request, reply, drawing_service)
    except WordForbidden as forbidden:
        reply.explain(reply.texts("word-forbidden", of="group" if forbidden.by_group else "owner"))
    except DrawingOff:
        reply.explain(reply.texts("drawing-off"))
    except PicturesUnshown as unshown:
        time = approximate(unshown.seconds_left, reply.texts, up=True)
        reply.explain(reply.texts("pictures-unshown", time=time))
    except LimitReached as reached:
        reply.explain(_limited(reached, drawing_service.seconds_until_tomorrow(), reply.texts))
    else:
        return True
    return False


async def _explain(
    rejected: PromptRejected, request: DrawRequest, reply: Reply, drawing_service: DrawingService
) -> None:
    """Say what is wrong; where it is known what was meant, with a button that draws that.

    A prompt that the answer shows is drawn from there. With what a request replies to there is more to it than that.
    """
    error, advice, keyboard, texts = rejected.error, reply.advice, None, reply.texts
    if advice and request.base is None:
        meant = await drawing_service.corrected(replace(request, replied_text=None))
        if meant is not None and (proposal := propose(meant.text, texts)) is not None:
            advice, keyboard = proposal, correction_keyboard(request.request_message_id, texts)
    if keyboard is None and error.code is Code.FOREIGN_OPTION and error.hint is not None:
        is_replied = rejected.text != request.text
        without = replace(request, replied_text=error.hint) if is_replied else replace(request, text=error.hint)
        keyboard = without_keyboard(await drawing_service.offer(without), texts)
    reply.explain(explain(rejected.text, error, texts, advice), keyboard)


async def _ask(several: SeveralAsked, request: DrawRequest, reply: Reply, drawing_service: DrawingService) -> None:
    """Ask whether so many pictures are wanted; where no one fits, say why."""
    if several.fitting == 0:
        reached = several.room.tightest.reached
        reply.explain(_limited(reached, drawing_service.seconds_until_tomorrow(), reply.texts))
        return
    offer = await drawing_service.offer(request, pictures=several.fitting)
    reply.ask(offer_page(several, reply.texts), offer_keyboard(offer, several, reply.texts))


def _limited(reached: LimitReached, day_left: float, texts: Texts) -> Html:
    """Why it was too much; where fewer would have been taken, how many."""
    if reached.left > 0 and reached.name in _WHOSE:
        return texts("limit-at-once", limit=reached.limit, left=reached.left, of=_WHOSE[reached.name])
    time = approximate(day_left, texts, up=True)
    return texts(_LIMITS[reached.name], limit=reached.limit, time=time)


def commands() -> Router:
    """A new router."""
    router = Router(name=COMMANDS)
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
