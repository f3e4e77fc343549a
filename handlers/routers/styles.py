"""`/style`: named pieces of prompt: a person's in private, a group's in a group, the owner's for all."""

from typing import Final

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from drawing.access import AccessControl
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.prompt import Code, PromptError, style_key
from drawing.records import SavedStyle
from drawing.service import DrawingService, DrawRequest
from drawing.style_book import EVERYBODYS, MOST_STYLES, SaveRefusal, StyleBook, StyleRefused
from handlers.buttons import CHECK, Press, style_button
from handlers.routers.draw import request_drawing
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.views.prompt_errors import explain
from handlers.views.style_page import StyleAction, StyleButton, style_page, styles_page
from handlers.views.texts import Html, plain

_FOR_ALL: Final = frozenset({"all", "всем"})
_REFUSALS: Final = {SaveRefusal.NAME: "style-bad-name", SaveRefusal.TOO_MANY: "style-too-many"}
_NAME_SHOWN: Final = 32


async def style(
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    style_book: StyleBook,
    permissions: ChatPermissions,
    access: AccessControl,
) -> None:
    """`/style` lists, `/style noir` shows, `/style noir = black and white` saves; `/style all noir = ...` for all."""
    typed = command.args or ""
    head, is_saved, text = typed.partition("=")  # an option with one can only follow
    words = head.split()
    whose = message.chat.id if message.chat.id < 0 else person.id
    if len(words) > 1 and words[0].casefold() in _FOR_ALL:
        whose, words = EVERYBODYS, words[1:]
    if not words and not is_saved:
        page = await style_book.page(whose, reply.texts.language)
        reply.show(*styles_page(page, reply.texts, is_owner=_is_owner(message, person, access)))
    elif not is_saved:
        await _show(whose, " ".join(words), reply, style_book)
    elif (refusal := _refusal(whose, person, permissions, access)) is not None:
        reply.say(refusal)
    else:
        await _save(SavedStyle(whose, " ".join(words), text.strip()), reply, style_book)


async def press(
    _: CallbackQuery,
    callback_data: StyleButton,
    press: Press,
    style_book: StyleBook,
    drawing_service: DrawingService,
) -> None:
    """A button of a page. What is shown after it is the page as it is now."""
    reply, chat_id = press.reply, press.message.chat.id
    page = await style_book.page(callback_data.whose, reply.texts.language)
    found = next((one for one in page.own if callback_data.means(one)), None)
    if found is None and callback_data.action is not StyleAction.LIST:
        reply.toast("style-gone", alert=True)
    elif found is not None and callback_data.action is StyleAction.TRY:
        if await request_drawing(_example(found, press), reply, drawing_service):
            reply.toast("drawing-again")
    elif found is not None and callback_data.action is StyleAction.SHOW:
        reply.acknowledge()
        reply.rewrite(*style_page(found, reply.texts))
    else:
        if found is not None and callback_data.action is StyleAction.REMOVE:
            await style_book.remove(found)
            reply.toast("style-removed", name=found.name)
        else:
            reply.acknowledge()
        page = await style_book.page(chat_id if chat_id < 0 else press.person.id, reply.texts.language)
        reply.rewrite(*styles_page(page, reply.texts, is_owner=press.is_owner and chat_id > 0))


async def _show(whose: int, name: str, reply: Reply, style_book: StyleBook) -> None:
    page = await style_book.page(whose, reply.texts.language)
    found = next((one for one in (*page.own, *page.everybodys) if style_key(one.name) == style_key(name)), None)
    if found is None:
        reply.say("style-unknown", name=name[:_NAME_SHOWN])
    else:
        reply.show(*style_page(found, reply.texts))


async def _save(style: SavedStyle, reply: Reply, style_book: StyleBook) -> None:
    try:
        await style_book.save(style)
    except StyleRefused as refused:
        reply.say(_REFUSALS[refused.refusal], most=MOST_STYLES)
    except PromptError as error:
        if error.code is Code.EMPTY:
            reply.say("style-empty")
        else:
            reply.explain(explain(style.text, error, reply.texts))
    else:
        text, keyboard = style_page(style, reply.texts)
        reply.show(Html(f"{reply.texts('style-saved')}\n\n{text}"), keyboard)


def _refusal(whose: int, person: Person, permissions: ChatPermissions, access: AccessControl) -> str | None:
    """Why this person may not save anything there, as the key of a sentence; None where they may."""
    if whose == EVERYBODYS:
        return None if access.is_admin(person.id) else "owner-only"
    try:
        return None if whose == person.id or permissions.is_admin(person.id, whose) else "style-admins-only"
    except ChatUnreachable:
        return "cancel-unsure"


def _is_owner(message: Message, person: Person, access: AccessControl) -> bool:
    """Whether what an owner may do is shown: to nobody else's eyes."""
    return message.chat.id > 0 and access.is_admin(person.id)


def _example(style: SavedStyle, press: Press) -> DrawRequest:
    example = plain(press.reply.texts("style-example"))
    return DrawRequest(
        source=f"c:{press.id}",
        text=f"{example} --style {style.name}",
        person=press.person,
        language=press.reply.texts.language,
        chat_id=press.message.chat.id,
        thread_id=press.topic.thread_id,
        direct_topic_id=press.topic.direct_id,
        request_message_id=press.message.message_id,
    )


def router() -> Router:
    """A new router."""
    router = Router(name="styles")
    router.message.register(style, Command("style", "styles", ignore_case=True))
    router.callback_query.register(press, StyleButton.filter(), flags={CHECK: style_button})
    return router
