"""Hints for people in groups who answer a picture as if it listened: it is changed by a reply with `/draw`."""

from typing import Final

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import Message

from drawing.access import AccessControl
from drawing.ports.store import Store
from drawing.service import DrawingService
from handlers.middlewares import language_for
from handlers.routers.draw import base_of
from handlers.telegram.outbox import Outbox
from handlers.telegram.reply import Reply
from handlers.telegram.senders import sender_of
from handlers.throttling import Throttle, Verdict
from handlers.views.texts import texts_in

NAME: Final = "hints"
_PERIOD: Final = 86_400.0  # seconds, of one person in one group


class Hints:
    """Who was told lately is kept in memory: after a restart somebody may be told once more, which does no harm."""

    def __init__(self) -> None:
        self._told = Throttle(1, _PERIOD)

    async def tell(
        self,
        message: Message,
        drawing_service: DrawingService,
        access: AccessControl,
        store: Store,
        outbox: Outbox,
    ) -> None:
        """Tell whoever may draw there, once a day. People talk about pictures; nobody else is to hear of it."""
        sender, chat_id = sender_of(message), message.chat.id
        if sender is None or (sender.id < 0 and sender.id != chat_id):  # of channels, who may draw is to be asked
            return
        if not await access.may_draw(sender.id, chat_id):
            return
        if (await store.group(chat_id)).is_off or await base_of(message, drawing_service) is None:
            return
        verdict = self._told.check((sender.id, chat_id), message.message_id, message.date.timestamp())
        if verdict is Verdict.HANDLED:
            known = await store.person(sender.id) or sender
            Reply(texts_in(await language_for(known, message, store)), outbox, message).say("hint-reply-with-draw")


async def _replies_to_us(message: Message, bot: Bot) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot.id


def router() -> Router:
    """A new router. Its messages are no requests: nobody is counted, met or turned away for them."""
    router = Router(name=NAME)
    is_in_group = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})
    is_plain = F.text & ~F.text.startswith("/") & ~F.via_bot & ~F.edit_date
    is_about_picture = F.reply_to_message.photo | F.reply_to_message.document
    router.message.register(Hints().tell, is_in_group & is_plain & is_about_picture, _replies_to_us)
    return router
