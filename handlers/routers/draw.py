"""`/draw`: the command, plain text in private, and edits of both."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from drawing.people import Person
from drawing.requests import Ask, AskError, NotOffered, Requests
from drawing.store import LimitReached, Store
from handlers.prompt_errors import explain
from handlers.speech import Speech, topic_of

NAMES = ("draw", "imagine")
_LIMITS = {
    "queued_per_person": "limit-queued",
    "per_person_and_day": "limit-person-day",
    "per_day": "limit-day",
}


async def draw(message: Message, command: CommandObject, person: Person, speech: Speech, requests: Requests) -> None:
    """`/draw a red cat`, also as a reply to the text to be drawn."""
    text, replied_text = command.args or "", _replied_text(message)
    if not text and replied_text is None:
        speech.say("draw-usage")
        return
    await _request(_ask(message, text, replied_text, person, speech), speech, requests)


async def draw_text(message: Message, person: Person, speech: Speech, requests: Requests) -> None:
    """In private a sentence needs no command."""
    await _request(_ask(message, message.text or "", None, person, speech), speech, requests)


async def redraw(
    message: Message, command: CommandObject, person: Person, speech: Speech, requests: Requests, store: Store
) -> None:
    """An edited `/draw`: one that was refused is read anew, one that was accepted stays as it is, and says so once."""
    if await store.of_source(_source(message)):
        if await store.note_edit(_source(message)):
            speech.say("already-accepted")
        return
    await draw(message, command, person, speech, requests)


async def redraw_text(message: Message, person: Person, speech: Speech, requests: Requests, store: Store) -> None:
    """The same for plain text."""
    if await store.of_source(_source(message)):
        if await store.note_edit(_source(message)):
            speech.say("already-accepted")
        return
    await draw_text(message, person, speech, requests)


async def _request(ask: Ask, speech: Speech, requests: Requests) -> None:
    """Accept the request, or say why not. Of success the slot tells, which a worker sends."""
    try:
        await requests.draw(ask)
    except AskError as error:
        speech.show(explain(error.text, error.error, speech.texts))
    except NotOffered as error:
        speech.say("not-offered", option=error.option)
    except LimitReached as reached:
        speech.say(_LIMITS[reached.name], limit=reached.limit, used=reached.used)


def _ask(message: Message, text: str, replied_text: str | None, person: Person, speech: Speech) -> Ask:
    return Ask(
        source=_source(message),
        text=text,
        replied_text=replied_text,
        person=person,
        language=speech.texts.language,
        chat_id=message.chat.id,
        thread_id=topic_of(message),
        request_id=message.message_id,
    )


def _source(message: Message) -> str:
    return f"m:{message.chat.id}:{message.message_id}"


def _replied_text(message: Message) -> str | None:
    """The text that a message replies to: the part quoted, or all of it."""
    if message.quote is not None:
        return message.quote.text
    replied = message.reply_to_message
    return None if replied is None else replied.text or replied.caption


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
