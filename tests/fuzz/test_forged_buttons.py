"""Programs other than Telegram's own press buttons that nobody was shown, with whatever data they like."""

from decimal import Decimal
from pathlib import Path

import pytest
from aiogram.methods import AnswerCallbackQuery, DeleteMessage, TelegramMethod

from drawing.lifecycle import Drawing, NewDrawing
from drawing.prompt import Prompt, WeightedMessage
from drawing.quota import Limits
from drawing.records import Picture
from handlers.views.keyboards import Action, DeleteButton, PictureButton, VaryButton
from storage.store import SqlStore
from tests.fuzz import updates
from tests.fuzz.telegram import telegram_side
from tests.world.simulated import ORDER, TODAY

ANN, BORIS, GROUP = 1001, 1002, -501
SECRET = "xyzzyplugh"
PICTURE = Picture(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", 8, 8)


async def _delivered(store: SqlStore, person: int, chat: int, text: str, slot_id: int) -> Drawing:
    """A picture that stands in a chat."""
    new = NewDrawing(
        source=f"m:{chat}:{slot_id - 1}",
        index=0,
        person_id=person,
        person_name="somebody",
        chat_id=chat,
        thread_id=None,
        request_message_id=slot_id - 1,
        language="en",
        prompt=Prompt((WeightedMessage(text, Decimal(1)),), seed=77),
        created_at=updates.NOW,
        deadline_at=updates.NOW + 100,
    )
    (drawing,) = (await store.accept([new], Limits(9, 9, 9), TODAY)).drawings
    await store.save_slot(drawing, slot_id, replies=True)
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await store.finish(drawing.id, PICTURE, updates.NOW)
    await store.mark_told(drawing.id, "file", updates.NOW)
    return drawing


def _press(number: int, data: str, person: int, chat: int, message_id: int) -> object:
    user = {"id": person, "is_bot": False, "first_name": "somebody"}
    room = {"id": chat, "type": "private" if chat > 0 else "group"}
    message = {"message_id": message_id, "chat": room, "date": updates.NOW, "text": "a picture"}
    query = {"id": str(number), "from": user, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


def _words(methods: list[TelegramMethod[object]]) -> str:
    return "\n".join(repr(method) for method in methods)


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.DELETE])
async def test_a_number_guessed_shows_nothing_of_somebody_elses_picture(action: Action, tmp_path: Path) -> None:
    async with telegram_side(tmp_path) as side:
        secret = await _delivered(side.store, ANN, ANN, SECRET, 11)
        await _delivered(side.store, BORIS, BORIS, "a dog", 21)
        data = PictureButton(drawing=secret.public_id, action=action).pack()

        telegram = await side.take_in([[_press(1, data, BORIS, BORIS, 21)]])

        (answer,) = telegram.said
        assert isinstance(answer, AnswerCallbackQuery)
        assert "no longer works" in (answer.text or "")
        assert SECRET not in _words(telegram.said)
        assert len(await side.drawings()) == 2


async def test_a_number_guessed_deletes_in_private_nothing_but_what_it_is_under(tmp_path: Path) -> None:
    async with telegram_side(tmp_path) as side:
        secret = await _delivered(side.store, ANN, ANN, SECRET, 11)
        await _delivered(side.store, BORIS, BORIS, "a dog", 21)
        data = DeleteButton(drawing=secret.public_id, is_meant=True).pack()

        telegram = await side.take_in([[_press(1, data, BORIS, BORIS, 21)]])

        deleted = [method for method in telegram.said if isinstance(method, DeleteMessage)]
        assert [(one.chat_id, one.message_id) for one in deleted] == [(BORIS, 21)]


async def test_a_number_of_ones_own_deletes_nobody_elses_picture(tmp_path: Path) -> None:
    async with telegram_side(tmp_path) as side:
        await _delivered(side.store, ANN, GROUP, "a cat", 11)
        own = await _delivered(side.store, BORIS, GROUP, "a dog", 21)
        data = DeleteButton(drawing=own.public_id, is_meant=True).pack()

        telegram = await side.take_in([[_press(1, data, BORIS, GROUP, 11)]])
        assert not any(isinstance(method, DeleteMessage) for method in telegram.said)

        telegram = await side.take_in([[_press(2, data, BORIS, GROUP, 21)]])
        assert any(isinstance(method, DeleteMessage) for method in telegram.said)


@pytest.mark.parametrize("change", ["--seed 1 --repeat 4", "another prompt", "--ar 1:1 --no hat", ""])
async def test_a_variation_that_no_button_offers_is_not_drawn(change: str, tmp_path: Path) -> None:
    async with telegram_side(tmp_path) as side:
        own = await _delivered(side.store, BORIS, BORIS, "a dog", 21)

        await side.take_in([[_press(1, VaryButton(drawing=own.public_id, change=change).pack(), BORIS, BORIS, 21)]])

        assert len(await side.drawings()) == 1
