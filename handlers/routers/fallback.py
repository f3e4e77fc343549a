"""Answers to what nobody else has an answer to; in groups the bot does not meddle."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Message

from handlers.telegram.reply import Reply

_IN_PRIVATE = F.chat.type == ChatType.PRIVATE
_SAYABLE = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CHECKLIST,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.TEXT,  # what another bot has put into somebody's mouth; all else has been drawn by now
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    }
)
_COMMAND_LENGTH = 32


async def unknown_command(message: Message, reply: Reply) -> None:
    """A command that the bot does not have."""
    words = (message.text or "").split(maxsplit=1)
    reply.correct("unknown-command", command=words[0][:_COMMAND_LENGTH] if words else "/")


async def is_for_us(message: Message, bot: Bot) -> bool:
    """Whether a command can only be meant for this bot: it names it, or there is nobody else to mean."""
    words = (message.text or "").split(maxsplit=1)
    if not words or not words[0].startswith("/"):
        return False
    _, _, addressee = words[0].partition("@")
    return message.chat.type == ChatType.PRIVATE or addressee.casefold() == ((await bot.me()).username or "").casefold()


async def not_text(message: Message, reply: Reply) -> None:
    """A sticker, a voice message and the like; or a photo with words that would be drawn without it."""
    reply.explain(reply.texts("not-text-caption" if message.caption else "not-text"))


async def unknown_button(_: CallbackQuery, reply: Reply) -> None:
    """A button of a message that an older or newer version sent."""
    reply.toast("button-unknown")


def unknown_commands() -> Router:
    """A new router."""
    router = Router(name="unknown commands")
    router.message.register(unknown_command, is_for_us)
    return router


def anything_else() -> Router:
    """A new router."""
    router = Router(name="anything else")
    router.message.register(not_text, _IN_PRIVATE & F.content_type.in_(_SAYABLE))
    # Other edits of what is no text come by themselves, such as those of a place that moves.
    router.edited_message.register(not_text, _IN_PRIVATE & F.caption)
    router.callback_query.register(unknown_button)
    return router
