"""The program tells nobody's secrets: not when both services quote them in every error, and not in tracebacks.

Beside what `tests/acceptance/test_output.py` proves of a whole run: names, refusals that quote the prompt, updates of
kinds nobody asked for, and faults of the program's own.
"""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from aiogram.methods import SendMessage
from aiogram.types import Update

from bot.logs import set_up
from sandbox.faults import Kind
from sandbox.telegram.model import User
from tests.acceptance.programs import KEY, RUNNING, Program, settings_for
from tests.flows.stage import Stage

PROMPT: Final = "xyzzyplugh"
NAME: Final = "Ambrosia"


@pytest.mark.fault("31", "42")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "log_format"), [(400, "console"), *((status, "json") for status in (400, 403, 418, 429))]
)
async def test_errors_that_quote_everything_are_told_without_the_quotes(
    tmp_path: Path, status: int, log_format: str
) -> None:
    async with Stage.set_up(tmp_path) as stage:
        stage.world.users[stage.alice.user.id] = User(101, NAME, username="alice", language_code="en")
        token = stage.sandbox.telegram.token
        secrets = (token, token.partition(":")[2], KEY, PROMPT, NAME)
        quotes = f"Bad Request: can't parse {' '.join(secrets)}"
        for method in ("sendMessage", "editMessageMedia", "editMessageText", "answerCallbackQuery", "setMyCommands"):
            for kind in (Kind.STATUS, Kind.HTML, Kind.GARBAGE, Kind.TRUNCATED):
                stage.fault(f"telegram.{method}", kind, status=status, times=2, message=quotes, retry_after="1")
        for call in ("yandex.submit", "yandex.get", "yandex.completion"):
            stage.fault(call, "status", status=status, times=1, message=quotes)
        stage.world.updates.put_raw({"something_new": {"text": PROMPT, "from": NAME}})
        stage.world.updates.put_raw({"channel_post": {"text": PROMPT}})
        stage.world.updates.put_raw({"message": {"text": PROMPT, "from": {"first_name": NAME}}})
        for option in ("--seed 1", "--sed 1", "--enhance", "--ar 99:1"):
            stage.alice.writes(f"/draw {PROMPT} {option}", in_=stage.painters)
        stage.boris.writes("/draw a hen --seed 5")
        settings = settings_for(stage, tmp_path, LOG_LEVEL="DEBUG", LOG_FORMAT=log_format, ADMIN_IDS="101")
        async with Program.start("run", settings=settings, folder=tmp_path) as program:
            await program.says(RUNNING)
            await program.says("is unreadable")
            await stage.until(lambda: not stage.world.updates, "all updates to be confirmed")
            await stage.until(lambda: len(stage.exchanges) > 5, "several calls")
            await program.kill()
            output = program.output
        stage.description.problems.clear()
    assert [secret for secret in secrets if secret in output] == []


def _encode_half_a_character() -> None:
    f"{PROMPT} \ud800".encode()


def _fail_in_several_ways() -> None:
    try:
        int(PROMPT)
    except ValueError as error:
        raise ExceptionGroup(PROMPT, [RuntimeError(NAME), KeyError(PROMPT)]) from error


FAULTS: Final[tuple[Callable[[], object], ...]] = (
    lambda: SendMessage(chat_id=[], text={PROMPT: NAME}),  # type: ignore[arg-type]
    lambda: Update.model_validate({"update_id": 1, "message": {"text": PROMPT}}),
    lambda: dict[str, int]()[PROMPT],
    lambda: int(PROMPT),
    _encode_half_a_character,
    _fail_in_several_ways,
)


@pytest.fixture
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.fault("42")
@pytest.mark.usefixtures("_logging_as_it_was")
@pytest.mark.parametrize("log_format", ["console", "json"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_a_fault_of_ours_is_told_with_its_place_and_without_what_people_wrote(
    capsys: pytest.CaptureFixture[str], level: Any, log_format: Any
) -> None:
    set_up(level, log_format, [])
    for fault in FAULTS:
        try:
            fault()
        except Exception:
            logging.getLogger("bot.anything").exception("it failed")
    output = capsys.readouterr().err
    assert output.count("it failed") == len(FAULTS)
    assert "ValidationError" in output
    assert "_fail_in_several_ways" in output
    assert [secret for secret in (PROMPT, NAME) if secret in output] == []
