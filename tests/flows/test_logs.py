"""Logs while everything fails: never a prompt, at any level."""

import io
import logging
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import pytest

from bot import logs
from sandbox.faults import Kind
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

PROMPT: Final = "xyzzyplugh"
Written: TypeAlias = Callable[[], str]


@pytest.fixture
def written() -> Iterator[Written]:
    """What the program has written, at `LOG_LEVEL=DEBUG`."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    logs.set_up("DEBUG", "console", secrets=())
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
    yield stream.getvalue
    logging.captureWarnings(capture=False)
    root.handlers = handlers
    root.setLevel(level)


async def test_failing_services_bring_no_prompt_into_the_log(
    world: Stage, alice: Actor, cats: Place, written: Written
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
    log = written()
    assert log.count("[warning") >= 5
    assert PROMPT not in log


@pytest.mark.parametrize("call", ["sendMessage", "editMessageMedia", "editMessageText"])
async def test_an_error_of_telegrams_that_quotes_the_prompt_is_not_quoted_in_turn(
    stage: Stage, alice: Actor, written: Written, call: str
) -> None:
    sentence = f"Bad Request: can't parse entities: unsupported start tag {PROMPT}"
    stage.fault(f"telegram.{call}", "status", status=400, message=sentence, times=3)
    for text in ("/help", f"/draw {PROMPT} --seed 1", f"/draw {PROMPT} forbidden", f"/draw {PROMPT} --sed 1"):
        alice.writes(text)
    await alice.chat.picture()
    await stage.everything_is_told()
    log = written()
    assert "TelegramBadRequest" in log
    assert PROMPT not in log


async def test_an_update_that_no_handler_survives_is_not_quoted_in_the_log(
    stage: Stage, alice: Actor, written: Written
) -> None:
    stage.world.updates.put_raw({"message": {"text": PROMPT, "chat": PROMPT}})
    stage.world.updates.put_raw({"edited_message": [PROMPT]})
    alice.writes(f"/draw {PROMPT} --seed 1")
    await alice.chat.picture()
    stage.description.problems.clear()  # these updates are nothing that Telegram would send
    log = written()
    assert "is unreadable" in log
    assert PROMPT not in log
