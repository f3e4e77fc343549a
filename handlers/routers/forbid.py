"""`/forbid`: words that are not drawn, the owner's for all in private, those of a group by its admins there."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from drawing.access import AccessControl
from drawing.forbidden import LONGEST_WORD, MOST_WORDS, TooManyWords, WordList, plain_words
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.style_book import EVERYBODYS
from handlers.buttons import CHECK, Press, shared_list
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.views.forbid_page import ForbidButton, forbid_page


async def forbid(
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    word_list: WordList,
    permissions: ChatPermissions,
    access: AccessControl,
) -> None:
    """`/forbid` shows the list, `/forbid blood weapon` adds to it."""
    whose = message.chat.id if message.chat.id < 0 else EVERYBODYS
    if (refusal := _refusal(whose, person, permissions, access)) is not None:
        reply.say(refusal)
        return
    if typed := (command.args or "").strip():
        if not (words := plain_words(typed)):
            reply.say("forbid-no-words")
            return
        try:
            await word_list.forbid(whose, words)
        except TooManyWords:
            reply.say("forbid-too-many", most=MOST_WORDS, length=LONGEST_WORD)
            return
    reply.show(*forbid_page(whose, await word_list.words(whose), word_list.setting, reply.texts))


async def permit(_: CallbackQuery, callback_data: ForbidButton, press: Press, word_list: WordList) -> None:
    """A button of the page, which is shown as it is now."""
    reply, whose = press.reply, callback_data.whose
    for word in await word_list.words(whose):
        if callback_data.means(word):
            await word_list.permit(word)
    reply.toast("forbid-removed")
    reply.rewrite(*forbid_page(whose, await word_list.words(whose), word_list.setting, reply.texts))


def _refusal(whose: int, person: Person, permissions: ChatPermissions, access: AccessControl) -> str | None:
    """Why this person may not forbid anything there, as the key of a sentence; None where they may."""
    if whose == EVERYBODYS:
        return None if access.is_admin(person.id) else "owner-only"
    try:
        return None if permissions.is_admin(person.id, whose) else "forbid-admins-only"
    except ChatUnreachable:
        return "cancel-unsure"


def router() -> Router:
    """A new router."""
    router = Router(name="forbid")
    router.message.register(forbid, Command("forbid", ignore_case=True))
    router.callback_query.register(permit, ForbidButton.filter(), flags={CHECK: shared_list})
    return router
