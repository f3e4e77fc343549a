"""`/queue` and `/cancel`: what is waiting and being drawn, and stopping it."""

from collections.abc import Sequence
from typing import Final

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from drawing.clock import Clock
from drawing.estimates import Estimator
from drawing.lifecycle import Drawing, DrawingId
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from drawing.service import Cancellation, DrawingService
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.views.keyboards import IDS, CancelButton, cancel_keyboard
from handlers.views.queue_page import SHOWN, queue_page, short_prompt
from handlers.views.texts import Html

_OUTCOMES: Final = {
    Cancellation.DONE: "cancel-done-toast",
    Cancellation.TOO_EARLY: "cancel-too-early",
    Cancellation.TOO_LATE: "cancel-too-late",
}


async def queue(
    message: Message,
    person: Person,
    reply: Reply,
    store: Store,
    estimator: Estimator,
    clock: Clock,
) -> None:
    """In private all of a person's drawings; in a group the group's, whosever they are."""
    drawings = await _listed(message.chat.id, person, store)
    if not drawings:
        reply.say("queue-empty")
        return
    page = await _page(drawings, reply, estimator, clock)
    reply.show(page, cancel_keyboard(drawings[:SHOWN], reply.texts))


async def cancel(
    message: Message,
    person: Person,
    reply: Reply,
    store: Store,
    estimator: Estimator,
    clock: Clock,
    drawing_service: DrawingService,
    permissions: ChatPermissions,
) -> None:
    """In reply to a request or its slot: that one. Otherwise the person's only one here, or a choice."""
    replied = message.reply_to_message
    named = await store.of_message(message.chat.id, replied.message_id) if replied else ()
    if named:
        await _cancel_named(named, message.chat.id, person, reply, drawing_service, permissions)
        return
    waiting = await store.unfinished(person_id=person.id, chat_id=message.chat.id)
    # What was asked for after this was not meant; an update that comes again after a crash meets such drawings.
    drawings = [one for one in waiting if one.request_message_id is None or one.request_message_id < message.message_id]
    if not drawings:
        reply.say("cancel-nothing")
    elif len(drawings) == 1:
        await _cancel_named(drawings, message.chat.id, person, reply, drawing_service, permissions)
    else:
        page = await _page(drawings, reply, estimator, clock)
        text = Html(f"{page}\n\n{reply.texts('cancel-which')}")
        reply.show(text, cancel_keyboard(drawings[:SHOWN], reply.texts))


async def cancel_pressed(
    callback_query: CallbackQuery,
    callback_data: CancelButton,
    person: Person,
    reply: Reply,
    store: Store,
    estimator: Estimator,
    clock: Clock,
    drawing_service: DrawingService,
    permissions: ChatPermissions,
) -> None:
    """A button of the list; the list is shown anew without what was cancelled."""
    message = callback_query.message
    drawing = await store.get(DrawingId(callback_data.drawing))
    if message is None or drawing is None:
        reply.toast("cancel-too-late")
        return
    reply.toast(await _cancel(drawing, message.chat.id, person, drawing_service, permissions))
    drawings = await _listed(message.chat.id, person, store)
    if drawings:
        page = await _page(drawings, reply, estimator, clock)
        reply.rewrite(page, cancel_keyboard(drawings[:SHOWN], reply.texts))
    else:
        reply.rewrite(reply.texts("queue-empty"))


async def _cancel_named(
    drawings: Sequence[Drawing],
    chat_id: int,
    person: Person,
    reply: Reply,
    drawing_service: DrawingService,
    permissions: ChatPermissions,
) -> None:
    outcomes = [
        (drawing, await _cancel(drawing, chat_id, person, drawing_service, permissions)) for drawing in drawings
    ]
    done = [drawing for drawing, outcome in outcomes if outcome == "cancel-done-toast"]
    if done:
        reply.say("cancel-done", prompt=short_prompt(done[0]))
    else:
        reply.say(outcomes[0][1])


async def _cancel(
    drawing: Drawing, chat_id: int, person: Person, drawing_service: DrawingService, permissions: ChatPermissions
) -> str:
    """Cancel if this person may and it is not too late; returns the key of the sentence that says what happened."""
    try:
        if not await permissions.may_touch(drawing, person.id, chat_id):
            return "cancel-not-yours"
    except ChatUnreachable:
        return "cancel-unsure"
    return _OUTCOMES[await drawing_service.cancel(drawing.id)]


async def _listed(chat_id: int, person: Person, store: Store) -> tuple[Drawing, ...]:
    return await (store.unfinished(person_id=person.id) if chat_id > 0 else store.unfinished(chat_id=chat_id))


async def _page(drawings: Sequence[Drawing], reply: Reply, estimator: Estimator, clock: Clock) -> Html:
    estimates = {drawing.id: await estimator.for_queue(drawing) for drawing in drawings[:SHOWN]}
    return queue_page(drawings, estimates, clock.now(), reply.texts)


def router() -> Router:
    router = Router(name="queue and cancel")
    router.message.register(queue, Command("queue", ignore_case=True))
    router.message.register(cancel, Command("cancel", ignore_case=True))
    router.callback_query.register(cancel_pressed, CancelButton.filter(F.drawing.in_(IDS)))
    return router
