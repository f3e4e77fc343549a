"""`/privacy` and `/forget`: what the bot knows of people, and having it forgotten."""

from typing import Final

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from drawing.erasure import Erasure
from drawing.people import Person
from drawing.ports.store import Store
from handlers.buttons import CHECK, Press, own_memory
from handlers.telegram.reply import Reply
from handlers.views.privacy_page import DataTerms, ForgetButton, forget_keyboard, privacy_page
from handlers.views.texts import Texts

NAME: Final = "privacy"


async def privacy(_: Message, reply: Reply, terms: DataTerms) -> None:
    """In every chat: whoever reads along is concerned, too."""
    reply.show(privacy_page(terms, reply.texts))


async def forget(message: Message, person: Person, reply: Reply, store: Store) -> None:
    """Asks once. In a group anybody could be meant, and everybody would see the answer."""
    if message.chat.id < 0:
        reply.say("forget-in-private")
        return
    reply.show(reply.texts("forget-ask"), await _keyboard(person, reply.texts, store))


async def answer(_: CallbackQuery, callback_data: ForgetButton, press: Press, store: Store, erasure: Erasure) -> None:
    """Yes or no. After a yes, this press itself is the last that is known of the person."""
    reply = press.reply
    if not callback_data.is_meant:
        reply.acknowledge()
        reply.rewrite(reply.texts("forget-kept"))
        return
    named = await store.find(callback_data.latest, person_id=press.person.id)
    if await erasure.forget(press.person.id, None if named is None else named.id):
        reply.acknowledge()
        reply.rewrite(reply.texts("forget-done"))
    else:
        reply.toast("forget-more", alert=True)
        reply.rewrite(reply.texts("forget-ask"), await _keyboard(press.person, reply.texts, store))


async def _keyboard(person: Person, texts: Texts, store: Store) -> InlineKeyboardMarkup:
    """Yes and no to the question as it is now."""
    latest = await store.latest_drawing(person.id)
    return forget_keyboard(None if latest is None else await store.get(latest), texts)


def router() -> Router:
    """A new router."""
    router = Router(name=NAME)
    router.message.register(privacy, Command("privacy", ignore_case=True))
    router.message.register(forget, Command("forget", ignore_case=True))
    router.callback_query.register(answer, ForgetButton.filter(), flags={CHECK: own_memory})
    return router
