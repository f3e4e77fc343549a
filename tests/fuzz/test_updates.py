"""Whatever Telegram sends, nothing stops the intake, what came with it is handled, and all that is said is good."""

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from handlers.views.keyboards import Action
from handlers.views.settings_changes import Page, Setting
from handlers.views.texts import texts_in
from tests.fuzz import hostile, updates
from tests.fuzz.cases import CASES, Count, chance, numbered, to_run
from tests.fuzz.telegram import in_batches, telegram_side
from tests.fuzz.test_prompts import check_drawing

UPDATES = 18_000 if os.environ.get("ALL_PLANS") else 4_500
PRESSES = 7_000 if os.environ.get("ALL_PLANS") else 1_750
_CHUNK = 1_000  # cases over one database


def _update(number: int) -> Any:
    return updates.hostile_update(2 * number, chance(number))


def _press(number: int) -> Any:
    """Data of this version, of another one, of nobody's; a button of one's own, or of somebody else."""
    random = chance(number)
    identity = random.choice(("1", "2", "1001", "1002", "-1", "0", "9" * 18, "9" * 19, "9" * 30, "1e3", "٣", "", "x"))
    rest = random.choice((*Action, *Setting, *Page, "ru", "", "16:9", "--ar 1:1", "1", "0", hostile.text(random, 2)))
    prefix = random.choice(("cancel", "pic", "vary", "set", "sets", "old", hostile.text(random, 1)))
    separator = random.choice((":", "|"))
    parts = random.choice(([prefix, identity], [prefix, identity, rest], [prefix], [identity, prefix, rest, rest]))
    data = separator.join(parts).encode()[:64].decode(errors="ignore")
    return updates.pressed(2 * number, data, by_somebody_else=random.random() < 0.5)


@pytest.mark.fault("31", "41")
@numbered(UPDATES)
async def test_any_update_is_handled_or_skipped(
    numbers: range, tmp_path: Path, caplog: pytest.LogCaptureFixture, record_property: Count
) -> None:
    record_property(CASES, len(numbers))
    await _take_in(to_run(numbers), _update, tmp_path, caplog)


@pytest.mark.fault("41")
@numbered(PRESSES)
async def test_any_data_of_a_button_is_answered(
    numbers: range, tmp_path: Path, caplog: pytest.LogCaptureFixture, record_property: Count
) -> None:
    record_property(CASES, len(numbers))
    await _take_in(to_run(numbers), _press, tmp_path, caplog)


@pytest.mark.fault("2")
@numbered(1_000, few=60)
async def test_updates_that_come_again_change_nothing(numbers: range, tmp_path: Path) -> None:
    """As they do after a crash before they were confirmed, many at a time.

    All but what no chat brings about: people press buttons of drawings that are there, and write in the new group
    when it has moved. And a `/cancel` that names nothing means something else when other drawings wait.
    """
    made = [updates.good_update(2 * number, chance(number)) for number in to_run(numbers)]
    made = [update for update in made if not _depends_on_others(update)]
    async with telegram_side(tmp_path) as side:
        for batch in in_batches(made):
            await side.take_in([list(batch)])
            before = await side.drawings()
            await side.take_in([list(batch)])
            assert await side.drawings() == before


def _depends_on_others(update: Any) -> bool:
    if any({"migrate_to_chat_id", "migrate_from_chat_id"} & fields.keys() for fields in _events(update)):
        return True
    words = (fields.get("text") or fields.get("caption") or fields.get("data") or "" for fields in _events(update))
    return any(text.startswith(("/cancel", "cancel:")) for text in words)


def _events(update: Any) -> list[dict[str, Any]]:
    return [fields for fields in update.values() if isinstance(fields, dict)]


@pytest.mark.fault("41")
@pytest.mark.parametrize("name", ["chat", "message", "sender_chat", "reply_to_message", "photo", "new_chat_member"])
@pytest.mark.parametrize("value", [{"id": -5, "type": "group"}, {"message_id": 1}, {}, [1], "x"], ids=str)
async def test_a_part_that_an_event_of_this_kind_has_not_stops_nothing(
    name: str, value: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """aiogram keeps what it does not know as it came, under the names that other events have."""

    def make(number: int) -> Any:
        press = updates.pressed(2 * number, "pic:1:again", by_somebody_else=False)
        (event,) = _events(press)
        holders = [event, event["message"], event["from"], event["message"]["chat"]]
        holders[number % 4].setdefault(name, value)
        if number % 8 > 3:
            event.pop("message")
            event.setdefault(name, value)
        return press

    await _take_in(list(range(1, 17)), make, tmp_path, caplog)


@pytest.mark.fault("3")
async def test_the_same_request_twice_at_once_is_one_drawing(tmp_path: Path) -> None:
    batch = [updates.said(1, "/draw a cat --repeat 2")]
    async with telegram_side(tmp_path) as side:
        await asyncio.gather(*(side.take_in([batch]) for _ in range(4)))
        assert len(await side.drawings()) == 2


@pytest.mark.fault("2")
async def test_a_cancel_that_comes_again_spares_what_was_asked_for_since(tmp_path: Path) -> None:
    texts = ("/draw a cat", "/cancel", "/draw a dog")
    batch = [updates.said(number, text) for number, text in enumerate(texts, 1)]
    async with telegram_side(tmp_path) as side:
        await side.take_in([batch])
        await side.take_in([batch])
        assert [drawing.state for drawing in await side.drawings()] == ["cancelled", "queued"]


async def _take_in(numbers: list[int], make: Any, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    for first, chunk in enumerate(in_batches(numbers, _CHUNK)):
        place = folder / str(first)
        place.mkdir()
        async with telegram_side(place) as side:
            batches = [_batch(batch, make) for batch in in_batches(chunk)]
            telegram = await side.take_in(batches)
            _check_that_it_goes_on(telegram, batches, caplog)
            for drawing in await side.drawings():
                check_drawing(drawing, texts_in(drawing.language))
        caplog.clear()


def _batch(numbers: Any, make: Any) -> list[Any]:
    """The cases as updates, and a question at the end."""
    return [*(make(number) for number in numbers), updates.question(2 * numbers[-1] + 1)]


def _check_that_it_goes_on(telegram: Any, batches: list[list[Any]], caplog: pytest.LogCaptureFixture) -> None:
    questions = [batch[-1]["update_id"] for batch in batches]
    unanswered = [number for number in questions if telegram.answers_in(90_000 + number) != 1]
    assert unanswered == [], f"the questions at the end of these batches were not answered: {unanswered}"
    asked_next = telegram.offsets[1 : len(batches) + 1]
    assert all(offset > number for offset, number in zip(asked_next, questions, strict=True))
    wrong = [record for record in caplog.records if record.levelno >= logging.ERROR]
    for record in wrong[:1]:
        raise AssertionError(f"{len(wrong)} errors; {record.getMessage()}") from (record.exc_info or (None, None))[1]
