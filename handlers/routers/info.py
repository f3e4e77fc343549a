"""`/help`, `/id`."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from drawing.people import Person
from drawing.records import Traits
from handlers.buttons import CHECK, Press, anybodys_button
from handlers.telegram.reply import Reply
from handlers.views.help_page import HelpButton, Subject, help_page


async def help_(message: Message, reply: Reply, bot: Bot, traits: Traits) -> None:
    """What can be said to the bot; in groups also what it hears there."""
    name = await _name_in(message.chat.id, bot)
    reply.show(*help_page(Subject.MAIN, reply.texts, traits, group_name=name))


async def turn(_: CallbackQuery, callback_data: HelpButton, press: Press, bot: Bot, traits: Traits) -> None:
    """Another page in place of this one."""
    press.reply.acknowledge()
    name = await _name_in(press.message.chat.id, bot)
    press.reply.rewrite(*help_page(callback_data.subject, press.reply.texts, traits, group_name=name))


async def _name_in(chat_id: int, bot: Bot) -> str | None:
    """The bot's name, where there may be other bots."""
    return None if chat_id > 0 else (await bot.me()).username or ""


async def tell_id(message: Message, person: Person, reply: Reply) -> None:
    """The ids that the owner needs for the list of who may draw."""
    reply.say("id", person=str(person.id), chat=str(message.chat.id))


def router() -> Router:
    """A new router."""
    info = Router(name="info")
    info.message.register(help_, Command("help", ignore_case=True))
    info.message.register(tell_id, Command("id", ignore_case=True))
    info.callback_query.register(turn, HelpButton.filter(), flags={CHECK: anybodys_button})
    return info
