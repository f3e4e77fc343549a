"""What is logged while everything fails: never a prompt, at any level."""

import logging
from typing import Final

import pytest

from sandbox.faults import Kind
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

PROMPT: Final = "xyzzyplugh"
_QUIET: Final = ("aiogram", "aiohttp", "sqlalchemy", "aiosqlite", "alembic")
"""Of these libraries the program logs warnings only."""


def _is_written(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or not record.name.startswith(_QUIET)


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the program writes at `LOG_LEVEL=DEBUG`."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(_is_written)
    return caplog


async def test_failing_services_bring_no_prompt_into_the_log(
    world: Stage, alice: Actor, cats: Place, written: pytest.LogCaptureFixture
) -> None:
    calls = ("getUpdates", "sendMessage", "editMessageMedia", "editMessageText", "answerCallbackQuery")
    for call in (*(f"telegram.{name}" for name in calls), "yandex.submit", "yandex.get", "yandex.completion"):
        for kind in (Kind.STATUS, Kind.HTML, Kind.LOST, Kind.GARBAGE):
            world.fault(call, kind, message=PROMPT, times=1)
    for number, options in enumerate(("", "--enhance", "--sed 1", "forbidden", "late-forbidden"), 1):
        alice.writes(f"/draw {PROMPT} --seed {number} {options}", in_=cats)
    await world.start(resubmit_unknown=10)
    await cats.picture(2)
    await world.everything_is_told()
    assert written.text.count("WARNING") >= 5
    assert PROMPT not in written.text


async def test_an_update_that_no_handler_survives_is_not_quoted_in_the_log(
    stage: Stage, alice: Actor, written: pytest.LogCaptureFixture
) -> None:
    stage.world.updates.put_raw({"message": {"text": PROMPT, "chat": PROMPT}})
    stage.world.updates.put_raw({"edited_message": [PROMPT]})
    alice.writes(f"/draw {PROMPT} --seed 1")
    await alice.chat.picture()
    stage.description.problems.clear()  # these updates are nothing that Telegram would send
    assert "is unreadable" in written.text
    assert PROMPT not in written.text
