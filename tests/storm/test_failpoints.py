"""A crash in each window in which something could be lost or doubled, and a start after it."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.config import CrashSettings, SettingsError, load
from bot.failpoints import Failpoint, Window
from tests.acceptance.programs import RUNNING, Program, settings_for
from tests.flows.stage import Stage


@pytest.mark.fault("2", "4", "5", "6", "23")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("window", "submissions", "strays"),
    [
        (Window.UPDATE_COMMITTED, 1, 0),
        (Window.SLOT_SENT, 1, 1),
        (Window.SUBMITTING_STORED, 1, 0),
        (Window.SUBMISSION_ANSWERED, 2, 0),  # nobody can know that it was; it is repeated once
        (Window.RESULT_FETCHED, 1, 0),
        (Window.FRESH_SLOT_SENT, 1, 1),
        (Window.OUTCOME_SHOWN, 1, 0),
        (Window.OLD_SLOT_DELETED, 1, 0),
    ],
)
async def test_a_crash_in_a_window_leaves_one_picture(
    window: Window, submissions: int, strays: int, tmp_path: Path
) -> None:
    async with Stage.set_up(tmp_path) as stage:
        settings = settings_for(stage, tmp_path, NOTIFY_AFTER="0")  # so that outcomes come in fresh slots
        request = stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
        async with Program.start("run", settings=settings | {"ARTBOT_FAILPOINT": window}, folder=tmp_path) as bot:
            assert await bot.status() == -signal.SIGKILL
        assert len(stage.cats.pictures) == (window in {Window.OUTCOME_SHOWN, Window.OLD_SLOT_DELETED})
        async with Program.start("run", settings=settings, folder=tmp_path) as bot:
            await bot.says(RUNNING)
            await stage.cats.picture()
            # Within a chat things are said one after the other: when the dog is shown, the cat is done.
            stage.alice.writes("/draw a dog --seed 2", in_=stage.cats)
            await stage.cats.picture(2)
            bot.send(signal.SIGTERM)
            assert await bot.status() == 0
        assert [picture.text for picture in stage.cats.pictures] == ["a cat --seed 1", "a dog --seed 2"]
        assert stage.cats.pictures[0].replies_to == request.id
        assert stage.cats.texts == ["🎨 Working on it…"] * strays
        assert len([body for body in stage.paid if "a cat" in str(body)]) == submissions
        assert _untold(tmp_path) == 0


@pytest.mark.fault("17")
@pytest.mark.slow
async def test_a_crash_before_an_explanation_is_stored_as_told_leaves_one_explanation(tmp_path: Path) -> None:
    async with Stage.set_up(tmp_path) as stage:
        settings = settings_for(stage, tmp_path)
        stage.alice.writes("/draw a forbidden cat", in_=stage.cats)
        crashing = settings | {"ARTBOT_FAILPOINT": Window.OUTCOME_SHOWN}
        async with Program.start("run", settings=crashing, folder=tmp_path) as bot:
            assert await bot.status() == -signal.SIGKILL
        async with Program.start("run", settings=settings, folder=tmp_path) as bot:
            await bot.says(RUNNING)
            stage.alice.writes("/draw a dog --seed 2", in_=stage.cats)
            await stage.cats.picture()
            bot.send(signal.SIGTERM)
            assert await bot.status() == 0
        assert len(stage.cats.texts) == 1
        assert stage.cats.texts[0].startswith("The image service will not draw this")
        assert _untold(tmp_path) == 0


def test_a_failpoint_may_be_passed_before_it_strikes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTBOT_FAILPOINT", "slot-sent:3")
    assert load(CrashSettings).artbot_failpoint == Failpoint(Window.SLOT_SENT, passes=3)


def test_without_the_variable_there_is_no_failpoint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ARTBOT_FAILPOINT", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("ARTBOT_FAILPOINT=slot-sent\n")
    assert load(CrashSettings).artbot_failpoint is None


@pytest.mark.parametrize("text", ["slot", "slot-sent:0", "slot-sent:-1", "slot-sent:x", ":2"])
def test_a_failpoint_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("ARTBOT_FAILPOINT", text)
    with pytest.raises(SettingsError, match="ARTBOT_FAILPOINT must be one of update-committed, slot-sent"):
        load(CrashSettings)


def _untold(folder: Path) -> int:
    """How many drawings the database does not call told."""
    with closing(sqlite3.connect(folder / "artbot.db")) as database:
        return int(database.execute("SELECT count(*) FROM drawings WHERE told_at IS NULL").fetchone()[0])
