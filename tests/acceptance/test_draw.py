"""`python -m bot draw`: nothing is paid for in vain, and nothing that was asked for is dropped without a word."""

import asyncio
import os
import re
import shlex
import signal
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.commands.attach import attach
from bot.commands.draw import draw
from bot.config import CloudSettings
from sandbox.painter import Part
from tests.acceptance.conftest import Starter
from tests.acceptance.programs import KEY
from tests.flows.service import swatch
from tests.flows.stage import Stage
from yandexart import ApiKey, Client, Clock, Endpoints

Draws = Callable[..., Coroutine[Any, Any, tuple[int, str]]]


@pytest.fixture
def draws(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Draws:
    """The command without its process, in an empty folder; gives its exit status and all that it said."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    async def run(prompt: str, output: str = "picture.jpg") -> tuple[int, str]:
        status = await draw(CloudSettings(), prompt, Path(output))
        said = capsys.readouterr()
        return status, said.err + said.out

    return run


@pytest.fixture
def attaches(draws: Draws, capsys: pytest.CaptureFixture[str]) -> Draws:
    """The command with `--attach` and an operation's id."""

    async def run(operation_id: str, output: str = "picture.jpg") -> tuple[int, str]:
        status = await attach(CloudSettings(), operation_id, Path(output))
        said = capsys.readouterr()
        return status, said.err + said.out

    return run


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """That of the user's shell."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def files(folder: Path, pattern: str = "**/*") -> list[Path]:
    return sorted(folder.glob(pattern))


def texts(stage: Stage) -> list[str]:
    return [message["text"] for message in stage.submitted[-1]["messages"]]


async def test_an_enhanced_prompt_is_drawn_and_shown(stage: Stage, draws: Draws) -> None:
    status, output = await draws("a red cat --no hat --enhance --seed 7 --repeat 2")
    assert status == 0
    enhanced, *others = texts(stage)
    assert "red cat" in enhanced
    assert len(enhanced) > len("a red cat")
    assert others == ["hat"]
    assert f"{enhanced} --no hat --seed 8 --raw" in output
    assert stage.enhancements == 1


async def test_where_enhancing_fails_the_plain_prompt_is_drawn_and_the_failure_told(stage: Stage, draws: Draws) -> None:
    stage.fault("yandex.completion", "status", status=403)
    status, output = await draws("a red cat --enhance --seed 7")
    assert status == 0
    assert texts(stage) == ["a red cat"]
    assert "could not be enhanced and is drawn as it was written: access denied: the account needs the role" in output
    assert output.endswith("a red cat --seed 7\n")


async def test_a_seed_that_the_service_does_not_keep_is_not_dropped_without_a_word(
    stage: Stage, draws: Draws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENERATOR", "alice")
    monkeypatch.setenv("YANDEX_IMAGES_URL", f"{stage.sandbox.address}/yandex")
    status, output = await draws("a red cat --seed 7")
    assert (status, output.splitlines()[0]) == (
        0,
        "GENERATOR=alice does not support seeds: --seed changes nothing, each picture is another one",
    )
    status, output = await draws("a red cat")
    assert (status, "seed" in output) == (0, False)


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a cat --sed 42", "Did you mean --seed?\na cat --sed 42\n      ^^^^^"),
        ("<b>a cat --ar 9:1", "from 4:1 to 1:4, or one of square, portrait, landscape, wide, tall.\n<b>a cat --ar 9:1"),
        ("forest fog::-2", "Did you mean forest --no fog::2?"),
        (" ", 'There is nothing to draw yet. Describe the picture in words.\ntry: python -m bot draw "a red cat"'),
    ],
)
async def test_a_mistake_in_a_prompt_is_shown_with_what_to_write_instead(
    stage: Stage, draws: Draws, prompt: str, said: str
) -> None:
    status, output = await draws(prompt)
    assert status == 2
    assert said in output
    assert stage.submitted == []


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("missing/dir/x.jpg", "missing/dir/x.jpg cannot be written: there is no folder missing/dir"),
        ("folder", "folder cannot be written: Is a directory"),
        ("", ". cannot be written: Is a directory"),
        ("x" * 300, "cannot be written: File name too long"),
    ],
)
async def test_a_file_that_cannot_be_written_is_found_out_before_anything_is_paid_for(
    stage: Stage, draws: Draws, tmp_path: Path, output: str, reason: str
) -> None:
    (tmp_path / "folder").mkdir()
    before = files(tmp_path)
    status, said = await draws("a red cat", output)
    assert status == 2
    assert reason in said
    assert stage.submitted == []
    assert files(tmp_path) == before


async def test_the_second_of_several_files_is_looked_at_too(stage: Stage, draws: Draws, tmp_path: Path) -> None:
    (tmp_path / "cat-2.jpg").mkdir()
    status, said = await draws("a red cat --repeat 2", "cat.jpg")
    assert status == 2
    assert "cat-2.jpg cannot be written: Is a directory" in said
    assert stage.submitted == []


async def test_no_file_is_touched_when_there_is_no_picture(draws: Draws, tmp_path: Path) -> None:
    (tmp_path / "old.jpg").write_bytes(b"an older picture")
    for name in ("old.jpg", "new.jpg"):
        status, _ = await draws("something forbidden", name)
        assert status == 1
    assert (tmp_path / "old.jpg").read_bytes() == b"an older picture"
    assert not (tmp_path / "new.jpg").exists()


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o002, 0o077], indirect=True)
async def test_a_picture_has_the_rights_that_the_umask_of_its_user_leaves(
    draws: Draws, tmp_path: Path, umask: int
) -> None:
    await draws("a red cat", "cat.jpg")
    (picture,) = files(tmp_path, "cat.jpg")
    assert picture.stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("umask", [0o022, 0o027], indirect=True)
async def test_a_picture_whose_folder_vanished_meanwhile_is_kept_elsewhere(
    stage: Stage, draws: Draws, tmp_path: Path, umask: int
) -> None:
    stage.hold_drawings()
    folder = tmp_path / "pictures"
    folder.mkdir()
    async with asyncio.TaskGroup() as group:
        drawing = group.create_task(draws("a red cat", "pictures/cat.jpg"))
        await stage.submissions(1)
        folder.rmdir()
        stage.finish_drawings()
    status, said = drawing.result()
    assert status == 1
    (kept,) = files(tmp_path, "cat-*.jpg")
    assert kept.read_bytes().startswith(b"\xff\xd8")
    assert kept.stat().st_mode & 0o777 == 0o666 & ~umask
    assert f"pictures/cat.jpg cannot be written any more (No such file or directory); the picture is in {kept}" in said


async def test_negatives_in_words_that_make_a_prompt_too_long_stay_messages(
    stage: Stage, draws: Draws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEGATIVES", "words")  # the clause of the negatives is longer than they are alone
    status, _ = await draws(f"{'a' * 490} --no hat, dog")
    assert status == 0
    (body,) = stage.submitted
    assert [message["weight"] for message in body["messages"]] == ["1", "-1", "-1"]


async def test_a_picture_that_takes_hours_is_waited_for(stage: Stage, draws: Draws, patience: Clock) -> None:
    stage.service(duration=[7200.0, 7200.0])
    status, output = await draws("a red cat --seed 7")
    assert status == 0
    assert "this takes seconds to hours" in output
    assert patience.monotonic() > 7200


async def test_after_a_day_the_waiting_ends_and_has_said_how_to_go_on(
    stage: Stage, draws: Draws, patience: Clock, tmp_path: Path
) -> None:
    stage.service(never=1.0)
    status, output = await draws("a red cat", "cat.jpg")
    assert status == 1
    assert "take it up again" in output
    assert "not within 86400 seconds" in output
    assert patience.monotonic() == pytest.approx(86_400, rel=0.01)
    assert files(tmp_path) == []


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("generator", ["yandexart", "alice"])
async def test_an_operation_is_taken_up_again_whichever_service_draws_now(
    stage: Stage, attaches: Draws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, generator: str
) -> None:
    stage.service(duration=[7200.0, 7200.0])
    here = Endpoints(api=f"{stage.sandbox.address}/yandex")
    async with Client("b1gacceptance", ApiKey(KEY), endpoints=here) as client:
        operation = await client.models.image_generation().configure(seed=7).run_deferred("a red cat")
    monkeypatch.setenv("GENERATOR", generator)
    status, output = await attaches(operation.id, "cat.jpg")
    assert status == 0
    assert "cat.jpg  8x8" in output
    assert ("GENERATOR=alice keeps no operations" in output) == (generator == "alice")
    assert (tmp_path / "cat.jpg").read_bytes() == swatch((Part("a red cat", 1.0),), (), (1, 1), 7)
    assert len(stage.paid) == 1


async def test_a_drawing_left_by_ctrl_c_is_taken_up_again_as_it_was_told_and_not_paid_for_twice(
    stage: Stage, command: Starter, tmp_path: Path
) -> None:
    stage.hold_drawings()
    async with command("draw", "a red cat --seed 7", "-o", "my cat.jpg") as program:
        await program.says("my cat.jpg")
        program.send(signal.SIGINT)
        assert await program.status() == 130
        assert "Traceback" not in program.output
        told = re.search(r"python -m bot (draw --attach.*)", program.output)
    assert told is not None
    stage.finish_drawings()
    async with command(*shlex.split(told[1])) as program:
        assert await program.status() == 0
        assert "my cat.jpg  8x8" in program.output
    assert (tmp_path / "my cat.jpg").read_bytes() == swatch((Part("a red cat", 1.0),), (), (1, 1), 7)
    assert len(stage.paid) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["draw"], "one of the arguments prompt --attach is required"),
        (["draw", "a cat", "--attach", "fbv0"], "argument --attach: not allowed with argument prompt"),
        (["draw", "--attach"], "argument --attach: expected one argument"),
    ],
)
def test_either_a_prompt_or_an_operation_is_named(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("operation_id", ["", "two words", "..", "x" * 257])
async def test_what_cannot_be_an_operation_is_not_asked_for(stage: Stage, attaches: Draws, operation_id: str) -> None:
    status, output = await attaches(operation_id)
    assert status == 2
    assert output == "--attach: an operation id is 1 to 256 visible ASCII characters, and neither '.' nor '..'\n"
    assert stage.asked == 0


async def test_an_operation_that_is_gone_is_told_as_such(stage: Stage, attaches: Draws, tmp_path: Path) -> None:
    status, output = await attaches("fbv0unknown")
    assert status == 1
    assert "no picture: the image service knows no such operation; it keeps them for three days" in output
    assert files(tmp_path, "*.jpg") == []


async def test_where_a_picture_cannot_be_written_its_operation_is_not_taken_up(stage: Stage, attaches: Draws) -> None:
    status, output = await attaches("fbv0", "missing/cat.jpg")
    assert status == 2
    assert output == "missing/cat.jpg cannot be written: there is no folder missing; choose another file with -o\n"
    assert stage.asked == 0
