"""The buttons under the bot's questions: whether a text is to be drawn, as it is or corrected.

What is drawn stands in the chat, so nothing of it is stored, and a question can be answered at any time. Each has the
source of the message that it is about: whatever is pressed, that is drawn once.
"""

from aiogram import Router
from aiogram.enums import MessageEntityType
from aiogram.types import CallbackQuery, Message

from drawing.ports.store import Store
from drawing.service import DrawingService, DrawRequest
from handlers.buttons import CHECK, Press, own_question
from handlers.routers.draw import request_drawing
from handlers.telegram.reply import Topic, topic_of
from handlers.telegram.senders import source_of
from handlers.views.keyboards import CorrectionButton, QuestionButton


async def draw_asked(_: CallbackQuery, press: Press, store: Store, drawing_service: DrawingService) -> None:
    """Draw the text that the question replies to."""
    asked = press.message.reply_to_message if isinstance(press.message, Message) else None
    if asked is None or not asked.text:
        press.reply.toast("asked-gone", alert=True)
        return
    await _draw(asked.message_id, asked.text, press, store, drawing_service)


async def draw_corrected(
    _: CallbackQuery, callback_data: CorrectionButton, press: Press, store: Store, drawing_service: DrawingService
) -> None:
    """Draw the prompt that the refusal proposes."""
    prompt = _proposed_prompt(press.message) if isinstance(press.message, Message) else None
    if prompt is None:
        press.reply.toast("asked-gone", alert=True)
        return
    await _draw(callback_data.message, prompt, press, store, drawing_service)


def _proposed_prompt(refusal: Message) -> str | None:
    """What a refusal proposes; None where it is no such message."""
    marked = [entity for entity in refusal.entities or () if entity.type == MessageEntityType.CODE]
    return marked[-1].extract_from(refusal.text) if marked and refusal.text else None


async def _draw(message_id: int, prompt: str, press: Press, store: Store, drawing_service: DrawingService) -> None:
    """Draw a prompt for a message, if nothing was yet; then the question is settled, and goes."""
    question, reply = press.message, press.reply
    source = source_of(question.chat.id, message_id)
    if await drawing_service.of_source(source):
        reply.toast("asked-already")
    else:
        topic = topic_of(question) if isinstance(question, Message) else Topic()
        request = DrawRequest(
            source=source,
            text=prompt,
            person=press.person,
            language=reply.texts.language,
            chat_id=question.chat.id,
            thread_id=topic.thread_id,
            direct_topic_id=topic.direct_id,
            request_message_id=message_id,
        )
        if not await request_drawing(request, reply, drawing_service):
            return
        reply.toast("drawing-again")
    await store.drop_refusal(source)
    reply.delete(question.chat.id, question.message_id)


def router() -> Router:
    """A new router."""
    router = Router(name="questions")
    router.callback_query.register(draw_asked, QuestionButton.filter(), flags={CHECK: own_question})
    router.callback_query.register(draw_corrected, CorrectionButton.filter(), flags={CHECK: own_question})
    return router
