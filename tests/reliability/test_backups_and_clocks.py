"""An owner who restores a backup, and one whose machine gets its time wrong."""

import shutil
from pathlib import Path

import pytest

from storage.database import Database
from storage.store import SqlStore
from tests.flows.stage import Stage
from tests.world.world import World, open_world


@pytest.mark.fault("35")
async def test_after_an_older_backup_is_restored_pictures_arrive_in_their_old_slots(tmp_path: Path) -> None:
    async with Stage.set_up(tmp_path) as stage:
        stage.hold_drawings()
        await stage.start()
        stage.alice.writes("/draw a cat --seed 1", in_=stage.painters)
        await stage.state("running")
        await stage.stop()
        shutil.copy(tmp_path / "artbot.db", tmp_path / "backup.db")

        stage.finish_drawings()
        await stage.start()
        picture = await stage.painters.picture()
        stage.boris.writes("/draw пёс --seed 2")
        await stage.boris.chat.picture()
        await stage.everything_is_told()
        await stage.stop()
        for rest in ("artbot.db-wal", "artbot.db-shm"):
            (tmp_path / rest).unlink(missing_ok=True)
        shutil.copy(tmp_path / "backup.db", tmp_path / "artbot.db")

        await stage.start()
        await stage.everything_is_told()
        assert [said.message.id for said in stage.painters.messages] == [picture.message.id]
        assert len(stage.boris.chat.pictures) == 1
        assert len(stage.submitted) == 2
        stage.alice.writes("/draw a hen --seed 3", in_=stage.painters)
        assert (await stage.painters.picture(2)).text == "a hen --seed 3"


@pytest.mark.slow
@pytest.mark.fault("36")
@pytest.mark.parametrize("hour", [3600.0, -3600.0], ids=["forward", "back"])
async def test_a_deadline_is_met_by_its_stored_time_whatever_the_clock_does(tmp_path: Path, hour: float) -> None:
    async with open_world(tmp_path) as world:
        world.service.polls = 10**9
        drawing = await world.submitted(await world.asks_with_slot(ttl=5400))
        began = world.clock.monotonic()
        world.clock.wall_offset += hour
        await world.works_until(lambda: world.chat.shown(1) == ["deadline"])
        ended = await world.now(drawing)
        assert ended.finished_at is not None
        assert 0 <= ended.finished_at - drawing.deadline_at < 60
        assert 0 <= world.clock.monotonic() - began - (5400 - hour) < 60


@pytest.mark.slow
@pytest.mark.fault("36")
@pytest.mark.parametrize("hour", [3600.0, -3600.0], ids=["forward", "back"])
async def test_a_clock_that_jumps_changes_nothing_about_who_is_asked_and_when(tmp_path: Path, hour: float) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/clock.db")
    try:
        world = World(SqlStore(database))
        world.service.polls = 5
        drawings = [await world.asks_with_slot(person=number, chat=number) for number in range(1, 6)]
        began = world.clock.monotonic()
        await world.works_until(lambda: len(world.service.fetched) > 5)
        world.clock.wall_offset += hour
        pictures = [f"picture {drawing.id}" for drawing in drawings]
        await world.works_until(lambda: [text for chat in range(1, 6) for text in world.chat.shown(chat)] == pictures)
        assert len(world.service.executed) == 5
        assert len(world.service.fetched) == 5 * 6
        assert world.clock.monotonic() - began < 900
    finally:
        await database.close()
