"""`/start`, `/help`, `/id`."""

from aiogram import Bot, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import Message

from drawing.people import Person
from drawing.records import Traits
from handlers.telegram.reply import Reply
from handlers.views.texts import Html


async def start(message: Message, reply: Reply) -> None:
    """Hello, with two examples to tap. In a group plain sentences are not for the bot, nor shown to it."""
    reply.say("start", private="yes" if message.chat.id > 0 else "no")


async def help_(message: Message, reply: Reply, bot: Bot, traits: Traits) -> None:
    """What can be said to the bot; in groups also what it hears there."""
    in_private = message.chat.id > 0
    text = reply.texts(
        "help",
        private="yes" if in_private else "no",
        seeds="yes" if traits.keeps_seed else "no",
        weights="yes" if traits.takes_weights else "no",
    )
    if not in_private:
        me = await bot.me()
        text = Html(f"{text}\n\n{reply.texts('help-group', bot=me.username or '')}")
    reply.show(text)


async def tell_id(message: Message, person: Person, reply: Reply) -> None:
    """The ids that the owner needs for the list of who may draw."""
    reply.say("id", person=str(person.id), chat=str(message.chat.id))


def router() -> Router:
    """A new router."""
    info = Router(name="info")
    info.message.register(start, CommandStart(ignore_case=True))
    info.message.register(help_, Command("help", ignore_case=True))
    info.message.register(tell_id, Command("id", ignore_case=True))
    return info
