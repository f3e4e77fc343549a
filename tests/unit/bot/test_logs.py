"""No secret in any line, wherever it comes from."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest

from bot.logs import Redaction, describe, set_up
from drawing.ports.store import StoreError

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
KEY = "AQVNverysecretkey"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_token_in_a_message_an_argument_or_a_traceback_is_taken_out(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    set_up("DEBUG", form, [TOKEN, KEY])  # type: ignore[arg-type]
    logger = logging.getLogger("some.library")

    logger.info("https://api.telegram.org/bot%s/getMe", TOKEN)
    logger.warning("key %s", {"Authorization": f"Api-Key {KEY}"})
    try:
        _fail(StoreError(f"cannot connect to /bot{TOKEN}/sendMessage"))
    except StoreError:
        logger.exception("failed")

    text = capsys.readouterr().err
    assert text.count("[secret]") >= 3
    assert "StoreError" in text
    for part in (TOKEN, TOKEN.partition(":")[2], KEY):
        assert part not in text


@pytest.mark.parametrize("form", ["console", "json"])
def test_the_words_of_a_foreign_exception_are_left_out_and_its_class_and_place_are_not(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    set_up("DEBUG", form, [])  # type: ignore[arg-type]
    try:
        try:
            int("a red cat")
        except ValueError as error:
            raise StoreError("the disk is full") from error
    except StoreError:
        logging.getLogger("a").exception("failed")

    text = capsys.readouterr().err
    assert "a red cat" not in text.replace('int("a red cat")', "").replace('int(\\"a red cat\\")', "")
    assert "builtins.ValueError" in text
    assert "drawing.ports.store.StoreError: the disk is full" in text
    assert "test_logs.py" in text


def test_every_part_of_a_group_is_described() -> None:
    text = describe(ExceptionGroup("two", [ValueError("a red cat"), OSError(28, "No space left on device")]))

    assert "builtins.ValueError" in text
    assert "OSError: No space left on device" in text
    assert "a red cat" not in text


def _fail(error: Exception) -> None:
    raise error


def test_a_token_nobody_has_named_is_recognised_by_its_form() -> None:
    redact = Redaction([])

    assert TOKEN not in redact(f"/bot{TOKEN}/x")
    assert redact("Authorization: Bearer t1.9euelZqWm") == "Authorization: Bearer [secret]"
    assert redact("at 12:30:15 the cat sat") == "at 12:30:15 the cat sat"


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO", "json", [])
    logging.getLogger("a.b").warning("%d drawings", 3)

    line = json.loads(capsys.readouterr().err)

    assert (line["event"], line["level"], line["logger"]) == ("3 drawings", "warning", "a.b")
    assert "timestamp" in line


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp866", "koi8-r"])
def test_json_lines_are_json_on_any_terminal(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(written, encoding=encoding, errors="backslashreplace"))
    set_up("INFO", "json", [])
    logging.getLogger("a.b").warning("a chat named %s", "été 😀 кот")

    line = json.loads(written.getvalue().decode(encoding))

    assert line["event"] == "a chat named été 😀 кот"


def test_warnings_of_libraries_go_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO", "console", [KEY])

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"the key {KEY} is odd", stacklevel=1)

    text = capsys.readouterr().err
    assert "is odd" in text
    assert KEY not in text


def test_what_the_libraries_say_at_debug_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("DEBUG", "console", [])

    logging.getLogger("sqlalchemy.engine").debug("INSERT ... a red cat")
    logging.getLogger("aiogram.event").info("Update id=1 is handled")

    assert capsys.readouterr().err == ""
