"""`/privacy` and `/forget`: what the bot knows of people, and having it forgotten."""

from typing import Final

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from drawing.lifecycle import DrawingId
from drawing.people import Person
from drawing.remembering import Memory
from drawing.store import Store
from handlers.privacy_page import LATEST, DataTerms, ForgetButton, forget_keyboard, privacy_page
from handlers.speech import Speech

NAME: Final = "privacy"


async def privacy(_: Message, speech: Speech, terms: DataTerms) -> None:
    """In every chat: whoever reads along is concerned, too."""
    speech.show(privacy_page(terms, speech.texts))


async def forget(message: Message, person: Person, speech: Speech, store: Store) -> None:
    """Asks once. In a group anybody could be meant, and everybody would see the answer."""
    if message.chat.id < 0:
        speech.say("forget-in-private")
        return
    latest = await store.latest_drawing(person.id)
    speech.show(speech.texts("forget-ask"), forget_keyboard(latest, speech.texts))


async def answer(
    callback_query: CallbackQuery,
    callback_data: ForgetButton,
    person: Person,
    speech: Speech,
    store: Store,
    memory: Memory,
) -> None:
    """Yes or no. After a yes, this press itself is the last that is known of the person."""
    message = callback_query.message
    if message is None or message.chat.id != person.id:
        speech.toast("forget-in-private", alert=True)
        return
    if not callback_data.is_meant:
        speech.hush()
        speech.rewrite(speech.texts("forget-kept"))
    elif await memory.forget(person.id, DrawingId(callback_data.latest)):
        speech.hush()
        speech.rewrite(speech.texts("forget-done"))
    else:
        speech.toast("forget-more", alert=True)
        latest = await store.latest_drawing(person.id)
        speech.rewrite(speech.texts("forget-ask"), forget_keyboard(latest, speech.texts))


def router() -> Router:
    router = Router(name=NAME)
    router.message.register(privacy, Command("privacy", ignore_case=True))
    router.message.register(forget, Command("forget", ignore_case=True))
    router.callback_query.register(answer, ForgetButton.filter(F.latest.in_(LATEST)))
    return router
